using Epidura.Planning.Recruitment;
using MathNet.Numerics.Distributions;

namespace Epidura.Planning.Tests.Recruitment;

public class DiameterLawTests
{
    [Fact]
    public void The_dorsal_column_law_meets_the_published_counts()
    {
        var law = new DiameterLaw(3.3e-6, 1.57, 1e-6, 14e-6);
        Assert.InRange(law.Share(10.7e-6, 14e-6), 0.0035, 0.006);
        Assert.InRange(law.Share(7.1e-6, 14e-6), 0.04, 0.05);
    }

    [Fact]
    public void The_normal_distribution_agrees_with_another_library()
    {
        for (var x = -5.9; x <= 5.9; x += 0.1)
            Assert.Equal(Normal.CDF(0, 1, x), DiameterLaw.Normal(x), 1e-11);
    }

    [Fact]
    public void Shares_of_all_classes_sum_to_one()
    {
        var law = new DiameterLaw(5e-6, 1.5, 2e-6, 15e-6);
        var sum = Enumerable.Range(0, 130).Sum(i => law.Share(2e-6 + (i * 0.1e-6), 2e-6 + ((i + 1) * 0.1e-6)));
        Assert.Equal(1, sum, 1e-12);
    }
}

public class DiameterInterpolationTests
{
    [Fact]
    public void A_power_law_is_met_exactly()
    {
        double[] ladder = [7e-6, 9e-6, 11e-6, 14e-6], wanted = [7.05e-6, 8e-6, 10e-6, 13.95e-6];
        var interpolation = new DiameterInterpolation(ladder, wanted);
        var thresholds = new double[4];
        interpolation.Evaluate([.. ladder.Select(Power)], 1, thresholds);
        for (var i = 0; i < 4; i++)
            Assert.Equal(Power(wanted[i]), thresholds[i], 1e-15);
        static double Power(double d) => 3e-3 * Math.Pow(d / 10e-6, -1.3);
    }

    [Fact]
    public void Fibres_between_the_last_rung_that_fires_and_one_that_does_not_stay_above_it()
    {
        var interpolation = new DiameterInterpolation([7e-6, 9e-6, 11e-6, 14e-6], [8e-6, 10e-6]);
        var thresholds = new double[2];
        interpolation.Evaluate([double.PositiveInfinity, 9e-3, 7e-3, 5e-3], 10e-3, thresholds);
        Assert.True(thresholds[0] > 9e-3);
        Assert.InRange(thresholds[1], 7e-3, 9e-3);
    }

    [Fact]
    public void Nothing_fires_when_the_thickest_fibre_does_not()
    {
        var interpolation = new DiameterInterpolation([7e-6, 14e-6], [8e-6, 10e-6]);
        var thresholds = new double[2];
        interpolation.Evaluate([double.PositiveInfinity, double.PositiveInfinity], 10e-3, thresholds);
        Assert.All(thresholds, t => Assert.Equal(double.PositiveInfinity, t));
    }
}
