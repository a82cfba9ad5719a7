using System.Runtime.Intrinsics;

namespace Epidura.Numerics.Tests;

[Trait("Category", "Kernel")]
public class LaneMathTests
{
    [Fact]
    public void Exp_is_within_one_and_a_half_units_in_the_last_place_of_the_library()
    {
        var worst = 0.0;
        foreach (var lanes in Arguments())
        {
            var ours = LaneMath.Exp(lanes);
            for (var lane = 0; lane < 8; lane++)
            {
                var expected = Math.Exp(lanes[lane]);
                worst = Math.Max(worst, Math.Abs(ours[lane] - expected) / Math.BitIncrement(Math.Abs(expected)) * Math.Pow(2, 52));
            }
        }

        Assert.InRange(worst, 0, 1.5);
    }

    [Fact]
    public void Exp_has_the_same_bits_on_every_processor()
    {
        var hash = 14695981039346656037UL;
        foreach (var lanes in Arguments())
        {
            var ours = LaneMath.Exp(lanes);
            for (var lane = 0; lane < 8; lane++)
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(ours[lane])) * 1099511628211UL;
        }

        Assert.Equal(2557801674208270373UL, hash);
    }

    [Fact]
    public void A_lane_does_not_depend_on_its_neighbours()
    {
        foreach (var lanes in Arguments())
        {
            var together = LaneMath.Exp(lanes);
            for (var lane = 0; lane < 8; lane++)
            {
                var alone = LaneMath.Exp(Vector512.Create(lanes[lane]));
                Assert.Equal(BitConverter.DoubleToInt64Bits(together[lane]), BitConverter.DoubleToInt64Bits(alone[7 - lane]));
            }
        }
    }

    [Fact]
    public void Arguments_outside_the_range_are_bounded_and_not_a_number_stays_so()
    {
        var ours = LaneMath.Exp(Vector512.Create(double.NegativeInfinity, -1000, -708, 0, 709, 1000, double.PositiveInfinity, double.NaN));
        Assert.Equal(ours[2], ours[0]);
        Assert.Equal(ours[2], ours[1]);
        Assert.True(ours[2] > 0);
        Assert.Equal(1.0, ours[3]);
        Assert.Equal(ours[4], ours[5]);
        Assert.Equal(ours[4], ours[6]);
        Assert.True(double.IsNaN(ours[7]));
    }

    [Fact]
    public void Bounded_arguments_give_the_bits_of_the_general_function()
    {
        foreach (var lanes in Arguments())
            Assert.Equal(LaneMath.Exp(lanes), LaneMath.ExpWithin(lanes));
    }

    [Fact]
    public void Exp_of_floats_has_the_same_bits_in_whole_and_half_vectors_and_on_every_processor()
    {
        var hash = 14695981039346656037UL;
        foreach (var whole in FloatArguments())
        {
            var ours = LaneMath.ExpWithin(whole);
            Assert.Equal(ours.GetLower(), LaneMath.ExpWithin(whole.GetLower()));
            Assert.Equal(ours.GetUpper(), LaneMath.ExpWithin(whole.GetUpper()));
            for (var lane = 0; lane < 16; lane++)
                hash = (hash ^ BitConverter.SingleToUInt32Bits(ours[lane])) * 1099511628211UL;
        }

        Assert.Equal(8817007730577984466UL, hash);
    }

    [Fact]
    public void Exp_of_doubles_has_the_same_bits_in_half_vectors()
    {
        foreach (var lanes in Arguments())
        {
            Assert.Equal(LaneMath.ExpWithin(lanes).GetLower(), LaneMath.ExpWithin(lanes.GetLower()));
            Assert.Equal(LaneMath.ExpWithin(lanes).GetUpper(), LaneMath.ExpWithin(lanes.GetUpper()));
        }
    }

    [Fact]
    public void Exp_of_floats_is_within_three_units_in_the_last_place_of_the_library()
    {
        var worst = 0.0;
        foreach (var lanes in FloatArguments())
        {
            var ours = LaneMath.ExpWithin(lanes);
            for (var lane = 0; lane < 16; lane++)
                worst = Math.Max(worst, Math.Abs((ours[lane] / Math.Exp(lanes[lane])) - 1) * Math.Pow(2, 23));
        }

        Assert.InRange(worst, 0, 3);
    }

    [Fact]
    public void Bundles_start_on_a_cache_line()
    {
        var array = new LaneArray(3);
        Assert.Equal(24, array.Values.Length);
        Assert.Equal(3, array.Bundles);
        unsafe
        {
            Assert.Equal(0, (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref array.Start) & 63);
        }
    }

    private static IEnumerable<Vector512<float>> FloatArguments()
    {
        var random = new Random(21);
        foreach (var scale in (float[])[1e-6f, 1e-2f, 1, 10, 80])
        {
            for (var i = 0; i < 1000; i++)
            {
                var lanes = new float[16];
                for (var lane = 0; lane < 16; lane++)
                    lanes[lane] = scale * ((2 * random.NextSingle()) - 1);
                yield return Vector512.Create(lanes);
            }
        }
    }

    private static IEnumerable<Vector512<double>> Arguments()
    {
        var random = new Random(20);
        foreach (var scale in (double[])[1e-9, 1e-3, 0.3, 1, 10, 100, 700])
        {
            for (var i = 0; i < 2000; i++)
            {
                var lanes = new double[8];
                for (var lane = 0; lane < 8; lane++)
                    lanes[lane] = scale * ((2 * random.NextDouble()) - 1);
                yield return Vector512.Create(lanes);
            }
        }
    }
}
