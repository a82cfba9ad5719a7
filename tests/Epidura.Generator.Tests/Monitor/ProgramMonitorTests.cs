using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Monitor;

public class ProgramMonitorTests
{
    private static readonly GeneratorConfiguration Device = Bench.Device();
    private static readonly int[] Ohm = [.. Enumerable.Repeat(800, 17)];

    private static List<int> Broken(DeviceProgram program, int[]? ohm = null) =>
        [.. ProgramMonitor.Check(program, Device, LimitProfile.Ceiling, ohm ?? Ohm).Findings.Select(item =>
            item.Requirement).Distinct().Order()];

    private static List<int> Broken(DeviceArea area) => Broken(Bench.Program(area));

    [Fact]
    public void The_usual_therapies_are_clean()
    {
        Assert.Empty(Broken(Bench.Area()));
        Assert.Empty(Broken(Bench.Burst()));
        Assert.Empty(Broken(Bench.TenKilohertz()));
        Assert.Empty(Broken(Bench.Area(amplitude: 2000, width: 90, period: 1_000_000, max: 2500, therapy: Therapy.HighDensity)));
        Assert.Empty(Broken(Multiplexed()));
    }

    /// <summary>A base at 50 Hz and a prime at 300 Hz that share contacts.</summary>
    private static DeviceProgram Multiplexed() => Bench.Program(
        Bench.Area(amplitude: 3000, width: 200, period: 19_999_998, max: 3500),
        Bench.Area(amplitude: 3500, width: 170, period: 3_333_333, offset: 1_000_000, max: 3900, fractions: [new(2, -1000), new(3, 1000)]));

    [Fact]
    [Trait("Requirement", "I-01")]
    public void A_contact_carries_at_most_12_7_mA()
    {
        DeviceFraction[] one = [new(1, -1000), new(0, 500), new(2, 500)];
        Assert.Empty(Broken(Bench.Area(12_700, 60, max: 12_700, fractions: one)));
        Assert.Equal([1], Broken(Bench.Area(12_725, 60, max: 12_725, fractions: one)));
        Assert.Equal([1], Broken(Bench.Area(5_010, 60, max: 6_000)));
    }

    [Fact]
    [Trait("Requirement", "I-02")]
    public void A_program_carries_at_most_25_5_mA_and_areas_that_may_meet_add_up()
    {
        DeviceFraction[] wide = [new(1, -400), new(2, -300), new(3, -300), new(4, 400), new(5, 300), new(6, 300)];
        Assert.Empty(Broken(Bench.Area(25_500, 30, max: 25_500, fractions: wide)));
        Assert.Equal([2], Broken(Bench.Area(25_525, 30, max: 25_525, fractions: wide)));
        DeviceFraction[] other = [new(9, -1000), new(8, 1000)];
        var meeting = Bench.Program(Bench.Area(25_000, 30, max: 25_000, fractions: wide), Bench.Area(1000, 30, max: 1000,
            fractions: other));
        Assert.Equal([2], Broken(meeting));
        Assert.Empty(Broken(meeting with { Areas = [meeting.Areas[0], meeting.Areas[1] with { OffsetNanosecond = 5_000_000 }] }));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [Trait("Requirement", "I-03")]
    public void A_phase_lasts_10_to_1000_microseconds(int width, bool isClean) =>
        Assert.Equal(isClean ? [] : [3], Broken(Bench.Area(1000, width, max: 1000)));

    [Theory]
    [InlineData(1_000_000_000, true)]
    [InlineData(1_000_000_001, false)]
    [InlineData(100_000, true)]
    [InlineData(99_999, false)]
    [Trait("Requirement", "I-04")]
    public void The_rate_is_1_to_10_000_hertz(long period, bool isClean) =>
        Assert.Equal(isClean ? [] : [4], Broken(Bench.Area(1000, 30, period, max: 1000)));

    [Fact]
    [Trait("Requirement", "I-05")]
    public void The_charge_per_phase_is_bounded_whatever_the_area()
    {
        var large = Device with { Contacts = [.. Device.Contacts.Select(contact => contact with { SquareMicrometre = 1_000_000_000 })] };
        var limits = LimitProfile.Ceiling with { ChargeAttocoulomb = 2_000_000_000_000 };
        var area = Bench.Area(5000, 400, 200_000_000, max: 5000);
        Assert.Empty(ProgramMonitor.Check(Bench.Program(area), large, limits, Ohm).Findings);
        var found = ProgramMonitor.Check(Bench.Program(area with { WidthMicrosecond = 401 }), large, limits, Ohm).Findings;
        Assert.Equal([5], found.Select(item => item.Requirement));
        Assert.Equal((2_005_000_000_000, 2_000_000_000_000), (found[0].Value, found[0].Limit));
    }

    [Fact]
    [Trait("Requirement", "I-06")]
    public void The_charge_density_is_at_most_30_microcoulombs_per_square_centimetre()
    {
        // A plate of 4 × 1.5 mm: 4 mA × 450 µs is 1.8 µC, exactly at the limit, with k = 1.73.
        var plate = Device with { Contacts = [.. Device.Contacts.Select(contact => contact with { SquareMicrometre = 6_000_000 })] };
        var area = Bench.Area(4000, 450, max: 4000);
        Assert.Empty(ProgramMonitor.Check(Bench.Program(area), plate, LimitProfile.Ceiling, Ohm).Findings);
        var found = ProgramMonitor.Check(Bench.Program(area with { WidthMicrosecond = 451 }), plate, LimitProfile.Ceiling, Ohm).Findings;
        Assert.Equal([6], found.Select(item => item.Requirement).Distinct());
    }

    [Theory]
    [InlineData(4000, 210, 760, true)]
    [InlineData(10_000, 450, 2219, false)]
    [InlineData(2000, 30, -1531, true)]
    [InlineData(600, 1000, 468, true)]
    [Trait("Requirement", "I-07")]
    public void Shannon_k_is_at_most_1_85(int amplitude, int width, int milli, bool isClean)
    {
        var program = Bench.Program(Bench.Area(amplitude, width, max: amplitude));
        var verdict = ProgramMonitor.Check(program, Device, LimitProfile.Ceiling, Ohm);
        Assert.Equal(isClean, verdict.Findings.All(item => item.Requirement != 7));
        Assert.InRange(verdict.Report!.ShannonMilli, milli - 1, milli + 2);
    }

    [Fact]
    [Trait("Requirement", "I-07")]
    public void A_k_above_1_5_is_a_warning_in_the_report()
    {
        // 12.25 mm²: k = 1.5 at 1.968 µC and 1.85 at 2.945 µC.
        DeviceArea Charge(int width) => Bench.Area(10_000, width, 50_000_000, max: 10_000);
        Assert.False(ProgramMonitor.Check(Bench.Program(Charge(196)), Device, LimitProfile.Ceiling, Ohm).Report!.IsShannonWarned);
        Assert.True(ProgramMonitor.Check(Bench.Program(Charge(198)), Device, LimitProfile.Ceiling, Ohm).Report!.IsShannonWarned);
        Assert.Empty(Broken(Charge(294)));
        Assert.Equal([7], Broken(Charge(295)));
    }

    [Fact]
    [Trait("Requirement", "I-12")]
    public void A_passive_recovery_is_long_enough_or_leaves_little()
    {
        Assert.Equal([12, 16], Broken(Bench.Area(1000, 480, 499_000, Recharge.Passive, max: 1000)));
        var area = Bench.Area(5000, 300, 2_000_000, Recharge.Passive, max: 5000);
        Assert.Contains(12, Broken(area));
        Assert.Empty(Broken(area with { PeriodNanosecond = 20_000_000 }));
    }

    [Fact]
    [Trait("Requirement", "I-13")]
    public void The_fractions_of_each_sign_sum_to_a_thousand()
    {
        Assert.Equal([13], Broken(Bench.Area(fractions: [new(1, -999), new(0, 1000)])));
        Assert.Equal([13], Broken(Bench.Area(fractions: [new(1, -1000), new(0, 1001)])));
    }

    [Fact]
    [Trait("Requirement", "I-14")]
    public void There_is_a_cathode_and_an_anode_and_no_contact_is_both()
    {
        Assert.Contains(14, Broken(Bench.Area(fractions: [new(1, -1000)])));
        Assert.Contains(14, Broken(Bench.Area(fractions: [new(1, 1000)])));
        Assert.Contains(14, Broken(Bench.Area(fractions: [new(1, -1000), new(1, 1000)])));
        Assert.Contains(14, Broken(Bench.Area(fractions: [new(1, -1000), new(17, 1000)])));
        Assert.Empty(Broken(Bench.Area(fractions: [new(1, -1000), new(16, 1000)])));
    }

    [Fact]
    [Trait("Requirement", "I-15")]
    public void The_voltage_over_the_tissue_is_at_most_17_5_volts()
    {
        var program = Bench.Program(Bench.Area(5000, max: 5000, fractions: [new(1, -1000), new(0, 1000)]));
        int[] Path(int ohm) => [.. Enumerable.Repeat(ohm, 17)];
        Assert.Empty(Broken(program, Path(1750)));
        Assert.Equal([15], Broken(program, Path(1751)));
    }

    [Fact]
    [Trait("Requirement", "I-16")]
    public void Ten_kilohertz_fits_to_the_nanosecond_and_not_one_more()
    {
        Assert.Equal(0, ProgramMonitor.Check(Bench.Program(Bench.TenKilohertz()), Device, LimitProfile.Ceiling,
            Ohm).Report!.SlackNanosecond);
        Assert.Equal([16], Broken(Bench.TenKilohertz() with { GapMicrosecond = 21 }));
    }

    [Fact]
    [Trait("Requirement", "I-17")]
    public void The_mean_absolute_current_of_a_contact_is_at_most_5_milliampere()
    {
        var area = Bench.Area(12_500, 40, 200_000, max: 12_500, fractions: [new(1, -1000), new(0, 500), new(2, 500)]);
        Assert.Empty(Broken(area));
        Assert.Equal([17], Broken(area with { PeriodNanosecond = 199_999 }));
    }

    [Fact]
    [Trait("Requirement", "I-18")]
    public void A_ramp_lasts_3_to_10_seconds_and_fits_its_cycle()
    {
        Assert.Equal([18], Broken(Bench.Program() with { RampMilliseconds = 2999 }));
        Assert.Equal([18], Broken(Bench.Program() with { RampMilliseconds = 10_001 }));
        Assert.Equal([18], Broken(Bench.Program() with { CycleOnMilliseconds = 4000, CycleOffMilliseconds = 90_000 }));
        Assert.Empty(Broken(Bench.Program() with { CycleOnMilliseconds = 30_000, CycleOffMilliseconds = 90_000 }));
    }

    [Fact]
    [Trait("Requirement", "I-20")]
    public void A_press_is_at_most_0_4_milliampere()
    {
        Assert.Empty(Broken(Bench.Area() with { PatientStepMicroampere = 400 }));
        Assert.Equal([20], Broken(Bench.Area() with { PatientStepMicroampere = 425 }));
        Assert.Equal([20], Broken(Bench.Area() with { PatientStepMicroampere = 0 }));
    }

    [Fact]
    [Trait("Requirement", "I-21")]
    public void The_amplitude_lies_inside_the_patient_window()
    {
        Assert.Equal([21], Broken(Bench.Area(max: 4900)));
        Assert.Equal([21], Broken(Bench.Area() with { PatientMinMicroampere = 5025 }));
        Assert.Contains(21, Broken(Bench.Area() with { PatientMinMicroampere = 6025 }));
    }

    [Fact]
    public void The_ceiling_holds_the_numbers_of_the_one_table()
    {
        var ceiling = LimitProfile.Ceiling;
        Assert.Equal(ceiling.ContactNanoampere, (long)Math.Round(Limits.ContactCurrentMax.Amperes * 1e9));
        Assert.Equal(ceiling.TotalNanoampere, (long)Math.Round(Limits.TotalCurrentMax.Amperes * 1e9));
        Assert.Equal(ceiling.ChargeAttocoulomb, (long)Math.Round(Limits.ChargePerPhaseMax.Coulombs * 1e18));
        Assert.Equal(
            ceiling.DensityAttocoulombPerSquareMicrometre,
            (long)Math.Round(Limits.ChargeDensityMax.MicrocoulombsPerSquareCentimetre * 10_000));
        Assert.Equal(ceiling.ShannonProductNano, (long)Math.Round(Math.Pow(10, Limits.ShannonMax + 9)));
        Assert.Equal(LimitProfile.ShannonWarnNano, (long)Math.Round(Math.Pow(10, Limits.ShannonWarn + 9)));
        Assert.Equal(ceiling.OutputMillivolt, (long)Math.Round(Limits.ComplianceMax.Volts * 1000));
        Assert.Equal(ceiling.AverageNanoampere, (long)Math.Round(Limits.AverageContactCurrentMax.Amperes * 1e9));
        Assert.Equal(ceiling.WidthMinNanosecond, (long)Limits.Of("pulse_width_us").Min * 1000);
        Assert.Equal(ceiling.WidthMaxNanosecond, (long)Limits.Of("pulse_width_us").Max * 1000);
        Assert.Equal(ceiling.PeriodMinNanosecond, (long)Math.Round(1e9 / Limits.Of("rate_hz").Max));
        Assert.Equal(ceiling.PeriodMaxNanosecond, (long)Math.Round(1e9 / Limits.Of("rate_hz").Min));
    }
}
