using Epidura.Fibers.Runs;
using Epidura.Fibers.Unmyelinated;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers;

/// <summary>Finds the smallest amplitude at which each fibre carries a spike away, by bracketing and bisection on the full cable.</summary>
/// <remarks>Method and accuracy: docs/science/cable.md. Checked by FibreReferenceTests and ThresholdSearchTests.</remarks>
public static class ThresholdSearch
{
    // From bipoles at 2 to 6 mm and widths of 40 us to 1 ms; only the number of runs depends on them, not the result's tolerance.
    private const double GuessCurvature = 1.0e-3;
    private const double GuessChronaxie = 0.47e-3;

    /// <summary>Where the rest of a waveform is this small against its largest value, it is a tail that cannot fire a quiet one.</summary>
    private const double TailShare = 0.02;

    /// <summary>Share of the coarse search in the work of the reference mode.</summary>
    internal const double CoarseShare = 0.55;

    /// <summary>Searches many fibres; diameters, models and node counts may be mixed freely.</summary>
    /// <param name="cases">Fibres and their potentials, V/A.</param>
    /// <param name="waveform">Relative current; its first phase is +1.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction of the fibres done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>One result per case, in order.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a potential is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ThresholdResult[] Find(
        IReadOnlyList<FibreCase> cases,
        Waveform waveform,
        ThresholdOptions options,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        Find(cases, waveform, options, null, threads, progress, cancellation);

    /// <summary>Searches many fibres from starts of their own, such as their thresholds in a similar field.</summary>
    /// <param name="cases">Fibres and their potentials, V/A.</param>
    /// <param name="waveform">Relative current; its first phase is +1.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="starts">First amplitude of each fibre, A; infinite or NaN ones are estimated; null estimates all.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction of the fibres done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>One result per case, in order.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a potential is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ThresholdResult[] Find(
        IReadOnlyList<FibreCase> cases,
        Waveform waveform,
        ThresholdOptions options,
        IReadOnlyList<double>? starts,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(waveform);
        if (starts is not null && starts.Count != cases.Count)
            throw new ArgumentException($"{starts.Count} starts for {cases.Count} fibres.", nameof(starts));
        Check(options);
        CheckPulse(waveform, options.Step);
        if (options.Mode != SolverMode.Reference)
            return Search(cases, waveform, options, starts, threads, progress, cancellation);

        var grid = ReferenceGrid.Of(waveform, options.Step);
        var coarse = Search(
            cases, waveform, ReferenceSearch.Coarse(options, grid), starts, threads, Part(progress, 0, CoarseShare), cancellation);
        var found = Enumerable.Range(0, coarse.Length).Where(i => coarse[i].Status == ThresholdStatus.Found).ToArray();
        var fine = Search(
            [.. found.Select(i => cases[i])],
            waveform,
            ReferenceSearch.Fine(options, grid),
            [.. found.Select(i => ReferenceSearch.Start(coarse[i]))],
            threads,
            Part(progress, CoarseShare, 1),
            cancellation);
        for (var i = 0; i < found.Length; i++)
            coarse[found[i]] = ReferenceSearch.Join(coarse[found[i]], fine[i], grid);
        return coarse;
    }

    private static ThresholdResult[] Search(
        IReadOnlyList<FibreCase> cases,
        Waveform waveform,
        ThresholdOptions options,
        IReadOnlyList<double>? starts,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var samples = options.Mode == SolverMode.Reference ? StepAverages.Of(waveform, options.Step) : waveform.Sample(options.Step);
        var rests = new RestStates();
        var tasks = new ThresholdTask[cases.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            tasks[i] = Task(cases[i], samples, options, starts?[i], rests);
        }

        var done = 0;
        LanePool.Run(tasks, threads, () => progress?.Report(Interlocked.Increment(ref done) / (double)tasks.Length), cancellation);
        return [.. tasks.Select(task => task.Result!)];
    }

    /// <summary>Estimate of the threshold, A, from the largest second difference of the potential over the nodes.</summary>
    internal static double Guess(FibreGeometry geometry, double[] unitPotential, double[] samples, double step)
    {
        var strongest = 0.0;
        var (most, least) = (samples.Max(), samples.Min());
        var unmyelinated = UnmyelinatedTable.Find(geometry.Model);
        var (threshold, chronaxie) = unmyelinated is null ? (GuessCurvature, GuessChronaxie) : UnmyelinatedRow.Guess;
        var stride = unmyelinated?.NodesPerLengthConstant(geometry) ?? FibreGeometry.CompartmentsPerInternode;
        for (var at = stride; at < geometry.TrunkCompartments - stride; at += unmyelinated is null ? stride : 1)
        {
            var curvature = unitPotential[at - stride] - (2 * unitPotential[at]) + unitPotential[at + stride];
            strongest = Math.Max(strongest, Math.Max(curvature * most, curvature * least));
        }

        if (!(strongest > 0))
            return double.PositiveInfinity;
        var first = Array.FindIndex(samples, w => w != 0);
        var width = 0;
        while (first >= 0 && first + width < samples.Length && samples[first + width] * samples[first] > 0)
            width++;
        return threshold / strongest * (1 + (chronaxie / (Math.Max(1, width) * step)));
    }

    private static ThresholdTask Task(FibreCase fibreCase, double[] samples, ThresholdOptions options, double? givenStart, RestStates rests)
    {
        var geometry = fibreCase.Geometry;
        LoweredFibre.Check(geometry, options.Step, fibreCase.UnitPotential);
        LoweredFibre.CheckMode(geometry, options.Mode);
        var rest = rests.Of(geometry);
        var steps = Math.Max((int)Math.Round(options.Window / options.Step), samples.Length);
        var detection = Detection(geometry, options);
        var quietFrom = QuietFrom(samples);
        var given = givenStart is > 0 and < double.PositiveInfinity ? givenStart : options.StartGuess;
        var start = given ?? Guess(geometry, fibreCase.UnitPotential, samples, options.Step);
        return new ThresholdTask(
            geometry,
            () => LoweredFibre.Create(geometry, options.Step, rest, fibreCase.UnitPotential, options.Mode),
            amplitude => new LaneRun
            {
                FieldAmplitude = amplitude,
                FieldSamples = samples,
                Steps = steps,
                Detection = detection,
                DetectionVoltage = options.DetectionVoltage,
                SpikesNeeded = options.Spikes,
                QuietFrom = quietFrom,
            },
            start,
            options.FirstFactor,
            options.Tolerance,
            options.AmplitudeMax,
            options.Spikes)
        {
            Mode = options.Mode,
            Scanner = options.Scan ? new AmplitudeScanner(options.ScanFactor, options.ScanRange, options.AmplitudeMax) : null,
        };
    }

    /// <summary>Nodes where a spike counts as carried away.</summary>
    internal static (int First, int Second) Detection(FibreGeometry geometry, ThresholdOptions options)
    {
        var last = geometry.TrunkNodes - 1;
        var node = (int)Math.Floor((options.DetectionFraction * last) + 1e-9);
        return (node, options.BothEnds ? last - node : -1);
    }

    /// <summary>Step from which only a tail follows that cannot fire a quiet fibre.</summary>
    internal static int QuietFrom(double[] samples)
    {
        var largest = samples.Max(Math.Abs);
        return Array.FindLastIndex(samples, w => Math.Abs(w) > TailShare * largest) + 1;
    }

    internal static void Check(ThresholdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Within(options.Step, 1e-8, 1e-3, nameof(options.Step));
        Within(options.Tolerance, 1e-9, 1, nameof(options.Tolerance));
        Within(options.AmplitudeMax, 1e-12, 1e6, nameof(options.AmplitudeMax));
        Within(options.Window, options.Step, 10, nameof(options.Window));
        Within(options.DetectionFraction, 0.5, 1, nameof(options.DetectionFraction));
        Within(options.DetectionVoltage, -0.070, 0.040, nameof(options.DetectionVoltage));
        Within(options.Spikes, 1, 10_000, nameof(options.Spikes));
        Within(options.FirstFactor, 1.0001, 10, nameof(options.FirstFactor));
        Within(options.ScanFactor, 1.001, 10, nameof(options.ScanFactor));
        Within(options.ScanRange, 1, 1000, nameof(options.ScanRange));
        if (options.StartGuess is { } guess)
            Within(guess, 1e-15, 1e6, nameof(options.StartGuess));
    }

    internal static IProgress<double>? Part(IProgress<double>? progress, double from, double to) =>
        progress is null ? null : new StepReport(progress, from, to);

    /// <summary>A phase shorter than half a step would vanish, one a little longer be stretched: samples must be able to show it.</summary>
    internal static void CheckPulse(Waveform waveform, double step)
    {
        var phase = waveform switch
        {
            Waveform.Monophasic pulse => pulse.Width,
            Waveform.Biphasic pulse => pulse.Width * Math.Min(1, pulse.Ratio),
            Waveform.PassiveRecharge pulse => pulse.Width,
            Waveform.Sinusoid sine => Math.Min(sine.Length, 0.5 / sine.Frequency),
            Waveform.Steps steps => steps.ShortestInterval,
            Waveform.Train train => train.Unit.Duration,
            _ => waveform.Duration,
        };
        if (waveform is Waveform.Train { Unit: var unit })
            CheckPulse(unit, step);
        if (!(phase >= step * (1 - 1e-6)))
            throw new ArgumentException(FormattableString.Invariant(
                $"A phase of the pulse lasts {phase * 1e6:G6} µs, shorter than the time step of {step * 1e6:G6} µs."), nameof(waveform));
    }

    private static void Within(double value, double min, double max, string name)
    {
        if (!(value >= min && value <= max))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {min} to {max}.");
    }

    /// <summary>Progress of one of several searches.</summary>
    private sealed class StepReport(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
