using System.CommandLine;
using Epidura.Cli.Studies;
using Epidura.Fibers;
using Epidura.Fibers.Protocols;
using Epidura.Stimulation;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Cli.Commands;

/// <summary>The protocols that <c>fibre</c> offers.</summary>
internal static class FibreProtocols
{
    private static readonly Option<string> Widths = List("--widths-us", "Pulse widths, rising", "30,60,100,200,300,500,1000");
    private static readonly Option<string> Strengths = List("--strengths", "Amplitudes as multiples of the threshold", "1.1,1.5,3");
    private static readonly Option<string> Intervals =
        List("--intervals-ms", "From one pulse to the other, rising", "0.5,0.7,0.9,1.1,1.3,1.6,2,3,5,10,20");
    private static readonly Option<double> AmplitudeMin = FibreOptions.Number("--amplitude-min-ma", "Weakest amplitude of the scan", 0.05);
    private static readonly Option<int> ScanPoints =
        new("--scan-points") { Description = "Amplitudes of the scan", HelpName = "N", DefaultValueFactory = _ => 16 };

    private static readonly IReadOnlyList<Option> Everything =
        [.. FibreOptions.OfFibre, .. FibreOptions.OfSource, .. FibreOptions.OfPulse, .. FibreOptions.OfSearch];

    public static IReadOnlyList<FibreProtocol> All { get; } =
    [
        new("positions", "Where potentials are wanted: the middle of every compartment, from the middle node", "placing compartments",
            "--diameter-um 10 --nodes 51 --out positions.npy", FibreOptions.OfFibre, Positions),
        new("velocity", "Speed of a spike along the fibre", "measuring the velocity",
            "--diameter-um 10 --nodes 41 --step-us 1", [.. FibreOptions.OfFibre, FibreOptions.OfStep], Velocity),
        new("strength-duration", "Threshold against pulse width, with Weiss's and Lapicque's numbers", "searching thresholds",
            "--diameter-um 8.7 --distance-mm 3 --amplitude-max-ma 100", [.. Everything, Widths], StrengthDurationOf),
        new("recruitment", "Share of a bundle that fires at each amplitude", "searching thresholds",
            "--potentials bundle.npy --diameter-um 10", Everything, RecruitmentOf),
        new("entrainment", "Which pulses of a train the fibre follows", "following trains",
            "--pulses 20 --rate-hz 1000 --strengths 1.1,1.5,3", [.. Everything, Strengths], Entrainment),
        new("recovery", "Threshold of a second pulse after a spike: refractory periods", "searching thresholds",
            "--pulse-width-us 100", [.. Everything, Intervals], Recovery),
        new("burst", "Threshold of every number of spikes in a burst, and where crossings get lost", "searching thresholds",
            "--pulse-width-us 1000 --pulses 5 --rate-hz 500", [.. Everything, Strengths], Burst),
        new("block", "Smallest amplitude at which a lasting waveform blocks conduction", "testing for block",
            "--waveform sinusoid --frequency-hz 10000 --duration-ms 20 --distance-mm 1 --nodes 41 --step-us 2 --amplitude-max-ma 5",
            [.. Everything, AmplitudeMin, ScanPoints], Block),
    ];

    private static StudyReport Positions(FibreProtocolCall call)
    {
        var study = FibreOptions.ReadFibre(call.Parsed);
        var geometry = study.Geometry();
        var middle = FibreStudy.MiddleOf(geometry);
        var nodes = Enumerable.Range(0, geometry.Nodes).Select(geometry.CompartmentOfNode).ToHashSet();
        var table = new StudyTable("compartment", "is_node", "position_mm");
        for (var i = 0; i < geometry.Compartments; i++)
            table.Add(i, nodes.Contains(i), (geometry.ArcPositions[i] - middle) * 1e3);
        return new StudyReport([("compartments", geometry.Compartments), ("length_mm", geometry.Length * 1e3)], table);
    }

    private static StudyReport Velocity(FibreProtocolCall call)
    {
        var study = FibreOptions.ReadFibre(call.Parsed);
        var geometry = study.Geometry();
        if (geometry.Nodes < 9)
            throw new WrongInputException($"--nodes is {geometry.Nodes}; allowed is 9 or more for a velocity.");
        var step = FibreOptions.ReadStep(call.Parsed);
        var speed = ConductionVelocity.Measure([geometry], step, call.Threads, call.Cancellation)[0];
        return new StudyReport(
            [("velocity_m_per_s", speed), ("step_us", step * 1e6)],
            new StudyTable(),
            double.IsNaN(speed) ? "no spike passed: the fibre does not conduct at this temperature or is too short" : null);
    }

    private static StudyReport StrengthDurationOf(FibreProtocolCall call)
    {
        var (study, options) = call.ReadOne();
        if (study.FromFile is not null)
            throw new WrongInputException($"--waveform is {study.Waveform}; allowed is a named shape, whose width can be changed.");
        double[] widths = [.. call.Numbers(Widths, "study_pulse_width_us").Select(width => width * 1e-6)];
        for (var i = 1; i < widths.Length; i++)
            if (!(widths[i] > widths[i - 1]))
                throw new WrongInputException($"{Widths.Name} does not rise at number {i + 1}; allowed are rising widths.");
        FibreStudy[] shapes = [.. widths.Select(width => study with { PulseWidthUs = width * 1e6 })];
        foreach (var shape in shapes)
            shape.CheckSearch(options);
        var window = Math.Max(options.Window, shapes.Max(shape => shape.WindowSuggestion()));
        var curve = StrengthDuration.Measure(
            study.Case(), widths, options with { Window = window }, call.Threads,
            width => (study with { PulseWidthUs = width * 1e6 }).Pulse(), call.Progress, call.Cancellation);
        FibreOptions.RefuseIfNoneFired(curve.Thresholds, options);
        var table = new StudyTable("pulse_width_us", "lower_ma", "upper_ma", "threshold_ma");
        foreach (var (width, result) in widths.Zip(curve.Thresholds))
            table.Add(width * 1e6, result.Lower * 1e3, result.Upper * 1e3, result.Threshold * 1e3);
        return new StudyReport(
            [
                ("weiss_rheobase_ma", curve.Weiss?.Rheobase * 1e3), ("weiss_chronaxie_us", curve.Weiss?.Chronaxie * 1e6),
                ("weiss_misfit_max", curve.Weiss?.MisfitMax), ("lapicque_rheobase_ma", curve.Lapicque?.Rheobase * 1e3),
                ("lapicque_chronaxie_us", curve.Lapicque?.Chronaxie * 1e6), ("lapicque_misfit_max", curve.Lapicque?.MisfitMax),
                ("direct_chronaxie_us", curve.DirectChronaxie * 1e6),
            ],
            table);
    }

    private static StudyReport RecruitmentOf(FibreProtocolCall call)
    {
        var (studies, options) = call.ReadAll();
        var pulse = studies[0].Pulse();
        if (studies.FirstOrDefault(study => study.Pulse() != pulse) is { } other)
            throw new WrongInputException(
                $"the fibres have the pulses {studies[0].PulseInWords()} and {other.PulseInWords()}; allowed is one.");
        var curve = Recruitment.Measure(
            [.. studies.Select(study => study.Case())], pulse, options, call.Threads, null, call.Progress, call.Cancellation);
        FibreOptions.RefuseIfNoneFired(curve.Thresholds, options);
        var table = new StudyTable("amplitude_ma", "share");
        for (var i = 0; i < curve.Amplitudes.Count; i++)
            table.Add(curve.Amplitudes[i] * 1e3, curve.Shares[i]);
        return new StudyReport(
            [
                ("fibres", studies.Count), ("amplitude_at_10_percent_ma", curve.AmplitudeAt(0.1) * 1e3),
                ("amplitude_at_50_percent_ma", curve.AmplitudeAt(0.5) * 1e3), ("amplitude_at_90_percent_ma", curve.AmplitudeAt(0.9) * 1e3),
            ],
            table,
            curve.Thresholds.Any(result => result.AtCutEnd) ? "some spikes began at an end of their fibre: take more nodes" : null);
    }

    private static StudyReport Entrainment(FibreProtocolCall call)
    {
        var (study, options) = call.ReadOne();
        var fibre = study.Case();
        var threshold = ThresholdOf(study, fibre, options, call);
        var strengths = call.Numbers(Strengths, "study_strength");
        var trains = TrainFollowing.Measure(
            fibre, study.Train(), [.. strengths.Select(s => s * threshold)], options.Step, call.Threads, null, call.Cancellation);
        var table = new StudyTable(
            "strength", "amplitude_ma", "spikes", "followed_share", "steady_ratio", "latency_ms", "spike_rate_hz", "entrainment_ratio");
        foreach (var (strength, train) in strengths.Zip(trains))
            table.Add(
                strength, train.Amplitude * 1e3, train.SpikeTimes.Count, train.FollowedShare, train.SteadyRatio, train.Latency * 1e3,
                train.SpikeRate, train.EntrainmentRatio);
        return new StudyReport(
            [("threshold_of_one_pulse_ma", threshold * 1e3), ("pulses", study.Pulses), ("rate_hz", study.RateHz)], table);
    }

    private static StudyReport Recovery(FibreProtocolCall call)
    {
        var (study, options) = call.ReadOne();
        if (options.Mode != SolverMode.Neuron)
            throw new WrongInputException($"--mode is {options.Mode.ToString().ToLowerInvariant()}; allowed is neuron for two pulses.");
        var unit = study.Unit();
        double[] intervals = [.. call.Numbers(Intervals, "study_duration_ms").Select(interval => interval * 1e-3)];
        for (var i = 0; i < intervals.Length; i++)
            if (!(intervals[i] >= unit.Duration * (1 - 1e-9) && (i == 0 || intervals[i] > intervals[i - 1])))
                throw new WrongInputException(FormattableString.Invariant(
                    $"{Intervals.Name} holds {intervals[i] * 1e3:G6}; allowed are rising intervals from {unit.Duration * 1e3:G6} ms on."));
        var curve = RefractoryPeriod.Measure(
            study.Case(), unit, intervals, options, call.Threads, progress: call.Progress, cancellation: call.Cancellation);
        RefuseSilence(curve.RestingThreshold, options);
        var table = new StudyTable("interval_ms", "threshold_ratio");
        for (var i = 0; i < intervals.Length; i++)
            table.Add(intervals[i] * 1e3, curve.Ratios[i]);
        return new StudyReport(
            [
                ("resting_threshold_ma", curve.RestingThreshold * 1e3), ("absolute_refractory_ms", curve.Absolute * 1e3),
                ("relative_refractory_ms", curve.Relative * 1e3),
            ],
            table);
    }

    private static StudyReport Burst(FibreProtocolCall call)
    {
        var (study, options) = call.ReadOne();
        var fibre = study.Case();
        var strengths = call.Numbers(Strengths, "study_strength");
        var threshold = ThresholdOf(study, fibre, options, call);
        var statistics = BurstResponse.Measure(
            fibre, study.Pulse(), Math.Clamp(study.Pulses, 1, 100), [.. strengths.Select(s => s * threshold)], options, call.Threads,
            call.Progress, call.Cancellation);
        RefuseSilence(statistics.SpikeThresholds[0], options);
        var table = new StudyTable("strength", "amplitude_ma", "crossings_at_origin", "lost", "interval_variation", "spikes");
        foreach (var (strength, crossings) in strengths.Zip(statistics.Crossings))
            table.Add(
                strength, crossings.Amplitude * 1e3, crossings.LocalTimes.Count, crossings.Lost, crossings.IntervalVariation,
                crossings.PropagatedTimes.Count);
        return new StudyReport(
            [
                ("threshold_of_one_pulse_ma", threshold * 1e3),
                .. statistics.SpikeThresholds.Select((amplitude, k) => ($"threshold_of_{k + 1}_spikes_ma", (double?)(amplitude * 1e3))),
            ],
            table);
    }

    private static StudyReport Block(FibreProtocolCall call)
    {
        var (study, options) = call.ReadOne();
        var fibre = study.Case();
        var nodes = fibre.Geometry.Nodes;
        if (nodes < 13)
            throw new WrongInputException($"--nodes is {nodes}; allowed is 13 or more for a block.");
        var pulse = study.Pulse();
        var min = FibreOptions.Bounded(AmplitudeMin.Name, "study_amplitude_max_ma", call.Parsed.GetValue(AmplitudeMin)) * 1e-3;
        if (!(min < options.AmplitudeMax))
            throw new WrongInputException(FormattableString.Invariant(
                $"{AmplitudeMin.Name} is {min * 1e3:G6}; allowed is less than --amplitude-max-ma, {options.AmplitudeMax * 1e3:G6}."));
        var block = new BlockOptions(
            Math.Max(3, nodes / 12), nodes - 1 - Math.Max(3, nodes / 12), [.. ((double[])[0.5, 0.65, 0.8]).Select(t => t * pulse.Duration)],
            0.5 * pulse.Duration, pulse.Duration, min, options.AmplitudeMax,
            ScanPoints: Math.Clamp(call.Parsed.GetValue(ScanPoints), 2, 200), Step: options.Step, Tolerance: options.Tolerance);
        var threshold = BlockThreshold.Find(fibre, pulse, block, call.Threads, call.Cancellation);
        if (double.IsNaN(threshold))
            throw new WrongInputException(FormattableString.Invariant(
                $"no amplitude from {min * 1e3:G6} to {options.AmplitudeMax * 1e3:G6} mA is a step from conduction to block; allowed is a ")
                + $"range of {AmplitudeMin.Name} and --amplitude-max-ma that holds one.");
        return new StudyReport(
            [("block_threshold_ma", threshold * 1e3), ("step_us", options.Step * 1e6)],
            new StudyTable(),
            "block under kHz currents is not converged at usual steps; compare at equal steps only");
    }

    private static double ThresholdOf(FibreStudy study, FibreCase fibre, ThresholdOptions options, FibreProtocolCall call)
    {
        var result = ThresholdSearch.Find([fibre], study.Unit(), options, call.Threads, null, call.Cancellation)[0];
        FibreOptions.RefuseIfNoneFired([result], options);
        return result.Threshold;
    }

    private static void RefuseSilence(double threshold, ThresholdOptions options)
    {
        if (double.IsInfinity(threshold))
            throw new WrongInputException(FormattableString.Invariant(
                $"--amplitude-max-ma is {options.AmplitudeMax * 1e3:G6}, and no amplitude up to it made a fibre fire; allowed is ")
                + $"{Limits.Of("study_amplitude_max_ma").Range}.");
    }

    private static Option<string> List(string name, string description, string usual) =>
        new(name) { Description = description, HelpName = "X,X", DefaultValueFactory = _ => usual };
}
