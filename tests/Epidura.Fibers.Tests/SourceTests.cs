using Epidura.Fibers.Sources;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class SourceTests
{
    private static readonly ThresholdOptions Options = new(Tolerance: 1e-6, AmplitudeMax: 1);
    private static readonly Waveform Pulse = new Waveform.Monophasic(200e-6);

    [Fact]
    public void Sources_that_share_a_waveform_act_as_their_sum()
    {
        var random = new Random(3);
        for (var i = 0; i < 4; i++)
        {
            var geometry = i < 3
                ? PointSource.Mrg(i == 1 ? 10 : 12.8)
                : FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 1.5e-3, compartment: 25e-6);
            var reach = geometry.Length / 20;
            var one = PointSource.Cathode(geometry, reach * (1 + random.NextDouble()), reach * random.NextDouble());
            var other = PointSource.Cathode(geometry, reach * (1 + random.NextDouble()), -reach * random.NextDouble());
            var share = random.NextDouble() - 0.5;
            double[] sum = [.. one.Zip(other, (a, b) => a + (share * b))];
            Waveform waveform = i < 2 ? Pulse : new Waveform.Biphasic(150e-6, 50e-6, 2);
            var options = Options with { AmplitudeMax = 10, Window = 3e-3 + geometry.TravelTimeBound };
            var together = ThresholdSearch.Find([new FibreCase(geometry, sum)], waveform, options, 1)[0];
            var apart = Find(geometry, options, new FibreSource(one, waveform), new FibreSource(other, waveform, share));
            Assert.Equal(1, apart.Threshold / together.Threshold, 3e-6);
            // Neighbours cross in the same step, so the last bits of the amplitude decide between them.
            Assert.InRange(apart.InitiationNode - together.InitiationNode, -geometry.Nodes / 20, geometry.Nodes / 20);
        }
    }

    [Fact]
    public void Phases_given_as_two_sources_make_the_biphasic_pulse()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 2e-3, 0.2e-3);
        var whole = ThresholdSearch.Find([fibre], new Waveform.Biphasic(200e-6, 60e-6), Options, 1)[0].Threshold;
        var parts = Find(
            fibre.Geometry,
            Options,
            new FibreSource(fibre.UnitPotential, Pulse),
            new FibreSource(fibre.UnitPotential, Pulse, -1, Delay: 260e-6));
        Assert.Equal(1, parts.Threshold / whole, 3e-6);
    }

    [Fact]
    public void A_share_divides_the_threshold_and_a_silent_source_changes_nothing()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 2e-3);
        var other = PointSource.Cathode(fibre.Geometry, 1e-3, 2e-3);
        var alone = ThresholdSearch.Find([fibre], Pulse, Options, 1)[0].Threshold;
        var doubled = Find(fibre.Geometry, Options, new FibreSource(fibre.UnitPotential, Pulse, 2));
        var accompanied = Find(
            fibre.Geometry,
            Options,
            new FibreSource(fibre.UnitPotential, Pulse),
            new FibreSource(other, new Waveform.Sinusoid(2e3, 2e-3), 0, IsFixed: true));
        Assert.Equal(0.5, doubled.Threshold / alone, 3e-6);
        Assert.Equal(1, accompanied.Threshold / alone, 3e-6);
    }

    [Fact]
    public void A_fixed_source_helps_or_hinders_and_a_strong_one_fires_alone()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 2e-3);
        var alone = ThresholdSearch.Find([fibre], Pulse, Options, 1)[0].Threshold;
        ThresholdResult With(double share) => Find(
            fibre.Geometry,
            Options,
            new FibreSource(fibre.UnitPotential, Pulse),
            new FibreSource(fibre.UnitPotential, Pulse, share * alone, IsFixed: true));

        // The same pulse at the same place: what is given need not be searched.
        Assert.Equal(0.6, With(0.4).Threshold / alone, 1e-5);
        Assert.Equal(1.3, With(-0.3).Threshold / alone, 1e-5);
        var fired = With(1.05);
        Assert.Equal(ThresholdStatus.FiresAtZero, fired.Status);
        Assert.Equal(0, fired.Threshold);
    }

    [Fact]
    public void Spike_times_of_delayed_pulses_are_those_of_a_train()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 1e-3);
        var amplitude = 1.4 * ThresholdSearch.Find([fibre], Pulse, Options, 1)[0].Threshold;
        var options = Options with { Window = 12e-3, BothEnds = false };
        var times = SourceThreshold.SpikeTimes(
            [
                new SourcedFibre(fibre.Geometry, [.. Enumerable.Range(0, 3).Select(i =>
                    new FibreSource(fibre.UnitPotential, Pulse, Delay: 3e-3 * i))]),
            ],
            amplitude,
            options,
            1)[0];
        var train = new FibreStimulus(fibre, new Waveform.Train(Pulse, 3, 3e-3), amplitude, 12e-3, 18);
        Assert.Equal(3, times.Length);
        Assert.Equal(FibreResponse.SpikeTimes([train], options.Step, 1)[0], times);
    }

    [Fact]
    public void Bits_depend_neither_on_the_company_nor_on_the_threads()
    {
        var random = new Random(9);
        SourcedFibre[] fibres =
        [
            .. Enumerable.Range(0, 11).Select(i =>
            {
                var geometry = PointSource.Mrg(i % 2 == 0 ? 10 : 8.7);
                return new SourcedFibre(
                    geometry,
                    [
                        new FibreSource(PointSource.Cathode(geometry, (1 + random.NextDouble()) * 1e-3), Pulse),
                        new FibreSource(PointSource.Cathode(geometry, 1e-3, 1e-3), new Waveform.Sinusoid(5e3, 1e-3), 1e-5, IsFixed: true),
                    ]);
            }),
        ];
        var options = Options with { Tolerance = 0.005 };
        var expected = SourceThreshold.Find(fibres, options, 1);
        Assert.Equal(expected, SourceThreshold.Find(fibres, options, 2));
        Assert.Equal(expected[7], SourceThreshold.Find([fibres[7]], options, 1)[0]);
    }

    [Theory]
    [InlineData(SolverMode.Fast, 3e-4)]
    [InlineData(SolverMode.Reference, 2e-4)]
    public void Every_mode_finds_for_two_half_sources_what_it_finds_for_one(SolverMode mode, double tolerance)
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 2e-3, 0.2e-3);
        var waveform = new Waveform.Biphasic(200e-6, 100e-6);
        var options = Options with { Mode = mode, Tolerance = 1e-4 };
        var whole = ThresholdSearch.Find([fibre], waveform, options, 1)[0];
        var halves = Find(
            fibre.Geometry, options, new FibreSource(fibre.UnitPotential, waveform, 0.5),
            new FibreSource(fibre.UnitPotential, waveform, 0.5));
        Assert.Equal(1, halves.Threshold / whole.Threshold, tolerance);
        Assert.Equal(mode, halves.Mode);
        Assert.Equal(whole.Scan is null, halves.Scan is null);
        Assert.Equal(whole.Extrapolation != 0, halves.Extrapolation != 0);
        var phases = Find(
            fibre.Geometry, options, new FibreSource(fibre.UnitPotential, Pulse),
            new FibreSource(fibre.UnitPotential, Pulse, -1, Delay: 300e-6));
        Assert.Equal(1, phases.Threshold / whole.Threshold, tolerance);
    }

    [Fact]
    public void The_reference_mode_carries_several_sources_on_fibres_without_myelin_and_fast_refuses_them()
    {
        var geometry = FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 1.5e-3, compartment: 25e-6);
        var potential = PointSource.Cathode(geometry, 0.2e-3);
        FibreSource[] sources = [new(potential, Pulse, 0.4), new(potential, Pulse, 0.6)];
        var options = Options with
        {
            Mode = SolverMode.Reference,
            Tolerance = 5e-4,
            AmplitudeMax = 10,
            Window = 3e-3 + geometry.TravelTimeBound,
        };
        var one = ThresholdSearch.Find([new FibreCase(geometry, potential)], Pulse, options, 1)[0];
        Assert.Equal(1, Find(geometry, options, sources).Threshold / one.Threshold, 1e-3);
        var refusal = Assert.Throws<ArgumentException>(() => Find(geometry, options with { Mode = SolverMode.Fast }, sources));
        Assert.Contains("myelinated fibres only", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spike_times_of_the_reference_mode_are_those_of_small_steps()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(), 1e-3);
        var options = Options with { Window = 8e-3, BothEnds = false };
        SourcedFibre[] fibres =
            [new(fibre.Geometry, [new FibreSource(fibre.UnitPotential, Pulse), new FibreSource(fibre.UnitPotential, Pulse, Delay: 4e-3)])];
        var small = SourceThreshold.SpikeTimes(fibres, 1e-3, options with { Step = 0.5e-6 }, 1)[0];
        var times = SourceThreshold.SpikeTimes(fibres, 1e-3, options with { Mode = SolverMode.Reference }, 1)[0];
        Assert.Equal(2, times.Length);
        for (var i = 0; i < times.Length; i++)
            Assert.Equal(small[i], times[i], 6e-6);
    }

    [Fact]
    public void Wrong_sources_are_refused()
    {
        var geometry = PointSource.Mrg();
        var potential = PointSource.Cathode(geometry, 1e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(geometry, Options));
        Assert.Throws<ArgumentException>(() => Find(geometry, Options, new FibreSource(new double[3], Pulse)));
        Assert.Throws<ArgumentException>(() => Find(geometry, Options, new FibreSource(potential, Pulse, 1e-3, IsFixed: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(geometry, Options, new FibreSource(potential, Pulse, double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(geometry, Options, new FibreSource(potential, Pulse, Delay: -1e-3)));
    }

    private static ThresholdResult Find(FibreGeometry geometry, ThresholdOptions options, params FibreSource[] sources) =>
        SourceThreshold.Find([new SourcedFibre(geometry, sources)], options, 1)[0];
}
