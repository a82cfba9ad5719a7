using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Records;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records init</c>: makes a clinic.</summary>
internal static class InitCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name of the clinic",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "Clinic",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "init", "Make the record of a new clinic: tables, key, and the copy of the log's end",
                "epidura records init --name \"Pain clinic\"",
            "epidura records init --data /srv/clinic --key /mnt/safe/clinic.key --head /mnt/other/clinic.head");
        command.Add(Name);
        RecordFolder.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = await RecordFolder.InitAsync(parsed, parsed.GetRequiredValue(Name), cancellation);
            if (parsed.GetValue(SharedOptions.Json))
                terminal.Out.WriteLine(JsonText.Write(new
                {
                    Clinic = settings.Clinic.Value,
                    Database = RecordOutput.NameOf(settings.Location)
                }));
            else
                terminal.Out.WriteLine($"Made clinic {settings.Clinic} on {RecordOutput.NameOf(settings.Location)}. "
                    + "Keep a copy of its key elsewhere: without it nobody can read the record.");
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary><c>records migrate</c>: brings the tables to this version.</summary>
internal static class MigrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "migrate", "Bring the tables of a record to this version", "epidura records migrate");
        RecordFolder.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var steps = await RecordSetup.MigrateAsync(RecordFolder.Settings(parsed), cancellation);
            if (parsed.GetValue(SharedOptions.Json))
                terminal.Out.WriteLine(JsonText.Write(new { Steps = steps }));
            else
                terminal.Out.WriteLine(steps.Count == 0 ? "The tables are of this version." : $"Done: {string.Join(", ", steps)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
