using Epidura.Fibers.Runs;

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
        Check(options);
        var rests = new RestStates();
        var lowered = fibres.Select(fibre => new Lowered(fibre, options, rests.Of(fibre.Geometry))).ToArray();
        foreach (var fibre in fibres)
            if (fibre.Sources.All(source => source.IsFixed))
                throw new ArgumentException("A fibre has only fixed sources: no amplitude is left to search.", nameof(fibres));
        var fixedRuns = lowered.Select(fibre => fibre.HasFixed ? fibre.Single(0) : null).ToArray();
        LanePool.Run([.. fixedRuns.OfType<SingleRun>()], threads, null, cancellation);
        var tasks = new ThresholdTask?[fibres.Count];
        for (var i = 0; i < tasks.Length; i++)
            if (!(fixedRuns[i]?.Outcome!.Spikes >= options.Spikes))
                tasks[i] = lowered[i].Search();
        var done = tasks.Count(task => task is null);
        LanePool.Run(
            [.. tasks.OfType<ThresholdTask>()],
            threads,
            () => progress?.Report(Interlocked.Increment(ref done) / (double)tasks.Length),
            cancellation);
        return [.. tasks.Select((task, i) => task?.Result ?? new ThresholdResult(
            ThresholdStatus.FiresAtZero, 0, 0, 0, options.Step, -1, double.NaN, false, options.Mode))];
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
        Check(options);
        if (!double.IsFinite(amplitude))
            throw new ArgumentOutOfRangeException(nameof(amplitude), amplitude, "The amplitude must be finite, A.");
        var whole = options with { Spikes = int.MaxValue };
        var rests = new RestStates();
        var runs = fibres.Select(fibre => new Lowered(fibre, whole, rests.Of(fibre.Geometry)).Single(amplitude)).ToArray();
        LanePool.Run(runs, threads, null, cancellation);
        return [.. runs.Select(run => run.Outcome!.FirstSteps.Select(step => (step + 1) * options.Step).ToArray())];
    }

    private static void Check(ThresholdOptions options)
    {
        ThresholdSearch.Check(options);
        if (options.Mode != SolverMode.Neuron)
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Mode, "Several sources are carried in mode Neuron only.");
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
            return [.. new double[(int)Math.Round(source.Delay / _options.Step)], .. source.Waveform.Sample(_options.Step)];
        }

        private LoweredFibre Lower() => LoweredFibre.CreateMixed(
            _fibre.Geometry, _options.Step, _rest, _fibre.Sources.Select(source => source.UnitPotential));

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
