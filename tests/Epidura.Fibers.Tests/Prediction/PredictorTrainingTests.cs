using Epidura.Fibers.Prediction;
using Epidura.Numerics;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests.Prediction;

public class PredictorTrainingTests
{
    [Fact]
    public void The_network_in_lanes_equals_its_scalar_twin()
    {
        var random = new Random(3);
        const int inputs = SiteFeatures.Count, hidden = 8;
        var weights = TrainingNetwork.Start(inputs, hidden, random, 0.4);
        var sites = new LaneArray(inputs);
        foreach (ref var value in sites.Values)
            value = (6 * random.NextDouble()) - 3;
        var network = new PredictorNetwork(inputs, hidden, weights);
        var output = network.Run(sites, new LaneArray(network.WorkBundles));
        for (var lane = 0; lane < LaneArray.Lanes; lane++)
        {
            var values = Enumerable.Range(0, inputs).Select(i => sites.Values[(i * LaneArray.Lanes) + lane]).ToArray();
            Assert.Equal(Scalar(weights, values, hidden), output[lane], 1e-12);
        }
    }

    [Fact]
    public void The_gradient_equals_the_difference_quotient_of_the_loss()
    {
        var random = new Random(5);
        const int inputs = SiteFeatures.Count, hidden = 8;
        var weights = TrainingNetwork.Start(inputs, hidden, random, 0.1);
        double[][] values = [[.. Enumerable.Range(0, inputs).Select(_ => random.NextDouble() - 0.5)]];
        var fibre = new TrainingFibre(0.08, [0], values);
        var network = new TrainingNetwork(inputs, hidden);
        network.Add(fibre, weights, 10, 1);
        double Loss(double[] w) => Math.Pow(Scalar(w, values[0], hidden) - fibre.Threshold, 2) / 20;
        for (var i = 0; i < weights.Length; i += 7)
        {
            double[] up = [.. weights], down = [.. weights];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            Assert.Equal((Loss(up) - Loss(down)) / 2e-5, network.Gradient[i], 1e-8);
        }
    }

    [Fact]
    public void A_fit_does_not_depend_on_the_threads_and_its_table_reads_back()
    {
        var samples = Samples();
        var options = new TrainingOptions(1, 8, 30);
        var (one, errors) = PredictorTraining.Run(samples, samples, options, "test", 1, null, CancellationToken.None);
        var (two, _) = PredictorTraining.Run(samples, samples, options, "test", 2, null, CancellationToken.None);
        Assert.Equal(one, two);
        var table = PredictorTable.Parse(one);
        Assert.Equal(one, table.Write("test"));
        Assert.Equal(errors.Median, PredictorErrors.Of(PredictorEvaluation.Of(samples, table).Ratios).Median, 1e-6);
        Assert.InRange(errors.Median, 0, 0.2);
    }

    [Fact]
    public void Errors_are_sorted_into_their_percentiles()
    {
        var errors = PredictorErrors.Of([.. Enumerable.Range(0, 101).Select(i => 1 + ((i % 2 == 0 ? 1 : -1) * i * 1e-3))]);
        Assert.Equal((0.05, 0.09, 0.099, 0.1), (
            Math.Round(errors.Median, 9), Math.Round(errors.NinetiethPercentile, 9), Math.Round(errors.NinetyNinthPercentile, 9),
            Math.Round(errors.Largest, 9)));
    }

    private static List<PredictorSample> Samples()
    {
        var predictor = new ThresholdPredictor(new Waveform.Biphasic(210e-6, 100e-6));
        FibreCase[] fibres =
            [.. Enumerable.Range(0, 40).Select(i => PointFibre.Bipole(8 + (i % 8), 2.5e-3 + (0.1e-3 * i), 7e-3, 0.05e-3 * i))];
        var found = ThresholdSearch.Find(fibres, predictor.Waveform, new ThresholdOptions(AmplitudeMax: 1), 1);
        return [.. fibres.Zip(found, (fibre, result) => new PredictorSample(fibre, predictor, result))];
    }

    private static double Scalar(double[] weights, double[] values, int hidden)
    {
        var at = 0;
        double[] Layer(double[] x)
        {
            var offsets = weights.AsSpan(at + (x.Length * hidden), hidden).ToArray();
            var y = new double[hidden];
            for (var h = 0; h < hidden; h++)
            {
                var sum = offsets[h] + x.Select((v, i) => v * weights[at + (h * x.Length) + i]).Sum();
                y[h] = Math.Clamp(sum, -2, 2) * (1 - (Math.Min(2, Math.Abs(sum)) / 4));
            }

            at += (x.Length + 1) * hidden;
            return y;
        }

        var last = Layer(Layer(values));
        return weights[at + hidden] + last.Select((v, h) => v * weights[at + h]).Sum();
    }
}
