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

    /// <summary>Of an unmyelinated fibre.</summary>
    public double LengthMm { get; init; } = Limits.Of("unmyelinated_length_mm").Suggestion;

    /// <summary>Null for the model's own.</summary>
    public double? TemperatureC { get; init; }

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

    public double TimeConstantUs { get; init; } = Limits.Of("study_time_constant_us").Suggestion;

    public double FrequencyHz { get; init; } = Limits.Of("study_frequency_hz").Suggestion;

    public double DurationMs { get; init; } = Limits.Of("study_duration_ms").Suggestion;

    public int Pulses { get; init; } = (int)Limits.Of("study_pulses").Suggestion;

    public double RateHz { get; init; } = Limits.Of("study_rate_hz").Suggestion;

    /// <summary>Collaterals; they run straight away from the point source, at a right angle to the fibre.</summary>
    public IReadOnlyList<FibreBranch> Branches { get; init; } = [];

    /// <summary>One pulse from a file, in place of a named shape; null for the shape.</summary>
    public Waveform.Steps? FromFile { get; init; }

    /// <summary>Potentials along the fibre from a file, in place of the point source; null for the source.</summary>
    public FibrePotential? Potentials { get; init; }

    public static IReadOnlyDictionary<string, FibreModel> Models { get; } = new Dictionary<string, FibreModel>
    {
        ["mrg-discrete"] = FibreModel.MrgDiscrete,
        ["mrg-interpolation"] = FibreModel.MrgInterpolation,
        ["pena"] = FibreModel.Pena,
        ["small-interpolation"] = FibreModel.SmallInterpolation,
        ["hodgkin-huxley"] = FibreModel.HodgkinHuxley,
        ["rattay-aberham"] = FibreModel.RattayAberham,
    };

    public static IReadOnlyDictionary<string, SolverMode> Modes { get; } =
        Enum.GetValues<SolverMode>().ToDictionary(mode => mode.ToString().ToLowerInvariant());

    public static IReadOnlyList<string> Waveforms { get; } = ["monophasic", "biphasic", "passive", "sinusoid"];

    public static IReadOnlyList<string> Polarities { get; } = ["cathode", "anode"];

    /// <summary>True for a single cable, whose extent is given as a length.</summary>
    public bool IsUnmyelinated => Models.TryGetValue(Model, out var model) && model is FibreModel.HodgkinHuxley or FibreModel.RattayAberham;

    /// <summary>The first thing that is wrong, in words; null when all is in range.</summary>
    public string? Refusal()
    {
        (string Key, double Value)[] numbers =
        [
            (IsUnmyelinated ? "unmyelinated_diameter_um" : "fibre_diameter_um", DiameterUm), ("fibre_nodes", Nodes),
            ("unmyelinated_length_mm", LengthMm), ("fibre_temperature_c", TemperatureC ?? 37),
            ("source_distance_mm", DistanceMm), ("source_along_mm", AlongMm),
            ("conductivity_s_m", ConductivitySM), ("conductivity_s_m", AxialConductivitySM ?? ConductivitySM),
            ("study_pulse_width_us", PulseWidthUs), ("study_interphase_gap_us", InterphaseGapUs), ("phase_ratio", PhaseRatio),
            ("study_time_constant_us", TimeConstantUs), ("study_frequency_hz", FrequencyHz), ("study_duration_ms", DurationMs),
            ("study_pulses", Pulses), ("study_rate_hz", RateHz),
        ];
        foreach (var (key, value) in numbers)
            if (Limits.Of(key) is var limit && !limit.Accepts(value))
                return FormattableString.Invariant($"{key} is {$"{value} {limit.Unit}".TrimEnd()}; allowed is {limit.Range}.");
        if (!Models.ContainsKey(Model))
            return $"the model is {Model}; allowed is {string.Join(", ", Models.Keys)}.";
        if (!Waveforms.Contains(Waveform) && FromFile is null)
            return $"the waveform is {Waveform}; allowed is {string.Join(", ", Waveforms)}, or a file whose name ends in .csv.";
        if (!Polarities.Contains(Polarity))
            return $"the polarity is {Polarity}; allowed is {string.Join(", ", Polarities)}.";
        if (Pulses > 1 && Unit().Duration > 1.000001 / RateHz)
            return FormattableString.Invariant($"study_rate_hz is {RateHz} Hz; allowed is up to {1 / Unit().Duration:G4} Hz, ")
                + FormattableString.Invariant($"because a pulse lasts {Unit().Duration * 1e6:G6} µs.");
        if (Branches.Count > 0 && IsUnmyelinated)
            return $"the model {Model} has no branches; allowed are branches of a myelinated fibre.";
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

    public FibreGeometry Geometry() => IsUnmyelinated
        ? FibreGeometry.CreateUnmyelinated(Models[Model], DiameterUm * 1e-6, LengthMm * 1e-3, TemperatureC)
        : FibreGeometry.Create(Models[Model], DiameterUm * 1e-6, Nodes, TemperatureC).WithBranches(Branches);

    /// <summary>One pulse, or a train of them.</summary>
    public Waveform Pulse() => Pulses > 1 ? Train() : Unit();

    public Waveform.Train Train() => new(Unit(), Pulses, 1 / RateHz);

    /// <summary>One pulse; after a passive one the discharge lasts until the next would begin.</summary>
    public Waveform Unit() => FromFile ?? Shape();

    private Waveform Shape() => Waveform switch
    {
        "biphasic" => new Waveform.Biphasic(PulseWidthUs * 1e-6, InterphaseGapUs * 1e-6, PhaseRatio),
        "passive" => new Waveform.PassiveRecharge(PulseWidthUs * 1e-6, InterphaseGapUs * 1e-6, TimeConstantUs * 1e-6, 1 / RateHz),
        "sinusoid" => new Waveform.Sinusoid(FrequencyHz, DurationMs * 1e-3),
        _ => new Waveform.Monophasic(PulseWidthUs * 1e-6),
    };

    public string PulseInWords()
    {
        var unit = Waveform switch
        {
            _ when FromFile is not null => FormattableString.Invariant($"{Waveform}, {FromFile.Duration * 1e6:G6} µs"),
            "sinusoid" => FormattableString.Invariant($"sinusoid, {FrequencyHz} Hz, {DurationMs} ms"),
            "biphasic" => FormattableString.Invariant($"biphasic, {PulseWidthUs} µs, gap {InterphaseGapUs} µs, ratio {PhaseRatio}"),
            "passive" => FormattableString.Invariant($"passive recharge, {PulseWidthUs} µs, gap {InterphaseGapUs} µs, ")
                + FormattableString.Invariant($"time constant {TimeConstantUs} µs, period {1e3 / RateHz:G4} ms"),
            _ => FormattableString.Invariant($"{Waveform}, {PulseWidthUs} µs"),
        };
        return Pulses > 1 ? FormattableString.Invariant($"{Pulses} pulses at {RateHz} Hz: {unit}") : unit;
    }

    /// <summary>Long enough for the pulse, for the latency at threshold and for the spike to arrive, s.</summary>
    public double WindowSuggestion()
    {
        const double Usual = 3e-3;
        var latency = IsUnmyelinated ? 10e-3 : 1.5e-3;
        // The discharge after the last pulse fires nothing.
        var last = Waveform == "passive" && FromFile is null ? (PulseWidthUs + InterphaseGapUs) * 1e-6 : Unit().Duration;
        var pulse = ((Pulses - 1) / RateHz) + last;
        return Math.Min(Limits.Of("study_window_ms").Max * 1e-3, Math.Max(Usual, pulse + latency + Geometry().TravelTimeBound));
    }

    /// <summary>Refuses what the solver does not take: it says what in one sentence.</summary>
    public void CheckSearch(ThresholdOptions options)
    {
        if (IsUnmyelinated && options.Mode == SolverMode.Fast)
            throw new WrongInputException($"--mode is fast; allowed is neuron or reference for the model {Model}.");
        if (Branches.Count > 0 && options.Mode != SolverMode.Neuron)
            throw new WrongInputException(
                $"--mode is {options.Mode.ToString().ToLowerInvariant()}; allowed is neuron for a fibre with branches.");
        try
        {
            ThresholdSearch.Find([], Pulse(), options, 1);
        }
        catch (ArgumentException exception)
        {
            throw new WrongInputException(exception.Message.Split(" (Parameter")[0].ReplaceLineEndings(" "));
        }
    }

    /// <summary>The fibre with its potential per ampere, V/A; distances along it count from its middle node.</summary>
    public FibreCase Case()
    {
        var geometry = Geometry();
        if (Potentials is not null)
            return new FibreCase(geometry, Potentials.Along(geometry));
        var middle = MiddleOf(geometry);
        var parents = geometry.Parents;
        var (along, away) = (new double[geometry.Compartments], new double[geometry.Compartments]);
        for (var i = 0; i < along.Length; i++)
        {
            var isTrunk = i <= geometry.CompartmentOfNode(geometry.TrunkNodes - 1);
            along[i] = isTrunk ? geometry.ArcPositions[i] - middle : along[parents[i]];
            away[i] = isTrunk ? 0 : away[parents[i]] + geometry.ArcPositions[i] - geometry.ArcPositions[parents[i]];
        }

        return new FibreCase(geometry, [.. along.Zip(away, PointSource)]);
    }

    public static double MiddleOf(FibreGeometry geometry) => (geometry.TrunkNodes - 1) / 2 * geometry.Internode;

    /// <summary>A point source beside the fibre in an unbounded medium that is transversely isotropic along the fibre.</summary>
    private double PointSource(double z, double away)
    {
        double across = ConductivitySM, along = AxialConductivitySM ?? ConductivitySM;
        double x = (DistanceMm * 1e-3) + away, dz = z - (AlongMm * 1e-3);
        var sign = Polarity == "cathode" ? -1 : 1;
        return sign / (4 * Math.PI * Math.Sqrt((across * along * x * x) + (across * across * dz * dz)));
    }
}
