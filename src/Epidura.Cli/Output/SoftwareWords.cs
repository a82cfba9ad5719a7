using Epidura.Generator.Software;

namespace Epidura.Cli.Output;

/// <summary>The software of a device in words.</summary>
internal static class SoftwareWords
{
    public static string Of(SoftwareStatus software)
    {
        var where = software.Bank == SoftwareBank.Factory ? "as made" : $"bank {software.Bank}";
        var last = software.Outcome == UpdateOutcome.None
            ? ""
            : "; " + Of(software.Outcome, software.OutcomeVersion, software.Check);
        return $"{software.Version} ({where}){(software.IsTrial ? ", on trial" : "")}{last}";
    }

    public static string Of(UpdateOutcome outcome, SoftwareVersion version, SelfTestCheck check) => outcome switch
    {
        UpdateOutcome.Confirmed => $"update to {version} passed its self-test",
        UpdateOutcome.SelfTestFailed => $"update to {version} was taken back: the self-test found {Found(check)}",
        UpdateOutcome.NotConfirmed => $"update to {version} was taken back: three starts without an end of the self-test",
        UpdateOutcome.BankDamaged => $"software {version} was taken back: its bank is damaged",
        UpdateOutcome.ControlRebuilt => $"both control records were damaged; software {version} was tested anew",
        _ => "no update",
    };

    public static object Describe(SoftwareStatus software) => new
    {
        Version = $"{software.Version}",
        software.Bank,
        software.IsTrial,
        Previous = $"{software.Previous}",
        NotOlderThan = $"{software.Floor}",
        Hardware = $"{software.Hardware:x8}",
        software.CanUpdate,
        LastUpdate = software.Outcome == UpdateOutcome.None
            ? null
            : new
            {
                Version = $"{software.OutcomeVersion}",
                software.Outcome,
                SelfTest = software.Check,
                Words = Of(software.Outcome, software.OutcomeVersion, software.Check),
            },
    };

    private static string Found(SelfTestCheck check) => check switch
    {
        SelfTestCheck.Manifest => "no manifest",
        SelfTestCheck.States => "another table of states",
        SelfTestCheck.Limits => "other limits",
        SelfTestCheck.Protocol => "another protocol",
        SelfTestCheck.Programs => "another format of programs",
        SelfTestCheck.MemoryMap => "another map of the memory",
        SelfTestCheck.Settings => "settings that cannot be read",
        _ => "nothing",
    };
}
