using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Tests;

/// <summary>The search against invented fibres whose answer at every amplitude is known.</summary>
public class ThresholdTaskTests
{
    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    [InlineData(700)]
    public void A_single_threshold_is_bracketed_from_any_start(double start)
    {
        var result = Search(a => a >= 1, start, 1000, looksBelow: false);
        Assert.Equal(ThresholdStatus.Found, result.Status);
        Assert.InRange(1.0, result.Lower, result.Upper);
        Assert.InRange(result.Upper - result.Lower, 0, 1e-4 * result.Upper);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(6)]
    public void Looking_below_finds_the_lowest_of_two_thresholds(double start)
    {
        // Fires from 1 to 2, is blocked to 5, fires again above.
        var result = Search(a => a is (>= 1 and < 2) or >= 5, start, 1000, looksBelow: true);
        Assert.InRange(1.0, result.Lower, result.Upper);
    }

    [Fact]
    public void A_start_inside_a_block_that_never_ends_is_tried_below()
    {
        var result = Search(a => a is >= 1 and < 2, 5, 20, looksBelow: false);
        Assert.Equal(ThresholdStatus.Found, result.Status);
        Assert.InRange(1.0, result.Lower, result.Upper);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_scan_finds_the_lowest_of_two_thresholds_and_flags_them(double start)
    {
        var result = Search(a => a is (>= 1 and < 2) or >= 5, start, 1000, looksBelow: false, Scanner(1000));
        Assert.InRange(1.0, result.Lower, result.Upper);
        Assert.InRange(result.Upper - result.Lower, 0, 1e-4 * result.Upper);
        Assert.True(result.IsNonMonotonic);
        Assert.InRange(result.Scan!.From, 0.25, 0.36);
        Assert.Equal(1.2, result.Scan.Factor);
    }

    [Fact]
    public void A_scan_of_a_single_threshold_is_monotonic_and_names_its_range()
    {
        var result = Search(a => a >= 1, 0.7, 3, looksBelow: false, Scanner(3));
        Assert.False(result.IsNonMonotonic);
        Assert.InRange(1.0, result.Lower, result.Upper);
        Assert.InRange(result.Scan!.From, 0.25, 0.31);
        Assert.InRange(result.Scan.To, 2.4, 3);
        Assert.Null(Search(a => a >= 1, 0.7, 3, looksBelow: false).Scan);
    }

    [Fact]
    public void A_scan_below_an_endless_block_finds_the_firing_window()
    {
        var result = Search(a => a is >= 1 and < 1.5, 17, 20, looksBelow: false, Scanner(20));
        Assert.Equal(ThresholdStatus.AboveMaximum, result.Status);
        result = Search(a => a is >= 1 and < 1.5, 3, 20, looksBelow: false, Scanner(20));
        Assert.InRange(1.0, result.Lower, result.Upper);
        Assert.True(result.IsNonMonotonic);
        result = Search(_ => false, 3, 20, looksBelow: false, Scanner(20));
        Assert.Equal(ThresholdStatus.AboveMaximum, result.Status);
        Assert.False(result.IsNonMonotonic);
        Assert.Equal(20, result.Scan!.To);
    }

    [Fact]
    public void Nothing_up_to_the_maximum_is_said_so_and_the_maximum_was_tried()
    {
        var tried = new List<double>();
        var result = Search(
            a =>
            {
                tried.Add(a);
                return false;
            },
            0.1,
            8,
            looksBelow: true);
        Assert.Equal(ThresholdStatus.AboveMaximum, result.Status);
        Assert.Equal(8, tried.Max());
        Assert.InRange(tried.Count, 2, 20);
    }

    [Fact]
    public void A_fibre_that_always_fires_ends_the_search_all_the_same()
    {
        var result = Search(_ => true, 1, 10, looksBelow: true);
        Assert.InRange(result.Upper, 0, 1e-7);
        Assert.Equal(0, result.Lower);
    }

    private static AmplitudeScanner Scanner(double maximum) => new(1.2, 4, maximum);

    private static ThresholdResult Search(
        Func<double, bool> fires, double start, double maximum, bool looksBelow, AmplitudeScanner? scanner = null)
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 5);
        var fibre = CableFibre.Create(geometry, 5e-6, CableRest.Of(geometry), null);
        var crossings = new double[fibre.Nodes];
        Array.Fill(crossings, double.NaN);
        var task = new ThresholdTask(
            geometry,
            () => fibre,
            a => new LaneRun { FieldAmplitude = a, Steps = 1, Detection = (3, -1) },
            start,
            1.25,
            1e-4,
            maximum,
            1)
        {
            LooksBelow = looksBelow,
            Scanner = scanner,
        };
        var runs = 0;
        while (task.Next() is { } run)
        {
            Assert.True(++runs < 1000);
            task.Accept(new LaneOutcome(fires(run.FieldAmplitude) ? [1e-3] : [], [], [], crossings));
        }

        return task.Result!;
    }
}
