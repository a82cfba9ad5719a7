namespace Epidura.Fibers.Tests;

public class FibreGeometryTests
{
    [Fact]
    public void Compartments_follow_each_other_without_gaps_and_end_at_the_last_node()
    {
        foreach (var diameter in FibreGeometry.PublishedDiameters)
        {
            var fibre = FibreGeometry.Create(FibreModel.MrgDiscrete, diameter, 7);
            Assert.Equal(67, fibre.Compartments);
            Assert.Equal(6 * fibre.Internode, fibre.ArcPositions[66], 1e-12);
            Assert.Equal(2e-6, fibre.ArcPositions[1], 1e-15);
            Assert.Equal(fibre.Internode - 2e-6, fibre.ArcPositions[10], 1e-12);
            for (var i = 1; i < fibre.Compartments; i++)
                Assert.True(fibre.ArcPositions[i] > fibre.ArcPositions[i - 1]);
        }
    }

    [Theory]
    [InlineData(5.7, 500, 35, 3.4, 1.9, 80)]
    [InlineData(10.0, 1150, 46, 6.9, 3.3, 120)]
    [InlineData(16.0, 1500, 60, 12.7, 5.5, 150)]
    [InlineData(1.0, 100, 5, 0.8, 0.7, 15)]
    public void Published_diameters_have_the_published_dimensions(
        double diameter, double internode, double flut, double axon, double node, double lamellae)
    {
        var dimensions = FibreGeometry.Create(FibreModel.MrgDiscrete, diameter * 1e-6, 5).Dimensions;
        Assert.Equal(new FibreDimensions(diameter, internode, flut, axon, node, lamellae), dimensions);
    }

    [Theory]
    [InlineData(FibreModel.MrgInterpolation, 10.0, 1122.3)]
    [InlineData(FibreModel.MrgInterpolation, 3.0, 281.08)]
    [InlineData(FibreModel.Pena, 2.0, 155.12)]
    [InlineData(FibreModel.Pena, 5.0, 531.5)]
    public void Interpolated_internodes_follow_their_polynomials(FibreModel model, double diameter, double internode)
    {
        Assert.Equal(internode * 1e-6, FibreGeometry.Create(model, diameter * 1e-6, 5).Internode, 1e-12);
    }

    [Fact]
    public void The_small_fibre_model_counts_whole_lamellae()
    {
        // axon 1.082 um: 17.4 x 1.082 - 1.74 = 17.09
        Assert.Equal(17, FibreGeometry.Create(FibreModel.Pena, 2e-6, 5).Dimensions.Lamellae);
    }

    [Theory]
    [InlineData(FibreModel.MrgDiscrete, 6.0)]
    [InlineData(FibreModel.MrgInterpolation, 1.9)]
    [InlineData(FibreModel.MrgInterpolation, 16.1)]
    [InlineData(FibreModel.Pena, 1.0)]
    [InlineData(FibreModel.MrgInterpolation, double.NaN)]
    public void Diameters_outside_a_model_are_refused(FibreModel model, double diameter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.Create(model, diameter * 1e-6, 21));
    }

    [Fact]
    public void Fibres_too_short_or_at_no_temperature_of_a_body_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 21, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 21, 37, -1));
    }
}
