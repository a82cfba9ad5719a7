using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Steps;

/// <summary>What the last search found.</summary>
/// <param name="Ranked">All allowed candidates.</param>
/// <param name="Stopped">Better ones that a limit stopped.</param>
/// <param name="Bound">What no pattern can pass.</param>
/// <param name="Random">Best of the random programs.</param>
/// <param name="Predictors">One per width.</param>
/// <param name="FitSpread">Largest spread of the predictor's fits.</param>
internal sealed record Proposal(
    IReadOnlyList<Candidate> Ranked,
    IReadOnlyList<Candidate> Stopped,
    ConvexBound Bound,
    RandomComparison Random,
    IReadOnlyDictionary<int, LinearPredictor> Predictors,
    double FitSpread);

internal sealed partial class PlanStudy
{
    /// <summary>Smallest difference of two patterns in the short list.</summary>
    private const double Difference = 0.3;

    /// <summary>Times the search runs; after each the cable decides its best few.</summary>
    private const int Rounds = 3;

    /// <summary>
    /// Fits the predictor, searches, lets the cable decide the best few, teaches the predictor what the cable said, and searches again.
    /// </summary>
    public (Proposal Proposal, IReadOnlyList<DecidedProgram> Decided) Search(StudyModel model)
    {
        if (IsSubPerception)
            return Aim(model);
        var calibration = Calibrate(
            model, _case.Constraints.PulseWidthsMicrosecond, _progress.Step("predictor: cable thresholds to fit it", 0.2, 0.27));
        List<DecidedProgram> decided = [.. DecideGiven(model)];
        Proposal? proposal = null;
        for (var round = 0; round < Rounds; round++)
        {
            double from = 0.27 + (0.28 * round / Rounds), to = 0.27 + (0.28 * (round + 1) / Rounds);
            proposal = Propose(
                model, calibration, round == Rounds - 1,
                    _progress.Step($"search over contact currents, round {round + 1}", from, from + 0.03));
            var fresh = proposal.Ranked.Where(c => decided.TrueForAll(
                d => d.Candidate.Distance(c) >= Difference || d.Candidate.WidthMicrosecond != c.WidthMicrosecond));
            var chosen = Choose(fresh, Math.Max(1, Math.Max(_options.CableCandidates, _options.Programs) / Rounds));
            for (var i = 0; i < chosen.Count; i++)
            {
                var step = _progress.Step($"cable model, round {round + 1}: program {i + 1} of {chosen.Count}", from + 0.03, to);
                var program = Decide(model, chosen[i].Pattern, chosen[i].WidthMicrosecond, Pulse, proposal.Predictors, null, step);
                decided.Add(program);
                calibration.Learn(
                    model.Fibres, model.Fields.Fractions(chosen[i].Pattern.Contacts), chosen[i].WidthMicrosecond, program.Outcome);
            }
        }

        return (proposal!, decided);
    }

    /// <summary>The best patterns of even shares on at most four contacts take half the places: simple ones lose least when the cable
    /// decides.</summary>
    private static IReadOnlyList<Candidate> Choose(IEnumerable<Candidate> fresh, int count)
    {
        var all = fresh.ToArray();
        var simple = CandidateSearch.Distinct(
            all.Where(c => c.Pattern.Contacts.Count <= 4 && !c.Pattern.Kind.StartsWith("graded", StringComparison.Ordinal)),
                (count + 1) / 2, Difference);
        return [.. simple, .. CandidateSearch.Distinct(all.Where(c => simple.All(s => s.Distance(c) >= Difference)),
            count - simple.Count, Difference)];
    }

    private Proposal Propose(StudyModel model, PredictorCalibration calibration, bool isLast, IProgress<double> progress)
    {
        progress.Report(0);
        var predictors = _case.Constraints.PulseWidthsMicrosecond.ToDictionary(w => w, w => new LinearPredictor(
            model.Fibres, model.Fields.Contacts.Count, f => calibration.Of(f.Site, f.Rung, w)));
        var setting = new SearchSetting(
            model.Fields.Contacts, [.. model.Fields.Contacts.Select(c => model.Body.Centres[model.Body.Contacts.IndexOf(c)])], model.Layout,
            predictors, Objective, Gate(model, Pulse), _options.Threads);
        var search = new CandidateSearch(setting);
        var drawn = isLast ? search.Draw(_options.RandomPrograms, _options.Seed, _cancellation) : [];
        var found = search.Run(_cancellation, drawn);

        // Scores compare only among programs that reach the pain, as long as one does.
        var reaches = found.Ranked.Count > 0 && found.Ranked[0].ReachesPain;
        var random = Candidate.Order(drawn.Where(c => c.IsAllowed && c.ReachesPain == reaches)).FirstOrDefault();
        var ours = found.Ranked.Count > 0 ? found.Ranked[0].Judgement.Score : 0;
        return new Proposal(
            found.Ranked, found.Stopped, found.Bound,
            new RandomComparison(_options.RandomPrograms, _options.Seed, random?.Judgement.Score ?? Math.Min(0, ours), ours),
            predictors, calibration.SpreadMax);
    }

    /// <summary>A therapy that is not felt is aimed at its usual level; there is nothing to search for.</summary>
    private (Proposal Proposal, IReadOnlyList<DecidedProgram> Decided) Aim(StudyModel model)
    {
        var none = new Dictionary<int, LinearPredictor>();
        var proposal = new Proposal(
            [], [], new ConvexBound(0, 0, 0, "No validated coverage model for this therapy: nothing is bounded."),
            new RandomComparison(0, _options.Seed, 0, 0), none, 0);
        var width = _case.Constraints.PulseWidthsMicrosecond[0];
        var patterns = SubPerceptionTarget.Of(_case.Constraints.Therapy).Patterns(model.Body, _options.Programs);
        return (proposal,
        [
            .. patterns.Select((p, i) => Decide(
                model, p, width, Pulse, none, null,
                _progress.Step($"cable model: program {i + 1} of {patterns.Count}", 0.2 + (0.35 * i / patterns.Count), 0.2
                    + (0.35 * (i + 1) / patterns.Count)))),
            .. DecideGiven(model),
        ]);
    }

    /// <summary>The programs that the case gives.</summary>
    private IEnumerable<DecidedProgram> DecideGiven(StudyModel model)
    {
        foreach (var program in _case.Programs)
        {
            var area = program.Areas[0];
            yield return Decide(
                model, CurrentPattern.Create(area.Contacts, model.Fields.Contacts), area.PulseWidthMicrosecond,
                new PulseSettings(area.Therapy, area.Rate, area.InterphaseGapMicrosecond, area.Recharge), new Dictionary<int,
                    LinearPredictor>(),
                program.Name, _progress.Step($"cable model: {program.Name}", 0.26, 0.27));
        }
    }

    /// <summary>
    /// The best programs by the cable and those the case gave. What covers none of the pain map stands behind what covers some, and is
    /// proposed only when nothing decided covers any.
    /// </summary>
    public IReadOnlyList<DecidedProgram> Best(IReadOnlyList<DecidedProgram> decided) =>
    [
        .. Candidate.Proposed([.. decided.Select(d => (d.Candidate, d.GivenName is not null))], _options.Programs, IsSubPerception)
            .Select(i => decided[i]),
    ];

    /// <summary>Cable verdict on a pattern in any model.</summary>
    public (Candidate Candidate, ProgramRecruitment Recruitment, CableOutcome Outcome, IReadOnlyList<SampledFibre[]> Cables) Judge(
        StudyModel model, CurrentPattern pattern, int width, PulseSettings pulse, IReadOnlyList<double[]>? starts,
            IProgress<double>? progress,
        Func<CableOutcome, CableOutcome>? adjust = null)
    {
        var (outcome, cables) = RunCable(model, pattern, width, pulse, starts, progress);
        outcome = adjust is null ? outcome : adjust(outcome);
        var recruitment = model.Layout.Recruit(outcome.Rungs, ThresholdOptions.AmplitudeMax);
        var gate = Gate(model, pulse);
        Judgement Free(double cap) => SubPerception(Objective.Judge(recruitment, width * 1e-6, cap), cap);
        return (gate.Limit(pattern, width, Free(double.PositiveInfinity), Free), recruitment, outcome, cables);
    }

    private DecidedProgram Decide(
        StudyModel model, CurrentPattern pattern, int width, PulseSettings pulse, IReadOnlyDictionary<int, LinearPredictor> predictors,
        string? name, IProgress<double> progress)
    {
        var predicted = predictors.TryGetValue(width, out var predictor)
            ? predictor.Thresholds(model.Fields.Fractions(pattern.Contacts))
            : null;
        double[][]? starts = predicted is null
            ? null
            : [.. predicted.Select(site => site.Select(t => t <= ThresholdOptions.AmplitudeMax ? t : double.NaN).ToArray())];
        var (candidate, recruitment, outcome, cables) = Judge(model, pattern, width, pulse, starts, progress);
        var error = predicted is null ? double.NaN : PredictorError(predicted, outcome.Rungs);
        return new DecidedProgram(candidate, pulse, recruitment, outcome, cables, error, name);
    }

    /// <summary>Median of |predicted / cable − 1| over the fibres that fire in both.</summary>
    private static double PredictorError(double[][] predicted, IReadOnlyList<double[]> cable)
    {
        var errors = predicted.SelectMany((site, i) => site.Select((p, r) => Math.Abs((p / cable[i][r]) - 1)))
            .Where(double.IsFinite).Order().ToArray();
        return errors.Length == 0 ? double.NaN : errors[errors.Length / 2];
    }

    internal PredictorCalibration Calibrate(StudyModel model, IReadOnlyList<int> widths, IProgress<double> progress)
    {
        var patterns = CalibrationPatterns(model.Fields.Contacts);
        double done = 0, total = patterns.Count * widths.Count;
        return new PredictorCalibration(
            model.Population, model.Fibres, [.. patterns.Select(p => model.Fields.Fractions(p.Contacts))], widths,
            Pulse.Recharge == Recharge.Active,
            (pattern, width) =>
            {
                var (outcome, _) = RunCable(model, patterns[pattern], width, Pulse, null, null);
                progress.Report(++done / total);
                return outcome;
            });
    }

    /// <summary>Bipoles and a guarded cathode spread over the first and the last lead; a lone contact against the case.</summary>
    private static List<CurrentPattern> CalibrationPatterns(IReadOnlyList<ContactId> contacts)
    {
        var first = contacts.Where(c => c.Lead == contacts[0].Lead).ToArray();
        var last = contacts.Where(c => c.Lead == contacts[^1].Lead).ToArray();
        List<CurrentPattern> patterns = [];
        void Bipole(ContactId[] lead, int cathode, int anode) =>
            patterns.Add(CurrentPattern.Create([new(lead[cathode], -1000), new(lead[anode], 1000)], contacts));
        if (first.Length < 4 || last.Length < 4)
            return [.. contacts.Take(4).Select(c => CurrentPattern.Create([new(c, -1000), new(ContactId.Case, 1000)], contacts))];
        Bipole(first, first.Length / 2, (first.Length / 2) - 1);
        Bipole(last, 0, 2);
        Bipole(first, first.Length - 1, first.Length - 3);
        var middle = last.Length / 2;
        patterns.Add(CurrentPattern.Create([new(last[middle - 1], 500), new(last[middle], -1000), new(last[middle + 1], 500)], contacts));
        return patterns;
    }

    /// <summary>A therapy that is not felt has no coverage: its amplitude follows the table of its class.</summary>
    private Judgement SubPerception(Judgement judgement, double cap)
    {
        if (!IsSubPerception)
            return judgement;
        var wanted = SubPerceptionTarget.Of(_case.Constraints.Therapy).Amplitude(judgement.Perception);
        var amplitude = Math.Min(Math.Min(wanted, cap), Objective.AmplitudeMax);
        return judgement with { Score = 0, Amplitude = amplitude, Coverage = 0, Unwanted = 0, Margin = 0 };
    }
}
