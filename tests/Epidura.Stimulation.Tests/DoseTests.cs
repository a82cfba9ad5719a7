using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation.Tests;

public class DoseTests
{
    private static readonly ContactShape Ring = new ContactShape.Band(Length.FromMillimetres(3), Length.FromMillimetres(1.3));

    [Fact]
    public void The_reference_contact_has_12_25_square_millimetres() => Assert.Equal(12.25, Ring.Area.SquareMillimetres, 0.005);

    [Theory]
    [InlineData(5, 300, 12.25, 1.5, 12.2, 1.26)]
    [InlineData(12.7, 500, 12.25, 6.35, 51.8, 2.52)]
    [InlineData(3, 30, 12.25, 0.09, 0.73, -1.18)]
    [InlineData(1, 1000, 12.25, 1.0, 8.2, 0.91)]
    [InlineData(1.33, 206, 0.7, 0.274, 39.1, 1.03)]
    [InlineData(4, 450, 6, 1.8, 30.0, 1.73)]
    public void Charge_density_and_Shannon_k_match_the_worked_table(
        double milliampere, int width, double squareMillimetres, double charge, double density, double k)
    {
        var area = ProgramBuilder.Bipole(milliampere, width, 50);
        var q = Dose.ChargePerPhase(area, ProgramBuilder.C(3));
        var metal = Area.FromSquareMillimetres(squareMillimetres);
        Assert.Equal(charge, q.Microcoulombs, 0.005 * Math.Max(charge, 0.2));
        Assert.Equal(density, (q / metal).MicrocoulombsPerSquareCentimetre, 0.005 * Math.Max(density, 1.0));
        Assert.Equal(k, Dose.Shannon(q, metal), 0.005);
    }

    [Theory]
    [InlineData(0.12, 30, 3.60, 2.03)]
    [InlineData(0.127, 30, 3.81, 2.06)]
    [InlineData(0.06, 30, 1.80, 1.73)]
    public void Charge_at_the_density_limit_gives_the_k_of_the_safety_table(
        double squareCentimetres, double density, double charge, double k)
    {
        var metal = Area.FromSquareCentimetres(squareCentimetres);
        var q = Charge.FromMicrocoulombs(density * squareCentimetres);
        Assert.Equal(charge, q.Microcoulombs, 0.005);
        Assert.Equal(k, Dose.Shannon(q, metal), 0.005);
    }

    [Theory]
    [InlineData(0.12, 1.85, 2.91)]
    [InlineData(0.12, 1.5, 1.95)]
    [InlineData(0.127, 1.85, 3.00)]
    [InlineData(0.06, 1.85, 2.06)]
    public void Shannon_limits_give_the_charges_of_the_safety_table(double squareCentimetres, double k, double charge)
    {
        var q = Math.Sqrt(Math.Pow(10, k) * squareCentimetres);
        Assert.Equal(charge, q, 0.01);
        Assert.Equal(k, Dose.Shannon(Charge.FromMicrocoulombs(q), Area.FromSquareCentimetres(squareCentimetres)), 1e-9);
    }

    [Theory]
    [InlineData(5, 300, 50, Therapy.Tonic, 75)]
    [InlineData(1, 1000, 40, Therapy.Burst, 200)]
    [InlineData(3, 30, 10_000, Therapy.HighFrequency, 900)]
    [InlineData(2, 90, 1000, Therapy.HighDensity, 180)]
    [InlineData(2.5, 225, 90, Therapy.Tonic, 50.6)]
    public void Charge_per_second_matches_the_worked_values(
        double milliampere, int width, double hertz, Therapy therapy, double expected)
    {
        var area = ProgramBuilder.Bipole(milliampere, width, hertz, therapy: therapy);
        Assert.Equal(expected, Dose.ChargePerSecond(area).Microcoulombs, 0.05);
    }

    [Fact]
    public void A_contact_carries_its_share_with_its_sign_and_an_idle_one_nothing()
    {
        var area = ProgramBuilder.Bipole(10, 100, 50).With((1, -250), (2, -750), (3, 1000));
        Assert.Equal(-2.5, Dose.ContactCurrent(area, ProgramBuilder.C(1)).Milliamperes, 1e-12);
        Assert.Equal(10, Dose.ContactCurrent(area, ProgramBuilder.C(3)).Milliamperes, 1e-12);
        Assert.Equal(0, Dose.ContactCurrent(area, ProgramBuilder.C(5)).Milliamperes);
        Assert.Equal(0.25, Dose.ChargePerPhase(area, ProgramBuilder.C(1)).Microcoulombs, 1e-12);
        Assert.True(double.IsNegativeInfinity(Dose.Shannon(Charge.Zero, Ring.Area)));
    }

    [Fact]
    public void Integer_currents_sum_to_zero_and_to_the_amplitude_for_any_split()
    {
        var random = new Random(3);
        for (var n = 0; n < 500; n++)
        {
            var cut = random.Next(1, 999);
            var second = random.Next(1, 1000 - cut);
            var split = ProgramBuilder.Bipole(0, 100, 50)
                .With((1, -cut), (2, -second), (3, cut + second - 1000), (4, 333), (5, 333), (6, 334));
            var area = split with { Amplitude = Current.FromAmperes(random.Next(0, 25_500_000) * 1e-9) };
            var currents = IntegerCurrents.Nanoampere(area);
            Assert.Equal(0, currents.Sum());
            Assert.Equal((long)Math.Round(area.Amplitude.Amperes * 1e9), currents.Where(c => c > 0).Sum());
            for (var i = 0; i < currents.Length; i++)
                Assert.InRange(currents[i] - (area.Amplitude.Amperes * 1e6 * area.Contacts[i].PerMille), -1, 1);
        }
    }
}
