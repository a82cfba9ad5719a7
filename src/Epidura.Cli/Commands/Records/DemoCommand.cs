using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Records;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records demo</c>: a clinic of people who do not exist.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Patients = new("--patients")
    {
        Description = "How many",
        HelpName = "N",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Another seed gives other patients",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "demo", "Make a record of synthetic patients in every state; the same seed gives the same record", "epidura records demo",
            "epidura records demo --patients 200 --seed 7 --data var/demo");
        command.Add(SharedOptions.Checked(Patients, 1, DemoClinic.PatientsMax));
        command.Add(Seed);
        RecordFolder.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var settings = (await RecordFolder.InitAsync(parsed, "Demonstration clinic", cancellation)) with { Clock = DemoClinic.Clock };
        var store = await RecordStore.OpenAsync(settings, cancellation);
        var patients = parsed.GetValue(Patients);
        var events = await DemoClinic.FillAsync(store, parsed.GetValue(Seed), patients, null, cancellation);
        terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json)
            ? JsonText.Write(new { Clinic = settings.Clinic.Value, Patients = patients, Events = events })
            : $"Made a clinic of {patients} people who do not exist, with {events} events, in {parsed.GetValue(RecordFolder.Data)}. "
              + "epidura records list shows who needs what.");
        return ExitCode.Done;
    }
}
