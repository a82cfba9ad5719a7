using Epidura.Anatomy.Levels;
using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Steps;

/// <summary>Everything the steps found, before it is written down.</summary>
internal sealed record StudyFindings(
    StudyModel Model,
    Proposal Proposal,
    IReadOnlyList<DecidedProgram> Decided,
    IReadOnlyList<DecidedProgram> Best,
    IReadOnlyList<IReadOnlyList<VariantOutcome>> Variants,
    IReadOnlyList<string> LeftOut,
    HalvingCheck? Halving,
    InterpolationCheck Interpolation,
    double SmallRecruited);

/// <summary>Writes the findings down as a <see cref="PlanResult"/>; no physics here.</summary>
internal sealed class PlanAssembly(Case @case, PlanOptions options, PlanStudy study, StudyFindings found)
{
    private const double NearLeads = 60e-3;

    public PlanResult Result() => new(
        DescribeCase(),
        DescribeProvenance(),
        DescribeAnatomy(),
        found.Model.Body.Leads,
        DescribeField(),
        DescribePopulation(),
        [.. found.Best.Select((p, i) => new ProgramAssembly(@case, study, found, i).Result())],
        new TradeOffAssembly(found, study.Objective).Result(),
        [.. found.Proposal.Stopped.Take(5).Select(c => new StoppedProgram(
            c.Label, c.Stop!.Score, c.Stop.Finding.Requirement, c.Stop.Finding.Message))],
        new WarningAssembly(study, found).Result(),
        [.. study.Tables.Sources(), .. found.Model.Body.Spine.Assumptions.Select(a => new SourceNote(a.Name, a.Source, a.IsAssumption))]);

    private PlannedCase DescribeCase()
    {
        var constraints = @case.Constraints;
        return new PlannedCase(
            @case.Title, @case.SourceName, @case.SourceText, [.. PatientLines()],
            [.. @case.Pain.Select(a => new PlannedPain(a.Region, TitleOf(a), a.Side, a.Weight, a.Nrs, StudyTables.Targets(a)))],
            constraints.Device.Name, StudyTables.Key(constraints.Therapy), constraints.Rate.Hertz, constraints.AmplitudeMax.Amperes,
            constraints.Optimise.Coverage, constraints.Optimise.Unwanted, constraints.Optimise.Energy);
    }

    private IEnumerable<NamedText> PatientLines()
    {
        var patient = @case.Patient;
        yield return new NamedText("label", patient.Label);
        if (patient.AgeYears is { } age)
            yield return new NamedText("age", FormattableString.Invariant($"{age} years"));
        if (patient.Sex is { } sex)
            yield return new NamedText("sex", sex);
        if (patient.HeightCentimetre is { } height)
            yield return new NamedText("height", FormattableString.Invariant($"{height:0.#} cm"));
        if (patient.WeightKilogram is { } weight)
            yield return new NamedText("weight", FormattableString.Invariant($"{weight:0.#} kg"));
        if (patient.Diagnosis is { } diagnosis)
            yield return new NamedText("diagnosis", diagnosis);
    }

    private Provenance DescribeProvenance() => new(
        typeof(Plan).Assembly.GetName().Version?.ToString(3) ?? "0",
        PlanJson.Schema, options.Seed, options.Quality.ToString(), nameof(Fibers.FibreModel.MrgInterpolation),
        study.ThresholdOptions.Step, study.ThresholdOptions.Tolerance, StudyTables.Hashes());

    private PlannedAnatomy DescribeAnatomy()
    {
        var (spine, body) = (found.Model.Body.Spine, found.Model.Body);
        bool Near(double top, double bottom) => bottom < body.Top + NearLeads && top > body.Bottom - NearLeads;
        var vertebrae = Enum.GetValues<VertebralLevel>()
            .Select(l => new LevelMark(l, spine.HeightOf(l, 0), spine.HeightOf(l, 1))).Where(m => Near(m.Top, m.Bottom));
        var segments = Enum.GetValues<SpinalSegment>().Select(s =>
        {
            var (top, bottom) = spine.EntrySpan(s);
            return new SegmentMark(s, top, bottom);
        }).Where(m => Near(m.Top, m.Bottom));
        return new PlannedAnatomy(
            spine, body.Centre, [.. vertebrae], [.. segments],
            [.. spine.Assumptions.Select(a => new AssumptionNote(a.Name, a.Value, a.Unit, a.Source, a.IsAssumption))]);
    }

    private FieldSummary DescribeField()
    {
        var diagnostics = found.Model.Diagnostics;
        return new FieldSummary(
            diagnostics.Cells, diagnostics.SpacingMin, diagnostics.Iterations, diagnostics.Residual, study.Solves,
            "Potential zero on the four lateral faces of the modelled block, no current through its two ends; unused contacts float, "
            + "lead bodies insulate; current to the case leaves through the lateral faces.",
            [.. found.Model.Body.Conductivities.Values.OrderBy(v => v.Key).Select(v => new NamedText(
                v.Key.ToString(), FormattableString.Invariant($"{v.Value.Transverse} across, {v.Value.Axial} along the cord")))],
            found.Model.Fields.Contacts, found.Model.Fields.AccessResistance, found.Halving);
    }

    private PopulationSummary DescribePopulation()
    {
        var population = found.Model.Population;
        return new PopulationSummary(
            population.Counted(FibreKind.DorsalColumn), population.Small, population.Counted(FibreKind.DorsalRoot),
            population.Sites.Sum(s => s.Classes.Count), population.Simulated(FibreKind.DorsalColumn),
                population.Simulated(FibreKind.DorsalRoot),
            study.CableRuns,
            Population.LargestWeight(population.Sites.Where(s => s.Kind == FibreKind.DorsalColumn)),
            Population.LargestWeight(population.SmallSample),
            found.Interpolation.Median, found.Interpolation.Max, found.Interpolation.Fibres,
            found.Best.Count == 0 ? 60e-3 : Window(), [.. study.Objective.Criteria.InWords(), .. Sensitivity()]);
    }

    /// <summary>What the ends of the criteria's ranges make of the best program; no new cable runs.</summary>
    private IEnumerable<NamedText> Sensitivity()
    {
        if (found.Best.Count == 0)
            yield break;
        var best = found.Best[0];
        string Of(string column)
        {
            var criteria = Criteria.FromTable(study.Tables.CriteriaTable, column);
            var perception = best.Recruitment.Perception(criteria, study.Objective.TargetSegments).Amplitude;
            var discomfort = best.Recruitment.Discomfort(criteria).Amplitude;
            return FormattableString.Invariant($"{perception * 1e3:0.00} and {discomfort * 1e3:0.00} mA");
        }

        yield return new NamedText(
            "sensitivity",
            $"perception and discomfort of the best program: {Of("value")}; with the low ends of all ranges {Of("low")}, "
            + $"with the high ends {Of("high")}");
    }

    private double Window()
    {
        var (low, high) = study.Window(found.Model.Body, found.Best[0].Candidate.Pattern);
        return high - low;
    }

    internal static string TitleOf(PainArea area) =>
        Anatomy.BodyMap.TryGet(area.Region, out var region) ? region.Title : area.Region;
}
