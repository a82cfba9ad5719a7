using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Protocols;

/// <summary>Crossings of the spike threshold during one burst at one amplitude.</summary>
/// <param name="Amplitude">A.</param>
/// <param name="LocalTimes">Crossings where the spikes begin, s.</param>
/// <param name="PropagatedTimes">Crossings at the detection node, s.</param>
public sealed record BurstCrossings(double Amplitude, IReadOnlyList<double> LocalTimes, IReadOnlyList<double> PropagatedTimes)
{
    /// <summary>Crossings that stayed where they began.</summary>
    public int Lost => Math.Max(0, LocalTimes.Count - PropagatedTimes.Count);

    /// <summary>Mean of the intervals between propagated spikes, s; NaN under two.</summary>
    public double IntervalMean => PropagatedTimes.Count < 2
        ? double.NaN
        : (PropagatedTimes[^1] - PropagatedTimes[0]) / (PropagatedTimes.Count - 1);

    /// <summary>Standard deviation of those intervals over their mean; NaN under three spikes.</summary>
    public double IntervalVariation
    {
        get
        {
            if (PropagatedTimes.Count < 3)
                return double.NaN;
            double[] intervals = [.. PropagatedTimes.Skip(1).Zip(PropagatedTimes, (later, earlier) => later - earlier)];
            var mean = intervals.Average();
            return Math.Sqrt(intervals.Average(i => (i - mean) * (i - mean))) / mean;
        }
    }
}

/// <summary>How a fibre answers a burst.</summary>
/// <param name="SpikeThresholds">Element k is the threshold for k + 1 spikes, A; +infinity above the largest amplitude tried.</param>
/// <param name="OriginNode">Node where the first spike begins at threshold; -1 when none was found.</param>
/// <param name="Crossings">One per amplitude asked for.</param>
public sealed record BurstStatistics(
    IReadOnlyList<double> SpikeThresholds, int OriginNode, IReadOnlyList<BurstCrossings> Crossings);

/// <summary>Threshold crossings of bursts: how many spikes from which amplitude on, and where they get lost.</summary>
/// <remarks>Checked by TrainTests.</remarks>
public static class BurstResponse
{
    /// <summary>Searches the threshold of every number of spikes and counts crossings at the amplitudes given.</summary>
    /// <param name="fibre">The fibre and its potential per ampere.</param>
    /// <param name="burst">Any waveform; pulses of 1 ms at 500 Hz are customary.</param>
    /// <param name="spikesMax">Largest number of spikes to search for; 1 to 100.</param>
    /// <param name="amplitudes">A.</param>
    /// <param name="options">Step, tolerance, largest amplitude and detection.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction of the thresholds done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    public static BurstStatistics Measure(
        FibreCase fibre,
        Waveform burst,
        int spikesMax,
        IReadOnlyList<double> amplitudes,
        ThresholdOptions options,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibre);
        ArgumentNullException.ThrowIfNull(burst);
        ArgumentNullException.ThrowIfNull(amplitudes);
        ArgumentOutOfRangeException.ThrowIfLessThan(spikesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spikesMax, 100);
        var window = Math.Max(options.Window, burst.Duration + 1e-3 + fibre.Geometry.TravelTimeBound);
        var found = new ThresholdResult[spikesMax];
        for (var k = 0; k < spikesMax; k++)
        {
            var start = k > 0 && found[k - 1].Status == ThresholdStatus.Found ? found[k - 1].Threshold : double.NaN;
            var wanted = options with { Spikes = k + 1, Window = window };
            found[k] = ThresholdSearch.Find([fibre], burst, wanted, [start], threads, null, cancellation)[0];
            progress?.Report((k + 1.0) / spikesMax);
        }

        var origin = found[0].InitiationNode;
        return new BurstStatistics(
            [.. found.Select(result => result.Threshold)],
            origin,
            Crossings(fibre, burst, amplitudes, options with { Window = window }, origin, threads, cancellation));
    }

    private static BurstCrossings[] Crossings(
        FibreCase fibre,
        Waveform burst,
        IReadOnlyList<double> amplitudes,
        ThresholdOptions options,
        int origin,
        int threads,
        CancellationToken cancellation)
    {
        var rest = FibreRest.Of(fibre.Geometry);
        var samples = burst.Sample(options.Step);
        var detection = (ThresholdSearch.Detection(fibre.Geometry, options).First, origin);
        var runs = amplitudes.Select(amplitude => new SingleRun(
            fibre.Geometry,
            () => LoweredFibre.Create(fibre.Geometry, options.Step, rest, fibre.UnitPotential),
            new LaneRun
            {
                FieldAmplitude = amplitude,
                FieldSamples = samples,
                Steps = Math.Max((int)Math.Round(options.Window / options.Step), samples.Length),
                Detection = detection,
                DetectionVoltage = options.DetectionVoltage,
            })).ToArray();
        LanePool.Run(runs, threads, null, cancellation);
        return [.. runs.Select((run, i) => new BurstCrossings(amplitudes[i], run.Outcome!.Second, run.Outcome.First))];
    }
}
