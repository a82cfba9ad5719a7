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

/// <summary>The base variant on the coarser grid of the variants.</summary>
/// <param name="Rungs">Thresholds per site and rung, A.</param>
/// <param name="Impedance">ohm.</param>
internal sealed record CoarseReference(IReadOnlyList<double[]> Rungs, double Impedance)
{
    /// <summary>A variant's thresholds times the base's own over those on the coarse grid; unchanged where either is not reached.</summary>
    public CableOutcome Scale(CableOutcome variant, IReadOnlyList<double[]> fine) => variant with
    {
        Rungs = [.. variant.Rungs.Select((site, i) => site.Select((t, r) =>
            double.IsFinite(fine[i][r]) && double.IsFinite(Rungs[i][r]) ? t * fine[i][r] / Rungs[i][r] : t).ToArray())],
    };
}

internal sealed partial class PlanStudy
{
    private const int CheckedFibres = 48;

    private readonly List<CoarseReference> _references = [];

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
        if (variants.Length > 0 && _options.VariantQuality != _options.Quality)
            Refer(model, programs, _progress.Step($"base on grid {_options.VariantQuality}", 0.55, 0.6));
        for (var v = 0; v < variants.Length; v++)
        {
            double from = 0.6 + (0.33 * v / variants.Length), width = 0.33 / variants.Length;
            var (body, refusal) = PlacedBody.Place(_case, variants[v]);
            if (body is null)
            {
                leftOut.Add($"{variants[v].Name}: {refusal}");
                continue;
            }

            var fields = SolveContacts(
                body, _options.VariantQuality, _progress.Step($"variant {variants[v].Name}: field", from, from + (0.6 * width)));
            var varied = SampleFibres(body, fields);
            var step = _progress.Step($"variant {variants[v].Name}: cable model", from + (0.6 * width), from + width);
            for (var p = 0; p < programs.Count; p++)
                rows[p].Add(Vary(varied, programs[p], _references.Count > p ? _references[p] : null, rows[p][0].Impedance,
                    variants[v].Name, step));
        }

        return ([.. rows], leftOut);
    }

    /// <summary>The base on the grid of the variants.</summary>
    private void Refer(StudyModel model, IReadOnlyList<DecidedProgram> programs, IProgress<double> progress)
    {
        var coarse = SampleFibres(model.Body, SolveContacts(model.Body, _options.VariantQuality, progress));
        foreach (var program in programs)
        {
            var (outcome, _) = RunCable(
                coarse, program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Pulse, program.Outcome.Rungs, null);
            _references.Add(new CoarseReference(outcome.Rungs, Gate(coarse, program.Pulse).Impedance(AreaOf(coarse, program))));
        }
    }

    /// <summary>The best program's most excitable fibres on two grids.</summary>
    public HalvingCheck? Halve(StudyModel model, DecidedProgram best)
    {
        if (!_options.WithHalving)
            return null;
        var sites = model.Population.Sites;
        var limit = best.Candidate.Judgement.Perception * 1.25;
        var chosen = Enumerable.Range(0, sites.Count)
            .SelectMany(i => Enumerable.Range(0, sites[i].Ladder.Length).Select(r => (Site: i, Rung: r)))
            .Where(f => best.Outcome.Rungs[f.Site][f.Rung] <= limit)
            .OrderBy(f => best.Outcome.Rungs[f.Site][f.Rung]).ThenBy(f => f.Site).ThenBy(f => f.Rung).Take(CheckedFibres).ToArray();
        double[] own = [.. chosen.Select(f => best.Outcome.Rungs[f.Site][f.Rung])];
        var (coarse, fine) = (_options.VariantQuality, _options.Quality);
        double[] before = own, after = own;
        if (_references.Count > 0)
            before = [.. chosen.Select(f => _references[0].Rungs[f.Site][f.Rung])];
        else
        {
            (coarse, fine) = fine == FieldQuality.Draft ? (fine, FieldQuality.Standard) : (fine - 1, fine);
            var fields = SolveContacts(
                model.Body, coarse == _options.Quality ? fine : coarse, _progress.Step($"grid check, {coarse} against {fine}", 0.93, 0.99));
            var contacts = new ContactFields(fields.Contacts, fields.AccessResistance, fields.Sample, fields.Covers);
            var again = ThresholdsOf(model, best, contacts, [.. chosen.Select(f => (f.Site, sites[f.Site].Ladder[f.Rung]))]);
            (before, after) = coarse == _options.Quality ? (own, again) : (again, own);
        }

        var changes = before.Zip(after, (b, a) => (a / b) - 1).Where(double.IsFinite).Order().ToArray();
        return changes.Length == 0 ? null : new HalvingCheck(
            coarse.ToString(), fine.ToString(), changes.Length, changes[changes.Length / 2], changes.Max(c => Math.Abs(c)),
            Tables.CriteriaTable.Value("halving_limit"));
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

    private VariantOutcome Vary(
        StudyModel varied, DecidedProgram program, CoarseReference? reference, double impedance, string name, IProgress<double> step)
    {
        var (candidate, recruitment, _, _) = Judge(
            varied, program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Pulse, program.Outcome.Rungs, step,
            reference is null ? null : outcome => reference.Scale(outcome, program.Outcome.Rungs));
        var covers = recruitment.Cells.Select(c => (c, recruitment.CoverAmplitude(c, Objective.Criteria.Coverage))).ToArray();
        var coverage = IsSubPerception ? 0 : Objective.Shares(covers, program.Candidate.Judgement.Amplitude).Coverage;
        var own = Gate(varied, program.Pulse).Impedance(AreaOf(varied, program));
        return new VariantOutcome(name, candidate, coverage, reference is null ? own : own * impedance / reference.Impedance);
    }

    /// <summary>Direct cable thresholds of single fibres in given fields, A.</summary>
    private double[] ThresholdsOf(
        StudyModel model, DecidedProgram program, ContactFields fields, IReadOnlyList<(int Site, double Diameter)> wanted)
    {
        var sites = model.Population.Sites;
        var (low, high) = Window(model.Body, program.Candidate.Pattern);
        SampledFibre[][] fibres = [.. wanted.Select(w =>
        {
            var site = sites[w.Site];
            var stretch = model.Population.Stretch(site, fields);
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
