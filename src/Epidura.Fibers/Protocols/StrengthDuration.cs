using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Protocols;

/// <summary>Two numbers that describe a strength-duration curve, and how badly.</summary>
/// <param name="Rheobase">Threshold of an endless pulse, A.</param>
/// <param name="Chronaxie">Width whose threshold is twice the rheobase, s.</param>
/// <param name="MisfitMax">Largest |formula / threshold - 1| over the points.</param>
public sealed record StrengthDurationFit(double Rheobase, double Chronaxie, double MisfitMax);

/// <summary>Thresholds against pulse width.</summary>
/// <param name="Widths">s, rising.</param>
/// <param name="Thresholds">One per width.</param>
/// <param name="Weiss">I = rheobase (1 + chronaxie / width), the straight line of charge; null under two thresholds found.</param>
/// <param name="Lapicque">I = rheobase / (1 - exp(-ln 2 width / chronaxie)); null under two thresholds found.</param>
/// <param name="DirectChronaxie">Width with twice the threshold of the longest pulse, between the points by straight lines in the
/// logarithms, s; NaN where the widths do not reach that far.</param>
public sealed record StrengthDurationCurve(
    IReadOnlyList<double> Widths,
    IReadOnlyList<ThresholdResult> Thresholds,
    StrengthDurationFit? Weiss,
    StrengthDurationFit? Lapicque,
    double DirectChronaxie);

/// <summary>How the threshold depends on the width of the pulse.</summary>
/// <remarks>Neither formula describes the double cable better than about 7 %, so the points are the result and the fits their summary.
/// Weiss 1901, Arch Ital Biol 35:413; Lapicque 1907, J Physiol Pathol Gen 9:620; docs/science/protocols.md. Checked by
/// StrengthDurationTests.</remarks>
public static class StrengthDuration
{
    private const int FitSteps = 200;

    /// <summary>Searches the threshold at every width.</summary>
    /// <param name="fibre">The fibre and its potential per ampere.</param>
    /// <param name="widths">s, rising, each at least the step.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="shape">The pulse of a width; null takes one rectangle.</param>
    /// <param name="progress">Fraction of the widths done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <exception cref="ArgumentException">The widths do not rise.</exception>
    public static StrengthDurationCurve Measure(
        FibreCase fibre,
        IReadOnlyList<double> widths,
        ThresholdOptions options,
        int threads,
        Func<double, Waveform>? shape = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(widths);
        for (var i = 0; i < widths.Count; i++)
            if (!(widths[i] > (i == 0 ? 0 : widths[i - 1])))
                throw new ArgumentException("The widths must be above zero and rise, s.", nameof(widths));
        var thresholds = new ThresholdResult[widths.Count];
        for (var i = 0; i < thresholds.Length; i++)
        {
            // Neighbouring widths have similar thresholds: the one before is a good start.
            var start = i > 0 && thresholds[i - 1].Status == ThresholdStatus.Found ? thresholds[i - 1].Threshold : double.NaN;
            var pulse = shape is null ? new Waveform.Monophasic(widths[i]) : shape(widths[i]);
            thresholds[i] = ThresholdSearch.Find([fibre], pulse, options, [start], threads, null, cancellation)[0];
            progress?.Report((i + 1.0) / thresholds.Length);
        }

        int[] found = [.. Enumerable.Range(0, thresholds.Length).Where(i => thresholds[i].Status == ThresholdStatus.Found)];
        double[] x = [.. found.Select(i => widths[i])], y = [.. found.Select(i => thresholds[i].Threshold)];
        return new StrengthDurationCurve(
            widths, thresholds, x.Length < 2 ? null : FitWeiss(x, y), x.Length < 2 ? null : FitLapicque(x, y), Direct(x, y));
    }

    /// <summary>Straight line of charge against width by least squares.</summary>
    /// <param name="widths">Two or more, in any unit.</param>
    /// <param name="thresholds">One per width.</param>
    public static StrengthDurationFit FitWeiss(IReadOnlyList<double> widths, IReadOnlyList<double> thresholds)
    {
        CheckPoints(widths, thresholds);
        var meanWidth = widths.Average();
        var meanCharge = widths.Zip(thresholds, (w, t) => w * t).Average();
        var slope = widths.Zip(thresholds, (w, t) => (w - meanWidth) * ((w * t) - meanCharge)).Sum()
            / widths.Sum(w => (w - meanWidth) * (w - meanWidth));
        var chronaxie = (meanCharge / slope) - meanWidth;
        return new StrengthDurationFit(slope, chronaxie, Misfit(widths, thresholds, w => slope * (1 + (chronaxie / w))));
    }

    /// <summary>Charging of one capacitor through one resistor, by least squares of the relative differences.</summary>
    /// <param name="widths">Two or more, in any unit.</param>
    /// <param name="thresholds">One per width.</param>
    public static StrengthDurationFit FitLapicque(IReadOnlyList<double> widths, IReadOnlyList<double> thresholds)
    {
        CheckPoints(widths, thresholds);
        (double Rheobase, double Error) At(double constant)
        {
            double[] ratio = [.. widths.Zip(thresholds, (w, t) => 1 / ((1 - Math.Exp(-w / constant)) * t))];
            var rheobase = ratio.Sum() / ratio.Sum(r => r * r);
            return (rheobase, ratio.Sum(r => ((rheobase * r) - 1) * ((rheobase * r) - 1)));
        }

        // Golden section on the logarithm of the time constant, from far below the shortest to far above the longest width.
        var (low, high) = (Math.Log(widths.Min() / 100), Math.Log(widths.Max() * 100));
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < FitSteps && high - low > 1e-12; i++)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            if (At(Math.Exp(left)).Error < At(Math.Exp(right)).Error)
                high = right;
            else
                low = left;
        }

        var best = Math.Exp(0.5 * (low + high));
        var amplitude = At(best).Rheobase;
        return new StrengthDurationFit(
            amplitude, best * Math.Log(2), Misfit(widths, thresholds, w => amplitude / (1 - Math.Exp(-w / best))));
    }

    private static double Direct(double[] widths, double[] thresholds)
    {
        for (var i = widths.Length - 1; i > 0; i--)
        {
            var wanted = 2 * thresholds[^1];
            if (!(thresholds[i] <= wanted && thresholds[i - 1] > wanted))
                continue;
            var share = Math.Log(wanted / thresholds[i]) / Math.Log(thresholds[i - 1] / thresholds[i]);
            return widths[i] * Math.Pow(widths[i - 1] / widths[i], share);
        }

        return double.NaN;
    }

    private static double Misfit(IReadOnlyList<double> widths, IReadOnlyList<double> thresholds, Func<double, double> formula) =>
        widths.Zip(thresholds, (w, t) => Math.Abs((formula(w) / t) - 1)).Max();

    private static void CheckPoints(IReadOnlyList<double> widths, IReadOnlyList<double> thresholds)
    {
        if (widths.Count != thresholds.Count || widths.Count < 2)
            throw new ArgumentException($"{widths.Count} widths and {thresholds.Count} thresholds; two or more of each are needed.");
    }
}
