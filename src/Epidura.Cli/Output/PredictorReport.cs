using System.Diagnostics;
using System.Globalization;
using System.Text;
using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Field;
using Epidura.Planning.Prediction;

namespace Epidura.Cli.Output;

/// <summary>How the predictor is measured.</summary>
internal sealed record CheckSetting(int Cases, int Seed, int Threads, IFieldStore Store, string? Table);

/// <summary>The predictor against the cable, set by set.</summary>
internal sealed record PredictorReport(CheckSetting Setting, IReadOnlyList<PredictorReport.Row> Rows, PredictorSpeed Speed)
{
    public const double MedianMax = 0.02;
    public const double NinetyNinthMax = 0.08;

    /// <summary>The unseen sets are drawn from streams of their own.</summary>
    private const int SeedStep = 1000;

    public bool Meets => Rows.All(r => r.Errors.Median <= MedianMax && r.Errors.NinetyNinthPercentile <= NinetyNinthMax);

    public static PredictorReport Measure(CheckSetting setting, Action<string, double> report, CancellationToken cancellation)
    {
        List<Row> rows = [];
        IReadOnlyList<PredictorSample> fresh = [];
        (string Name, DrawScope Scope, int Cases)[] sets =
        [
            ("fresh cases", PredictorDraw.Fitted, setting.Cases),
            ("unseen lead type: paddles", PredictorDraw.Fitted with { Leads = PredictorDraw.Paddles }, setting.Cases / 4),
            ($"unseen level: cathode at {PredictorDraw.LevelKeptOut}",
                PredictorDraw.Fitted with { Level = PredictorDraw.LevelKeptOut }, setting.Cases / 4),
            ("unseen pulse: passive recharge", PredictorDraw.Fitted with { Pulses = [PulseKind.PassiveRecharge] }, setting.Cases / 4),
        ];
        for (var i = 0; i < sets.Length; i++)
        {
            var (name, scope, cases) = sets[i];
            var drawn = PredictorStudy.Draw(
                (SeedStep * (i + 1)) + setting.Seed + 1, PredictorStudy.Bodies(cases, scope), scope, setting.Store, setting.Threads,
                new ProgressSink<double>(share => report(name, share)), cancellation);
            PredictorSample[] samples = [.. drawn.SelectMany(s => s)];
            var evaluation = PredictorEvaluation.Of(samples, setting.Table);
            rows.Add(new Row(name, evaluation, PredictorErrors.Of(evaluation.Ratios)));
            if (i == 0)
                fresh = samples;
        }

        return new PredictorReport(setting, rows, PredictorSpeed.Of(fresh));
    }

    public object Describe() => new
    {
        Sets = Rows.Select(r => new
        {
            r.Name,
            r.Errors.Cases,
            r.Errors.Median,
            Percentile90 = r.Errors.NinetiethPercentile,
            Percentile99 = r.Errors.NinetyNinthPercentile,
            r.Errors.Largest,
            r.Evaluation.AtCutEnd,
            r.Evaluation.Unusual,
            r.Evaluation.NotFound,
        }),
        Speed.PreparedPerSecond,
        Speed.WholePerSecond,
        MedianMax,
        Percentile99Max = NinetyNinthMax,
        Meets,
    };

    public void Show(Terminal terminal)
    {
        var table = Tables.Create(
            "set", ">fibres", ">median %", ">90 % under", ">99 % under", ">largest %", ">at a cut end", ">outside the fit",
            ">no spike");
        foreach (var row in Rows)
            table.Add(row.Cells());
        terminal.Print(table);
        foreach (var line in SpeedLines())
            terminal.Out.WriteLine(line);
    }

    public string Page()
    {
        var page = new StringBuilder(
            "# The predictor against the cable\n\nWritten by `./epidura predictor check --cases "
            + FormattableString.Invariant($"{Setting.Cases} --seed {Setting.Seed}` from real runs; do not edit. Method and limits: ")
            + "[predictor.md](predictor.md).\n\nErrors are |predicted / cable − 1| in percent, over fibres inside the predictor's "
            + "domain; those outside are counted. The cable runs\nat 5 µs to a bracket of 0.3 %, which is part of the error.\n\n"
            + "| set | fibres | median | 90 % under | 99 % under | largest | at a cut end | outside the fit | no spike |\n"
            + "|---|---|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
            page.Append("| ").AppendJoin(" | ", row.Cells()).Append(" |\n");
        page.Append(
            CultureInfo.InvariantCulture, $"\nAim: median at most {100 * MedianMax:0} %, 99 % under {100 * NinetyNinthMax:0} %.\n\n");
        foreach (var line in SpeedLines())
            page.Append("- ").Append(line).Append('\n');
        return page.ToString();
    }

    private IEnumerable<string> SpeedLines() =>
    [
        FormattableString.Invariant($"{Speed.PreparedPerSecond / 1e6:0.00} million fibres per second of one core's time for a new pattern ")
            + FormattableString.Invariant($"of {Speed.Contacts} contacts ({Speed.NodesMean:0} nodes a fibre on average)"),
        FormattableString.Invariant($"{Speed.WholePerSecond / 1e6:0.00} million fibres per second of one core's time from the potential ")
            + "at the nodes, filter included",
    ];

    /// <summary>One set.</summary>
    internal sealed record Row(string Name, PredictorEvaluation Evaluation, PredictorErrors Errors)
    {
        public string[] Cells() =>
        [
            Name, $"{Errors.Cases}", Tables.Show(100 * Errors.Median, 2), Tables.Show(100 * Errors.NinetiethPercentile, 2),
            Tables.Show(100 * Errors.NinetyNinthPercentile, 2), Tables.Show(100 * Errors.Largest, 1), $"{Evaluation.AtCutEnd}",
            $"{Evaluation.Unusual}", $"{Evaluation.NotFound}",
        ];
    }
}

/// <summary>Predictions per second of one core's time, for a population of a few hundred fibres.</summary>
/// <param name="PreparedPerSecond">For a new pattern, fibres prepared.</param>
/// <param name="WholePerSecond">From the potential at the nodes.</param>
/// <param name="Contacts">Of the pattern.</param>
/// <param name="NodesMean">Of the fibres.</param>
internal sealed record PredictorSpeed(double PreparedPerSecond, double WholePerSecond, int Contacts, double NodesMean)
{
    private const int Repeats = 7;
    private const int Patterns = 300;
    private const int Population = 480;

    public static PredictorSpeed Of(IReadOnlyList<PredictorSample> samples)
    {
        const int contacts = 8;
        samples = [.. samples.Take(Population)];
        var groups = samples.GroupBy(s => s.Predictor).Select(g => (Predictor: g.Key, Samples: g.ToArray())).ToArray();

        // Eight contacts whose potentials differ: those of eight fibres' places along one another.
        PreparedFibre Prepare(ThresholdPredictor predictor, FibreCase fibre) => predictor.Prepare(
            fibre.Geometry, [.. Enumerable.Range(0, contacts).SelectMany(i => Shifted(fibre.UnitPotential, 11 * i))], contacts);
        var prepared = groups.Select(g => g.Samples.Select(s => Prepare(g.Predictor, s.Fibre)).ToArray()).ToArray();
        double[] fractions = [-0.6, 0.3, -0.4, 0.3, 0.1, 0.1, 0.1, 0.1];
        var results = groups.Select(g => new PredictedThreshold[g.Samples.Length]).ToArray();
        var fast = Best(() =>
        {
            for (var pattern = 0; pattern < Patterns; pattern++)
                for (var i = 0; i < groups.Length; i++)
                    groups[i].Predictor.Predict(prepared[i], fractions, results[i]);
        });
        var whole = Best(() =>
        {
            for (var pattern = 0; pattern < Patterns; pattern++)
                for (var i = 0; i < groups.Length; i++)
                    Whole(groups[i].Predictor, groups[i].Samples, results[i]);
        });
        return new PredictorSpeed(
            samples.Count * (double)Patterns / fast, samples.Count * (double)Patterns / whole, contacts,
            samples.Average(s => s.Fibre.Geometry.Nodes));
    }

    private static void Whole(ThresholdPredictor predictor, PredictorSample[] samples, PredictedThreshold[] results)
    {
        var ready = new PreparedFibre[samples.Length];
        for (var i = 0; i < ready.Length; i++)
            ready[i] = predictor.Prepare(samples[i].Fibre.Geometry, samples[i].Fibre.UnitPotential, 1);
        predictor.Predict(ready, [1.0], results);
    }

    private static IEnumerable<double> Shifted(double[] potential, int by) => potential.Skip(by).Concat(potential.Take(by));

    /// <summary>Processor time of the fastest repeat, s: other programs on the machine then count less.</summary>
    private static double Best(Action action)
    {
        var best = double.PositiveInfinity;
        using var process = Process.GetCurrentProcess();
        for (var i = 0; i < Repeats; i++)
        {
            process.Refresh();
            var started = process.TotalProcessorTime;
            action();
            process.Refresh();
            best = Math.Min(best, (process.TotalProcessorTime - started).TotalSeconds);
        }

        return best;
    }
}
