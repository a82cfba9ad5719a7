using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Sources;

/// <summary>Thresholds and spike times under several sources with different waveforms at once.</summary>
/// <remarks>Potentials of sources add, so every step mixes them anew where a current changed: docs/science/protocols.md.
/// Checked by SourceTests.</remarks>
public static class SourceThreshold
{
    /// <summary>Smallest amplitude, common to all sources that are not fixed, at which each fibre carries a spike away.</summary>
    /// <param name="fibres">Fibres with their sources; models and node counts may be mixed freely.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction of the fibres done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>One result per fibre, in order; <see cref="ThresholdStatus.FiresAtZero"/> with threshold 0 where the fixed sources alone
    /// fire.</returns>
    /// <exception cref="ArgumentException">A fibre has no source that is searched, lengths differ or a potential is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option, an amplitude or a delay is out of its range.</exception>
    public static ThresholdResult[] Find(
        IReadOnlyList<SourcedFibre> fibres,
        ThresholdOptions options,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        ThresholdSearch.Check(options);
        foreach (var fibre in fibres)
            if (fibre.Sources.Count > 0 && fibre.Sources.All(source => source.IsFixed))
                throw new ArgumentException("A fibre has only fixed sources: no amplitude is left to search.", nameof(fibres));
        if (options.Mode != SolverMode.Reference)
            return Search(fibres, [.. fibres.Select(_ => options)], threads, progress, cancellation);

        var grids = fibres.Select(fibre => ReferenceGrid.Of(Shapes(fibre), options.Step)).ToArray();
        var results = Search(
            fibres, [.. grids.Select(grid => ReferenceSearch.Coarse(options, grid))], threads,
            ThresholdSearch.Part(progress, 0, ThresholdSearch.CoarseShare), cancellation);
        int[] found = [.. Enumerable.Range(0, results.Length).Where(i => results[i].Status == ThresholdStatus.Found)];
        var fine = Search(
            [.. found.Select(i => fibres[i])],
            [.. found.Select(i => ReferenceSearch.Fine(options, grids[i]) with { StartGuess = ReferenceSearch.Start(results[i]) })],
            threads,
            ThresholdSearch.Part(progress, ThresholdSearch.CoarseShare, 1),
            cancellation);
        for (var i = 0; i < found.Length; i++)
            results[found[i]] = ReferenceSearch.Join(results[found[i]], fine[i], grids[found[i]]);
        return results;
    }

    /// <summary>Spike times at the detection node nearer the far end, at one amplitude.</summary>
    /// <param name="fibres">Fibres with their sources.</param>
    /// <param name="amplitude">Common amplitude of the sources that are not fixed, A.</param>
    /// <param name="options">Step, window and detection; tolerance and bounds are not used.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>Per fibre the ends of the steps in which the node crossed upwards, s, rising.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a potential is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option, an amplitude or a delay is out of its range.</exception>
    public static double[][] SpikeTimes(
        IReadOnlyList<SourcedFibre> fibres,
        double amplitude,
        ThresholdOptions options,
        int threads,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        ThresholdSearch.Check(options);
        if (!double.IsFinite(amplitude))
            throw new ArgumentOutOfRangeException(nameof(amplitude), amplitude, "The amplitude must be finite, A.");
        var rests = new RestStates();
        var runs = fibres.Select(fibre => new Lowered(fibre, Whole(fibre, options), rests.Of(fibre.Geometry)).Single(amplitude)).ToArray();
        LanePool.Run(runs, threads, null, cancellation);
        return
        [
            .. runs.Zip(fibres, (run, fibre) =>
            {
                var step = Whole(fibre, options).Step;
                var zero = options.Mode == SolverMode.Reference ? -0.5 * step : 0;
                return run.Outcome!.FirstSteps.Select(at => ((at + 1) * step) + zero).ToArray();
            }),
        ];
    }

    /// <summary>No early end, and in mode reference a step that fits the edges.</summary>
    private static ThresholdOptions Whole(SourcedFibre fibre, ThresholdOptions options) => options with
    {
        Spikes = int.MaxValue,
        Step = options.Mode == SolverMode.Reference ? ReferenceGrid.Of(Shapes(fibre), options.Step).Step : options.Step,
    };

    private static IReadOnlyList<(Waveform Waveform, double Delay)> Shapes(SourcedFibre fibre) =>
        [.. fibre.Sources.Select(source => (source.Waveform, source.Delay))];

    private static ThresholdResult[] Search(
        IReadOnlyList<SourcedFibre> fibres,
        ThresholdOptions[] options,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var rests = new RestStates();
        var lowered = fibres.Select((fibre, i) => new Lowered(fibre, options[i], rests.Of(fibre.Geometry))).ToArray();
        var fixedRuns = lowered.Select(fibre => fibre.HasFixed ? fibre.Single(0) : null).ToArray();
        LanePool.Run([.. fixedRuns.OfType<SingleRun>()], threads, null, cancellation);
        var tasks = new ThresholdTask?[fibres.Count];
        for (var i = 0; i < tasks.Length; i++)
            if (!(fixedRuns[i]?.Outcome!.Spikes >= options[i].Spikes))
                tasks[i] = lowered[i].Search();
        var done = tasks.Count(task => task is null);
        LanePool.Run(
            [.. tasks.OfType<ThresholdTask>()],
            threads,
            () => progress?.Report(Interlocked.Increment(ref done) / (double)tasks.Length),
            cancellation);
        return [.. tasks.Select((task, i) => task?.Result ?? new ThresholdResult(
            ThresholdStatus.FiresAtZero, 0, 0, 0, options[i].Step, -1, double.NaN, false, options[i].Mode))];
    }

    /// <summary>A fibre with its sources as samples.</summary>
    private sealed class Lowered
    {
        private readonly SourcedFibre _fibre;
        private readonly ThresholdOptions _options;
        private readonly FibreRest _rest;
        private readonly double[][] _samples;
        private readonly int _steps;
        private readonly int _quietFrom;

        public Lowered(SourcedFibre fibre, ThresholdOptions options, FibreRest rest)
        {
            ArgumentOutOfRangeException.ThrowIfZero(fibre.Sources.Count, nameof(fibre));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(fibre.Sources.Count, LaneSlot.SourcesMax, nameof(fibre));
            LoweredFibre.CheckMode(fibre.Geometry, options.Mode);
            (_fibre, _options, _rest) = (fibre, options, rest);
            _samples = [.. fibre.Sources.Select(Sample)];
            _steps = Math.Max((int)Math.Round(options.Window / options.Step), _samples.Max(samples => samples.Length));
            _quietFrom = _samples.Max(ThresholdSearch.QuietFrom);
        }

        public bool HasFixed => _fibre.Sources.Any(source => source.IsFixed && source.Amplitude != 0);

        public SingleRun Single(double amplitude) => new(_fibre.Geometry, Lower, RunAt(amplitude));

        public ThresholdTask Search() => new(
            _fibre.Geometry, Lower, RunAt, Guess(), _options.FirstFactor, _options.Tolerance, _options.AmplitudeMax, _options.Spikes)
        {
            Mode = _options.Mode,
            Scanner = _options.Scans
                ? new AmplitudeScanner(_options.ScanFactor, _options.ScanRange, _options.AmplitudeMax)
                : null,
        };

        private double[] Sample(FibreSource source)
        {
            LoweredFibre.Check(_fibre.Geometry, _options.Step, source.UnitPotential);
            ThresholdSearch.CheckPulse(source.Waveform, _options.Step);
            if (!double.IsFinite(source.Amplitude))
                throw new ArgumentOutOfRangeException(nameof(source), source.Amplitude, "The amplitude of a source must be finite.");
            if (!(source.Delay >= 0 && source.Delay <= 10))
                throw new ArgumentOutOfRangeException(nameof(source), source.Delay, "The delay of a source must be 0 to 10 s.");
            var samples = _options.Mode == SolverMode.Reference
                ? StepAverages.Of(source.Waveform, _options.Step)
                : source.Waveform.Sample(_options.Step);
            return [.. new double[(int)Math.Round(source.Delay / _options.Step)], .. samples];
        }

        private LoweredFibre Lower() => LoweredFibre.CreateMixed(
            _fibre.Geometry, _options.Step, _rest, _fibre.Sources.Select(source => source.UnitPotential), _options.Mode);

        private LaneRun RunAt(double amplitude) => new()
        {
            Sources =
            [
                .. _fibre.Sources.Select((source, k) =>
                    new SourceDrive(source.IsFixed ? source.Amplitude : source.Amplitude * amplitude, _samples[k])),
            ],
            Steps = _steps,
            Detection = ThresholdSearch.Detection(_fibre.Geometry, _options),
            DetectionVoltage = _options.DetectionVoltage,
            SpikesNeeded = _options.Spikes,
            QuietFrom = _quietFrom,
        };

        /// <summary>The strongest source alone; only the number of runs depends on it.</summary>
        private double Guess()
        {
            if (_options.StartGuess is { } given)
                return given;
            var guess = double.PositiveInfinity;
            for (var k = 0; k < _samples.Length; k++)
            {
                var source = _fibre.Sources[k];
                if (source.IsFixed || source.Amplitude == 0)
                    continue;
                double[] scaled = [.. source.UnitPotential.Select(value => value * source.Amplitude)];
                guess = Math.Min(guess, ThresholdSearch.Guess(_fibre.Geometry, scaled, _samples[k], _options.Step));
            }

            return guess;
        }
    }
}
