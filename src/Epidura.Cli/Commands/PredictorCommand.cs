using System.CommandLine;
using System.Diagnostics;
using Epidura.Cli.Output;
using Epidura.Fibers.Prediction;
using Epidura.Planning.Prediction;

namespace Epidura.Cli.Commands;

/// <summary><c>predictor fit|check</c>: fits the threshold predictor on the cable model, and measures it on fresh random cases.</summary>
internal static class PredictorCommand
{
    private const string UsualTable = "data/fibres/threshold-predictor.csv";
    private const string UsualPage = "docs/science/predictor-check.md";

    /// <summary>One body in so many is kept apart and only measured.</summary>
    private const int ApartOneIn = 6;

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "predictor", "The fast predictor of fibre thresholds: fit it on the cable model, or measure its error on fresh random cases",
            "epidura predictor check --cases 1000 --seed 7", "epidura predictor fit --cases 40000 --seed 1 --out out/table.csv");
        command.Add(CreateFit(terminal));
        command.Add(CreateCheck(terminal));
        return command;
    }

    private static ExampleCommand CreateFit(Terminal terminal)
    {
        var cases = Cases("Cable thresholds to fit", 40_000);
        var seed = Seed();
        var epochs = SharedOptions.Checked(
            new Option<int>("--epochs") { Description = "Passes over the cases", HelpName = "N", DefaultValueFactory = _ => 200 }, 1, 5000);
        var hidden = SharedOptions.Checked(
            new Option<int>("--hidden")
            {
                Description = "Values of each hidden layer, a multiple of 8",
                HelpName = "N",
                DefaultValueFactory = _ => 32,
            },
            8, 128);
        var output = new Option<string>("--out")
        {
            Description = "Table to write",
            HelpName = "FILE",
            DefaultValueFactory = _ => UsualTable,
        };
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "fit", "Draw random adults, leads, programs, pulses and fibres, compute their cable thresholds, fit the predictor's table",
            "epidura predictor fit --cases 2000 --seed 1 --out out/table.csv");
        Option[] options = [cases, seed, epochs, hidden, output, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var setting = new FitSetting(
                    parsed.GetValue(cases), parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(hidden) / 8 * 8,
                    parsed.GetValue(output)!, parsed.GetValue(threads), FileFieldStore.In(parsed.GetValue(cache)));
                return Fit(setting, parsed.GetValue(SharedOptions.Json), terminal, cancellation);
            },
            cancellation));
        return command;
    }

    private static ExampleCommand CreateCheck(Terminal terminal)
    {
        var cases = Cases("Fresh cases, and a quarter as many of each kind that the fit never saw", 10_000);
        var seed = Seed();
        var page = new Option<string?>("--out")
        {
            Description = $"Page to write, for example {UsualPage}",
            HelpName = "FILE",
        };
        var table = new Option<string?>("--table")
        {
            Description = "Table that fit wrote, in place of the built-in one",
            HelpName = "FILE",
        };
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "check", "Measure the predictor against the cable on fresh random cases, and on a lead type, a level and a pulse it never saw",
            "epidura predictor check --cases 1000 --seed 7", $"epidura predictor check --cases 10000 --out {UsualPage}");
        Option[] options = [cases, seed, page, table, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var setting = new CheckSetting(
                    parsed.GetValue(cases), parsed.GetValue(seed), parsed.GetValue(threads), FileFieldStore.In(parsed.GetValue(cache)),
                    parsed.GetValue(table) is { } file ? InputText.Read(file, "a table of the predictor") : null);
                var report = ProgressDisplay.Run(terminal, progress => PredictorReport.Measure(setting, progress, cancellation));
                if (parsed.GetValue(page) is { } path)
                {
                    using var files = new OutputFiles();
                    files.Add(path, report.Page());
                    files.Commit();
                }

                if (parsed.GetValue(SharedOptions.Json))
                    terminal.Out.WriteLine(JsonText.Write(report.Describe()));
                else
                    report.Show(terminal);
                return report.Meets ? ExitCode.Done : ExitCode.Failed;
            },
            cancellation));
        return command;
    }

    private static int Fit(FitSetting setting, bool json, Terminal terminal, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var bodies = Math.Max(ApartOneIn, PredictorStudy.Bodies(setting.Cases * ApartOneIn / (ApartOneIn - 1), PredictorDraw.Fitted));
        var (text, errors, fitted) = ProgressDisplay.Run(terminal, report =>
        {
            var drawn = PredictorStudy.Draw(
                setting.Seed, bodies, PredictorDraw.Fitted, setting.Store, setting.Threads,
                new ProgressSink<double>(share => report("cable thresholds of random fibres", share)), cancellation);
            PredictorSample[] apart = [.. drawn.Where((_, i) => i % ApartOneIn == ApartOneIn - 1).SelectMany(s => s)];
            PredictorSample[] samples = [.. drawn.Where((_, i) => i % ApartOneIn != ApartOneIn - 1).SelectMany(s => s)];
            var source = $"fit: {setting.Cases} cases seed {setting.Seed} epochs {setting.Epochs}";
            var (table, found) = PredictorTraining.Run(
                samples, apart, new TrainingOptions(setting.Seed, setting.Hidden, setting.Epochs), source, setting.Threads,
                new ProgressSink<double>(share => report("fit", share)), cancellation);
            return (table, found, samples.Length);
        });
        using (var files = new OutputFiles())
        {
            files.Add(setting.Path, text);
            files.Commit();
        }

        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new { Table = setting.Path, Bodies = bodies, Fitted = fitted, Apart = errors }));
            return ExitCode.Done;
        }

        terminal.Out.WriteLine(FormattableString.Invariant(
            $"{fitted} cable thresholds of {bodies} bodies fitted in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"error over {errors.Cases} fibres kept apart: median {errors.Median:P1}, 90 % under {errors.NinetiethPercentile:P1}, ")
            + FormattableString.Invariant($"99 % under {errors.NinetyNinthPercentile:P1}, largest {errors.Largest:P0}"));
        terminal.Out.WriteLine($"written: {setting.Path}");
        return ExitCode.Done;
    }

    private static Option<int> Cases(string description, int usual) => SharedOptions.Checked(
        new Option<int>("--cases") { Description = description, HelpName = "N", DefaultValueFactory = _ => usual }, 100, 1_000_000);

    private static Option<int> Seed() => SharedOptions.Checked(
        new Option<int>("--seed") { Description = "Of the random draw", HelpName = "N", DefaultValueFactory = _ => 1 }, 0, 1_000_000);

    private sealed record FitSetting(
        int Cases, int Seed, int Epochs, int Hidden, string Path, int Threads, FileFieldStore Store);
}
