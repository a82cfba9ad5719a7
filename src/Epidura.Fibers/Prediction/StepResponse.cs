using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Prediction;

/// <summary>Small-signal response of a fibre's nodes to a potential that is switched on along it, from the cable solver itself.</summary>
/// <remarks>
/// One compartment at a time gets 1 V, scaled down until the cable answers linearly; six runs are enough because an internode is its own
/// mirror image. The potential inside an internode is told by a cubic through the two nodes on either side (Catmull and Rom), so that the
/// response rests on the potential at nodes alone. docs/science/predictor.md; checked by StepResponseTests.
/// </remarks>
internal sealed class StepResponse
{
    /// <summary>Taps on either side of a node.</summary>
    public const int Reach = 16;

    /// <summary>Taps.</summary>
    public const int Taps = (2 * Reach) + 1;

    /// <summary>Simulated time, s.</summary>
    public const double Horizon = 3e-3;

    private const int Stride = FibreGeometry.CompartmentsPerInternode;
    private const int Margin = 4;

    /// <summary>Field of a run, V: the answer is then linear to about this over 10 mV.</summary>
    private const double SmallField = 1e-4;

    private readonly double[] _values;

    private StepResponse(double step, int steps, double[] values) => (Step, Steps, _values) = (step, steps, values);

    /// <summary>Time step, s.</summary>
    public double Step { get; }

    /// <summary>Steps kept.</summary>
    public int Steps { get; }

    /// <summary>Deviation of a node from rest at the end of a step, per volt at each of its neighbours.</summary>
    /// <returns><see cref="Taps"/> values from the neighbour <see cref="Reach"/> before to the one <see cref="Reach"/> after.</returns>
    public ReadOnlySpan<double> At(int step) => _values.AsSpan(step * Taps, Taps);

    /// <summary>Simulates.</summary>
    /// <param name="like">Model, diameter and temperature.</param>
    /// <param name="step">Time step, s.</param>
    public static StepResponse Of(FibreGeometry like, double step)
    {
        ArgumentNullException.ThrowIfNull(like);
        const int half = Reach + Margin;
        var geometry = FibreGeometry.Create(like.Model, like.Diameter, (2 * half) + 1, like.TemperatureCelsius);
        var steps = (int)Math.Round(Horizon / step);
        var rest = CableRest.Of(geometry);
        var traces = new double[(Stride + 1) / 2][];
        var runs = new SingleRun[2 * traces.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            // Both signs of a field: what the fibre does without one, and the even part of its answer, cancel.
            var sign = i % 2 == 0 ? 1 : -1;
            var unit = new double[geometry.Compartments];
            unit[(half * Stride) + (i / 2)] = 1;
            var trace = traces[i / 2] ??= new double[steps * geometry.Nodes];
            runs[i] = new SingleRun(geometry, () => CableFibre.Create(geometry, step, rest, unit), new LaneRun
            {
                FieldAmplitude = sign * SmallField,
                FieldSamples = [.. Enumerable.Repeat(1.0, steps)],
                Steps = steps,
                Detection = (half, -1),
                AfterStep = (bundle, lane, at) => Add(bundle, lane, sign, trace.AsSpan(at * geometry.Nodes, geometry.Nodes)),
            });
        }

        LanePool.Run(runs, 1, null, CancellationToken.None);
        return new StepResponse(step, steps, Collapse(traces, geometry, steps, half));
    }

    private static void Add(LaneBundle bundle, int lane, int sign, Span<double> nodes)
    {
        for (var node = 0; node < nodes.Length; node++)
            nodes[node] += sign * bundle.Deviation(node, lane) / (2 * SmallField);
    }

    /// <summary>Turns responses to single compartments into responses to the potentials of nodes.</summary>
    private static double[] Collapse(double[][] traces, FibreGeometry geometry, int steps, int half)
    {
        var values = new double[steps * Taps];
        for (var i = 0; i < Stride; i++)
        {
            var weights = Cubic(geometry.ArcPositions[i] / geometry.Internode);
            for (var step = 0; step < steps; step++)
            {
                var taps = values.AsSpan(step * Taps, Taps);
                for (var m = -Reach - 2; m <= Reach + 2; m++)
                {
                    // The node m before the one whose internode holds the compartment; beyond the middle by its mirror image.
                    var response = i < traces.Length
                        ? traces[i][(step * geometry.Nodes) + half - m]
                        : traces[Stride - i][(step * geometry.Nodes) + half + 1 + m];
                    for (var w = 0; w < weights.Length; w++)
                    {
                        var tap = m + w - 1 + Reach;
                        if (tap is >= 0 and < Taps)
                            taps[tap] += weights[w] * response;
                    }
                }
            }
        }

        return values;
    }

    /// <summary>Weights of the nodes −1, 0, 1, 2 for a place t of the way from node 0 to node 1.</summary>
    private static double[] Cubic(double t) =>
    [
        0.5 * t * ((t * (2 - t)) - 1),
        0.5 * ((t * t * ((3 * t) - 5)) + 2),
        0.5 * t * ((t * (4 - (3 * t))) + 1),
        0.5 * t * t * (t - 1),
    ];
}
