using System.Runtime.Intrinsics;

namespace Epidura.Fibers.Prediction;

/// <summary>The network with its gradient, one site at a time; layout of the weights as in <see cref="PredictorNetwork"/>.</summary>
internal sealed class TrainingNetwork(int inputs, int hidden)
{
    private readonly double[] _first = new double[hidden];
    private readonly double[] _second = new double[hidden];
    private readonly double[] _firstSlope = new double[hidden];
    private readonly double[] _secondSlope = new double[hidden];
    private readonly double[] _back = new double[hidden];

    /// <summary>Sum since <see cref="Clear"/>.</summary>
    public double[] Gradient { get; } = new double[PredictorNetwork.Count(inputs, hidden)];

    /// <summary>Random weights whose outputs are near a value.</summary>
    public static double[] Start(int inputs, int hidden, Random random, double output)
    {
        var weights = new double[PredictorNetwork.Count(inputs, hidden)];
        double Normal()
        {
            double sum = -6;
            for (var i = 0; i < 12; i++)
                sum += random.NextDouble();
            return sum;
        }

        int second = (inputs + 1) * hidden, last = second + ((hidden + 1) * hidden);
        for (var i = 0; i < inputs * hidden; i++)
            weights[i] = Normal() / Math.Sqrt(inputs);
        for (var i = 0; i < hidden * hidden; i++)
            weights[second + i] = Normal() / Math.Sqrt(hidden);
        for (var i = 0; i < hidden; i++)
            weights[last + i] = 0.1 * Normal() / Math.Sqrt(hidden);
        weights[last + hidden] = output;
        return weights;
    }

    public void Clear() => Array.Clear(Gradient);

    /// <summary>Adds the gradient of one fibre's loss over a batch.</summary>
    /// <param name="fibre">Threshold and sites.</param>
    /// <param name="weights">Of the network.</param>
    /// <param name="width">Where the loss turns from square to straight.</param>
    /// <param name="batch">Fibres in the batch.</param>
    public void Add(TrainingFibre fibre, double[] weights, double width, int batch)
    {
        var (best, lowest) = (0, double.PositiveInfinity);
        for (var i = 0; i < fibre.Values.Length; i++)
        {
            var predicted = Forward(fibre.Values[i], weights) - fibre.Polarisations[i];
            if (predicted < lowest)
                (best, lowest) = (i, predicted);
        }

        if (fibre.Values.Length > 1)
            Forward(fibre.Values[best], weights);
        Backward(fibre.Values[best], weights, Math.Clamp((lowest - fibre.Threshold) / width, -1, 1) / batch);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Four sums: one would wait for itself.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var i = 0;
        for (; i + 3 < a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
            s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }

    private static void AddScaled(double scale, ReadOnlySpan<double> values, Span<double> sum)
    {
        var lanes = Vector512.Create(scale);
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            var now = Vector512.Create(values[i..]);
            var before = Vector512.Create<double>(sum[i..]);
            Vector512.CopyTo(
                Vector512.FusedMultiplyAdd(lanes, now, before), sum[i..]);
        }

        for (; i < values.Length; i++)
            sum[i] += scale * values[i];
    }

    private double Forward(double[] values, double[] weights)
    {
        ReadOnlySpan<double> all = weights;
        Layer(values, all[..((inputs + 1) * hidden)], _first, _firstSlope);
        all = all[((inputs + 1) * hidden)..];
        Layer(_first, all[..((hidden + 1) * hidden)], _second, _secondSlope);
        all = all[((hidden + 1) * hidden)..];
        return all[hidden] + Dot(_second, all[..hidden]);
    }

    private void Layer(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double[] output, double[] slope)
    {
        for (var h = 0; h < hidden; h++)
        {
            var x = weights[(values.Length * hidden) + h] + Dot(values, weights.Slice(h * values.Length, values.Length));
            var size = Math.Abs(x);
            output[h] = size < 2 ? x * (1 - (0.25 * size)) : Math.Sign(x);
            slope[h] = size < 2 ? 1 - (0.5 * size) : 0;
        }
    }

    private void Backward(double[] values, double[] weights, double slope)
    {
        int second = (inputs + 1) * hidden, last = second + ((hidden + 1) * hidden);
        AddScaled(slope, _second, Gradient.AsSpan(last, hidden));
        Gradient[last + hidden] += slope;
        Array.Clear(_back);
        for (var h = 0; h < hidden; h++)
        {
            var g = slope * weights[last + h] * _secondSlope[h];
            AddScaled(g, _first, Gradient.AsSpan(second + (h * hidden), hidden));
            Gradient[second + (hidden * hidden) + h] += g;
            AddScaled(g, weights.AsSpan(second + (h * hidden), hidden), _back);
        }

        for (var h = 0; h < hidden; h++)
        {
            var g = _back[h] * _firstSlope[h];
            AddScaled(g, values, Gradient.AsSpan(h * inputs, inputs));
            Gradient[(inputs * hidden) + h] += g;
        }
    }
}
