using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class ThresholdSearchTests
{
    private static readonly ThresholdOptions Options = new();

    [Fact]
    public void The_bracket_meets_the_tolerance_and_the_criterion()
    {
        var fibre = Fibre(10, 2e-3, 0);
        foreach (var tolerance in (double[])[0.05, 0.005, 1e-4])
        {
            var result = Find(fibre, new Waveform.Monophasic(210e-6), Options with { Tolerance = tolerance });
            Assert.Equal(ThresholdStatus.Found, result.Status);
            Assert.InRange(result.Upper - result.Lower, 0, tolerance * result.Upper);
            Assert.InRange(result.Threshold, result.Lower, result.Upper);
            Assert.Empty(Spikes(fibre, result.Lower));
            Assert.NotEmpty(Spikes(fibre, result.Upper));
        }
    }

    [Fact]
    public void The_start_guess_does_not_matter_beyond_the_tolerance()
    {
        var fibre = Fibre(12.8, 3e-3, 0);
        var results = ((double[])[1e-5, 5e-4, 2e-3, 2e-2]).Select(guess =>
            Find(fibre, new Waveform.Monophasic(210e-6), Options with { StartGuess = guess, Tolerance = 1e-4 }).Threshold).ToArray();
        Assert.All(results, r => Assert.Equal(1, r / results[0], 1e-4));
    }

    [Fact]
    public void Bits_depend_neither_on_the_order_nor_on_the_company_nor_on_the_threads()
    {
        var fibres = Population();
        var waveform = new Waveform.Biphasic(210e-6, 50e-6);
        var expected = ThresholdSearch.Find(fibres, waveform, Options, 1);
        Assert.Equal(expected, ThresholdSearch.Find(fibres, waveform, Options, 2));
        Assert.Equal(expected, ThresholdSearch.Find([.. fibres.Reverse()], waveform, Options, 1).Reverse());
        for (var i = 0; i < fibres.Length; i += 4)
            Assert.Equal(expected[i], ThresholdSearch.Find([fibres[i]], waveform, Options, 1)[0]);
    }

    [Fact]
    public void Longer_pulses_need_less_current_and_more_charge()
    {
        var fibre = Fibre(8.7, 3e-3, 0);
        var results = ((double[])[30e-6, 60e-6, 210e-6, 500e-6, 1e-3])
            .Select(width => (width, Threshold: Find(fibre, new Waveform.Monophasic(width), Options with { AmplitudeMax = 1 }).Threshold))
            .ToArray();
        for (var i = 1; i < results.Length; i++)
        {
            Assert.True(results[i].Threshold < results[i - 1].Threshold);
            Assert.True(results[i].Threshold * results[i].width > results[i - 1].Threshold * results[i - 1].width);
        }
    }

    [Fact]
    public void Thicker_fibres_need_less_current_and_distance_needs_more()
    {
        var waveform = new Waveform.Monophasic(210e-6);
        var thin = Find(Fibre(7.3, 3e-3, 0), waveform, Options);
        var thick = Find(Fibre(12.8, 3e-3, 0), waveform, Options);
        var far = Find(Fibre(12.8, 5e-3, 0), waveform, Options);
        Assert.True(thick.Threshold < thin.Threshold);
        Assert.True(thick.Threshold < far.Threshold);
    }

    [Fact]
    public void Doubling_the_potential_halves_the_threshold()
    {
        var fibre = Fibre(10, 2e-3, 1e-4);
        var twice = fibre with { UnitPotential = [.. fibre.UnitPotential.Select(e => 2 * e)] };
        var options = Options with { Tolerance = 1e-5 };
        var waveform = new Waveform.Monophasic(100e-6);
        Assert.Equal(0.5, Find(twice, waveform, options).Threshold / Find(fibre, waveform, options).Threshold, 2e-5);
    }

    [Fact]
    public void A_constant_added_to_the_potential_changes_nothing_that_matters()
    {
        var fibre = Fibre(10, 2e-3, 0);
        var lifted = fibre with { UnitPotential = [.. fibre.UnitPotential.Select(e => e + 40)] };
        var options = Options with { Tolerance = 1e-5 };
        var waveform = new Waveform.Monophasic(100e-6);
        Assert.Equal(1, Find(lifted, waveform, options).Threshold / Find(fibre, waveform, options).Threshold, 2e-5);
    }

    [Fact]
    public void A_mirrored_fibre_has_the_mirrored_origin()
    {
        var fibre = Fibre(11.5, 2e-3, 3.2e-3);
        var mirrored = fibre with { UnitPotential = [.. fibre.UnitPotential.Reverse()] };
        var waveform = new Waveform.Monophasic(100e-6);
        var (one, other) = (Find(fibre, waveform, Options), Find(mirrored, waveform, Options));
        Assert.Equal(1, one.Threshold / other.Threshold, 1e-9);
        Assert.Equal(one.InitiationNode, fibre.Geometry.Nodes - 1 - other.InitiationNode);
        Assert.Equal(13, one.InitiationNode);
        Assert.InRange(one.InitiationTime, 0.05e-3, 1e-3);
        Assert.False(one.AtCutEnd);
    }

    [Fact]
    public void A_spike_that_begins_at_a_cut_end_is_marked()
    {
        var fibre = Fibre(11.5, 1e-3, 11.2e-3);
        Assert.True(Find(fibre, new Waveform.Monophasic(100e-6), Options).AtCutEnd);
    }

    [Fact]
    public void A_fibre_out_of_reach_is_above_the_maximum()
    {
        var result = Find(Fibre(7.3, 20e-3, 0), new Waveform.Monophasic(60e-6), Options);
        Assert.Equal(ThresholdStatus.AboveMaximum, result.Status);
        Assert.Equal(double.PositiveInfinity, result.Threshold);
        Assert.Equal(-1, result.InitiationNode);
        var without = Fibre(10, 1e-3, 0);
        without = without with { UnitPotential = new double[without.UnitPotential.Length] };
        Assert.Equal(ThresholdStatus.AboveMaximum, Find(without, new Waveform.Monophasic(60e-6), Options).Status);
    }

    [Fact]
    public void Deciding_early_does_not_change_the_threshold()
    {
        foreach (var waveform in (Waveform[])
                 [
                     new Waveform.Biphasic(30e-6), new Waveform.Biphasic(300e-6, 100e-6, 4), new Waveform.Monophasic(1e-3),
                     new Waveform.PassiveRecharge(210e-6, 100e-6, 1e-3, 20e-3),
                 ])
        {
            var fibre = Fibre(10, 2e-3, 0);
            var result = Find(fibre, waveform, Options with { Tolerance = 1e-4, AmplitudeMax = 0.1 });
            // Fixed runs go on to the end of the waveform and beyond.
            foreach (var (amplitude, fires) in ((double, bool)[])[(result.Lower, false), (result.Upper, true)])
            {
                var stimulus = new FibreStimulus(fibre, waveform, amplitude, waveform.Duration + 5e-3, 18);
                Assert.Equal(fires, FibreResponse.SpikeTimes([stimulus], Options.Step, 1)[0].Length > 0);
            }
        }
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        var fibre = Fibre(10, 1e-3, 0);
        var waveform = new Waveform.Monophasic(1e-4);
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(fibre, waveform, Options with { Tolerance = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(fibre, waveform, Options with { Step = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(fibre, waveform, Options with { StartGuess = -1 }));
        Assert.Throws<ArgumentException>(() => Find(fibre with { UnitPotential = new double[3] }, waveform, Options));
        fibre.UnitPotential[5] = double.NaN;
        Assert.Contains("compartment 5", Refusal(() => Find(fibre, waveform, Options)), StringComparison.Ordinal);
        Assert.Contains("passive", Refusal(() => Fibre(10, 1e-3, 0, 2)), StringComparison.Ordinal);
        Assert.Contains("5 nodes or more", Refusal(() => Fibre(10, 1e-3, 0, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pulse_shorter_than_a_step_is_refused_and_named()
    {
        var fibre = Fibre(10, 1e-3, 0);
        foreach (var waveform in (Waveform[])
                 [
                     new Waveform.Monophasic(4e-6), new Waveform.Biphasic(4e-6, 1e-4), new Waveform.Sinusoid(2e5, 1e-3),
                     new Waveform.PassiveRecharge(4e-6, 0, 1e-3, 1e-2), new Waveform.Train(new Waveform.Monophasic(4e-6), 3, 1e-3),
                 ])
            Assert.Contains("shorter than the time step of 5 µs", Refusal(() => Find(fibre, waveform, Options)), StringComparison.Ordinal);
        Assert.Equal(ThresholdStatus.Found, Find(fibre, new Waveform.Monophasic(5e-6), Options with { AmplitudeMax = 1 }).Status);
    }

    [Fact]
    public void Cancelling_stops_the_search()
    {
        using var source = new CancellationTokenSource();
        var progress = new Immediate(_ => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ThresholdSearch.Find(Population(), new Waveform.Monophasic(1e-4), Options, 1, progress, source.Token));
    }

    [Fact]
    public void Nothing_to_search_gives_nothing() =>
        Assert.Empty(ThresholdSearch.Find([], new Waveform.Monophasic(1e-4), Options, 1));

    private static ThresholdResult Find(FibreCase fibre, Waveform waveform, ThresholdOptions options) =>
        ThresholdSearch.Find([fibre], waveform, options, 1)[0];

    private static string Refusal(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static double[] Spikes(FibreCase fibre, double amplitude) => FibreResponse.SpikeTimes(
        [new FibreStimulus(fibre, new Waveform.Monophasic(210e-6), amplitude, 3e-3, 18)], 5e-6, 1)[0];

    private static FibreCase[] Population()
    {
        var random = new Random(7);
        return
        [
            .. Enumerable.Range(0, 21).Select(i =>
                Fibre(7 + (0.3 * (i % 5)), 1.5e-3 + (2e-3 * random.NextDouble()), 1e-3 * random.NextDouble(), i % 3 == 0 ? 19 : 21, false)),
        ];
    }

    private static FibreCase Fibre(double diameter, double distance, double offset, int nodes = 21, bool isDiscrete = true)
    {
        var model = isDiscrete ? FibreModel.MrgDiscrete : FibreModel.MrgInterpolation;
        var geometry = FibreGeometry.Create(model, diameter * 1e-6, nodes);
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - ((nodes - 1) / 2 * geometry.Internode) - offset;
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt((z * z) + (distance * distance)));
        }

        return new FibreCase(geometry, potential);
    }

    private sealed class Immediate(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
