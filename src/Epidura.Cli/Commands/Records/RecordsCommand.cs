using System.CommandLine;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records</c>: the clinic's record.</summary>
internal static class RecordsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "records", "Keep what happens to patients: an append-only log that nobody changes unnoticed",
            "epidura records demo                                a clinic of 60 synthetic patients in var/records",
            "epidura records verify                              walks every chain, rebuilds every list",
            "epidura records export S1-00001 --out out/patient   one patient, to read and to import",
            "docs/guide/records.md goes through all of it");
        Command[] commands =
        [
            InitCommand.Create(terminal),
            MigrateCommand.Create(terminal),
            VerifyRecordsCommand.Create(terminal),
            ListCommand.Create(terminal),
            DemoCommand.Create(terminal),
            BenchCommand.Create(terminal),
            ExportCommand.Create(terminal),
            ImportCommand.Create(terminal),
            RebuildCommand.Create(terminal),
        ];
        foreach (var item in commands)
            command.Add(item);
        return command;
    }
}
