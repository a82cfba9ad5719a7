using System.Diagnostics;
using Epidura.Fibers.Prediction;
using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Steps;

namespace Epidura.Bench;

/// <summary>The two predictors on a plan's own candidates against the cable: error, order of the candidates, time.</summary>
internal static class PlanPredictorBench
{
    private const int Enumerated = 14;
    private const int Drawn = 10;
    private const int Repeats = 40;

    /// <summary>Prints a line per predictor; every figure is over patterns that neither has seen.</summary>
    public static void Print(string caseFile, Action<string> say)
    {
        using var stream = File.OpenRead(caseFile);
        var read = CaseReader.Read(stream, caseFile).Case ?? throw new InvalidOperationException($"{caseFile} is not a case.");
        var study = new PlanStudy(read, new PlanOptions(Threads: 2, Quality: FieldQuality.Draft), CancellationToken.None);
        var body = study.PlaceLeads();
        var model = study.SampleFibres(body, study.SolveContacts(body));
        var width = read.Constraints.PulseWidthsMicrosecond[read.Constraints.PulseWidthsMicrosecond.Count / 2];
        var begun = Stopwatch.GetTimestamp();
        var calibration = study.Calibrate(model, [width], new Progress<double>());
        var calibrated = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var linear = new LinearPredictor(model.Fibres, model.Fields.Contacts.Count, f => calibration.Of(f.Site, f.Rung, width));
        var random = new Random(1);
        var centres = model.Fields.Contacts.Select(c => model.Body.Centres[model.Body.Contacts.IndexOf(c)]).ToArray();
        var all = CandidatePatterns.Enumerate(model.Fields.Contacts, centres);
        CurrentPattern[] patterns =
        [
            .. Enumerable.Range(0, Enumerated).Select(i => all[i * all.Count / Enumerated]),
            .. Enumerable.Range(0, Drawn).Select(_ => CandidatePatterns.Random(model.Fields.Contacts, random)),
        ];
        var judged = patterns.Select(p => Judge(study, model, p, width, linear)).ToArray();
        say(FormattableString.Invariant($"{patterns.Length} patterns at {width} µs, {judged.Sum(j => j.Cable.Length)} cable thresholds; ")
            + FormattableString.Invariant($"calibration of the linear predictor {calibrated:F1} s wall"));
        Show(say, "linear", judged, j => j.Linear, j => j.LinearScore);
        Show(say, "network", judged, j => j.Network, j => j.NetworkScore);
        var fractions = model.Fields.Fractions(patterns[0].Contacts);
        var perLinear = ThresholdBench.Processor(() =>
        {
            for (var i = 0; i < Repeats; i++)
                _ = linear.Thresholds(fractions);
        }) / Repeats;
        var predictor = new ThresholdPredictor(study.WaveOf(model, patterns[0], width, study.Pulse));
        PreparedFibre[] prepared =
            [.. model.Fibres.SelectMany(s => s).Select(f => predictor.Prepare(f.Geometry, f.ByContact, fractions.Length))];
        var results = new PredictedThreshold[prepared.Length];
        var perNetwork = ThresholdBench.Processor(() =>
        {
            for (var i = 0; i < Repeats; i++)
                predictor.Predict(prepared, fractions, results);
        }) / Repeats;
        say(FormattableString.Invariant($"one pattern, {prepared.Length} fibres: linear {perLinear * 1e3:F2} ms, ")
            + FormattableString.Invariant($"network {perNetwork * 1e3:F2} ms of processor time"));
    }

    private static Judged Judge(PlanStudy study, StudyModel model, CurrentPattern pattern, int width, LinearPredictor linear)
    {
        var fractions = model.Fields.Fractions(pattern.Contacts);
        var wave = study.WaveOf(model, pattern, width, study.Pulse);
        var (outcome, cables) = study.RunCable(model, pattern, width, study.Pulse, null, null);
        var predictor = new ThresholdPredictor(wave);
        double[][] network =
        [
            .. cables.Select(site => site.Select(f =>
                predictor.Predict(new Fibers.FibreCase(f.Geometry, f.Combine(fractions))).Threshold).ToArray()),
        ];
        var lines = linear.Thresholds(fractions);
        double Score(double[][] rungs) => study.Objective.Judge(
            model.Layout.Recruit(rungs, study.Objective.AmplitudeMax), width * 1e-6).Score;
        var isRoot = model.Population.Sites.SelectMany(s => s.Ladder.Select(_ => s.Kind == FibreKind.DorsalRoot)).ToArray();
        return new Judged(
            [.. outcome.Rungs.SelectMany(r => r)], [.. lines.SelectMany(r => r)], [.. network.SelectMany(r => r)], isRoot,
            Score([.. outcome.Rungs]), Score(lines), Score(network));
    }

    private static void Show(
        Action<string> say, string name, Judged[] judged, Func<Judged, double[]> predicted, Func<Judged, double> score)
    {
        string Errors(bool isRoot)
        {
            var errors = judged.SelectMany(j => predicted(j).Select((p, i) => (Error: Math.Abs((p / j.Cable[i]) - 1), Root: j.IsRoot[i])))
                .Where(e => e.Root == isRoot && double.IsFinite(e.Error)).Select(e => e.Error).Order().ToArray();
            return errors.Length == 0
                ? "none"
                : FormattableString.Invariant($"{100 * errors[errors.Length / 2]:F1} / {100 * errors[(int)(0.95 * errors.Length)]:F1} %");
        }

        var order = Spearman([.. judged.Select(j => j.CableScore)], [.. judged.Select(score)]);
        say(FormattableString.Invariant($"{name,-8} error median / 95 %: column {Errors(false)}, roots {Errors(true)}; ")
            + FormattableString.Invariant($"rank correlation of the score {order:F3}"));
    }

    private static double Spearman(double[] a, double[] b)
    {
        double[] Ranks(double[] values) =>
            [.. values.Select(v => values.Count(w => w < v) + (0.5 * (values.Count(w => w == v) - 1)))];
        double[] x = Ranks(a), y = Ranks(b);
        double mx = x.Average(), my = y.Average();
        var cross = x.Zip(y, (p, q) => (p - mx) * (q - my)).Sum();
        return cross / Math.Sqrt(x.Sum(p => (p - mx) * (p - mx)) * y.Sum(q => (q - my) * (q - my)));
    }

    private sealed record Judged(
        double[] Cable, double[] Linear, double[] Network, bool[] IsRoot, double CableScore, double LinearScore, double NetworkScore);
}
