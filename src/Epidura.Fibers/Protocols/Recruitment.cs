using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Protocols;

/// <summary>Which share of a bundle fires at which amplitude.</summary>
public sealed class RecruitmentCurve
{
    private readonly double[] _amplitudes;
    private readonly double[] _shares;

    internal RecruitmentCurve(IReadOnlyList<ThresholdResult> thresholds, IReadOnlyList<double> weights)
    {
        Thresholds = thresholds;
        Weights = weights;
        int[] order =
        [
            .. Enumerable.Range(0, thresholds.Count)
                .Where(i => double.IsFinite(thresholds[i].Threshold))
                .OrderBy(i => thresholds[i].Threshold),
        ];
        _amplitudes = [.. order.Select(i => thresholds[i].Threshold)];
        var total = weights.Sum();
        var sum = 0.0;
        _shares = [.. order.Select(i => (sum += weights[i]) / total)];
    }

    /// <summary>One result per fibre, in the order given.</summary>
    public IReadOnlyList<ThresholdResult> Thresholds { get; }

    /// <summary>Fibres that each simulated one stands for.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Amplitudes where a fibre joins, A, rising.</summary>
    public IReadOnlyList<double> Amplitudes => _amplitudes;

    /// <summary>Share of the bundle's weight that fires from the amplitude of the same index on.</summary>
    public IReadOnlyList<double> Shares => _shares;

    /// <summary>Share that fires at an amplitude, A; 0 to 1.</summary>
    public double ShareAt(double amplitude)
    {
        var count = _amplitudes.TakeWhile(a => a <= amplitude).Count();
        return count == 0 ? 0 : _shares[count - 1];
    }

    /// <summary>Smallest amplitude at which a share fires, A; +infinity when the largest amplitude tried does not reach it.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public double AmplitudeAt(double share)
    {
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be above 0 and at most 1.");
        var index = Array.FindIndex(_shares, s => s >= share * (1 - 1e-12));
        return index < 0 ? double.PositiveInfinity : _amplitudes[index];
    }
}

/// <summary>Recruitment of a bundle of fibres by one stimulus.</summary>
/// <remarks>Checked by RecruitmentTests.</remarks>
public static class Recruitment
{
    /// <summary>Searches the thresholds of all fibres.</summary>
    /// <param name="fibres">One or more fibres with their potentials, V/A.</param>
    /// <param name="waveform">Relative current.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="weights">Fibres that each one stands for, above 0; null for one each.</param>
    /// <param name="progress">Fraction of the fibres done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <exception cref="ArgumentException">No fibre, or weights that do not fit.</exception>
    public static RecruitmentCurve Measure(
        IReadOnlyList<FibreCase> fibres,
        Waveform waveform,
        ThresholdOptions options,
        int threads,
        IReadOnlyList<double>? weights = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        weights ??= [.. Enumerable.Repeat(1.0, fibres.Count)];
        if (fibres.Count == 0 || weights.Count != fibres.Count || weights.Any(w => !(w > 0 && double.IsFinite(w))))
            throw new ArgumentException(
                $"{weights.Count} weights for {fibres.Count} fibres; one above zero is needed for each of one or more fibres.",
                nameof(weights));
        return new RecruitmentCurve(ThresholdSearch.Find(fibres, waveform, options, threads, progress, cancellation), weights);
    }
}
