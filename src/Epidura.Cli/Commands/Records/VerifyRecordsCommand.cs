using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Records;
using Epidura.Records.Verification;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records verify</c>: is the record what it was?</summary>
internal static class VerifyRecordsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "verify", "Walk both chains, look at the log's end outside the database, rebuild every list and compare",
            "epidura records verify", "epidura records verify --json");
        RecordFolder.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = await RecordStore.VerifyAsync(RecordFolder.Settings(parsed), null, cancellation);
            if (parsed.GetValue(SharedOptions.Json))
                terminal.Out.WriteLine(JsonText.Write(report));
            else
                Show(report, terminal);
            return report.IsIntact ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Show(VerificationReport report, Terminal terminal)
    {
        var table = Tables.Create("what", ">number");
        table.Add("patients", $"{report.Patients}");
        table.Add("events, every link checked", $"{report.Events}");
        table.Add("entries of the clinic's log, every link checked", $"{report.AuditEntries}");
        table.Add("rows of lists, rebuilt and compared", $"{report.ReadModelRows}");
        terminal.Print(table);
        foreach (var finding in report.Findings)
            terminal.Out.WriteLine($"WRONG: {finding.Where}: {finding.Reason}");
        terminal.Out.WriteLine(report.IsIntact
            ? $"Intact. The log ends at entry {report.AuditEntries}; the lists have SHA-256 {report.ReadModelHash[..16]}…"
            : $"{report.Findings.Count} findings. Stop writing, keep a copy of everything as it is, and restore a backup that verifies.");
    }
}
