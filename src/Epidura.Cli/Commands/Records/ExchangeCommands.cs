using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Records;
using Epidura.Records.Exchange;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records export</c>: one patient for a program and for a person, or all without identifiers.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string?> Patient = new("PATIENT")
    {
        Description = "Label or identifier of the patient",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Research = new("--research")
    {
        Description = "All patients without identifiers, as one CSV file",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder to write to",
        HelpName = "DIR",
        DefaultValueFactory = _ => "out/records",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "export", "Write one patient's record to read and to import, or all records without identifiers",
            "epidura records export S1-00001 --out out/patient", "epidura records export --research --out out/research");
        command.Add(Patient);
        command.Add(Research);
        command.Add(Out);
        RecordFolder.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var patient = parsed.GetValue(Patient);
        var isResearch = parsed.GetValue(Research);
        if (isResearch == (patient is not null))
            throw new WrongInputException("records export needs either a patient or --research.");
        var actor = RecordFolder.ActorOf(parsed);
        var store = await RecordStore.OpenAsync(RecordFolder.Settings(parsed), cancellation);
        using var files = new OutputFiles();
        var folder = parsed.GetRequiredValue(Out);
        if (isResearch)
        {
            using var text = new StringWriter();
            var (patients, events) = await store.ExtractAsync(actor, text, cancellation);
            files.Add(Path.Combine(folder, "research.csv"), text.ToString());
            files.Commit();
            Say(terminal, parsed, new { Patients = patients, Events = events, File = Path.Combine(folder, "research.csv") },
                $"{patients} patients, {events} events without identifiers in {Path.Combine(folder, "research.csv")}.");
            return ExitCode.Done;
        }

        var id = Guid.TryParse(patient, out var guid) ? new PatientId(guid) : await store.FindAsync(patient!, cancellation);
        var export = id is { } known ? await store.ExportAsync(known, actor, cancellation) : null;
        if (export is null)
            throw new WrongInputException($"This clinic has no patient {patient}; nothing was written.");
        files.Add(Path.Combine(folder, "record.json"), export.Machine);
        files.Add(Path.Combine(folder, "record.txt"), export.Human);
        files.Commit();
        Say(terminal, parsed, new { Patient = id!.Value.Value, export.Events, export.Corrected, export.OpenTasks, Folder = folder },
            $"{export.Events} events, {export.Corrected} of them corrected later, {export.OpenTasks} open tasks: "
            + $"record.json and record.txt in {folder}.");
        return ExitCode.Done;
    }

    private static void Say<T>(Terminal terminal, ParseResult parsed, T result, string words) =>
        terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json) ? JsonText.Write(result) : words);
}

/// <summary><c>records import</c>: takes over an exported record.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Source = SharedOptions.NotAnOption(
        new Argument<string>("FILE") { Description = "record.json of an export" });

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "import", "Take over an exported record as a new patient of this clinic", "epidura records import out/patient/record.json");
        command.Add(Source);
        RecordFolder.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(Source);
        if (FileErrors.WhyNotReadable(path, "an exported record", PatientExport.LengthMax) is { } error)
        {
            FileErrors.Print([error], parsed.GetValue(SharedOptions.Json), terminal, "");
            return ExitCode.WrongInput;
        }

        var actor = RecordFolder.ActorOf(parsed);
        var settings = RecordFolder.Settings(parsed);
        var events = PatientExport.Read(await File.ReadAllTextAsync(path, cancellation), out var wrong);
        if (wrong.Count > 0)
            return Refuse(parsed, terminal, path, wrong);
        var store = await RecordStore.OpenAsync(settings, cancellation);
        switch (await store.ImportAsync(events, actor, cancellation))
        {
            case WriteResult.Refused refused:
                return Refuse(parsed, terminal, path, refused.Refusals);
            default:
                terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json)
                    ? JsonText.Write(new { Patient = events[0].Patient.Value, Events = events.Count })
                    : $"Patient {events[0].Patient} with {events.Count} events is in the record now.");
                return ExitCode.Done;
        }
    }

    private static int Refuse(ParseResult parsed, Terminal terminal, string path, IReadOnlyList<Care.Refusal> refusals)
    {
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new { Refusals = refusals }));
        foreach (var refusal in refusals)
            terminal.Error.WriteLine($"{path}: {refusal.Field}: {refusal.Reason} (value: {refusal.Value}; allowed: {refusal.Allowed})");
        terminal.Error.WriteLine("Nothing was imported.");
        return ExitCode.WrongInput;
    }
}

/// <summary><c>records rebuild</c>: makes every list again.</summary>
internal static class RebuildCommand
{
    private static readonly Option<bool> Today = new("--today")
    {
        Description = "Look for tasks up to now, not up to the last look",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "rebuild", "Drop every list that is derived from the log and make it again; with --today, with the tasks of today",
            "epidura records rebuild", "epidura records rebuild --today");
        command.Add(Today);
        RecordFolder.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var actor = RecordFolder.ActorOf(parsed);
            var store = await RecordStore.OpenAsync(RecordFolder.Settings(parsed), cancellation);
            var patients = await store.RebuildAsync(actor, parsed.GetValue(Today), cancellation);
            terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json)
                ? JsonText.Write(new { Patients = patients })
                : $"Made the lists of {patients} patients again.");
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary><c>records list</c>: the worklist.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    private static readonly Option<int> Lines = new("--lines")
    {
        Description = "Lines to show, the most urgent first",
        HelpName = "N",
        DefaultValueFactory = _ => 50,
    };

    private static readonly Option<string?> State = new("--state")
    {
        Description = "Only patients in this state",
        HelpName = "STATE",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "list", "The worklist: who needs what, the most urgent first", "epidura records list",
                "epidura records list --state follow-up --json");
        command.Add(SharedOptions.Checked(Lines, 1, PageSize));
        command.Add(State);
        RecordFolder.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var store = await RecordStore.OpenAsync(RecordFolder.Settings(parsed), cancellation);
        var page = await store.WorklistAsync(new WorklistQuery(parsed.GetValue(Lines), null, parsed.GetValue(State)), cancellation);
        if (parsed.GetValue(SharedOptions.Json))
        {
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Lines = page.Select(line => new
                {
                    Patient = line.Patient.Value,
                    line.Label,
                    line.State,
                    line.SinceUtc,
                    line.Revision,
                    line.Tasks,
                    line.Due,
                    line.Next,
                }),
            }));
            return ExitCode.Done;
        }

        if (page.Count == 0)
        {
            terminal.Out.WriteLine("No patients.");
            return ExitCode.Done;
        }

        var table = Tables.Create("patient", "state", "since", ">events", ">tasks", "due", "next");
        foreach (var line in page)
        {
            table.Add(
                line.Label.Length == 0 ? $"{line.Patient}" : line.Label, line.State, $"{line.SinceUtc:yyyy-MM-dd}", $"{line.Revision}",
                $"{line.Tasks}", line.Due is { } due ? $"{due:yyyy-MM-dd}" : "–", line.Next);
        }

        terminal.Print(table);
        return ExitCode.Done;
    }
}
