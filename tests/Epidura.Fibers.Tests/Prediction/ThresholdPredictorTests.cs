using Epidura.Fibers.Prediction;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests.Prediction;

public class ThresholdPredictorTests
{
    private static readonly ThresholdPredictor Biphasic = new(new Waveform.Biphasic(210e-6, 100e-6));
    private static readonly ThresholdPredictor Monophasic = new(new Waveform.Monophasic(210e-6));

    [Fact]
    public void Fresh_fibres_beside_point_sources_agree_with_the_cable_within_the_shipped_99th_percentile()
    {
        Waveform[] waveforms =
            [new Waveform.Biphasic(210e-6, 100e-6), new Waveform.Monophasic(60e-6), new Waveform.Biphasic(450e-6, 50e-6)];
        foreach (var waveform in waveforms)
        {
            var random = new Random(20261125);
            FibreCase[] fibres =
            [
                .. Enumerable.Range(0, 16).Select(_ => PointFibre.Bipole(
                    Math.Round(7 + (8 * random.NextDouble()), 1), 2.5e-3 + (3e-3 * random.NextDouble()),
                    4e-3 + (8e-3 * random.NextDouble()), 1e-3 * random.NextDouble())),
            ];
            var predictor = new ThresholdPredictor(waveform);
            var cable = ThresholdSearch.Find(fibres, waveform, new ThresholdOptions(Tolerance: 0.002, AmplitudeMax: 1), 1);
            for (var i = 0; i < fibres.Length; i++)
            {
                var predicted = predictor.Predict(fibres[i]);
                Assert.Equal(PredictionStatus.InDomain, predicted.Status);
                Assert.InRange(
                    predicted.Threshold / cable[i].Threshold, 1 - ThresholdPredictor.Errors.NinetyNinthPercentile,
                    1 + ThresholdPredictor.Errors.NinetyNinthPercentile);
            }
        }
    }

    [Fact]
    public void Twice_the_potential_halves_the_threshold_to_the_last_bit()
    {
        var fibre = PointFibre.Bipole(10, 3e-3, 7e-3);
        var twice = new FibreCase(fibre.Geometry, [.. fibre.UnitPotential.Select(v => 2 * v)]);
        Assert.Equal(Biphasic.Predict(fibre).Threshold, 2 * Biphasic.Predict(twice).Threshold);
        Assert.Equal(Biphasic.Predict(fibre).Node, Biphasic.Predict(twice).Node);
    }

    [Fact]
    public void A_fibre_and_its_mirror_image_have_the_same_threshold()
    {
        var fibre = PointFibre.Bipole(12.8, 3e-3, 7e-3, 0.4e-3);
        var mirrored = new FibreCase(fibre.Geometry, [.. fibre.UnitPotential.Reverse()]);
        var (there, back) = (Biphasic.Predict(fibre), Biphasic.Predict(mirrored));
        Assert.Equal(1, there.Threshold / back.Threshold, 1e-12);
        Assert.Equal(there.Node, fibre.Geometry.Nodes - 1 - back.Node);
    }

    [Fact]
    public void A_uniform_potential_changes_nothing()
    {
        var fibre = PointFibre.Bipole(10, 3e-3, 7e-3);
        var lifted = new FibreCase(fibre.Geometry, [.. fibre.UnitPotential.Select(v => v + 1000)]);
        Assert.Equal(1, Biphasic.Predict(lifted).Threshold / Biphasic.Predict(fibre).Threshold, 1e-9);
    }

    [Fact]
    public void Currents_of_contacts_superpose()
    {
        var geometry = PointFibre.Geometry(11.5);
        double[][] contacts =
        [
            PointFibre.Potential(geometry, 3e-3, -6e-3, 1), PointFibre.Potential(geometry, 3e-3, 0, 1),
            PointFibre.Potential(geometry, 4e-3, 7e-3, 1),
        ];
        double[] fractions = [0.3, -1, 0.7];
        var sum = Enumerable.Range(0, geometry.Compartments)
            .Select(i => (0.3 * contacts[0][i]) - contacts[1][i] + (0.7 * contacts[2][i])).ToArray();
        var results = new PredictedThreshold[1];
        Biphasic.Predict([Biphasic.Prepare(geometry, contacts.SelectMany(c => c).ToArray(), 3)], fractions, results);
        var whole = Biphasic.Predict(new FibreCase(geometry, sum));
        Assert.Equal(1, results[0].Threshold / whole.Threshold, 1e-9);
        Assert.Equal(whole.Node, results[0].Node);
    }

    [Fact]
    public void Bits_depend_neither_on_the_order_nor_on_the_company()
    {
        var fibres = Enumerable.Range(0, 21).Select(i => PointFibre.Bipole(7 + (0.4 * i), 2e-3 + (0.2e-3 * i), 7e-3, 0.1e-3 * i))
            .Select(f => Biphasic.Prepare(f.Geometry, f.UnitPotential, 1)).ToArray();
        var all = new PredictedThreshold[fibres.Length];
        Biphasic.Predict(fibres, [1.0], all);
        var reversed = new PredictedThreshold[fibres.Length];
        Biphasic.Predict(fibres.Reverse().ToArray(), [1.0], reversed);
        Assert.Equal(all, reversed.Reverse());
        var alone = new PredictedThreshold[1];
        for (var i = 0; i < fibres.Length; i++)
        {
            Biphasic.Predict([fibres[i]], [1.0], alone);
            Assert.Equal(all[i], alone[0]);
        }
    }

    [Fact]
    public void Thresholds_rise_with_distance_and_fall_with_diameter_and_pulse_width()
    {
        for (var distance = 2.5e-3; distance < 6e-3; distance += 0.5e-3)
            Assert.True(Threshold(10, distance, 210) < Threshold(10, distance + 0.5e-3, 210));
        for (var diameter = 6.0; diameter < 15; diameter += 1)
            Assert.True(Threshold(diameter, 3e-3, 210) > Threshold(diameter + 1, 3e-3, 210));
        foreach (var width in (int[])[30, 60, 120, 240, 480])
            Assert.True(Threshold(10, 3e-3, width) > Threshold(10, 3e-3, 2 * width));
    }

    [Fact]
    public void A_field_that_depolarises_nothing_is_not_driven()
    {
        var geometry = PointFibre.Geometry(10);
        var result = Monophasic.Predict(new FibreCase(geometry, [.. Enumerable.Repeat(5.0, geometry.Compartments)]));
        Assert.Equal(new PredictedThreshold(double.PositiveInfinity, -1, PredictionStatus.NotDriven), result);
    }

    [Fact]
    public void A_spike_near_a_cut_end_is_said_to_be_outside_the_domain()
    {
        var geometry = PointFibre.Geometry(10, 21);
        var result = Monophasic.Predict(new FibreCase(geometry, PointFibre.Potential(geometry, 3e-3, 9 * geometry.Internode)));
        Assert.Equal(PredictionStatus.NearCutEnd, result.Status);
    }

    [Theory]
    [InlineData(9.99, 5, "11 nodes")]
    [InlineData(4, 49, "5.7 to 16")]
    public void A_fibre_outside_the_fit_is_refused_by_name(double diameter, int nodes, string word)
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, diameter * 1e-6, nodes);
        var fibre = new FibreCase(geometry, new double[geometry.Compartments]);
        var exception = Assert.Throws<ArgumentException>(() => Biphasic.Predict(fibre));
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_fibre_of_another_model_is_refused()
    {
        var geometry = FibreGeometry.Create(FibreModel.Pena, 6e-6, 49);
        Assert.Contains("Pena", ThresholdPredictor.Refusal(geometry), StringComparison.Ordinal);
    }

    [Fact]
    public void A_potential_that_is_not_finite_is_refused_with_its_node()
    {
        var fibre = PointFibre.Bipole(10, 3e-3, 7e-3);
        fibre.UnitPotential[3 * FibreGeometry.CompartmentsPerInternode] = double.NaN;
        Assert.Contains("node 3", Assert.Throws<ArgumentException>(() => Biphasic.Predict(fibre)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trains_and_lasting_waveforms_are_refused()
    {
        Assert.Contains("30 phases", ThresholdPredictor.Refusal(
            new Waveform.Train(new Waveform.Biphasic(30e-6, 20e-6), 30, 100e-6)), StringComparison.Ordinal);
        Assert.Contains("after 3 ms", ThresholdPredictor.Refusal(new Waveform.Monophasic(5e-3)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ThresholdPredictor(new Waveform.Monophasic(5e-3)));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var fibre = PointFibre.Bipole(10, 3e-3, 7e-3);
        var prepared = Biphasic.Prepare(fibre.Geometry, fibre.UnitPotential, 1);
        var results = new PredictedThreshold[1];
        Assert.Throws<ArgumentException>(() => Biphasic.Predict([prepared], [0.5, 0.5], results));
        Assert.Throws<ArgumentException>(() => Biphasic.Predict([prepared], [double.NaN], results));
        Assert.Throws<ArgumentException>(() => Biphasic.Predict([prepared], [1.0], new PredictedThreshold[2]));
        Assert.Throws<ArgumentException>(() => Biphasic.Prepare(fibre.Geometry, fibre.UnitPotential, 2));
        Assert.Throws<ArgumentException>(() => Monophasic.Predict([prepared], [1.0], results));
    }

    private static double Threshold(double diameter, double distance, int width) =>
        new ThresholdPredictor(new Waveform.Biphasic(width * 1e-6, 100e-6)).Predict(PointFibre.Bipole(diameter, distance, 8e-3)).Threshold;
}
