using Epidura.Cli.Output;
using Epidura.Fibers;
using Epidura.Stimulation;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Cli.Studies;

/// <summary>One straight fibre and what stimulates it, in the units of the command line.</summary>
internal sealed record FibreStudy
{
    public string Model { get; init; } = "mrg-discrete";

    public double DiameterUm { get; init; } = Limits.Of("fibre_diameter_um").Suggestion;

    public int Nodes { get; init; } = (int)Limits.Of("fibre_nodes").Suggestion;

    public double DistanceMm { get; init; } = Limits.Of("source_distance_mm").Suggestion;

    public double AlongMm { get; init; } = Limits.Of("source_along_mm").Suggestion;

    public double ConductivitySM { get; init; } = 0.3;

    /// <summary>Along the fibre; null for the same as across.</summary>
    public double? AxialConductivitySM { get; init; }

    public string Polarity { get; init; } = "cathode";

    public string Waveform { get; init; } = "monophasic";

    public double PulseWidthUs { get; init; } = Limits.Of("study_pulse_width_us").Suggestion;

    public double InterphaseGapUs { get; init; }

    public double PhaseRatio { get; init; } = Limits.Of("phase_ratio").Suggestion;

    /// <summary>Potentials along the fibre from a file, in place of the point source; null for the source.</summary>
    public PotentialProfile? Potentials { get; init; }

    public static IReadOnlyDictionary<string, FibreModel> Models { get; } = new Dictionary<string, FibreModel>
    {
        ["mrg-discrete"] = FibreModel.MrgDiscrete,
        ["mrg-interpolation"] = FibreModel.MrgInterpolation,
        ["pena"] = FibreModel.Pena,
        ["small-interpolation"] = FibreModel.SmallInterpolation,
    };

    public static IReadOnlyList<string> Waveforms { get; } = ["monophasic", "biphasic"];

    public static IReadOnlyList<string> Polarities { get; } = ["cathode", "anode"];

    /// <summary>The first thing that is wrong, in words; null when all is in range.</summary>
    public string? Refusal()
    {
        (string Key, double Value)[] numbers =
        [
            ("fibre_diameter_um", DiameterUm), ("fibre_nodes", Nodes), ("source_distance_mm", DistanceMm), ("source_along_mm", AlongMm),
            ("conductivity_s_m", ConductivitySM), ("conductivity_s_m", AxialConductivitySM ?? ConductivitySM),
            ("study_pulse_width_us", PulseWidthUs), ("study_interphase_gap_us", InterphaseGapUs), ("phase_ratio", PhaseRatio),
        ];
        foreach (var (key, value) in numbers)
            if (Limits.Of(key) is var limit && !limit.Accepts(value))
                return FormattableString.Invariant($"{key} is {value} {limit.Unit}; allowed is {limit.Range}.");
        if (!Models.ContainsKey(Model))
            return $"the model is {Model}; allowed is {string.Join(", ", Models.Keys)}.";
        if (!Waveforms.Contains(Waveform))
            return $"the waveform is {Waveform}; allowed is {string.Join(", ", Waveforms)}.";
        if (!Polarities.Contains(Polarity))
            return $"the polarity is {Polarity}; allowed is {string.Join(", ", Polarities)}.";
        try
        {
            _ = Geometry();
            return null;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            return FormattableString.Invariant(
                $"the model {Model} has no fibre of {DiameterUm} µm: {exception.Message.Split(" (Parameter")[0]}");
        }
    }

    public FibreGeometry Geometry() => FibreGeometry.Create(Models[Model], DiameterUm * 1e-6, Nodes);

    public Waveform Pulse() => Waveform == "biphasic"
        ? new Waveform.Biphasic(PulseWidthUs * 1e-6, InterphaseGapUs * 1e-6, PhaseRatio)
        : new Waveform.Monophasic(PulseWidthUs * 1e-6);

    /// <summary>The fibre with its potential per ampere, V/A; distances along it count from its middle node.</summary>
    public FibreCase Case()
    {
        var geometry = Geometry();
        var potential = new double[geometry.Compartments];
        var middle = MiddleOf(geometry);
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - middle;
            potential[i] = Potentials?.At(z) ?? PointSource(z);
        }

        return new FibreCase(geometry, potential);
    }

    public static double MiddleOf(FibreGeometry geometry) => (geometry.Nodes - 1) / 2 * geometry.Internode;

    /// <summary>A point source beside the fibre in an unbounded medium that is transversely isotropic along the fibre.</summary>
    private double PointSource(double z)
    {
        double across = ConductivitySM, along = AxialConductivitySM ?? ConductivitySM;
        double x = DistanceMm * 1e-3, dz = z - (AlongMm * 1e-3);
        var sign = Polarity == "cathode" ? -1 : 1;
        return sign / (4 * Math.PI * Math.Sqrt((across * along * x * x) + (across * across * dz * dz)));
    }
}

/// <summary>Potential along a fibre, between the points by straight lines, beyond them the last value.</summary>
/// <param name="Positions">From the middle node, m, rising.</param>
/// <param name="Values">V/A.</param>
internal sealed record PotentialProfile(double[] Positions, double[] Values)
{
    public double At(double position)
    {
        if (position <= Positions[0])
            return Values[0];
        if (position >= Positions[^1])
            return Values[^1];
        var high = Array.BinarySearch(Positions, position);
        if (high >= 0)
            return Values[high];
        high = ~high;
        var t = (position - Positions[high - 1]) / (Positions[high] - Positions[high - 1]);
        return Values[high - 1] + (t * (Values[high] - Values[high - 1]));
    }

    /// <summary>Reads the columns <c>position_mm</c> and <c>potential_v_per_a</c>.</summary>
    public static PotentialProfile Read(string path)
    {
        var table = CsvFile.Read(path, ["position_mm", "potential_v_per_a"], ["position_mm", "potential_v_per_a"]);
        List<double> positions = [], values = [];
        foreach (var row in table.Rows)
        {
            var position = row.Number("position_mm")!.Value * 1e-3;
            if (positions.Count > 0 && position <= positions[^1])
                throw row.Refuse("position_mm", "a position above the one before");
            positions.Add(position);
            values.Add(row.Number("potential_v_per_a")!.Value);
        }

        return positions.Count < 2
            ? throw new WrongInputException($"{path}:1:1: the file has {positions.Count} points; allowed is 2 or more.")
            : new PotentialProfile([.. positions], [.. values]);
    }
}
