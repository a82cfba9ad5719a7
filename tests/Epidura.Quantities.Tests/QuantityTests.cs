using Epidura.Quantities;

namespace Epidura.Quantities.Tests;

public class QuantityTests
{
    [Fact]
    public void Current_times_time_is_charge() =>
        Assert.Equal(1.5, (Current.FromMilliamperes(5) * TimeSpan.FromMicroseconds(300)).Microcoulombs, 12);

    [Fact]
    public void Charge_over_area_of_the_reference_contact_is_the_worked_density()
    {
        var density = Charge.FromMicrocoulombs(1.5) / Area.FromSquareCentimetres(0.1225);
        Assert.Equal(12.2449, density.MicrocoulombsPerSquareCentimetre, 4);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Only_finite_values_become_quantities(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.FromMillimetres(value));

    [Fact]
    public void Default_is_zero() => Assert.Equal(Current.Zero, default);
}
