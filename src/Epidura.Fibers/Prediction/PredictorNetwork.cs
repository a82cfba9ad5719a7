using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics;

namespace Epidura.Fibers.Prediction;

/// <summary>A small network with two hidden layers, eight sites at a time; it gives the logarithm of the polarisation at
/// threshold.</summary>
/// <remarks>
/// Hidden values pass x (1 − |x| / 4), held at ±1 beyond ±2: smooth, bounded, without exponential or division, and the same bits
/// everywhere. docs/science/predictor.md; checked by PredictorNetworkTests against a scalar twin.
/// </remarks>
internal sealed class PredictorNetwork
{
    /// <summary>Values of the inputs, then of a hidden layer, are worked through in blocks of this many outputs.</summary>
    private const int Block = 8;

    /// <summary>Takes weights.</summary>
    /// <param name="inputs">Values per site.</param>
    /// <param name="hidden">Values of each hidden layer; a multiple of 8.</param>
    /// <param name="weights">First layer row by row, its offsets, second layer, its offsets, output row, its offset.</param>
    public PredictorNetwork(int inputs, int hidden, double[] weights)
    {
        if (hidden % Block != 0 || weights.Length != Count(inputs, hidden))
            throw new ArgumentException($"{weights.Length} weights for {inputs} inputs and {hidden} hidden values.", nameof(weights));
        (Inputs, Hidden, Weights) = (inputs, hidden, weights);
    }

    /// <summary>Values per site.</summary>
    public int Inputs { get; }

    /// <summary>Values of each hidden layer.</summary>
    public int Hidden { get; }

    /// <summary>All weights.</summary>
    public double[] Weights { get; }

    /// <summary>Number of weights.</summary>
    public static int Count(int inputs, int hidden) => ((inputs + 1) * hidden) + ((hidden + 1) * hidden) + hidden + 1;

    /// <summary>Bundles of lanes that <see cref="Run"/> needs as working space: two hidden layers.</summary>
    public int WorkBundles => 2 * Hidden;

    /// <summary>Output for eight sites.</summary>
    /// <param name="sites"><see cref="Inputs"/> bundles.</param>
    /// <param name="work"><see cref="WorkBundles"/> bundles; overwritten with both hidden layers.</param>
    public Vector512<double> Run(LaneArray sites, LaneArray work)
    {
        if (sites.Bundles < Inputs || work.Bundles < WorkBundles)
            throw new ArgumentException("Too little room for the sites or the layers.", nameof(work));
        ref var weight = ref Weights[0];
        Layer(ref sites.Start, Inputs, ref weight, ref work.Start);
        weight = ref Unsafe.Add(ref weight, (Inputs + 1) * Hidden);
        Layer(ref work.Start, Hidden, ref weight, ref Unsafe.Add(ref work.Start, Hidden * LaneArray.Lanes));
        weight = ref Unsafe.Add(ref weight, (Hidden + 1) * Hidden);
        ref var last = ref Unsafe.Add(ref work.Start, Hidden * LaneArray.Lanes);
        var sum = Vector512.Create(Unsafe.Add(ref weight, Hidden));
        for (var i = 0; i < Hidden; i++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref weight, i)), Load(ref last, i), sum);
        return sum;
    }

    /// <summary>The bounded step of a hidden value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Bound(Vector512<double> x)
    {
        var two = Vector512.Create(2.0);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, two), two, x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, -two), -two, x);
        return x * Vector512.FusedMultiplyAdd(Vector512.Abs(x), Vector512.Create(-0.25), Vector512<double>.One);
    }

    private void Layer(ref double input, int inputs, ref double weight, ref double output)
    {
        ref var offset = ref Unsafe.Add(ref weight, inputs * Hidden);
        for (var h = 0; h < Hidden; h += Block)
        {
            // Eight sums at a time: enough to keep two multiply-adds a cycle going.
            ref var row = ref Unsafe.Add(ref weight, h * inputs);
            var a = Vector512.Create(Unsafe.Add(ref offset, h));
            var b = Vector512.Create(Unsafe.Add(ref offset, h + 1));
            var c = Vector512.Create(Unsafe.Add(ref offset, h + 2));
            var d = Vector512.Create(Unsafe.Add(ref offset, h + 3));
            var e = Vector512.Create(Unsafe.Add(ref offset, h + 4));
            var f = Vector512.Create(Unsafe.Add(ref offset, h + 5));
            var g = Vector512.Create(Unsafe.Add(ref offset, h + 6));
            var k = Vector512.Create(Unsafe.Add(ref offset, h + 7));
            for (var i = 0; i < inputs; i++)
            {
                var x = Load(ref input, i);
                a = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, i)), x, a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, inputs + i)), x, b);
                c = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (2 * inputs) + i)), x, c);
                d = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (3 * inputs) + i)), x, d);
                e = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (4 * inputs) + i)), x, e);
                f = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (5 * inputs) + i)), x, f);
                g = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (6 * inputs) + i)), x, g);
                k = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, (7 * inputs) + i)), x, k);
            }

            ref var to = ref Unsafe.Add(ref output, h * LaneArray.Lanes);
            Bound(a).StoreUnsafe(ref to);
            Bound(b).StoreUnsafe(ref to, LaneArray.Lanes);
            Bound(c).StoreUnsafe(ref to, 2 * LaneArray.Lanes);
            Bound(d).StoreUnsafe(ref to, 3 * LaneArray.Lanes);
            Bound(e).StoreUnsafe(ref to, 4 * LaneArray.Lanes);
            Bound(f).StoreUnsafe(ref to, 5 * LaneArray.Lanes);
            Bound(g).StoreUnsafe(ref to, 6 * LaneArray.Lanes);
            Bound(k).StoreUnsafe(ref to, 7 * LaneArray.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double start, int bundle) =>
        Vector512.LoadUnsafe(ref start, (nuint)(bundle * LaneArray.Lanes));
}
