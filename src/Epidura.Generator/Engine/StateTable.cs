using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Epidura.Quantities;

namespace Epidura.Generator.Engine;

/// <summary>What an event does in a state.</summary>
public enum TransitionEffect : byte
{
    /// <summary>It happens.</summary>
    Accept,

    /// <summary>A command that is not possible now.</summary>
    Refuse,

    /// <summary>It means nothing now.</summary>
    Ignore,
}

/// <summary>One row of the table.</summary>
/// <param name="Next">State afterwards; null for the one the latches give.</param>
/// <param name="Effect">What happens.</param>
/// <param name="Set">Latches that are set.</param>
/// <param name="Clear">Latches that are cleared.</param>
/// <param name="Requirement">Invariant behind it; empty for none.</param>
public sealed record Transition(TherapyState? Next, TransitionEffect Effect, Latches Set, Latches Clear, string Requirement);

/// <summary>States × events, read once from <c>data/generator/states.csv</c>. The machine has no other rule for its state.</summary>
public static class StateTable
{
    private static readonly int States = Enum.GetValues<TherapyState>().Length;
    private static readonly int Events = Enum.GetValues<DeviceEvent>().Length;
    private static readonly Transition[] Rows = Load(Table.FromResource(typeof(StateTable).Assembly, "states.csv"));

    /// <summary>The row of a pair.</summary>
    public static Transition Of(TherapyState state, DeviceEvent happening) => Rows[((int)state * Events) + (int)happening];

    /// <summary>The state that latches give when nothing runs.</summary>
    public static TherapyState Rest(Latches latches) =>
        latches.HasFlag(Latches.EndOfService) ? TherapyState.EndOfService
        : latches.HasFlag(Latches.Fault) ? TherapyState.Fault
        : latches.HasFlag(Latches.Mri) ? TherapyState.Mri
        : latches.HasFlag(Latches.Shipping) ? TherapyState.Shipping
        : TherapyState.Off;

    /// <summary>SHA-256 of every row in the order of the enumerations: which table this program was made with.</summary>
    public static byte[] Hash()
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Next},{row.Effect},{(byte)row.Set},{(byte)row.Clear},{row.Requirement}\n");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>True where current may flow.</summary>
    public static bool IsRunning(TherapyState state) => state is TherapyState.Ramp or TherapyState.On or TherapyState.Test;

    /// <summary>Reads a table; every pair must stand in it once.</summary>
    /// <exception cref="FormatException">A pair is missing, doubled or not understood.</exception>
    internal static Transition[] Load(Table table)
    {
        var rows = new Transition[States * Events];
        foreach (var row in table.Rows)
        {
            var index = ((int)Parse<TherapyState>(row.Text("state")) * Events) + (int)Parse<DeviceEvent>(row.Text("event"));
            if (rows[index] is not null)
                throw new FormatException($"{table.Name}: {row.Text("state")} × {row.Text("event")} stands there twice.");
            Latches set = Latches.None, clear = Latches.None;
            foreach (var word in row.Text("latches").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (word[0] == '+')
                    set |= Parse<Latches>(word[1..]);
                else
                    clear |= Parse<Latches>(word[1..]);
            }

            var next = row.Text("next");
            rows[index] = new Transition(
                next == "Rest" ? null : Parse<TherapyState>(next),
                row.Text("effect") switch
                {
                    "accept" => TransitionEffect.Accept,
                    "refuse" => TransitionEffect.Refuse,
                    "ignore" => TransitionEffect.Ignore,
                    var other => throw new FormatException($"{table.Name}: '{other}' is no effect."),
                },
                set,
                clear,
                row.Text("requirement"));
        }

        var missing = Array.FindIndex(rows, row => row is null);
        return missing < 0
            ? rows
            : throw new FormatException(
                $"{table.Name}: {(TherapyState)(missing / Events)} × {(DeviceEvent)(missing % Events)} is missing.");
    }

    private static T Parse<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, out var value) && Enum.GetName(value) == text
            ? value
            : throw new FormatException($"'{text}' is not a {typeof(T).Name}.");
}
