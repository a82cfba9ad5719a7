using Epidura.Fibers.Protocols;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class TrainTests
{
    private static readonly Waveform Pulse = new Waveform.Monophasic(100e-6);
    private static readonly ThresholdOptions Options = new(AmplitudeMax: 1, Tolerance: 1e-3);
    private static readonly FibreCase Fibre = PointSource.Beside(PointSource.Mrg(), 2e-3);
    private static readonly double Threshold = ThresholdSearch.Find([Fibre], Pulse, Options, 1)[0].Threshold;

    [Fact]
    public void A_slow_train_is_followed_one_to_one_and_a_weak_one_not_at_all()
    {
        var (weak, strong) = (Follow(200, 8, 0.9), Follow(200, 8, 1.5));
        Assert.Empty(weak.SpikeTimes);
        Assert.Equal(0, weak.EntrainmentRatio);
        Assert.True(double.IsNaN(weak.Latency));
        Assert.All(strong.SpikesOfPulse, spikes => Assert.Equal(1, spikes));
        Assert.Equal(1, strong.EntrainmentRatio);
        Assert.Equal(1, strong.SteadyRatio);
        Assert.Equal(200, strong.SpikeRate, 2.0);
        foreach (var (pulse, spike) in strong.PulseTimes.Zip(strong.SpikeTimes))
            Assert.Equal(strong.Latency, spike - pulse, 0.1e-3);
    }

    [Fact]
    public void Every_second_pulse_falls_into_the_refractory_period_of_a_fast_train()
    {
        var train = Follow(1000, 12, 1.5);
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], train.SpikesOfPulse);
        Assert.Equal(0.5, train.EntrainmentRatio);
        Assert.Equal(0.5, train.FollowedShare);
        Assert.True(Follow(2000, 12, 1.5).EntrainmentRatio < 0.5);
    }

    [Fact]
    public void Counts_of_pulses_add_up_to_the_spikes()
    {
        var random = new Random(8);
        for (var i = 0; i < 5; i++)
        {
            var train = Follow(100 + (2000 * random.NextDouble()), 6, 0.8 + (2 * random.NextDouble()));
            Assert.Equal(train.SpikeTimes.Count, train.SpikesOfPulse.Sum());
            Assert.InRange(train.FollowedShare, 0, Math.Min(1, train.EntrainmentRatio));
            Assert.True(train.SpikeTimes.SequenceEqual(train.SpikeTimes.Order()));
        }
    }

    [Fact]
    public void After_a_spike_the_fibre_is_dead_then_deaf_then_keener_than_at_rest()
    {
        double[] intervals = [0.5e-3, 0.9e-3, 1.2e-3, 1.6e-3, 2e-3, 4e-3, 12e-3];
        var curve = RefractoryPeriod.Measure(Fibre, Pulse, intervals, Options, 2);
        Assert.Equal(1, curve.RestingThreshold / Threshold, 1e-3);
        Assert.True(double.IsPositiveInfinity(curve.Ratios[0]));
        Assert.InRange(curve.Absolute, 0.5e-3, 1.3e-3);
        Assert.InRange(curve.Relative, 1.2e-3, 2.2e-3);
        Assert.True(curve.Ratios[2] > curve.Ratios[3] && curve.Ratios[3] > curve.Ratios[4]);
        Assert.InRange(curve.Ratios[5], 0.8, 0.95);
        Assert.InRange(curve.Ratios[6], 0.98, 1.08);
    }

    [Theory]
    [InlineData(SolverMode.Fast, 5e-3)]
    [InlineData(SolverMode.Reference, 0.05)]
    public void Recovery_in_the_other_modes_is_that_of_mode_neuron_but_for_the_step(SolverMode mode, double tolerance)
    {
        double[] intervals = [0.5e-3, 1.6e-3, 4e-3];
        var usual = RefractoryPeriod.Measure(Fibre, Pulse, intervals, Options, 2);
        var other = RefractoryPeriod.Measure(Fibre, Pulse, intervals, Options with { Mode = mode }, 2);
        Assert.True(double.IsPositiveInfinity(other.Ratios[0]));
        Assert.Equal(1, other.RestingThreshold / usual.RestingThreshold, tolerance);
        Assert.Equal(1, other.Ratios[1] / usual.Ratios[1], tolerance);
        Assert.Equal(1, other.Ratios[2] / usual.Ratios[2], tolerance);
    }

    [Fact]
    public void A_fibre_that_cannot_be_fired_has_no_recovery()
    {
        var curve = RefractoryPeriod.Measure(Fibre, Pulse, [2e-3], Options with { AmplitudeMax = 1e-5 }, 1);
        Assert.True(double.IsPositiveInfinity(curve.RestingThreshold));
        Assert.True(double.IsNaN(curve.Absolute));
        Assert.Throws<ArgumentException>(() => RefractoryPeriod.Measure(Fibre, Pulse, [0.05e-3], Options, 1));
        Assert.Throws<ArgumentException>(() => RefractoryPeriod.Measure(Fibre, Pulse, [2e-3, 1e-3], Options, 1));
    }

    [Fact]
    public void More_spikes_of_a_burst_need_no_less_current_and_as_many_as_pulses_are_reached()
    {
        var burst = new Waveform.Train(new Waveform.Monophasic(1e-3), 5, 2e-3);
        var statistics = BurstResponse.Measure(Fibre, burst, 6, [], Options, 2);
        for (var k = 1; k < 5; k++)
            Assert.True(statistics.SpikeThresholds[k] >= statistics.SpikeThresholds[k - 1] * (1 - 2e-3));
        Assert.All(statistics.SpikeThresholds.Take(5), amplitude => Assert.True(double.IsFinite(amplitude)));
        var first = statistics.SpikeThresholds[0];
        var five = statistics.SpikeThresholds[4];
        double[] amplitudes = [0.9 * first, 1.02 * first, 1.02 * five, 8 * Threshold];
        var crossings = BurstResponse.Measure(Fibre, burst, 1, amplitudes, Options, 2).Crossings;
        Assert.Equal(10, statistics.OriginNode);
        Assert.Empty(crossings[0].PropagatedTimes);
        Assert.InRange(crossings[1].PropagatedTimes.Count, 1, 4);
        Assert.Equal(5, crossings[2].PropagatedTimes.Count);
        Assert.Equal(2e-3, crossings[2].IntervalMean, 0.1e-3);
        Assert.InRange(crossings[2].IntervalVariation, 0, 0.1);
        // Far too strong: the surround of the cathode holds back what begins under it.
        Assert.Equal(5, crossings[3].LocalTimes.Count);
        Assert.Equal(5, crossings[3].Lost);
    }

    private static FollowedTrain Follow(double rate, int count, double strength) => TrainFollowing.Measure(
        Fibre, new Waveform.Train(Pulse, count, 1 / rate), [strength * Threshold], 5e-6, 1)[0];
}
