using Epidura.Quantities;
using Epidura.Stimulation.Programs;
using static Epidura.Stimulation.Tests.ProgramBuilder;

namespace Epidura.Stimulation.Tests;

public class ProgramCheckTests
{
    [Fact]
    public void An_ordinary_tonic_program_has_no_findings() => Assert.Empty(Check(Bipole(5, 300, 50)));

    [Fact]
    [Trait("Requirement", "I-01")]
    public void A_contact_takes_12_7_mA_and_no_more()
    {
        Assert.Empty(Hard(Bipole(12.7, 30, 50, Recharge.Active)));
        Assert.Equal(["I-01"], Hard(Bipole(12.8, 30, 50, Recharge.Active)));
        Assert.Empty(Hard(Bipole(20, 30, 50, Recharge.Active).With((1, -500), (2, -500), (3, 500), (4, 500))));
    }

    [Fact]
    [Trait("Requirement", "I-02")]
    public void The_cathodes_together_take_25_5_mA_and_no_more()
    {
        var split = Bipole(25.5, 30, 50, Recharge.Active).With((1, -500), (2, -500), (3, 500), (4, 500));
        Assert.DoesNotContain("I-02", Hard(split));
        Assert.Contains("I-02", Hard(split with { Amplitude = Current.FromMilliamperes(25.6) }));
        Assert.Contains("I-02", Hard(split with { Amplitude = Current.FromMilliamperes(-0.1) }));
    }

    [Theory]
    [Trait("Requirement", "I-03")]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(int.MaxValue, false)]
    public void A_phase_lasts_10_to_1000_microseconds(int width, bool isAllowed) =>
        Assert.Equal(isAllowed, !Hard(Bipole(0.1, width, 20)).Contains("I-03"));

    [Theory]
    [Trait("Requirement", "I-04")]
    [InlineData(0.99, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    [InlineData(1e-300, false)]
    public void The_rate_is_1_to_10000_Hz(double hertz, bool isAllowed) =>
        Assert.Equal(isAllowed, !Hard(Bipole(0.1, 10, hertz, Recharge.Active)).Contains("I-04"));

    [Fact]
    [Trait("Requirement", "I-05")]
    public void A_phase_carries_12_7_microcoulombs_and_no_more()
    {
        Assert.DoesNotContain("I-05", Hard(Bipole(12.7, 1000, 20)));
        Assert.Contains("I-05", Hard(Bipole(12.8, 1000, 20)));
    }

    [Fact]
    [Trait("Requirement", "I-06")]
    public void Thirty_microcoulombs_per_square_centimetre_is_allowed_and_more_is_not()
    {
        var paddle = new Leads.ContactShape.Plate(Length.FromMillimetres(4), Length.FromMillimetres(1.5));
        string[] Ids(double milliampere) =>
        [
            .. ProgramCheck.Check(Bipole(milliampere, 450, 50), _ => paddle, Ohms400, Device())
                .Where(f => f.IsHard).Select(f => f.Requirement),
        ];
        Assert.Empty(Ids(4.0));
        Assert.Contains("I-06", Ids(4.01));
    }

    [Fact]
    [Trait("Requirement", "I-07")]
    public void Shannon_warns_above_1_5_and_stops_above_1_85()
    {
        // On 12.25 mm²: k = 1.5 at 1.97 µC, k = 1.85 at 2.94 µC.
        Assert.Empty(Check(Bipole(6.5, 300, 50)));
        var warning = Assert.Single(Check(Bipole(7, 300, 50)), f => f.Quantity.EndsWith("a.3", StringComparison.Ordinal));
        Assert.False(warning.IsHard);
        Assert.Equal("I-07", warning.Requirement);
        Assert.Empty(Hard(Bipole(9.7, 300, 50)));
        Assert.Equal(["I-07"], Hard(Bipole(9.9, 300, 50)));
    }

    [Theory]
    [Trait("Requirement", "I-08")]
    [InlineData(3.333333, 47)]
    [InlineData(12.7, 100)]
    [InlineData(0.0000001, 1000)]
    public void Active_recharge_balances_to_the_last_attocoulomb(double milliampere, int width) =>
        Assert.DoesNotContain("I-08", Hard(Bipole(milliampere, width, 50, Recharge.Active).With((1, -333), (2, -667), (3, 1000))));

    [Fact]
    [Trait("Requirement", "I-12")]
    public void Passive_recovery_needs_three_time_constants_or_a_small_rest()
    {
        // 4.7 µF on 800 ohm: 3.76 ms; three of them do not fit into 8 ms at 120 Hz.
        Assert.Empty(Hard(Bipole(5, 300, 50), 800));
        Assert.DoesNotContain("I-12", Hard(Bipole(0.3, 300, 120), 800));
        Assert.Contains("I-12", Hard(Bipole(5, 300, 400), 800));
        Assert.DoesNotContain("I-12", Hard(Bipole(5, 300, 400, Recharge.Active), 800));
    }

    [Theory]
    [Trait("Requirement", "I-13")]
    [InlineData(-1000, 999)]
    [InlineData(-999, 999)]
    [InlineData(-1000, 1001)]
    [InlineData(-2000, 2000)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void Fractions_that_do_not_sum_to_a_thousand_each_are_refused(int cathode, int anode) =>
        Assert.Contains("I-13", Hard(Bipole(1, 100, 50).With((1, cathode), (2, anode))));

    [Fact]
    [Trait("Requirement", "I-14")]
    public void A_phase_needs_a_cathode_and_an_anode_and_no_contact_twice_or_unknown()
    {
        Assert.Contains("I-14", Hard(Bipole(1, 100, 50).With((1, -1000))));
        Assert.Contains("I-14", Hard(Bipole(1, 100, 50).With((1, 1000))));
        Assert.Contains("I-14", Hard(Bipole(1, 100, 50).With()));
        Assert.Contains("I-14", Hard(Bipole(1, 100, 50).With((1, -1000), (2, 500), (2, 500))));
        Assert.Contains("I-14", Hard(Bipole(1, 100, 50).With((1, -1000), (9, 1000))));
        Assert.Empty(Hard(Bipole(1, 100, 50).With((1, -1000), (0, 1000))));
    }

    [Fact]
    [Trait("Requirement", "I-15")]
    public void The_tissue_takes_17_5_V_and_no_more_and_an_unknown_impedance_is_told()
    {
        Assert.Empty(Hard(Bipole(5, 100, 50, Recharge.Active), 1749));
        Assert.Equal(["I-15"], Hard(Bipole(5, 100, 50, Recharge.Active), 1751));
        var findings = ProgramCheck.Check(Bipole(5, 100, 50, Recharge.Active), Ring, _ => null, Device());
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.False(finding.IsHard));
    }

    [Fact]
    [Trait("Requirement", "I-16")]
    public void Phases_and_recovery_fit_into_the_period_exactly_or_not_at_all()
    {
        Assert.Empty(Hard(Bipole(3, 30, 10_000, Recharge.Active, Therapy.HighFrequency, gap: 20)));
        Assert.Equal(["I-16"], Hard(Bipole(3, 30, 10_000, Recharge.Active, Therapy.HighFrequency, gap: 21)));
        Assert.Empty(Hard(Bipole(1, 980, 40, Recharge.Active, Therapy.Burst, gap: 20)));
        Assert.Equal(["I-16"], Hard(Bipole(1, 990, 40, Recharge.Active, Therapy.Burst, gap: 20)));
        Assert.Contains("I-16", Hard(Bipole(0.1, 1000, 1000, Recharge.Active)));
    }

    [Fact]
    [Trait("Requirement", "I-17")]
    public void The_mean_absolute_current_of_a_contact_is_at_most_5_mA()
    {
        Assert.DoesNotContain("I-17", Hard(Bipole(8, 31, 10_000, Recharge.Active)));
        Assert.Contains("I-17", Hard(Bipole(8.1, 31, 10_000, Recharge.Active)));
    }

    [Fact]
    public void A_device_can_tighten_a_limit_and_not_loosen_it()
    {
        var area = Bipole(6, 30, 50, Recharge.Active);
        var tight = Device() with { ContactCurrentMax = Current.FromMilliamperes(5) };
        Assert.Contains(ProgramCheck.Check(area, Ring, Ohms400, tight), f => f.Requirement == "I-01" && f.Limit == 5);
        var loose = Device() with { ContactCurrentMax = Current.FromMilliamperes(50), OutputVoltageMax = Voltage.FromVolts(100) };
        var above = area with { Amplitude = Current.FromMilliamperes(13) };
        Assert.Contains(ProgramCheck.Check(above, Ring, Ohms400, loose), f => f.Requirement == "I-01");
        Assert.Contains(ProgramCheck.Check(area, Ring, _ => Resistance.FromOhms(2000), loose), f => f.Requirement == "I-15");
    }

    [Fact]
    public void A_message_holds_name_value_limit_and_unit()
    {
        var finding = Check(Bipole(12.8, 30, 50, Recharge.Active)).First(f => f.Requirement == "I-01");
        Assert.Equal("I-01: current of contact a.3 is 12.8 mA; the limit is 12.7 mA.", finding.Message);
    }

    [Fact]
    public void An_absurd_amplitude_is_refused_and_does_not_overflow() =>
        Assert.Contains("I-02", Hard(Bipole(1e300, 1000, 50, Recharge.Active)));
}
