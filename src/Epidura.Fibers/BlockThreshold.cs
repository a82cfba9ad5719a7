using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers;

/// <summary>How conduction block is tested: pulses into a node on one side, spikes counted on the other.</summary>
/// <param name="TestNode">Node that receives the test pulses.</param>
/// <param name="DetectionNode">Node whose upward crossings of -30 mV are counted.</param>
/// <param name="TestTimes">Starts of the pulses, s.</param>
/// <param name="LastSpikeMax">Blocked when no spike comes later, s.</param>
/// <param name="Duration">Simulated time, s.</param>
/// <param name="AmplitudeMin">Weakest amplitude of the scan, A.</param>
/// <param name="AmplitudeMax">Strongest amplitude of the scan, A.</param>
/// <param name="TestCurrent">A.</param>
/// <param name="TestWidth">s.</param>
/// <param name="ScanPoints">Amplitudes of the logarithmic scan.</param>
/// <param name="Step">Time step, s.</param>
/// <param name="Tolerance">Largest relative width of the final bracket.</param>
public sealed record BlockOptions(
    int TestNode,
    int DetectionNode,
    IReadOnlyList<double> TestTimes,
    double LastSpikeMax,
    double Duration,
    double AmplitudeMin,
    double AmplitudeMax,
    double TestCurrent = 5e-9,
    double TestWidth = 0.1e-3,
    int ScanPoints = 16,
    double Step = 1e-6,
    double Tolerance = 2e-5);

/// <summary>Smallest amplitude at which a lasting waveform blocks conduction.</summary>
/// <remarks>Block holds in intervals of amplitudes, so a scan comes first; inside its step the edge can be ragged, and bisection takes one
/// edge. Checked by `verify fibres` on the reference file.</remarks>
public static class BlockThreshold
{
    private const int RoundsMax = 20;

    /// <summary>Scans, then narrows the lowest step from conduction to block.</summary>
    /// <param name="fibreCase">The fibre and its potential per ampere.</param>
    /// <param name="waveform">Relative current, as long as the block lasts.</param>
    /// <param name="options">The test.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>Midpoint of the bracket, A; NaN when the scan has no step from conduction to block.</returns>
    public static double Find(
        FibreCase fibreCase, Waveform waveform, BlockOptions options, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibreCase);
        ArgumentNullException.ThrowIfNull(waveform);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ScanPoints, 2, nameof(options));
        var geometry = fibreCase.Geometry;
        var fibre = LoweredFibre.Create(geometry, options.Step, FibreRest.Of(geometry), fibreCase.UnitPotential);
        var samples = waveform.Sample(options.Step);
        var pulses = TestPulses(options);
        bool[] AreBlocked(double[] amplitudes)
        {
            var tasks = amplitudes.Select(a => new SingleRun(geometry, () => fibre, new LaneRun
            {
                FieldAmplitude = a,
                FieldSamples = samples,
                Injections = [new Injection(options.TestNode, pulses)],
                Steps = (int)Math.Round(options.Duration / options.Step),
                Detection = (options.DetectionNode, -1),
            })).ToArray();
            LanePool.Run(tasks, threads, null, cancellation);
            return [.. tasks.Select(t => t.Outcome!.FirstSteps.All(s => (s + 1) * options.Step <= options.LastSpikeMax + 1e-12))];
        }

        var ratio = Math.Pow(options.AmplitudeMax / options.AmplitudeMin, 1.0 / (options.ScanPoints - 1));
        var grid = new double[options.ScanPoints];
        for (var i = 0; i < grid.Length; i++)
            grid[i] = options.AmplitudeMin * Math.Pow(ratio, i);
        var scan = AreBlocked(grid);
        var at = Enumerable.Range(0, grid.Length - 1).FirstOrDefault(i => !scan[i] && scan[i + 1], -1);
        if (at < 0)
            return double.NaN;
        var (lower, upper) = (grid[at], grid[at + 1]);
        for (var round = 0; round < RoundsMax && upper - lower > options.Tolerance * upper; round++)
        {
            // Seven inner points, one bundle, hold the next three steps of a bisection.
            var inner = Enumerable.Range(1, 7).Select(i => lower + ((upper - lower) * i / 8)).ToArray();
            var blocked = AreBlocked(inner);
            var (low, high) = (0, 8);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (blocked[middle - 1])
                    high = middle;
                else
                    low = middle;
            }

            (lower, upper) = (low == 0 ? lower : inner[low - 1], high == 8 ? upper : inner[high - 1]);
        }

        return 0.5 * (lower + upper);
    }

    private static double[] TestPulses(BlockOptions options)
    {
        var pulses = new double[(int)Math.Round(options.Duration / options.Step)];
        foreach (var time in options.TestTimes)
        {
            var from = (int)Math.Round(time / options.Step);
            var to = (int)Math.Round((time + options.TestWidth) / options.Step);
            pulses.AsSpan(Math.Min(from, pulses.Length)..Math.Min(to, pulses.Length)).Fill(options.TestCurrent);
        }

        return pulses;
    }
}
