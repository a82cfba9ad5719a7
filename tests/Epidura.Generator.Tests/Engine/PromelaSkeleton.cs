using System.Text;
using Epidura.Generator.Engine;
using Epidura.Quantities;

namespace Epidura.Generator.Tests.Engine;

/// <summary>The rows of <c>data/generator/states.csv</c> as Promela: one inline per event, a branch per kind of row.</summary>
internal static class PromelaSkeleton
{
    /// <summary>Latches that the model has; the others do not move the state.</summary>
    private static readonly Dictionary<Latches, string> Kept = new()
    {
        [Latches.Fault] = "fault",
        [Latches.Mri] = "mri",
        [Latches.EndOfService] = "eos",
        [Latches.Shipping] = "shipping",
        [Latches.Running] = "running",
    };

    public static string Write()
    {
        var text = new StringBuilder(
            "/* Made from data/generator/states.csv by PromelaSkeleton; a test compares the two. Do not edit. */\n");
        foreach (var state in Enum.GetValues<TherapyState>())
            text.Append($"#define {state} {(int)state}\n");
        var events = Events();
        for (var i = 0; i < events.Count; i++)
            text.Append($"#define E_{events[i]} {i}\n");
        text.Append("#define ACCEPTED 0\n#define REFUSED 1\n#define IGNORED 2\n");
        foreach (var happening in events)
            WriteEvent(text, happening);
        return text.ToString();
    }

    /// <summary>In the order of the table.</summary>
    private static List<DeviceEvent> Events() =>
        [.. Table.FromResource(typeof(StateTable).Assembly, "states.csv").Rows
            .Select(row => Enum.Parse<DeviceEvent>(row.Text("event"))).Distinct()];

    private static void WriteEvent(StringBuilder text, DeviceEvent happening)
    {
        text.Append($"inline fire_{happening}() {{\n  begin(E_{happening});\n  if\n");
        var kinds = Enum.GetValues<TherapyState>().GroupBy(state => Act(StateTable.Of(state, happening)));
        foreach (var kind in kinds)
            text.Append($"  :: {string.Join(" || ", kind.Select(state => $"st == {state}"))} -> {kind.Key}\n");
        text.Append("  fi;\n  settle();\n}\n");
    }

    private static string Act(Transition row)
    {
        if (row.Effect != TransitionEffect.Accept)
            return $"effect = {(row.Effect == TransitionEffect.Refuse ? "REFUSED" : "IGNORED")}";
        var sets = Kept.Where(latch => row.Set.HasFlag(latch.Key)).Select(latch => $"{latch.Value} = 1");
        var clears = Kept.Where(latch => row.Clear.HasFlag(latch.Key)).Select(latch => $"{latch.Value} = 0");
        return string.Join("; ", ["effect = ACCEPTED", .. sets, .. clears, row.Next is { } next ? $"st = {next}" : "rest()"]);
    }
}
