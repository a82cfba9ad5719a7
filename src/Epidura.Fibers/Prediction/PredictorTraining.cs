using Epidura.Numerics;

namespace Epidura.Fibers.Prediction;

/// <summary>A cable threshold to fit or to measure against.</summary>
/// <param name="Fibre">Fibre and potential, V/A.</param>
/// <param name="Predictor">Of its pulse.</param>
/// <param name="Result">What the cable said.</param>
public sealed record PredictorSample(FibreCase Fibre, ThresholdPredictor Predictor, ThresholdResult Result);

/// <summary>How the network is fitted.</summary>
/// <param name="Seed">Of the first weights and of the order of the samples.</param>
/// <param name="Hidden">Values of each hidden layer; a multiple of 8.</param>
/// <param name="Epochs">Passes over the samples.</param>
/// <param name="Rate">First step size of the descent; falls to zero.</param>
public sealed record TrainingOptions(int Seed, int Hidden = 32, int Epochs = 200, double Rate = 3e-3);

/// <summary>Fits the predictor's network to cable thresholds.</summary>
/// <remarks>
/// Loss: Huber's of ln(predicted / cable), 5 %, through the lowest site of each fibre; descent with moments (Kingma and Ba 2015,
/// arXiv:1412.6980). Batches are cut into fixed parts whose gradients are added in order: the result does not depend on the number of
/// threads. docs/science/predictor.md.
/// </remarks>
public static class PredictorTraining
{
    private const int Batch = 512;
    private const int Part = 64;
    private const double HuberWidth = 0.05;
    private const double Shrink = 1e-5;

    /// <summary>Fits.</summary>
    /// <param name="samples">To fit; those that no amplitude fires are left out.</param>
    /// <param name="apart">Measured only: none of them is fitted.</param>
    /// <param name="options">Size and length of the fit.</param>
    /// <param name="source">What stands in the table's source column.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The result does not depend on it.</param>
    /// <param name="progress">Fraction done, or null.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <returns>The table to ship, as text, and its errors.</returns>
    public static (string Table, PredictorErrors Errors) Run(
        IReadOnlyList<PredictorSample> samples,
        IReadOnlyList<PredictorSample> apart,
        TrainingOptions options,
        string source,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(apart);
        ArgumentNullException.ThrowIfNull(options);
        var fitted = Lower(samples, threads, cancellation);
        var inputs = fitted.SelectMany(f => f.Values).ToArray();
        var scaling = InputScaling.Of(inputs);
        foreach (var values in inputs)
            scaling.Apply(values);
        var weights = Descend(fitted, options, threads, progress, cancellation);
        var network = new PredictorNetwork(SiteFeatures.Count, options.Hidden, scaling.Unscale(weights, options.Hidden));
        var table = new PredictorTable(network, scaling.Low, scaling.High, new PredictorErrors(0, 0, 0, 0, 0));
        var ratios = PredictorEvaluation.Of(apart, table).Ratios;
        var errors = PredictorErrors.Of(ratios);
        return (new PredictorTable(network, scaling.Low, scaling.High, errors).Write(source), errors);
    }

    private static TrainingFibre[] Lower(IReadOnlyList<PredictorSample> samples, int threads, CancellationToken cancellation)
    {
        var lowered = new TrainingFibre?[samples.Count];
        OrderedParallel.For(samples.Count, threads, i =>
        {
            var (fibre, predictor, result) = samples[i];
            if (result.Status != ThresholdStatus.Found)
                return;
            var (sites, values) = predictor.Describe(fibre);
            if (sites.Length > 0)
                lowered[i] = new TrainingFibre(
                    Math.Log(result.Threshold), [.. sites.Select(s => Math.Log(s.Polarisation))], values);
        }, cancellation);
        return [.. lowered.OfType<TrainingFibre>()];
    }

    private static double[] Descend(
        TrainingFibre[] fibres, TrainingOptions options, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        var usual = fibres.Average(f => f.Threshold + f.Polarisations[0]);
        var weights = TrainingNetwork.Start(SiteFeatures.Count, options.Hidden, random, usual);
        var networks = Enumerable.Range(0, Batch / Part).Select(_ => new TrainingNetwork(SiteFeatures.Count, options.Hidden)).ToArray();
        var order = Enumerable.Range(0, fibres.Length).ToArray();
        double[] mean = new double[weights.Length], square = new double[weights.Length];
        double meanLeft = 1, squareLeft = 1;
        var batches = Math.Max(1, fibres.Length / Batch);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var batch = 0; batch < batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                var first = batch * Batch;
                var count = Math.Min(Batch, fibres.Length - first);
                OrderedParallel.For(networks.Length, threads, part =>
                {
                    networks[part].Clear();
                    for (var i = first + (part * Part); i < Math.Min(first + ((part + 1) * Part), first + count); i++)
                        networks[part].Add(fibres[order[i]], weights, HuberWidth, count);
                }, cancellation);
                (meanLeft, squareLeft) = (meanLeft * 0.9, squareLeft * 0.999);
                var rate = options.Rate * (1 - ((epoch + ((double)batch / batches)) / options.Epochs));
                for (var w = 0; w < weights.Length; w++)
                {
                    var slope = Shrink * weights[w];
                    foreach (var network in networks)
                        slope += network.Gradient[w];
                    mean[w] += 0.1 * (slope - mean[w]);
                    square[w] += 0.001 * ((slope * slope) - square[w]);
                    weights[w] -= rate * (mean[w] / (1 - meanLeft)) / (Math.Sqrt(square[w] / (1 - squareLeft)) + 1e-8);
                }
            }

            progress?.Report((epoch + 1.0) / options.Epochs);
        }

        return weights;
    }
}

/// <summary>A fibre of the fit.</summary>
/// <param name="Threshold">ln of the cable threshold in A.</param>
/// <param name="Polarisations">ln of each site's polarisation.</param>
/// <param name="Values">Inputs of each site.</param>
internal sealed record TrainingFibre(double Threshold, double[] Polarisations, double[][] Values);

/// <summary>Brings the inputs to mean 0 and standard deviation 1, and the weights back.</summary>
internal sealed class InputScaling
{
    private readonly double[] _mean = new double[SiteFeatures.Count];
    private readonly double[] _scale = new double[SiteFeatures.Count];

    private InputScaling()
    {
    }

    public double[] Low { get; } = new double[SiteFeatures.Count];

    public double[] High { get; } = new double[SiteFeatures.Count];

    public static InputScaling Of(double[][] inputs)
    {
        var scaling = new InputScaling();
        for (var k = 0; k < SiteFeatures.Count; k++)
        {
            var column = inputs.Select(v => v[k]).ToArray();
            var mean = column.Average();
            var deviation = Math.Sqrt(column.Average(x => (x - mean) * (x - mean)));
            (scaling._mean[k], scaling._scale[k]) = (mean, deviation > 0 ? 1 / deviation : 0);
            (scaling.Low[k], scaling.High[k]) = (column.Min(), column.Max());
        }

        return scaling;
    }

    public void Apply(double[] values)
    {
        for (var k = 0; k < values.Length; k++)
            values[k] = (values[k] - _mean[k]) * _scale[k];
    }

    /// <summary>Weights for inputs as they come.</summary>
    public double[] Unscale(double[] weights, int hidden)
    {
        var raw = (double[])weights.Clone();
        for (var h = 0; h < hidden; h++)
        {
            var offset = (SiteFeatures.Count * hidden) + h;
            for (var k = 0; k < SiteFeatures.Count; k++)
            {
                var at = (h * SiteFeatures.Count) + k;
                raw[at] = weights[at] * _scale[k];
                raw[offset] -= raw[at] * _mean[k];
            }
        }

        return raw;
    }
}
