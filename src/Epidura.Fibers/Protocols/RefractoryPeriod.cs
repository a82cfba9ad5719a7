using Epidura.Fibers.Sources;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Protocols;

/// <summary>Excitability after a spike.</summary>
/// <param name="RestingThreshold">Threshold of a single pulse, A; +infinity when the fibre cannot be fired at all.</param>
/// <param name="Intervals">From the start of the first pulse to that of the second, s, rising.</param>
/// <param name="Ratios">Per interval the second pulse's threshold over the resting one; +infinity where no amplitude tried fired.</param>
/// <param name="Absolute">Middle between the longest interval at which no test pulse fires and the next, s; NaN when all or none fire.
/// </param>
/// <param name="Relative">Interval from which the ratio stays under 1.1, between the points by straight lines, s; NaN when it is not
/// reached.</param>
public sealed record RecoveryCurve(
    double RestingThreshold, IReadOnlyList<double> Intervals, IReadOnlyList<double> Ratios, double Absolute, double Relative);

/// <summary>Recovery of excitability: a conditioning pulse fires the fibre, a test pulse after it is searched for its threshold.</summary>
/// <remarks>The conditioning pulse is a fixed source, the test pulse a searched one: docs/science/protocols.md. Checked by
/// TrainTests.</remarks>
public static class RefractoryPeriod
{
    /// <summary>Ratio of thresholds under which the fibre counts as recovered.</summary>
    public const double Recovered = 1.1;

    /// <summary>Searches the test pulse's threshold at every interval.</summary>
    /// <param name="fibre">The fibre and its potential per ampere.</param>
    /// <param name="pulse">Both pulses; the test pulse begins after the conditioning one has ended.</param>
    /// <param name="intervals">From start to start, s, rising, from the pulse's duration on.</param>
    /// <param name="options">Step, tolerance and criterion; one spike more than <see cref="ThresholdOptions.Spikes"/> is asked for.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="conditioning">Strength of the first pulse over its threshold; 1.05 or more.</param>
    /// <param name="ratioMax">Largest test amplitude over the resting threshold; above 1.</param>
    /// <param name="progress">Fraction of the intervals done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <exception cref="ArgumentException">The intervals do not rise or are shorter than the pulse.</exception>
    public static RecoveryCurve Measure(
        FibreCase fibre,
        Waveform pulse,
        IReadOnlyList<double> intervals,
        ThresholdOptions options,
        int threads,
        double conditioning = 1.5,
        double ratioMax = 8,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Check(pulse, intervals, conditioning, ratioMax);
        var resting = ThresholdSearch.Find([fibre], pulse, options, threads, null, cancellation)[0];
        if (resting.Status != ThresholdStatus.Found)
            return new RecoveryCurve(
                double.PositiveInfinity, intervals, [.. intervals.Select(_ => double.PositiveInfinity)], double.NaN, double.NaN);
        SourcedFibre Pair(double interval) => new(
            fibre.Geometry,
            [
                new FibreSource(fibre.UnitPotential, pulse, conditioning * resting.Threshold, IsFixed: true),
                new FibreSource(fibre.UnitPotential, pulse, Delay: interval),
            ]);
        var twice = options with
        {
            Spikes = options.Spikes + 1,
            AmplitudeMax = ratioMax * resting.Threshold,
            StartGuess = resting.Threshold,
            Window = options.Window + intervals[^1],
        };
        var found = SourceThreshold.Find([.. intervals.Select(Pair)], twice, threads, progress, cancellation);
        double[] ratios = [.. found.Select(result => result.Threshold / resting.Threshold)];
        return new RecoveryCurve(resting.Threshold, intervals, ratios, AbsoluteOf(intervals, ratios), RelativeOf(intervals, ratios));
    }

    private static double AbsoluteOf(IReadOnlyList<double> intervals, double[] ratios)
    {
        var last = Array.FindLastIndex(ratios, double.IsInfinity);
        return last < 0 || last == ratios.Length - 1 ? double.NaN : 0.5 * (intervals[last] + intervals[last + 1]);
    }

    private static double RelativeOf(IReadOnlyList<double> intervals, double[] ratios)
    {
        var last = Array.FindLastIndex(ratios, ratio => ratio >= Recovered);
        if (last == ratios.Length - 1)
            return double.NaN;
        if (last < 0)
            return intervals[0];
        if (double.IsInfinity(ratios[last]))
            return intervals[last + 1];
        var share = (ratios[last] - Recovered) / (ratios[last] - ratios[last + 1]);
        return intervals[last] + (share * (intervals[last + 1] - intervals[last]));
    }

    private static void Check(Waveform pulse, IReadOnlyList<double> intervals, double conditioning, double ratioMax)
    {
        ArgumentNullException.ThrowIfNull(pulse);
        ArgumentNullException.ThrowIfNull(intervals);
        ArgumentOutOfRangeException.ThrowIfZero(intervals.Count, nameof(intervals));
        for (var i = 0; i < intervals.Count; i++)
            if (!(intervals[i] >= pulse.Duration * (1 - 1e-9) && (i == 0 || intervals[i] > intervals[i - 1])))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The intervals must rise and be at least as long as the pulse, {pulse.Duration * 1e6:G6} µs."),
                    nameof(intervals));
        if (!(conditioning >= 1.05 && conditioning <= 100))
            throw new ArgumentOutOfRangeException(nameof(conditioning), conditioning, "The conditioning strength must be 1.05 to 100.");
        if (!(ratioMax > 1 && ratioMax <= 1000))
            throw new ArgumentOutOfRangeException(nameof(ratioMax), ratioMax, "The largest ratio must be above 1, at most 1000.");
    }
}
