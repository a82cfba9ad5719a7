using System.Text.Json;
using Epidura.Fibers.Protocols;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class StrengthDurationTests
{
    private static readonly double[] Widths = [50e-6, 100e-6, 200e-6, 500e-6, 1e-3];

    [Fact]
    public void Points_on_a_formula_give_back_its_numbers()
    {
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            var (rheobase, chronaxie) = (1e-3 * (0.1 + random.NextDouble()), 1e-3 * (0.1 + random.NextDouble()));
            var weiss = StrengthDuration.FitWeiss(Widths, [.. Widths.Select(w => rheobase * (1 + (chronaxie / w)))]);
            Assert.Equal(1, weiss.Rheobase / rheobase, 1e-9);
            Assert.Equal(1, weiss.Chronaxie / chronaxie, 1e-9);
            Assert.InRange(weiss.MisfitMax, 0, 1e-9);
            var lapicque = StrengthDuration.FitLapicque(
                Widths, [.. Widths.Select(w => rheobase / (1 - Math.Pow(2, -w / chronaxie)))]);
            Assert.Equal(1, lapicque.Rheobase / rheobase, 1e-5);
            Assert.Equal(1, lapicque.Chronaxie / chronaxie, 1e-5);
            Assert.InRange(lapicque.MisfitMax, 0, 1e-5);
        }
    }

    [Fact]
    public void The_reference_curve_gives_its_published_fits()
    {
        // Every second width of the curve is in the file, so the numbers of the whole one are met only nearly.
        var root = JsonDocument.Parse(ReferenceFile.Text).RootElement;
        var points = root.GetProperty("thresholds").EnumerateArray()
            .Where(e => e.GetProperty("family").GetString() == "strength_duration")
            .Where(e => e.GetProperty("fiber").GetProperty("diameter_um").GetDouble() == 8.7)
            .Select(e => (
                Width: e.GetProperty("waveform").GetProperty("pw").GetDouble() * 1e-3,
                Threshold: Math.Abs(e.GetProperty("threshold").GetDouble())))
            .OrderBy(p => p.Width)
            .ToArray();
        var weiss = StrengthDuration.FitWeiss([.. points.Select(p => p.Width)], [.. points.Select(p => p.Threshold)]);
        Assert.Equal(0.346, weiss.Rheobase, 0.02);
        Assert.Equal(285e-6, weiss.Chronaxie, 30e-6);
        Assert.InRange(weiss.MisfitMax, 0.03, 0.12);
    }

    [Fact]
    public void A_measured_curve_holds_the_thresholds_of_single_searches_and_its_fits_lie_near()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(8.7), 3e-3);
        var options = new ThresholdOptions(AmplitudeMax: 1, Tolerance: 1e-3);
        var curve = StrengthDuration.Measure(fibre, Widths, options, 1);
        var single = ThresholdSearch.Find([fibre], new Waveform.Monophasic(200e-6), options, 1)[0].Threshold;
        Assert.Equal(1, curve.Thresholds[2].Threshold / single, 1e-3);
        Assert.All(curve.Thresholds, result => Assert.Equal(ThresholdStatus.Found, result.Status));
        Assert.InRange(curve.Weiss!.MisfitMax, 0.005, 0.12);
        Assert.InRange(curve.Lapicque!.MisfitMax, 0.005, 0.3);
        Assert.InRange(curve.DirectChronaxie, 100e-6, 300e-6);
        Assert.True(curve.Lapicque.Rheobase > curve.Weiss.Rheobase);
    }

    [Fact]
    public void Another_shape_costs_more_and_nothing_found_gives_no_fit()
    {
        var fibre = PointSource.Beside(PointSource.Mrg(10), 2e-3);
        var options = new ThresholdOptions(AmplitudeMax: 1);
        var rectangle = StrengthDuration.Measure(fibre, [50e-6, 100e-6], options, 1);
        var balanced = StrengthDuration.Measure(fibre, [50e-6, 100e-6], options, 1, width => new Waveform.Biphasic(width));
        Assert.All(
            rectangle.Thresholds.Zip(balanced.Thresholds), pair => Assert.True(pair.Second.Threshold > 1.05 * pair.First.Threshold));
        var none = StrengthDuration.Measure(fibre, [50e-6, 100e-6], options with { AmplitudeMax = 1e-5 }, 1);
        Assert.Null(none.Weiss);
        Assert.True(double.IsNaN(none.DirectChronaxie));
        Assert.Throws<ArgumentException>(() => StrengthDuration.Measure(fibre, [100e-6, 50e-6], options, 1));
        Assert.Throws<ArgumentException>(() => StrengthDuration.FitWeiss([1], [1]));
    }
}
