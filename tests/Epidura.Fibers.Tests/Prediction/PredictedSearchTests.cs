using Epidura.Fibers.Prediction;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests.Prediction;

public class PredictedSearchTests
{
    private static readonly Waveform Pulse = new Waveform.Biphasic(210e-6, 100e-6);

    [Theory]
    [InlineData(SolverMode.Neuron, 5e-6)]
    [InlineData(SolverMode.Neuron, 2e-6)]
    [InlineData(SolverMode.Fast, 5e-6)]
    [InlineData(SolverMode.Reference, 5e-6)]
    public void Thresholds_are_the_same_within_their_brackets_and_take_fewer_runs(SolverMode mode, double step)
    {
        FibreCase[] fibres =
            [.. Enumerable.Range(0, 8).Select(i => PointFibre.Bipole(8 + (0.6 * i), 2.6e-3 + (0.2e-3 * i), 7e-3, 0.05e-3 * i))];
        var options = new ThresholdOptions(Step: step, Tolerance: 0.005, AmplitudeMax: 1, Mode: mode);
        var plain = ThresholdSearch.Find(fibres, Pulse, options, 1);
        var predicted = PredictedSearch.Find(fibres, Pulse, options, 1);
        for (var i = 0; i < fibres.Length; i++)
        {
            Assert.Equal(ThresholdStatus.Found, predicted[i].Status);
            Assert.InRange(predicted[i].Upper - predicted[i].Lower, 0, (options.Tolerance + 1e-9) * predicted[i].Upper);
            Assert.Equal(1, predicted[i].Threshold / plain[i].Threshold, options.Tolerance);
        }

        Assert.True(predicted.Sum(r => r.Runs) < (mode == SolverMode.Reference ? 1 : 0.75) * plain.Sum(r => r.Runs));
    }

    [Fact]
    public void What_the_predictor_does_not_know_is_searched_as_usual()
    {
        var known = PointFibre.Bipole(10, 3e-3, 7e-3);
        var small = FibreGeometry.Create(FibreModel.MrgInterpolation, 4e-6, 49);
        FibreCase[] fibres = [new FibreCase(small, PointFibre.Potential(small, 1e-3, 0)), known];
        var options = new ThresholdOptions(AmplitudeMax: 1);
        var starts = PredictedSearch.Starts(fibres, Pulse, options);
        Assert.True(double.IsNaN(starts[0]));
        Assert.True(double.IsFinite(starts[1]));
        var found = PredictedSearch.Find(fibres, Pulse, options, 1);
        Assert.Equal(ThresholdSearch.Find([fibres[0]], Pulse, options, 1)[0], found[0]);
        Assert.All(PredictedSearch.Starts(fibres, Pulse, options with { Spikes = 2 }), start => Assert.True(double.IsNaN(start)));
        var train = new Waveform.Train(Pulse, 3, 2e-3);
        Assert.All(PredictedSearch.Starts(fibres, train, options), start => Assert.True(double.IsNaN(start)));
    }

    [Fact]
    public void Bits_do_not_depend_on_the_threads()
    {
        FibreCase[] fibres = [.. Enumerable.Range(0, 80).Select(i => PointFibre.Bipole(8 + (i % 8), 2.5e-3 + (0.02e-3 * i), 7e-3))];
        var options = new ThresholdOptions(Tolerance: 0.01, AmplitudeMax: 1);
        Assert.Equal(PredictedSearch.Find(fibres, Pulse, options, 1), PredictedSearch.Find(fibres, Pulse, options, 2));
    }

    [Fact]
    public void A_potential_that_is_not_finite_is_refused_by_the_search()
    {
        var fibre = PointFibre.Bipole(10, 3e-3, 7e-3);
        fibre.UnitPotential[5] = double.NaN;
        var exception = Assert.Throws<ArgumentException>(() => PredictedSearch.Find([fibre], Pulse, new ThresholdOptions(), 1));
        Assert.Contains("compartment 5", exception.Message, StringComparison.Ordinal);
    }
}
