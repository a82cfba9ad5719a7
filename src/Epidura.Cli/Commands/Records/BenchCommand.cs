using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Epidura.Cli.Output;
using Epidura.Records;

namespace Epidura.Cli.Commands.Records;

/// <summary><c>records bench</c>: how long a page of the worklist and a long timeline take.</summary>
internal static class BenchCommand
{
    private const int Pages = 1000;
    private const int Readings = 100;
    private const int LongTimeline = 2000;

    private static readonly Option<int> Patients = new("--patients")
    {
        Description = "Patients of the clinic that is made for it",
        HelpName = "N",
        DefaultValueFactory = _ => 100_000,
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "bench", "Make a clinic and time pages of its worklist and a timeline of 2,000 events",
            "epidura records bench --data var/bench",
            "epidura records bench --data var/bench --patients 2000 --json");
        command.Add(SharedOptions.Checked(Patients, 10, 1_000_000));
        RecordFolder.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var settings = await RecordFolder.InitAsync(parsed, "Bench", cancellation);
        var store = await RecordStore.OpenAsync(settings, cancellation);
        var actor = RecordFolder.ActorOf(parsed);
        var patients = parsed.GetValue(Patients);
        var watch = Stopwatch.StartNew();
        var states = await BenchClinic.FillAsync(store, patients, cancellation);
        var patient = await BenchClinic.LongAsync(store, LongTimeline, cancellation);
        var filled = watch.Elapsed.TotalSeconds;
        var worklist = await WorklistAsync(store, states, cancellation);
        List<double> timeline = [];
        for (var reading = 0; reading < Readings; reading++)
        {
            watch.Restart();
            var page = await store.ReadAsync(patient, actor, cancellation);
            timeline.Add(watch.Elapsed.TotalMilliseconds);
            if (page!.Lines.Count != LongTimeline)
                throw new InvalidOperationException($"The timeline has {page.Lines.Count} lines.");
        }

        Say(terminal, parsed, new BenchResult(
            RecordOutput.NameOf(settings.Location), patients, filled, At(worklist, 0.5), At(worklist, 0.99), At(timeline, 0.5),
            At(timeline, 0.99)));
        return ExitCode.Done;
    }

    /// <summary>Pages of 50 as people ask for them: the first, those after it, those of one state.</summary>
    private static async Task<List<double>> WorklistAsync(
        RecordStore store, IReadOnlyList<string> states, CancellationToken cancellation)
    {
        List<double> times = [];
        WorklistLine? after = null;
        var watch = new Stopwatch();
        for (var page = 0; page < Pages; page++)
        {
            var query = (page % 3) switch
            {
                0 => new WorklistQuery(),
                1 => new WorklistQuery(50, after),
                _ => new WorklistQuery(50, null, states[page % states.Count]),
            };
            watch.Restart();
            var lines = await store.WorklistAsync(query, cancellation);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (page % 3 < 2)
                after = lines.Count == 0 ? null : lines[^1];
        }

        return times;
    }

    private static double At(List<double> times, double share) =>
        times.Order().ElementAt(Math.Min(times.Count - 1, (int)Math.Ceiling(share * times.Count) - 1));

    private static void Say(Terminal terminal, ParseResult parsed, BenchResult result)
    {
        if (parsed.GetValue(SharedOptions.Json))
        {
            terminal.Out.WriteLine(JsonText.Write(result));
            return;
        }

        string Show(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
        terminal.Out.WriteLine($"{result.Patients} patients on {result.Database}, made in {Show(result.FillS)} s");
        terminal.Out.WriteLine($"page of the worklist, {Pages} pages: "
            + $"p50 {Show(result.WorklistP50Ms)} ms, p99 {Show(result.WorklistP99Ms)} ms");
        terminal.Out.WriteLine($"timeline of {LongTimeline} events, {Readings} readings, each audited: "
            + $"p50 {Show(result.TimelineP50Ms)} ms, p99 {Show(result.TimelineP99Ms)} ms");
    }

    private sealed record BenchResult(
        string Database, int Patients, double FillS, double WorklistP50Ms, double WorklistP99Ms, double TimelineP50Ms,
        double TimelineP99Ms);
}
