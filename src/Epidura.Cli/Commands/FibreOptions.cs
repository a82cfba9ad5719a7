using System.CommandLine;
using System.Globalization;
using Epidura.Cli.Studies;
using Epidura.Fibers;
using Epidura.Stimulation;

namespace Epidura.Cli.Commands;

/// <summary>Options of a fibre, of what stimulates it, and of the search; <c>threshold</c> and <c>fibre</c> share them.</summary>
internal static class FibreOptions
{
    private static readonly FibreStudy Usual = new();
    private static readonly Option<string> Model = Word("--model", "Fibre model", FibreStudy.Models.Keys, Usual.Model);
    private static readonly Option<double> Diameter = Number("--diameter-um", "Outer diameter of the fibre", Usual.DiameterUm);
    private static readonly Option<int> Nodes =
        new("--nodes") { Description = "Nodes of Ranvier", HelpName = "N", DefaultValueFactory = _ => Usual.Nodes };
    private static readonly Option<double> Length = Number("--length-mm", "Length of an unmyelinated fibre", Usual.LengthMm);
    private static readonly Option<double?> Temperature =
        new("--temperature-c") { Description = "Temperature of the channels; the model's own when left out", HelpName = "X" };
    private static readonly Option<string?> Branches = new("--branches")
    {
        Description = "Collaterals as NODE:DIAMETER_UM:INTERNODES, several with commas; a node of the fibre or of a collateral before",
        HelpName = "X,X",
    };

    private static readonly Option<double> Distance = Number("--distance-mm", "Point source from the fibre", Usual.DistanceMm);
    private static readonly Option<double> Along =
        Number("--along-mm", "Point source from the middle node, along the fibre", Usual.AlongMm);
    private static readonly Option<double> Conductivity =
        Number("--conductivity-s-m", "Conductivity across the fibre", Usual.ConductivitySM);
    private static readonly Option<double?> Axial =
        new("--axial-conductivity-s-m") { Description = "Conductivity along the fibre; as across when left out", HelpName = "X" };
    private static readonly Option<string> Polarity = Word("--polarity", "Of the point source", FibreStudy.Polarities, Usual.Polarity);
    private static readonly Option<string> Waveform = Word(
        "--waveform", "Pulse shape, or a CSV file with time_us,current_fraction, each current holding until the next row",
        FibreStudy.Waveforms, Usual.Waveform);
    private static readonly Option<double> Width = Number("--pulse-width-us", "First phase", Usual.PulseWidthUs);
    private static readonly Option<double> Gap =
        Number("--interphase-gap-us", "Between the phases of a biphasic or passive pulse", Usual.InterphaseGapUs);
    private static readonly Option<double> Ratio =
        Number("--phase-ratio", "Second phase is so many times longer and lower", Usual.PhaseRatio);
    private static readonly Option<double> TimeConstant =
        Number("--time-constant-us", "Of the discharge after a passive pulse", Usual.TimeConstantUs);
    private static readonly Option<double> Frequency = Number("--frequency-hz", "Of a sinusoid", Usual.FrequencyHz);
    private static readonly Option<double> Duration = Number("--duration-ms", "Of a sinusoid", Usual.DurationMs);
    private static readonly Option<int> Pulses =
        new("--pulses") { Description = "Pulses of a train", HelpName = "N", DefaultValueFactory = _ => Usual.Pulses };
    private static readonly Option<double> Rate = Number("--rate-hz", "Pulses per second of a train", Usual.RateHz);
    private static readonly Option<string?> Potentials = new("--potentials")
    {
        Description =
            "Potentials in V/A in place of the point source: CSV with potential_v_per_a and, unless there is one row a compartment, "
            + "position_mm from the middle node; or NPY of shape (compartments,) or (fibres, compartments)",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Table = new("--table")
    { Description = $"One fibre a row: CSV with any of {string.Join(", ", FibreTable.Columns)}", HelpName = "FILE" };

    private static readonly Option<double> Step = Number("--step-us", "Time step", 5);
    private static readonly Option<double> Tolerance = Number("--tolerance", "Relative width of the bracket", 0.005);
    private static readonly Option<double> AmplitudeMax = Number("--amplitude-max-ma", "Largest amplitude tried", 25.5);
    private static readonly Option<double?> Window = new("--window-ms")
    { Description = "Simulated time; long enough for the spike to travel when left out", HelpName = "X" };
    private static readonly Option<int> Spikes =
        new("--spikes") { Description = "Spikes that count as firing", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Mode = Word("--mode", "Arithmetic and time stepping", FibreStudy.Modes.Keys, "neuron");
    private static readonly Option<bool> Scan = new("--scan")
    { Description = "Walk the amplitude axis, take the lowest threshold and say whether there are others" };

    /// <summary>What describes the fibre alone.</summary>
    public static IReadOnlyList<Option> OfFibre => [Model, Diameter, Nodes, Length, Temperature, Branches];

    /// <summary>What imposes the potential.</summary>
    public static IReadOnlyList<Option> OfSource => [Distance, Along, Conductivity, Axial, Polarity, Potentials, Table];

    /// <summary>The pulse.</summary>
    public static IReadOnlyList<Option> OfPulse =>
        [Waveform, Width, Gap, Ratio, TimeConstant, Frequency, Duration, Pulses, Rate];

    /// <summary>How thresholds are searched.</summary>
    public static IReadOnlyList<Option> OfSearch => [Step, Tolerance, AmplitudeMax, Window, Spikes, Mode, Scan];

    /// <summary>The time step alone.</summary>
    public static Option OfStep => Step;

    /// <summary>The fibre alone, for a command that has no other options.</summary>
    public static FibreStudy ReadFibre(ParseResult parsed)
    {
        var study = WithFibre(new FibreStudy(), parsed);
        return study.Refusal() is { } refusal ? throw new WrongInputException(refusal) : study;
    }

    /// <summary>The fibres: the rows of the table, those of the potentials, or one.</summary>
    public static List<FibreStudy> ReadStudies(ParseResult parsed)
    {
        var usual = WithFibre(new FibreStudy(), parsed) with
        {
            DistanceMm = parsed.GetValue(Distance),
            AlongMm = parsed.GetValue(Along),
            ConductivitySM = parsed.GetValue(Conductivity),
            AxialConductivitySM = parsed.GetValue(Axial),
            Polarity = parsed.GetValue(Polarity)!,
            Waveform = parsed.GetValue(Waveform)!,
            FromFile = WaveformFile.IsFile(parsed.GetValue(Waveform)!) ? WaveformFile.Read(parsed.GetValue(Waveform)!) : null,
            PulseWidthUs = parsed.GetValue(Width),
            InterphaseGapUs = parsed.GetValue(Gap),
            PhaseRatio = parsed.GetValue(Ratio),
            TimeConstantUs = parsed.GetValue(TimeConstant),
            FrequencyHz = parsed.GetValue(Frequency),
            DurationMs = parsed.GetValue(Duration),
            Pulses = parsed.GetValue(Pulses),
            RateHz = parsed.GetValue(Rate),
        };
        if (usual.Refusal() is { } refusal)
            throw new WrongInputException(refusal);
        var (table, potentials) = (parsed.GetValue(Table), parsed.GetValue(Potentials));
        if (table is null)
            return potentials is null
                ? [usual]
                : [.. PotentialFile.Read(potentials).Select(profile => usual with { Potentials = profile })];
        if (potentials is null)
            return FibreTable.Read(table, usual);
        var profiles = PotentialFile.Read(potentials);
        return profiles.Count == 1
            ? FibreTable.Read(table, usual with { Potentials = profiles[0] })
            : throw new WrongInputException($"{potentials}:1:1: the file has {profiles.Count} fibres; allowed is 1 beside --table.");
    }

    /// <summary>The search for these fibres; with no window given it is long enough for the slowest of them.</summary>
    public static ThresholdOptions ReadSearch(ParseResult parsed, IReadOnlyList<FibreStudy> studies)
    {
        var window = parsed.GetValue(Window) is { } given
            ? Bounded("--window-ms", "study_window_ms", given) * 1e-3
            : studies.Max(study => study.WindowSuggestion());
        var options = new ThresholdOptions(
            Step: ReadStep(parsed),
            Tolerance: Bounded("--tolerance", "threshold_tolerance", parsed.GetValue(Tolerance)),
            AmplitudeMax: Bounded("--amplitude-max-ma", "study_amplitude_max_ma", parsed.GetValue(AmplitudeMax)) * 1e-3,
            Window: window,
            Spikes: (int)Bounded("--spikes", "study_spikes", parsed.GetValue(Spikes)),
            Mode: FibreStudy.Modes.TryGetValue(parsed.GetValue(Mode)!, out var mode)
                ? mode
                : throw new WrongInputException(
                    $"--mode is {parsed.GetValue(Mode)}; allowed is {string.Join(", ", FibreStudy.Modes.Keys)}."),
            Scan: parsed.GetValue(Scan));
        foreach (var study in studies)
            study.CheckSearch(options);
        return options;
    }

    private static FibreStudy WithFibre(FibreStudy study, ParseResult parsed) => study with
    {
        Model = parsed.GetValue(Model)!,
        DiameterUm = parsed.GetValue(Diameter),
        Nodes = parsed.GetValue(Nodes),
        LengthMm = parsed.GetValue(Length),
        TemperatureC = parsed.GetValue(Temperature),
        Branches = parsed.GetValue(Branches) is { } text ? [.. text.Split(',').Select(ReadBranch)] : [],
    };

    private static FibreBranch ReadBranch(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var node)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var diameter)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var internodes)
            ? new FibreBranch(node, Bounded("--branches", "fibre_diameter_um", diameter) * 1e-6, internodes)
            : throw new WrongInputException($"--branches holds {text}; allowed is NODE:DIAMETER_UM:INTERNODES, as in 20:5.7:8.");
    }

    public static double ReadStep(ParseResult parsed) => Bounded("--step-us", "time_step_us", parsed.GetValue(Step)) * 1e-6;

    /// <summary>Thresholds in place of the numbers that a command would print when no fibre fired at all.</summary>
    public static void RefuseIfNoneFired(IReadOnlyList<ThresholdResult> results, ThresholdOptions options)
    {
        if (results.All(result => result.Status != ThresholdStatus.Found))
            throw new WrongInputException(FormattableString.Invariant(
                $"--amplitude-max-ma is {options.AmplitudeMax * 1e3:G6}, and no amplitude up to it made a fibre fire; allowed is ")
                + $"{Limits.Of("study_amplitude_max_ma").Range}.");
    }

    public static double Bounded(string option, string limit, double value)
    {
        var row = Limits.Of(limit);
        return row.Accepts(value)
            ? value
            : throw new WrongInputException(FormattableString.Invariant($"{option} is {value}; allowed is {row.Range}."));
    }

    public static Option<double> Number(string name, string description, double usual) =>
        new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => usual };

    private static Option<string> Word(string name, string description, IEnumerable<string> words, string usual) =>
        new(name) { Description = $"{description}: {string.Join(", ", words)}", HelpName = "WORD", DefaultValueFactory = _ => usual };
}
