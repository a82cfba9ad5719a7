using Epidura.Fibers.Runs;
using Epidura.Fibers.Unmyelinated;
using Epidura.Fibers.Verification;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class UnmyelinatedTests
{
    private static readonly ThresholdOptions Options = new(AmplitudeMax: 10, Tolerance: 1e-4);

    [Fact]
    public void The_squid_axon_conducts_as_the_paper_computed()
    {
        // Hodgkin and Huxley 1952, p. 528: 18.8 m/s at 18.5 °C for a radius of 238 µm, computed by hand to about 1 %.
        // Two steps take the first-order error out.
        double Speed(double step) => ConductionVelocity.Measure(
            [FibreGeometry.CreateUnmyelinated(FibreModel.HodgkinHuxley, 476e-6, 0.08, 18.5, 200e-6)], step, 1)[0];
        var (coarse, fine) = (Speed(4e-6), Speed(2e-6));
        Assert.Equal(18.8, (2 * fine) - coarse, 0.15);
    }

    [Fact]
    public void Rest_has_the_gates_of_the_paper()
    {
        var rest = (SingleCableRest)FibreRest.Of(FibreGeometry.CreateUnmyelinated(FibreModel.HodgkinHuxley, 476e-6, 0.05));
        // Steady m, h, n at zero displacement from equations 20 to 24 and 12, 13.
        Assert.Equal(0, rest.States[0], 1e-5);
        Assert.Equal(0.0529, rest.States[1], 2e-4);
        Assert.Equal(0.5961, rest.States[2], 2e-4);
        Assert.Equal(0.3177, rest.States[3], 2e-4);
    }

    [Fact]
    public void Too_much_warmth_blocks_the_squid_axon()
    {
        double Speed(double celsius) => ConductionVelocity.Measure(
            [FibreGeometry.CreateUnmyelinated(FibreModel.HodgkinHuxley, 476e-6, 0.08, celsius, 400e-6)], 4e-6, 1)[0];
        var speeds = ((double[])[6.3, 12, 18.5, 25]).Select(Speed).ToArray();
        for (var i = 1; i < speeds.Length; i++)
            Assert.True(speeds[i] > speeds[i - 1]);
        Assert.True(double.IsNaN(Speed(38)));
    }

    [Fact]
    public void Speed_grows_with_the_root_of_the_diameter()
    {
        // With lengths that grow alike the equations are the same, so the law is exact but for the rounding of lengths.
        var random = new Random(2);
        double[] diameters = [0.5, .. Enumerable.Range(0, 3).Select(_ => 0.5 + random.NextDouble())];
        var speeds = ConductionVelocity.Measure(
            [
                .. diameters.Select(d => FibreGeometry.CreateUnmyelinated(
                    FibreModel.RattayAberham, d * 1e-6, 3e-3 * Math.Sqrt(d), compartment: 10e-6 * Math.Sqrt(d))),
            ],
            5e-6,
            1);
        for (var i = 1; i < speeds.Length; i++)
            Assert.Equal(1, speeds[i] / speeds[0] / Math.Sqrt(diameters[i] / diameters[0]), 1e-6);
    }

    [Fact]
    public void Thresholds_agree_with_the_built_in_mechanism_of_neuron()
    {
        // Three of the file's eight; the validation page judges them all.
        var report = FibreReference.Run(
            ReferenceFile.Only(
                "thresholds",
                entry => entry["id"]!.GetValue<string>() is "U001" or "U003" or "U011",
                ReferenceFile.Read("neuron-unmyelinated-seed3.json")),
            2);
        Assert.Equal(3, report.Judged);
        Assert.Equal(0, report.Failed);
        Assert.InRange(report.RelativeDifferenceMax, 1e-9, 3e-5);
    }

    [Fact]
    public void The_threshold_converges_at_first_order_in_time_and_second_in_space()
    {
        double At(double step, double compartment)
        {
            var geometry = FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 3e-3, compartment: compartment);
            return Find(Beside(geometry, 0.3e-3), new Waveform.Monophasic(200e-6), Options with { Tolerance = 1e-7, Step = step });
        }

        var time = ((double[])[20e-6, 10e-6, 5e-6]).Select(step => At(step, 25e-6)).ToArray();
        Assert.InRange((time[0] - time[1]) / (time[1] - time[2]), 1.6, 2.6);
        Assert.InRange(time[2] / ((2 * time[2]) - time[1]), 1.001, 1.05);
        var space = ((double[])[36e-6, 18e-6, 9e-6]).Select(length => At(20e-6, length)).ToArray();
        Assert.InRange((space[0] - space[1]) / (space[1] - space[2]), 3, 5.5);
    }

    [Fact]
    public void Thicker_fibres_and_nearer_sources_need_less_current_and_longer_pulses_too()
    {
        var random = new Random(11);
        for (var i = 0; i < 6; i++)
        {
            var diameter = (0.5 + random.NextDouble()) * 1e-6;
            var distance = (0.2 + (0.5 * random.NextDouble())) * 1e-3;
            var width = (0.1 + (0.4 * random.NextDouble())) * 1e-3;
            double At(double d, double r, double w) => Find(
                Beside(FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, d, 3e-3, compartment: 25e-6), r),
                new Waveform.Monophasic(w),
                Options with { Step = 10e-6 });
            var threshold = At(diameter, distance, width);
            Assert.True(At(1.5 * diameter, distance, width) < threshold);
            Assert.True(At(diameter, 1.5 * distance, width) > threshold);
            Assert.True(At(diameter, distance, 1.5 * width) < threshold);
        }
    }

    [Fact]
    public void A_source_over_the_middle_fires_the_middle_and_half_the_potential_needs_twice_the_current()
    {
        var geometry = FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 3e-3);
        var fibre = Beside(geometry, 0.3e-3);
        var half = fibre with { UnitPotential = [.. fibre.UnitPotential.Select(e => 0.5 * e)] };
        var options = Options with { Window = 3e-3 + geometry.TravelTimeBound };
        var results = ThresholdSearch.Find([fibre, half], new Waveform.Monophasic(200e-6), options, 1);
        Assert.Equal(2, results[1].Threshold / results[0].Threshold, 5e-4);
        // Just at threshold the middle itself stays below -30 mV; the spike leaves from up to two length constants beside it.
        Assert.InRange(results[0].InitiationNode, (geometry.Nodes / 2) - 70, (geometry.Nodes / 2) + 70);
        Assert.False(results[0].AtCutEnd);
    }

    [Theory]
    [InlineData(FibreModel.RattayAberham, 1e-6, 3e-3, 0.3e-3)]
    [InlineData(FibreModel.HodgkinHuxley, 476e-6, 0.06, 10e-3)]
    public void Reference_thresholds_at_the_usual_step_are_those_of_small_backward_euler_steps(
        FibreModel model, double diameter, double length, double distance)
    {
        var geometry = FibreGeometry.CreateUnmyelinated(model, diameter, length);
        var fibre = Beside(geometry, distance);
        var pulse = new Waveform.Monophasic(200e-6);
        var options = Options with { Window = 5e-3 + geometry.TravelTimeBound, AmplitudeMax = 10, Tolerance = 2e-5 };
        double Euler(double step) => ThresholdSearch.Find([fibre], pulse, options with { Step = step }, 1)[0].Threshold;
        var fine = Euler(2e-6);
        var limit = (2 * fine) - Euler(4e-6);
        var reference = ThresholdSearch.Find([fibre], pulse, options with { Mode = SolverMode.Reference, Step = 5e-6 }, 1)[0];
        Assert.Equal(1, reference.Threshold / limit, 1e-3);
        Assert.True(Math.Abs((reference.Threshold / limit) - 1) < 0.25 * Math.Abs((fine / limit) - 1));
        Assert.NotNull(reference.Scan);
    }

    [Fact]
    public void Bits_depend_neither_on_the_company_nor_on_the_threads()
    {
        var random = new Random(5);
        FibreCase[] fibres =
        [
            .. Enumerable.Range(0, 11).Select(i => i % 3 == 0
                ? Beside(FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 21), 1e-3)
                : Beside(
                    FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 2e-3, compartment: 20e-6),
                    (0.2 + (0.2 * random.NextDouble())) * 1e-3)),
        ];
        var waveform = new Waveform.Biphasic(200e-6, 50e-6);
        var expected = ThresholdSearch.Find(fibres, waveform, Options, 1);
        Assert.Equal(expected, ThresholdSearch.Find(fibres, waveform, Options, 2));
        for (var i = 0; i < fibres.Length; i += 4)
            Assert.Equal(expected[i], ThresholdSearch.Find([fibres[i]], waveform, Options, 1)[0]);
        Assert.All(expected, result => Assert.Equal(ThresholdStatus.Found, result.Status));
    }

    [Fact]
    public void Models_take_their_own_temperature_and_refuse_what_they_do_not_cover()
    {
        Assert.Equal(18.5, FibreGeometry.Create(FibreModel.HodgkinHuxley, 476e-6, 100).TemperatureCelsius);
        Assert.Equal(37, FibreGeometry.Create(FibreModel.RattayAberham, 1e-6, 100).TemperatureCelsius);
        Assert.Equal(37, FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 21).TemperatureCelsius);
        var geometry = FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 5e-3);
        Assert.Equal(601, geometry.Nodes);
        Assert.Equal(geometry.Nodes, geometry.Compartments);
        Assert.InRange(geometry.Length, 5e-3, 5.01e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 20e-6, 5e-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.CreateUnmyelinated(FibreModel.MrgDiscrete, 10e-6, 5e-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 1));
    }

    private static double Find(FibreCase fibre, Waveform waveform, ThresholdOptions options) => ThresholdSearch.Find(
        [fibre], waveform, options with { Window = 3e-3 + fibre.Geometry.TravelTimeBound }, 1)[0].Threshold;

    private static FibreCase Beside(FibreGeometry geometry, double distance)
    {
        var middle = (geometry.Nodes - 1) / 2 * geometry.Internode;
        return new FibreCase(
            geometry,
            [.. geometry.ArcPositions.ToArray().Select(z =>
                -1 / (4 * Math.PI * 0.3 * Math.Sqrt(((z - middle) * (z - middle)) + (distance * distance))))]);
    }
}
