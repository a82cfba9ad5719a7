using Epidura.Fibers;
using Epidura.Field;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;

namespace Epidura.Planning.Steps;

/// <summary>Error of interpolated thresholds.</summary>
/// <param name="Median">Median absolute relative error.</param>
/// <param name="Max">Largest.</param>
/// <param name="Fibres">Direct runs.</param>
internal sealed record InterpolationCheck(double Median, double Max, int Fibres);

internal sealed partial class PlanStudy
{
    private const int CheckedFibres = 48;

    /// <summary>Each program in each variant of the anatomy, base first; a variant in which a lead does not fit is left out and
    /// named.</summary>
    public (IReadOnlyList<IReadOnlyList<VariantOutcome>> PerProgram, IReadOnlyList<string> LeftOut) Vary(
        StudyModel model, IReadOnlyList<DecidedProgram> programs)
    {
        var rows = programs.Select(p => new List<VariantOutcome>
        {
            new("base", p.Candidate, p.Candidate.Judgement.Coverage, Gate(model, p.Pulse).Impedance(AreaOf(model, p))),
        }).ToArray();
        List<string> leftOut = [];
        var variants = _options.WithVariants ? AnatomyVariant.All(_case, model.Body.Spine, model.Body.Centre).Skip(1).ToArray() : [];
        for (var v = 0; v < variants.Length; v++)
        {
            double from = 0.55 + (0.38 * v / variants.Length), width = 0.38 / variants.Length;
            var (body, refusal) = PlacedBody.Place(_case, variants[v]);
            if (body is null)
            {
                leftOut.Add($"{variants[v].Name}: {refusal}");
                continue;
            }

            var fields = SolveContacts(body, _options.Quality,
                _progress.Step($"variant {variants[v].Name}: field", from, from + (0.6 * width)));
            var varied = SampleFibres(body, fields);
            var step = _progress.Step($"variant {variants[v].Name}: cable model", from + (0.6 * width), from + width);
            for (var p = 0; p < programs.Count; p++)
                rows[p].Add(Vary(varied, programs[p], variants[v].Name, step));
        }

        return ([.. rows], leftOut);
    }

    /// <summary>The best program's most excitable fibres on the next finer grid (on the next coarser one when the plan is on the
    /// finest).</summary>
    public HalvingCheck? Halve(StudyModel model, DecidedProgram best)
    {
        if (!_options.WithHalving)
            return null;
        var other = _options.Quality == FieldQuality.Fine ? FieldQuality.Standard : _options.Quality + 1;
        var step = _progress.Step($"grid check on {other}", 0.93, 0.99);
        var sites = model.Population.Sites;
        var limit = best.Candidate.Judgement.Perception * 1.25;
        var chosen = Enumerable.Range(0, sites.Count).SelectMany(i => Enumerable.Range(0, sites[i].Ladder.Length)
            .Select(r => (Site: i, Rung: r)))
            .Where(f => best.Outcome.Rungs[f.Site][f.Rung] <= limit)
            .OrderBy(f => best.Outcome.Rungs[f.Site][f.Rung]).ThenBy(f => f.Site).ThenBy(f => f.Rung).Take(CheckedFibres).ToArray();
        var fields = SolveContacts(model.Body, other, step);
        var contacts = new ContactFields(fields.Contacts, fields.AccessResistance, fields.Sample, fields.Covers);
        var again = ThresholdsOf(model, best, contacts, [.. chosen.Select(f => (f.Site, sites[f.Site].Ladder[f.Rung]))]);
        var changes = chosen.Select((f, i) => (again[i] / best.Outcome.Rungs[f.Site][f.Rung]) - 1).Where(double.IsFinite).ToArray();
        if (_options.Quality == FieldQuality.Fine)
            changes = [.. changes.Select(c => (1 / (1 + c)) - 1)];
        var ordered = changes.Order().ToArray();
        return ordered.Length == 0 ? null : new HalvingCheck(
            _options.Quality == FieldQuality.Fine ? other.ToString() : _options.Quality.ToString(),
            _options.Quality == FieldQuality.Fine ? _options.Quality.ToString() : other.ToString(),
            ordered.Length, ordered[ordered.Length / 2], ordered.Max(c => Math.Abs(c)), Tables.CriteriaTable.Value("halving_limit"));
    }

    /// <summary>Direct cable runs at diameters between the rungs, at random sites that fire below discomfort.</summary>
    public InterpolationCheck CheckInterpolation(StudyModel model, DecidedProgram best)
    {
        var random = new Random(_options.Seed);
        var sites = model.Population.Sites;
        var top = Math.Min(best.Candidate.Judgement.Discomfort * 1.5, ThresholdOptions.AmplitudeMax);
        var open = Enumerable.Range(0, sites.Count).Where(i => best.Outcome.Rungs[i][^1] <= top).ToArray();
        if (open.Length == 0)
            return new InterpolationCheck(0, 0, 0);
        var chosen = Enumerable.Range(0, CheckedFibres).Select(_ =>
        {
            var site = open[random.Next(open.Length)];
            return (Site: site, Class: random.Next(sites[site].Classes.Count));
        }).Distinct().ToArray();
        var direct = ThresholdsOf(model, best, model.Fields, [.. chosen.Select(c => (c.Site, sites[c.Site].Classes[c.Class].Diameter))]);
        List<double> errors = [];
        var one = new double[1];
        for (var i = 0; i < chosen.Length; i++)
        {
            var site = sites[chosen[i].Site];
            var interpolation = new DiameterInterpolation(site.Ladder, [site.Classes[chosen[i].Class].Diameter]);
            interpolation.Evaluate(best.Outcome.Rungs[chosen[i].Site], ThresholdOptions.AmplitudeMax, one);
            if (double.IsFinite(one[0]) && double.IsFinite(direct[i]))
                errors.Add(Math.Abs((one[0] / direct[i]) - 1));
        }

        errors.Sort();
        return errors.Count == 0 ? new InterpolationCheck(0, 0, 0)
            : new InterpolationCheck(errors[errors.Count / 2], errors[^1], errors.Count);
    }

    /// <summary>Smaller dorsal-column fibres: how many of those the sample stands for fire at an amplitude.</summary>
    public double SmallRecruited(StudyModel model, DecidedProgram program, double amplitude)
    {
        var small = model.Population with { Sites = model.Population.SmallSample, SmallSample = [] };
        if (small.Sites.Count == 0)
            return 0;
        var fibres = FibrePotentials.Sample(small, model.Fields, _options.Threads, _cancellation);
        var cables = Crop(model.Body, small.Sites, fibres, program.Candidate.Pattern);
        var outcome = _cable.Run(cables, model.Fields.Fractions(program.Candidate.Pattern.Contacts), WaveOf(program), null, null,
            _cancellation);
        var recruitment = new RecruitmentLayout(small).Recruit(outcome.Rungs, ThresholdOptions.AmplitudeMax);
        return recruitment.Cells.Sum(c => recruitment.Count(FibreKind.DorsalColumn, c, amplitude));
    }

    private VariantOutcome Vary(StudyModel varied, DecidedProgram program, string name, IProgress<double> step)
    {
        var (candidate, recruitment, _, _) =
            Judge(varied, program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Pulse,
                program.Outcome.Rungs, step);
        var covers = recruitment.Cells.Select(c => (c, recruitment.CoverAmplitude(c, Objective.Criteria.Coverage))).ToArray();
        var coverage = IsSubPerception ? 0 : Objective.Shares(covers, program.Candidate.Judgement.Amplitude).Coverage;
        return new VariantOutcome(name, candidate, coverage, Gate(varied, program.Pulse).Impedance(AreaOf(varied, program)));
    }

    /// <summary>Direct cable thresholds of single fibres in given fields, A.</summary>
    private double[] ThresholdsOf(
        StudyModel model, DecidedProgram program, ContactFields fields, IReadOnlyList<(int Site, double Diameter)> wanted)
    {
        var sites = model.Population.Sites;
        double bottom = model.Population.Centre - (model.Population.Window / 2), top = model.Population.Centre
            + (model.Population.Window / 2);
        var (low, high) = Window(model.Body, program.Candidate.Pattern);
        SampledFibre[][] fibres = [.. wanted.Select(w =>
        {
            var site = sites[w.Site];
            var stretch = site.Track.Stretch(site.Anchor, p => p.Z >= bottom && p.Z <= top && fields.Covers(p));
            var laid = FibrePotentials.Lay(w.Site, 0, site, stretch, w.Diameter, fields);
            return new[] { site.Kind == FibreKind.DorsalRoot ? laid : laid.Crop(site.Track, low, high) };
        })];
        var outcome = _cable.Run(fibres, fields.Fractions(program.Candidate.Pattern.Contacts), WaveOf(program), null, null, _cancellation);
        return [.. outcome.Rungs.Select(r => r[0])];
    }

    private static Stimulation.Waveforms.Waveform WaveOf(DecidedProgram program) => CableRecruitment.Pulse(
        program.Pulse.Recharge, program.Candidate.WidthMicrosecond, program.Pulse.GapMicrosecond);

    private Stimulation.Programs.ProgramArea AreaOf(StudyModel model, DecidedProgram program) => Gate(model, program.Pulse).Area(
        program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Candidate.Judgement.Amplitude);
}
