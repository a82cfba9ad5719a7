using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Prediction;

/// <summary>What one waveform makes of a fibre's potential: polarisation at the nodes when it is largest, for either sign.</summary>
/// <remarks>
/// The linear answer to any waveform is the sum of step responses, one per change of the current. Two times matter: when a node under a
/// cathode is most depolarised, and when a node under an anode is. They are read, with the rise before and the fall after, from the answer
/// to a standard field: a point cathode at 3 mm. docs/science/predictor.md.
/// </remarks>
internal sealed class PulseFilter
{
    /// <summary>Distance of the standard point source, m.</summary>
    private const double StandardDistance = 3e-3;

    /// <summary>The standard answer is averaged between these times before its largest value, and after it, s.</summary>
    /// <remarks>Averages, because a value at one time jumps as an edge passes it: short pulses could not be told apart.</remarks>
    public static readonly double[] Windows = [0, 20e-6, 50e-6, 100e-6, 200e-6, 400e-6, 800e-6];

    /// <summary>A phase whose standard answer stays under this part of the larger one drives nothing.</summary>
    private const double SilentShare = 0.1;

    private PulseFilter(double[] taps, int peak, double[] times) => (Taps, Peak, Times) = (taps, peak, times);

    /// <summary>Polarisation at the peak per volt at the node's neighbours; <see cref="StepResponse.Taps"/> values that sum to
    /// zero.</summary>
    public double[] Taps { get; }

    /// <summary>Step at whose end the polarisation peaks.</summary>
    public int Peak { get; }

    /// <summary>Standard answer averaged over each of <see cref="Windows"/> before the peak, then after it, over its value at the peak;
    /// zero before the start.</summary>
    public double[] Times { get; }

    /// <summary>Filters for the two signs.</summary>
    /// <param name="response">Of the fibre.</param>
    /// <param name="internode">m.</param>
    /// <param name="samples">Relative current per step.</param>
    /// <returns>At the time when nodes under a cathode are most depolarised, and when nodes under an anode are; all zero when the
    /// waveform has no such phase.</returns>
    public static (PulseFilter Cathode, PulseFilter Anode) Of(StepResponse response, double internode, ReadOnlySpan<double> samples)
    {
        List<(int Step, double Change)> changes = [];
        for (var i = 0; i <= Math.Min(samples.Length, response.Steps - 1); i++)
        {
            var now = i < samples.Length ? samples[i] : 0;
            var change = now - (i > 0 ? samples[i - 1] : 0);
            if (change != 0)
                changes.Add((i, change));
        }

        var standard = Standard(response, internode, changes);
        return (Make(response, changes, standard, 1), Make(response, changes, standard, -1));
    }

    private static PulseFilter Make(StepResponse response, List<(int Step, double Change)> changes, double[] standard, int sign)
    {
        var peak = 0;
        for (var i = 1; i < standard.Length; i++)
            if (sign * standard[i] > sign * standard[peak])
                peak = i;
        var taps = new double[StepResponse.Taps];
        var times = new double[2 * (Windows.Length - 1)];
        var isSilent = !(sign * standard[peak] > SilentShare * Math.Max(standard.Max(), -standard.Min()));
        if (isSilent)
            return new PulseFilter(taps, peak, times);
        foreach (var (step, change) in changes)
        {
            if (step > peak)
                break;
            var part = response.At(peak - step);
            for (var m = 0; m < taps.Length; m++)
                taps[m] += change * part[m];
        }

        Balance(taps);
        for (var i = 0; i + 1 < Windows.Length; i++)
        {
            int from = (int)Math.Round(Windows[i] / response.Step) + 1, to = (int)Math.Round(Windows[i + 1] / response.Step);
            for (var k = from; k <= to; k++)
            {
                times[i] += peak - k < 0 ? 0 : standard[peak - k];
                times[i + Windows.Length - 1] += peak + k >= standard.Length ? 0 : standard[peak + k];
            }

            times[i] /= (to - from + 1) * standard[peak];
            times[i + Windows.Length - 1] /= (to - from + 1) * standard[peak];
        }

        return new PulseFilter(taps, peak, times);
    }

    /// <summary>Both sides alike, and nothing for a uniform potential: what is cut off beyond the reach must not show.</summary>
    private static void Balance(double[] taps)
    {
        const int middle = StepResponse.Reach;
        double sum = 0;
        for (var m = 1; m <= middle; m++)
        {
            var mean = 0.5 * (taps[middle - m] + taps[middle + m]);
            taps[middle - m] = taps[middle + m] = mean;
            sum += 2 * mean;
        }

        taps[middle] = -sum;
    }

    private static double[] Standard(StepResponse response, double internode, List<(int Step, double Change)> changes)
    {
        var steps = new double[response.Steps];
        for (var i = 0; i < steps.Length; i++)
        {
            var taps = response.At(i);
            var sum = 0.0;
            for (var m = -StepResponse.Reach; m <= StepResponse.Reach; m++)
            {
                var z = m * internode;
                var potential = -1 / Math.Sqrt((z * z) + (StandardDistance * StandardDistance));
                sum += taps[m + StepResponse.Reach] * (potential + (1 / StandardDistance));
            }

            steps[i] = sum;
        }

        var standard = new double[response.Steps];
        foreach (var (step, change) in changes)
            for (var i = step; i < standard.Length; i++)
                standard[i] += change * steps[i - step];
        return standard;
    }
}
