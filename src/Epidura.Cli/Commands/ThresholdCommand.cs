using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Cli.Studies;
using Epidura.Fibers;
using Epidura.Fibers.Prediction;

namespace Epidura.Cli.Commands;

/// <summary><c>threshold</c>: the smallest amplitude at which one fibre, or each fibre of a table, carries a spike away.</summary>
internal static class ThresholdCommand
{
    private static readonly Option<string?> Out = new("--out")
    { Description = "Write the thresholds too: CSV, or NPY with threshold_ma, NaN where none was found", HelpName = "FILE" };

    public static Command Create(Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var command = new ExampleCommand(
            "threshold", "Smallest amplitude at which a fibre carries a spike away, from the full cable model",
            "epidura threshold --diameter-um 10 --distance-mm 3 --pulse-width-us 210",
            "epidura threshold --waveform biphasic --interphase-gap-us 100 --step-us 1",
            "epidura threshold --waveform pulse.csv --diameter-um 10",
            "epidura threshold --table fibres.csv --json",
            "epidura threshold --potentials along-the-fibre.csv --diameter-um 12.8",
            "epidura threshold --potentials fibres.npy --nodes 51 --waveform passive --out thresholds.npy");
        Option[] options =
            [.. FibreOptions.OfFibre, .. FibreOptions.OfSource, .. FibreOptions.OfPulse, .. FibreOptions.OfSearch, Out, threads];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => Run(parsed, parsed.GetValue(threads), terminal, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, int threads, Terminal terminal, CancellationToken cancellation)
    {
        var studies = FibreOptions.ReadStudies(parsed);
        var options = FibreOptions.ReadSearch(parsed, studies);
        var results = ProgressDisplay.Run(terminal, report => Search(studies, options, threads, report, cancellation));
        var rows = studies.Zip(results, (study, result) => new ThresholdRow(study, result, study.Geometry())).ToList();
        FibreOptions.RefuseIfNoneFired(results, options);
        if (parsed.GetValue(Out) is { } path)
            ThresholdRow.Write(rows, path);
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new { Fibres = rows.Select(row => row.Describe()) }));
        else if (rows.Count == 1)
            rows[0].ShowOne(terminal);
        else
            ThresholdRow.ShowAll(rows, terminal);
        return ExitCode.Done;
    }

    /// <summary>Fibres that share a pulse are searched together.</summary>
    private static ThresholdResult[] Search(
        List<FibreStudy> studies, ThresholdOptions options, int threads, Action<string, double> report, CancellationToken cancellation)
    {
        var results = new ThresholdResult[studies.Count];
        var done = 0;
        foreach (var group in Enumerable.Range(0, studies.Count).GroupBy(i => studies[i].Pulse()))
        {
            int[] indices = [.. group];
            var before = done;
            var progress =
                new ProgressSink<double>(share => report("searching thresholds", (before + (share * indices.Length)) / studies.Count));
            var found =
                PredictedSearch.Find([.. indices.Select(i => studies[i].Case())], group.Key, options, threads, progress, cancellation);
            for (var k = 0; k < indices.Length; k++)
                results[indices[k]] = found[k];
            done += indices.Length;
        }

        return results;
    }
}
