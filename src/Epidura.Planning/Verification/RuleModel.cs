using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Fibers;
using Epidura.Field;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Verification;

/// <summary>One quadripolar lead in one body, for the rules of clinical experience.</summary>
/// <remarks>Cathode contact 2, pulse 210 µs symmetric with a gap of 100 µs unless said otherwise.</remarks>
internal sealed class RuleModel
{
    private readonly CableRecruitment _cable;
    private readonly CancellationToken _cancellation;
    private readonly PlacedBody _body;
    private readonly ContactFields _fields;
    private readonly Population _population;
    private readonly IReadOnlyList<SampledFibre[]> _fibres;
    private readonly RecruitmentLayout _layout;

    private RuleModel(PlacedBody body, LeadFields fields, int threads, CancellationToken cancellation)
    {
        (_body, _cancellation) = (body, cancellation);
        _cable = new CableRecruitment(new ThresholdOptions(), threads);
        _fields = new ContactFields(fields.Contacts, fields.AccessResistance, fields.Sample, fields.Covers);
        _population = PopulationBuilder.Build(body, new ParameterTable("population.csv"));
        _fibres = FibrePotentials.Sample(_population, _fields, threads, cancellation);
        _layout = new RecruitmentLayout(_population);
    }

    /// <summary>
    /// A pial electrode: the contacts of the quadripolar lead as plates of the same length and 1.3 mm width that look at the cord, on an
    /// insulated strip; the published devices that lie on the pia are backed like this, so that the fluid behind does not shunt them.
    /// </summary>
    public static LeadModel PialStrip { get; } = new(
        "pial-strip",
        "Strip on the pia",
        new LeadBody.Paddle(Length.FromMillimetres(2.0), Length.FromMillimetres(0.6), Length.FromMillimetres(30)),
        [.. Quadripolar.Contacts.Select(contact => contact with
        {
            Shape = new ContactShape.Plate(contact.Shape.Length, Length.FromMillimetres(1.3)),
        })],
        "Project assumption after Hernandez-Labrado 2011",
        false);

    private static LeadModel Quadripolar => LeadCatalogue.TryGet("quad-3-4", out var model)
        ? model
        : throw new InvalidOperationException("The catalogue lacks quad-3-4.");

    /// <summary>Solves a body; null when the lead does not fit.</summary>
    /// <param name="anatomy">Body.</param>
    /// <param name="level">Vertebra of the tip.</param>
    /// <param name="lateral">m.</param>
    /// <param name="gap">Between dura and scar, m; negative lays the lead inside the dura.</param>
    /// <param name="setting">Grid and threads.</param>
    public static RuleModel? Solve(AnatomyDescription anatomy, VertebralLevel level, double lateral, double? gap, RuleSetting setting)
    {
        if (!Conductivities.TryGet(anatomy.ConductivityPreset, out var preset))
            throw new InvalidOperationException("The conductivity preset is unknown.");
        var intradural = gap < 0;
        var model = intradural ? PialStrip : Quadripolar;
        var placement = new LeadPlacement("lead", model, level, 0, lateral, 0, gap, intradural ? 0 : anatomy.EncapsulationThickness,
            intradural);
        var (body, _) = PlacedBody.Place(Spine.Create(anatomy), [placement], preset);
        if (body is null)
            return null;
        var problem = new FieldProblem(body.Spine, preset, body.Leads, FieldBox.Around(body.Leads), setting.Quality);
        var fields = LeadFieldCache.GetOrSolve(problem, setting.Store, setting.Threads, null, setting.Cancellation);
        return new RuleModel(body, fields, setting.Threads, setting.Cancellation);
    }

    /// <summary>Fractions of a pattern over the contacts 1–4; what is missing to zero goes to the case.</summary>
    public CurrentPattern Pattern(params double[] shares) => CurrentPattern.FromShares(_fields.Contacts, shares, 0)
        ?? throw new ArgumentException("A pattern needs a cathode.", nameof(shares));

    /// <summary>Impedance of a pattern, ohm.</summary>
    public double Impedance(CurrentPattern pattern) => _fields.Impedance(pattern.Contacts);

    /// <summary>Thresholds of the population.</summary>
    public RuleThresholds Thresholds(CurrentPattern pattern, Waveform? waveform = null)
    {
        waveform ??= new Waveform.Biphasic(210e-6, 100e-6);
        var outcome = _cable.Run(_fibres, _fields.Fractions(pattern.Contacts), waveform, null, null, _cancellation);
        var recruitment = _layout.Recruit(outcome.Rungs, _cable.Options.AmplitudeMax);
        var criteria = Criteria.FromTable(new ParameterTable("criteria.csv"));
        var segments = recruitment.Cells.Select(c => c.Segment).ToHashSet();
        var columnsOnly = criteria with { PerceptionRoot = double.PositiveInfinity };
        var rootsOnly = criteria with { PerceptionColumn = double.PositiveInfinity };
        return new RuleThresholds(
            recruitment.Perception(criteria, segments).Amplitude,
            recruitment.Perception(columnsOnly, segments).Amplitude,
            recruitment.Perception(rootsOnly, segments).Amplitude,
            recruitment.Discomfort(criteria).Amplitude,
            Lowest(outcome, FibreKind.DorsalColumn),
            Lowest(outcome, FibreKind.DorsalRoot));
    }

    private double Lowest(CableOutcome outcome, FibreKind kind)
    {
        var lowest = double.PositiveInfinity;
        for (var site = 0; site < _population.Sites.Count; site++)
            if (_population.Sites[site].Kind == kind)
                lowest = Math.Min(lowest, outcome.Rungs[site][^1]);
        return lowest;
    }
}

/// <summary>How the rules are computed.</summary>
internal sealed record RuleSetting(FieldQuality Quality, int Threads, CancellationToken Cancellation, IFieldStore? Store = null);

/// <summary>Thresholds of one pattern, A.</summary>
/// <param name="Perception">8 dorsal-column fibres of any segment or 5 dorsal-root fibres.</param>
/// <param name="Column">The first alone.</param>
/// <param name="Root">The second alone.</param>
/// <param name="Discomfort">A.</param>
/// <param name="LargestColumn">First dorsal-column fibre of 14 µm.</param>
/// <param name="LargestRoot">First dorsal-root fibre of 15 µm.</param>
internal sealed record RuleThresholds(
    double Perception, double Column, double Root, double Discomfort, double LargestColumn, double LargestRoot);
