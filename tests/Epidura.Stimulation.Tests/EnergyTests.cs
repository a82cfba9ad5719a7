using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation.Tests;

public class EnergyTests
{
    private static readonly Resistance Ohms800 = Resistance.FromOhms(800);

    [Fact]
    public void The_fixed_current_of_both_reference_profiles_is_10_microamperes()
    {
        foreach (var name in new[] { "reference-primary", "reference-rechargeable" })
        {
            var life = Energy.Estimate(ProgramBuilder.Device(name), [], 1);
            Assert.Equal(10.0, life.CurrentDrain.Amperes * 1e6, 0.01);
        }
    }

    [Fact]
    public void Tonic_5_mA_300_us_50_Hz_in_800_ohm_takes_141_microamperes_and_lasts_1_9_years()
    {
        var area = ProgramBuilder.Bipole(5, 300, 50);
        var life = Energy.Estimate(ProgramBuilder.Device(), [(area, Ohms800)], 1);
        Assert.Equal(4.5, life.ComplianceVoltage.Volts, 1e-12);
        Assert.Equal(141, (life.CurrentDrain.Amperes * 1e6) - 10, 0.5);
        Assert.Equal(1.9, life.Years!.Value, 0.05);
        Assert.Null(life.DaysBetweenCharges);
        Assert.Contains("1.9 years", life.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Burst_of_1_mA_takes_125_microamperes_at_1_5_V()
    {
        var area = ProgramBuilder.Bipole(1, 1000, 40, therapy: Therapy.Burst);
        var life = Energy.Estimate(ProgramBuilder.Device(), [(area, Ohms800)], 1);
        Assert.Equal(1.5, life.ComplianceVoltage.Volts, 1e-12);
        Assert.Equal(125, (life.CurrentDrain.Amperes * 1e6) - 10, 0.5);
    }

    [Fact]
    public void Ten_kilohertz_with_active_recharge_takes_1_95_mA_and_a_charge_every_4_6_days()
    {
        var area = ProgramBuilder.Bipole(3, 30, 10_000, Recharge.Active, Therapy.HighFrequency);
        var life = Energy.Estimate(ProgramBuilder.Device("reference-rechargeable"), [(area, Ohms800)], 1);
        Assert.Equal(3.0, life.ComplianceVoltage.Volts, 1e-12);
        Assert.Equal(1.95, life.CurrentDrain.Milliamperes - 0.010, 0.005);
        Assert.Equal(4.6, life.DaysBetweenCharges!.Value, 0.05);
        Assert.Null(life.Years);
    }

    [Fact]
    public void Areas_add_and_the_duty_scales_what_stimulation_takes()
    {
        var device = ProgramBuilder.Device();
        var area = ProgramBuilder.Bipole(5, 300, 50);
        double Drain(int areas, double duty) => Energy.Estimate(
            device, [.. Enumerable.Repeat((area, Ohms800), areas)], duty).CurrentDrain.Amperes;
        var fixedPart = Drain(0, 1);
        Assert.Equal(2 * (Drain(1, 1) - fixedPart), Drain(2, 1) - fixedPart, 1e-15);
        Assert.Equal(0.25 * (Drain(1, 1) - fixedPart), Drain(1, 0.25) - fixedPart, 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Drain(1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Drain(1, double.NaN));
    }

    [Fact]
    public void A_need_of_a_whole_step_stays_on_it_and_a_little_more_takes_the_next()
    {
        var device = ProgramBuilder.Device();
        Assert.Equal(4.5, Energy.ComplianceStep(device, Current.FromMilliamperes(5), Ohms800).Volts, 1e-12);
        Assert.Equal(5.0, Energy.ComplianceStep(device, Current.FromMilliamperes(5.01), Ohms800).Volts, 1e-12);
    }
}
