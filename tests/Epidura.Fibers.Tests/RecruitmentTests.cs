using Epidura.Fibers.Protocols;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class RecruitmentTests
{
    private static readonly Waveform Pulse = new Waveform.Monophasic(200e-6);
    private static readonly ThresholdOptions Options = new(AmplitudeMax: 5e-3);

    [Fact]
    public void The_curve_steps_by_the_weight_of_each_fibre_at_its_threshold()
    {
        var random = new Random(4);
        FibreCase[] fibres =
        [
            .. Enumerable.Range(0, 12).Select(i =>
                PointSource.Beside(PointSource.Mrg(i % 2 == 0 ? 10 : 8.7), (1 + (2 * random.NextDouble())) * 1e-3)),
        ];
        double[] weights = [.. fibres.Select(_ => 0.5 + random.NextDouble())];
        var curve = Recruitment.Measure(fibres, Pulse, Options, 2, weights);
        var before = 0.0;
        foreach (var (result, weight) in curve.Thresholds.Zip(weights).OrderBy(pair => pair.First.Threshold))
        {
            before += weight / weights.Sum();
            Assert.Equal(before, curve.ShareAt(result.Threshold), 1e-12);
            Assert.True(curve.ShareAt(result.Threshold * 0.999999) < before);
            Assert.Equal(result.Threshold, curve.AmplitudeAt(before));
        }

        Assert.Equal(0, curve.ShareAt(0));
        Assert.Equal(1, curve.ShareAt(1), 1e-12);
        Assert.True(curve.Amplitudes.SequenceEqual(curve.Amplitudes.Order()));
    }

    [Fact]
    public void Fibres_out_of_reach_stay_outside()
    {
        var curve = Recruitment.Measure(
            [PointSource.Beside(PointSource.Mrg(), 1e-3), PointSource.Beside(PointSource.Mrg(), 30e-3)], Pulse, Options, 1);
        Assert.Equal(0.5, curve.ShareAt(1));
        Assert.True(double.IsFinite(curve.AmplitudeAt(0.5)));
        Assert.True(double.IsPositiveInfinity(curve.AmplitudeAt(0.6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.AmplitudeAt(0));
    }

    [Fact]
    public void Wrong_weights_are_refused()
    {
        FibreCase[] fibres = [PointSource.Beside(PointSource.Mrg(), 1e-3)];
        Assert.Throws<ArgumentException>(() => Recruitment.Measure([], Pulse, Options, 1));
        Assert.Throws<ArgumentException>(() => Recruitment.Measure(fibres, Pulse, Options, 1, [1, 1]));
        Assert.Throws<ArgumentException>(() => Recruitment.Measure(fibres, Pulse, Options, 1, [double.NaN]));
    }
}
