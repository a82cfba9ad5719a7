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

/// <summary>The base variant on a grid of twice the spacing.</summary>
/// <param name="Rungs">Thresholds per site and rung, A.</param>
/// <param name="Impedance">ohm.</param>
/// <param name="Grid">The coarse grid.</param>
internal sealed record CoarseReference(IReadOnlyList<double[]> Rungs, double Impedance, FieldDiagnostics Grid)
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
        var isScaled = variants.Length > 0 && _options.VariantFactor != 1;
        if (programs.Count > 0 && (isScaled || _options.WithHalving))
            Refer(model, programs, _progress.Step("base on a grid of twice the spacing", 0.55, 0.6));
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
                body, _options.VariantFactor, _progress.Step($"variant {variants[v].Name}: field", from, from + (0.6 * width)));
            var varied = SampleFibres(body, fields);
            var step = _progress.Step($"variant {variants[v].Name}: cable model", from + (0.6 * width), from + width);
            for (var p = 0; p < programs.Count; p++)
                rows[p].Add(Vary(
                    varied, programs[p], isScaled ? _references[p] : null, rows[p][0].Impedance, variants[v].Name, step));
        }

        return ([.. rows], leftOut);
    }

    /// <summary>The base on the coarse grid: what the variants are held against, and what halving that grid changes.</summary>
    private void Refer(StudyModel model, IReadOnlyList<DecidedProgram> programs, IProgress<double> progress)
    {
        var coarse = SampleFibres(model.Body, SolveContacts(model.Body, PlanOptions.CoarseFactor, progress));
        foreach (var program in programs)
        {
            var (outcome, _) = RunCable(
                coarse, program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Pulse, program.Outcome.Rungs, null);
            _references.Add(new CoarseReference(
                outcome.Rungs, Gate(coarse, program.Pulse).Impedance(AreaOf(coarse, program)), coarse.Diagnostics));
        }
    }

    /// <summary>The listed programs on the coarse grid and on the plan's, which halves it; null when not asked for.</summary>
    public HalvingCheck? Halve(StudyModel model, IReadOnlyList<DecidedProgram> programs)
    {
        if (!_options.WithHalving || _references.Count == 0)
            return null;
        ProgramHalving[] found = [.. programs.Select((p, i) => Halve(model, p, _references[i], i + 1)).Where(h => h.Fibres > 0)];
        var coarse = _references[0].Grid;
        return found.Length == 0 ? null : new HalvingCheck(
            _options.Quality.ToString(), PlanOptions.CoarseFactor, model.Diagnostics.Cells, coarse.Cells, coarse.SpacingMin,
            Tables.CriteriaTable.Value("halving_limit"), found);
    }

    private ProgramHalving Halve(StudyModel model, DecidedProgram program, CoarseReference coarse, int rank)
    {
        var verdict = program.Candidate.Judgement;
        var top = Math.Min(verdict.Discomfort, ThresholdOptions.AmplitudeMax);
        var changes = program.Outcome.Rungs.SelectMany((site, i) => site.Select((t, r) => (Own: t, Coarse: coarse.Rungs[i][r])))
            .Where(t => t.Own <= top && double.IsFinite(t.Coarse)).Select(t => (t.Own / t.Coarse) - 1).Order().ToArray();
        if (changes.Length == 0)
            return new ProgramHalving(rank, 0, 0, 0, double.NaN, double.NaN);
        var recruitment = model.Layout.Recruit(coarse.Rungs, ThresholdOptions.AmplitudeMax);
        double Change(double own, double other) =>
            double.IsFinite(own) && double.IsFinite(other) ? (own / other) - 1 : double.NaN;
        return new ProgramHalving(
            rank, changes.Length, changes[changes.Length / 2], changes.Max(Math.Abs),
            Change(verdict.Perception, recruitment.Perception(Objective.Criteria, Objective.TargetSegments).Amplitude),
            Change(verdict.Discomfort, recruitment.Discomfort(Objective.Criteria).Amplitude));
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
        var outcome = _cable.Run(cables, model.Fields.Fractions(program.Candidate.Pattern.Contacts), WaveOf(model, program), null, null,
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
        var fractions = fields.Fractions(program.Candidate.Pattern.Contacts);
        var outcome = _cable.Run(fibres, fractions, WaveOf(model, program), null, null, _cancellation);
        return [.. outcome.Rungs.Select(r => r[0])];
    }

    private Stimulation.Waveforms.Waveform WaveOf(StudyModel model, DecidedProgram program) =>
        WaveOf(model, program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Pulse);

    private Stimulation.Programs.ProgramArea AreaOf(StudyModel model, DecidedProgram program) => Gate(model, program.Pulse).Area(
        program.Candidate.Pattern, program.Candidate.WidthMicrosecond, program.Candidate.Judgement.Amplitude);
}
