using Epidura.Fibers;
using Epidura.Field;
using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Steps;

/// <summary>The steps of one plan, each a method; <see cref="Plan"/> puts them in order.</summary>
internal sealed partial class PlanStudy
{
    private readonly Case _case;
    private readonly PlanOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly StudyProgress _progress;
    private readonly CableRecruitment _cable;

    public PlanStudy(Case @case, PlanOptions options, CancellationToken cancellation)
    {
        (_case, _options, _cancellation) = (@case, options, cancellation);
        _progress = new StudyProgress(options.Progress);
        _cable = new CableRecruitment(new ThresholdOptions(), options.Threads);
        Objective = Tables.Objective(@case);
        Pulse = StudyTables.Pulse(@case.Constraints);
    }

    public StudyTables Tables { get; } = new();

    public Objective Objective { get; }

    public PulseSettings Pulse { get; }

    public ThresholdOptions ThresholdOptions => _cable.Options;

    /// <summary>Cable thresholds computed so far.</summary>
    public int CableRuns => _cable.Runs;

    /// <summary>Right-hand sides solved or read so far.</summary>
    public int Solves { get; private set; }

    /// <summary>True for a therapy that is not felt.</summary>
    public bool IsSubPerception => _case.Constraints.Therapy != Therapy.Tonic;

    /// <summary>Anatomy: the spine with the leads in it.</summary>
    /// <exception cref="ArgumentException">A lead does not fit.</exception>
    public PlacedBody PlaceLeads() =>
        PlacedBody.Place(_case, AnatomyVariant.Base(_case)) is { Body: { } body }
            ? body
            : throw new ArgumentException(PlacedBody.Place(_case, AnatomyVariant.Base(_case)).Refusal, "case");

    /// <summary>Field: the potential of every contact.</summary>
    public LeadFields SolveContacts(PlacedBody body, double spacingFactor, IProgress<double> progress)
    {
        var problem = new FieldProblem(body.Spine, body.Conductivities, body.Leads, FieldBox.Around(body.Leads), _options.Quality)
        {
            SpacingFactor = spacingFactor,
        };
        Solves += body.Contacts.Count;
        return LeadFieldCache.GetOrSolve(problem, _options.Store, _options.Threads, new FieldStep(progress), _cancellation);
    }

    /// <summary>Population and potentials along its fibres.</summary>
    public StudyModel SampleFibres(PlacedBody body, LeadFields fields)
    {
        var contactFields = new ContactFields(fields.Contacts, fields.AccessResistance, fields.Sample, fields.Covers);
        var population = PopulationBuilder.Build(body, Tables.Population);
        var fibres = FibrePotentials.Sample(population, contactFields, _options.Threads, _cancellation);
        return new StudyModel(
            body, contactFields, fields.Diagnostics, fields.Region, population, fibres, new RecruitmentLayout(population));
    }

    /// <summary>Field of the base variant.</summary>
    public LeadFields SolveContacts(PlacedBody body) =>
        SolveContacts(body, 1, _progress.Step("field of every contact", 0, 0.2));

    /// <summary>Limits in a body.</summary>
    public SafetyGate Gate(StudyModel model, PulseSettings pulse) => new(model.Fields, model.Body.Shape, _case.Constraints.Device, pulse);

    /// <summary>Cable thresholds of the whole population for one pattern.</summary>
    public (CableOutcome Outcome, IReadOnlyList<SampledFibre[]> Cables) RunCable(
        StudyModel model, CurrentPattern pattern, int width, PulseSettings pulse, IReadOnlyList<double[]>? starts,
            IProgress<double>? progress)
    {
        var cables = Crop(model.Body, model.Population.Sites, model.Fibres, pattern);
        var outcome = _cable.Run(
            cables, model.Fields.Fractions(pattern.Contacts), WaveOf(model, pattern, width, pulse), starts, progress, _cancellation);
        return (outcome, cables);
    }

    /// <summary>The current against time, with the discharge that the body and the device give it.</summary>
    public Waveform WaveOf(StudyModel model, CurrentPattern pattern, int width, PulseSettings pulse) =>
        ProgramWave.Of(pulse, width, Gate(model, pulse).RechargeTimeConstant(pattern));

    /// <summary>The stretch of cord around the active contacts; roots keep their whole length, since they run slantwise past the
    /// contacts.</summary>
    public IReadOnlyList<SampledFibre[]> Crop(
        PlacedBody body, IReadOnlyList<FibreSite> sites, IReadOnlyList<SampledFibre[]> fibres, CurrentPattern pattern)
    {
        var (low, high) = Window(body, pattern);
        return [.. fibres.Select((site, i) => sites[i].Kind == FibreKind.DorsalRoot
            ? site
            : site.Select(f => f.Crop(sites[i].Track, low, high)).ToArray())];
    }

    /// <summary>60 mm around the active contacts, more when they lie far apart.</summary>
    public (double Low, double High) Window(PlacedBody body, CurrentPattern pattern)
    {
        var heights = pattern.Contacts.Where(c => !c.Contact.IsCase)
            .Select(c => body.Centres[body.Contacts.IndexOf(c.Contact)].Z).ToArray();
        double low = heights.Min(), high = heights.Max();
        var half = Math.Max(30e-3, ((high - low) / 2) + Tables.Population.Value("cable_beyond"));
        return (((low + high) / 2) - half, ((low + high) / 2) + half);
    }

    /// <summary>Reports a field solve as part of the plan.</summary>
    private sealed class FieldStep(IProgress<double> progress) : IProgress<FieldProgress>
    {
        public void Report(FieldProgress value) => progress.Report(value.Fraction);
    }
}
