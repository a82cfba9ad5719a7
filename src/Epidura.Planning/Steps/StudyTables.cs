using System.Security.Cryptography;
using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Steps;

/// <summary>The tables that a plan reads besides the case.</summary>
internal sealed class StudyTables
{
    public ParameterTable Population { get; } = new("population.csv");

    public ParameterTable CriteriaTable { get; } = new("criteria.csv");

    public Criteria Criteria => Criteria.FromTable(CriteriaTable);

    /// <summary>Gap and recharge that the planner gives a class of therapy.</summary>
    public static PulseSettings Pulse(CaseConstraints constraints)
    {
        var name = Key(constraints.Therapy);
        var row = Table.FromResource(typeof(StudyTables).Assembly, "pulses.csv").Rows.First(r => r.Text("name") == name);
        return new PulseSettings(
            constraints.Therapy, constraints.Rate, (int)row.Number("gap_us"), row.Text("recharge") == "passive" ? Recharge.Passive
                : Recharge.Active);
    }

    /// <summary>Key of a class of therapy in the tables.</summary>
    public static string Key(Therapy therapy) => therapy switch
    {
        Therapy.Tonic => "tonic",
        Therapy.Burst => "burst",
        Therapy.HighFrequency => "high_frequency",
        Therapy.HighDensity => "high_density",
        _ => throw new ArgumentOutOfRangeException(nameof(therapy), therapy, "Unknown class of therapy."),
    };

    /// <summary>The objective of a case.</summary>
    public Objective Objective(Case @case)
    {
        var targets = new Dictionary<Cell, double>();
        var total = @case.Pain.Sum(a => a.Weight);
        foreach (var area in @case.Pain)
            foreach (var target in Targets(area))
            {
                var cell = new Cell(target.Segment, target.Side);
                targets[cell] = targets.GetValueOrDefault(cell) + (area.Weight / total * target.Weight);
            }

        var constraints = @case.Constraints;
        var pulses = constraints.Rate.Hertz * (constraints.Therapy == Therapy.Burst ? Dose.PulsesPerBurst : 1);
        var optimise = constraints.Optimise;
        return new Objective(
            targets, Criteria, (optimise.Coverage, optimise.Unwanted, optimise.Energy), constraints.AmplitudeMax.Amperes,
            Limits.Of("amplitude_ma").Step * 1e-3, pulses, CriteriaTable.Value("energy_reference"));
    }

    /// <summary>Targets of an area with a side each; both sides share a target that names none.</summary>
    public static IReadOnlyList<PainTarget> Targets(PainArea area)
    {
        var sum = area.Targets.Sum(t => t.Weight);
        return
        [
            .. area.Targets.SelectMany(t => t.Side is { } side
                ? new[] { new PainTarget(t.Segment, side, t.Weight / sum) }
                : [new PainTarget(t.Segment, Anatomy.Levels.Side.Left, t.Weight / sum / 2),
                    new PainTarget(t.Segment, Anatomy.Levels.Side.Right, t.Weight / sum / 2)]),
        ];
    }

    /// <summary>SHA-256 of every table inside the rooms that a plan reads.</summary>
    public static IReadOnlyList<NamedText> Hashes()
    {
        System.Reflection.Assembly[] rooms =
            [typeof(Dose).Assembly, typeof(Anatomy.Spine).Assembly, typeof(Fibers.FibreGeometry).Assembly, typeof(StudyTables).Assembly];
        List<NamedText> hashes = [];
        foreach (var room in rooms)
            foreach (var name in room.GetManifestResourceNames().Where(n => n.EndsWith(".csv", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal))
            {
                using var stream = room.GetManifestResourceStream(name)!;
                hashes.Add(new NamedText(name, Convert.ToHexStringLower(SHA256.HashData(stream))));
            }

        return hashes;
    }

    /// <summary>Sources of the planner's own tables.</summary>
    public IReadOnlyList<SourceNote> Sources() => [.. Population.Sources(), .. CriteriaTable.Sources()];
}
