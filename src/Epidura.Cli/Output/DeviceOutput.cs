using Epidura.Generator;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;

namespace Epidura.Cli.Output;

/// <summary>What a device answered, as it is printed.</summary>
internal static class DeviceOutput
{
    /// <summary>Prints how a command ended and the state afterwards.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(string command, in ReplyEnvelope reply, DeviceStatus? status, bool json, Terminal terminal, string? hint = null)
    {
        var refusal = LinkWords.RefusalOf(reply);
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Command = command,
                Done = refusal is null,
                Refusal = Describe(refusal),
                Status = status is null ? null : Describe(status),
            }));
        }
        else if (refusal is null)
            terminal.Out.WriteLine($"{command}: done{(status is null ? "" : $"; {Sentence(status)}")}");
        if (refusal is null)
            return ExitCode.Done;
        terminal.Error.WriteLine($"epidura: the device refuses {command}: {LinkWords.Of(reply)}.");
        if (hint is not null)
            terminal.Error.WriteLine($"epidura: {hint}");
        return ExitCode.Failed;
    }

    public static object? Describe(Refusal? refusal) => refusal is null
        ? null
        : new
        {
            refusal.Status,
            Reason = refusal.Words,
            Invariant = refusal.Requirement == 0 ? null : FormattableString.Invariant($"I-{refusal.Requirement:00}"),
            refusal.Value,
            refusal.Limit,
        };

    /// <summary>State and amplitudes in one line.</summary>
    public static string Sentence(DeviceStatus status)
    {
        var areas = string.Join(", ", status.Areas.Select(area => area.AmplitudeMicroampere == area.TargetMicroampere
            ? FormattableString.Invariant($"{Milli(area.AmplitudeMicroampere)} mA")
            : FormattableString.Invariant($"{Milli(area.AmplitudeMicroampere)} of {Milli(area.TargetMicroampere)} mA")));
        return areas.Length == 0 ? status.Reason : $"{status.Reason}; {areas}";
    }

    public static string Milli(long thousandths) => Tables.Show(thousandths / 1000.0, 3);

    public static object Describe(DeviceStatus status) => new
    {
        status.State,
        status.Reason,
        status.Boot,
        TimeS = status.TimeNanosecond / 1e9,
        status.Revision,
        status.SelectedProgram,
        StoredPrograms = Programs(status),
        Areas = status.Areas.Select(area => new
        {
            AmplitudeMa = area.AmplitudeMicroampere / 1e3,
            TargetMa = area.TargetMicroampere / 1e3,
            PatientMinMa = area.MinMicroampere / 1e3,
            PatientMaxMa = area.MaxMicroampere / 1e3,
            StepMa = area.StepMicroampere / 1e3,
        }),
        BatteryV = status.BatteryMillivolt / 1e3,
        ChargePercent = status.ChargePermille / 10.0,
        TemperatureC = status.DeviceMillicelsius / 1e3,
        status.IsMagnetPresent,
        status.IsPairingWindowOpen,
        status.IsClockValid,
        status.IsPaused,
        status.IsOutOfRegulation,
        status.AreIncreasesBlocked,
        status.IsMemoryReadOnly,
        Latches = Enum.GetValues<Latches>().Where(latch => latch != Latches.None && status.Latches.HasFlag(latch)),
        Fault = status.FaultEvent is null
            ? null
            : new
            {
                Event = status.FaultEvent,
                Invariant = FormattableString.Invariant($"I-{status.FaultRequirement:00}"),
                Value = status.FaultValue,
                Limit = status.FaultLimit,
            },
    };

    public static IEnumerable<int> Programs(DeviceStatus status) =>
        Enumerable.Range(0, 16).Where(program => (status.StoredPrograms & (1 << program)) != 0);
}
