using FsCheck;
using FsCheck.Fluent;

namespace Epidura.Care.Tests;

public class RatioTests
{
    [Fact]
    public void Comparison_is_that_of_cross_multiplied_whole_numbers() =>
        Prop.ForAll<(int A, int B), (int C, int D)>((x, y) => Holds(x.A, x.B, y.C, y.D)).QuickCheckThrowOnFailure();

    [Fact]
    public void Sum_and_product_undo_each_other() =>
        Prop.ForAll<int, int, int>((a, b, c) =>
        {
            var (x, y) = (Ratio.Of(a, Math.Max(1, Math.Abs((long)b))), Ratio.Of(c, 7));
            return x + y - y == x && (y == 0 || x * y / y == x);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.1, 1, 10)]
    [InlineData(37.5, 75, 2)]
    [InlineData(-2.25, -9, 4)]
    [InlineData(0, 0, 1)]
    public void A_decimal_of_a_file_is_taken_as_it_is_written(double value, int numerator, int denominator) =>
        Assert.Equal(Ratio.Of(numerator, denominator), Ratio.OfText(value));

    [Fact]
    public void One_part_in_a_quintillion_below_half_is_below_half()
    {
        var half = Ratio.Of(1, 2);
        Assert.True(half - Ratio.Of(1, 1_000_000_000_000_000_000) < half);
        Assert.Equal("0.5", (half - Ratio.Of(1, 1_000_000_000_000_000_000)).ToText(6));
    }

    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(7, 3, 2)]
    [InlineData(0, 3, 0)]
    public void Rounding_takes_halves_away_from_zero(int numerator, int denominator, int expected) =>
        Assert.Equal(expected, (int)Ratio.Of(numerator, denominator).Round());

    [Fact]
    public void A_denominator_of_zero_is_refused() => Assert.Throws<DivideByZeroException>(() => Ratio.Of(1, 0));

    private static bool Holds(int a, int b, int c, int d) =>
        b == 0 || d == 0
        || Ratio.Of(a, b).CompareTo(Ratio.Of(c, d))
        == ((long)a * Math.Abs((long)d) * Math.Sign(b)).CompareTo((long)c * Math.Abs((long)b) * Math.Sign(d));
}
