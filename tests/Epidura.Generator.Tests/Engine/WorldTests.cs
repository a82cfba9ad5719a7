using Epidura.Generator.Commands;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Tests.Engine;

public class WorldTests
{
    private static int[] Ohm(int ohm, int contact = -1, int other = 0)
    {
        int[] all = [.. Enumerable.Repeat(ohm, 17)];
        if (contact >= 0)
            all[contact] = other;
        return all;
    }

    private static void Off(Bench bench, TherapyState state = TherapyState.Off)
    {
        Assert.Equal(state, bench.State);
        Assert.Equal(0, bench.Generator.State.AmplitudeNanoampere(0));
        bench.Pulses.Clear();
        bench.Pass(10 * Bench.Second);
        Assert.Empty(bench.Pulses);
    }

    [Fact]
    [Trait("Requirement", "I-09")]
    public void Residual_charge_above_its_limit_for_three_seconds_is_a_fault()
    {
        var bench = new Bench().Running(Bench.TenKilohertz());
        bench.Tell(new Input.Drive(0, 1_000));
        bench.Pass(2900 * 1_000_000L);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Pass(200 * 1_000_000L);
        Off(bench, TherapyState.Fault);
        Assert.Equal(9, bench.Generator.Status().FaultRequirement);
    }

    [Fact]
    [Trait("Requirement", "I-10")]
    public void Net_direct_current_above_100_nanoampere_is_a_fault_within_two_windows()
    {
        var bench = new Bench().Running();
        bench.Pass(10 * Bench.Second);
        bench.Tell(new Input.Drive(0, 0, LeakNanoampere: 100));
        bench.Pass(10 * Bench.Second);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Drive(0, 0, LeakNanoampere: 101));
        bench.Pass(2 * Bench.Second);
        Off(bench, TherapyState.Fault);
        Assert.Equal(10, bench.Generator.Status().FaultRequirement);
    }

    [Fact]
    [Trait("Requirement", "I-11")]
    public void Electrode_voltage_stretches_the_recovery_and_then_is_a_fault()
    {
        var bench = new Bench().Running(Bench.TenKilohertz());
        bench.Tell(new Input.Drive(0, 0, IsPhaseStuck: true));
        bench.Pass(Bench.Second);
        Off(bench, TherapyState.Fault);
        Assert.Equal(11, bench.Generator.Status().FaultRequirement);
        Assert.True(bench.Generator.Status().FaultValue > 50_000);
    }

    [Theory]
    [InlineData(-10_000)]
    [InlineData(10_000)]
    [Trait("Requirement", "I-09")]
    public void A_mismatch_of_one_percent_at_50_hertz_is_taken_back_by_the_recovery(int partsPerMillion)
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Drive(0, partsPerMillion));
        bench.Pass(Bench.Minute);
        Assert.Equal(TherapyState.On, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-15")]
    public void More_than_three_pulses_out_of_compliance_are_flagged_and_stop_increases()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Impedances(Ohm(2400)));
        bench.Pass(3 * 20_000_000L);
        Assert.False(bench.Generator.Status().IsOutOfRegulation);
        bench.Pass(20_000_000L);
        Assert.True(bench.Generator.Status().IsOutOfRegulation);
        Assert.Equal(15, bench.Ask(new Command.AdjustAmplitude(0, 100)).Requirement);
        Bench.Accepted(bench.Ask(new Command.AdjustAmplitude(0, -100)));
    }

    [Fact]
    [Trait("Requirement", "I-24")]
    public void Missed_pulses_are_dropped_and_three_in_a_row_switch_off()
    {
        var bench = new Bench().Running(Bench.Area(period: 10_000_000));
        var before = bench.Pulses.Sum(run => run.Count);
        bench.Tell(new Input.Stall(15_000_000));
        bench.Pass(Bench.Second);
        Assert.InRange(bench.Pulses.Sum(run => run.Count) - before, 98, 99);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Stall(31_000_000));
        Off(bench);
    }

    [Fact]
    [Trait("Requirement", "I-25")]
    public void A_low_battery_stops_raises_and_a_brown_out_the_output()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Battery(2700));
        Assert.Equal(CommandStatus.BatteryLow, bench.Ask(new Command.AdjustAmplitude(0, 100)).Status);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Battery(2400));
        Off(bench);
        Assert.Equal(CommandStatus.BatteryLow, bench.Ask(new Command.Start()).Status);
    }

    [Fact]
    [Trait("Requirement", "I-25")]
    public void Nothing_is_written_under_the_write_level()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Battery(2200));
        var before = ((Epidura.Generator.Memory.MemoryBlockStore)bench.Store).Bytes.ToArray();
        bench.Ask(new Command.SetAutoResume(true));
        bench.Tell(new Input.Magnet(true));
        bench.Pass(2 * Bench.Hour);
        Bench.Accepted(bench.Ask(new Command.Stop()));
        Assert.Equal(before, ((Epidura.Generator.Memory.MemoryBlockStore)bench.Store).Bytes.ToArray());
    }

    [Theory]
    [InlineData(39_000, 37_000, true)]
    [InlineData(41_000, 40_500, true)]
    [InlineData(37_000, 37_000, false)]
    [Trait("Requirement", "I-26")]
    public void Heat_or_a_sensor_in_doubt_switches_off(int device, int body, bool isValid)
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Temperature(38_900, 37_000));
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Temperature(device, body, isValid));
        Off(bench);
        Assert.Equal(CommandStatus.TooWarm, bench.Ask(new Command.Start()).Status);
        bench.Tell(new Input.Temperature(37_500, 37_000));
        Bench.Accepted(bench.Ask(new Command.Start()));
    }

    [Fact]
    [Trait("Requirement", "I-27")]
    public void An_open_contact_in_use_is_a_fault_and_one_not_in_use_is_not()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Impedances(Ohm(800, 9, 20_000)));
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Impedances(Ohm(800, 1, 10_001)));
        Off(bench, TherapyState.Fault);
        Assert.Equal(CommandStatus.CauseRemains, bench.Ask(new Command.ClearFault()).Status);
        bench.Tell(new Input.Impedances(Ohm(800)));
        Bench.Accepted(bench.Ask(new Command.ClearFault()));
        Bench.Accepted(bench.Ask(new Command.Start()));
    }

    [Fact]
    [Trait("Requirement", "I-28")]
    public void A_short_between_contacts_switches_off_and_forbids_the_start()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Impedances(Ohm(800), new Bridge(0, 1, 100)));
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.Impedances(Ohm(800), new Bridge(0, 1, 99)));
        Off(bench);
        Assert.Equal(28, bench.Ask(new Command.Start()).Requirement);
    }

    [Fact]
    [Trait("Requirement", "I-29")]
    public void An_impedance_that_triples_within_an_hour_stops_increases()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Impedances(Ohm(800, 9, 2400)));
        Assert.False(bench.Generator.Status().AreIncreasesBlocked);
        bench.Tell(new Input.Impedances(Ohm(800, 9, 2401)));
        Assert.True(bench.Generator.Status().AreIncreasesBlocked);
        Assert.Equal(29, bench.Ask(new Command.AdjustAmplitude(0, 100)).Requirement);
        Assert.Equal(TherapyState.On, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-30")]
    public void Every_flipped_bit_of_an_amplitude_register_is_found_before_the_next_pulse()
    {
        for (var bit = 0; bit < 64; bit++)
        {
            var bench = new Bench().Running();
            bench.Pulses.Clear();
            bench.Tell(new Input.BitFlip(0, bit));
            bench.Pass(Bench.Second);
            Assert.Equal(TherapyState.Fault, bench.State);
            Assert.Empty(bench.Pulses);
        }
    }

    [Fact]
    [Trait("Requirement", "I-30")]
    public void Every_flipped_bit_of_the_image_is_found_by_the_scrub()
    {
        var length = Epidura.Generator.Programs.ProgramImage.Encode(Bench.Program())!.Length;
        var bench = new Bench().Running();
        for (var bit = 0; bit < length * 8; bit++)
        {
            bench.Tell(new Input.BitFlip(0, 64 + bit));
            bench.Pass(Bench.Minute);
            Assert.Equal(TherapyState.Fault, bench.State);
            Assert.Equal(30, bench.Generator.Status().FaultRequirement);
            bench.Restart();
            Bench.Accepted(bench.Ask(new Command.ClearFault()));
            bench.Ask(new Command.MeasureImpedance());
            Bench.Accepted(bench.Ask(new Command.Start()));
        }
    }

    [Fact]
    [Trait("Requirement", "I-31")]
    public void A_clock_set_back_is_invalid_until_a_clinician_sets_it_and_therapy_goes_on()
    {
        var bench = new Bench().Running();
        Bench.Accepted(bench.Ask(new Command.SetClock(1_800_000_000_000)));
        bench.Tell(new Input.ClockJump(-2000));
        Assert.True(bench.Generator.Status().IsClockValid);
        bench.Tell(new Input.ClockJump(-2001));
        Assert.False(bench.Generator.Status().IsClockValid);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Tell(new Input.ClockJump(86_400_000_000));
        Assert.False(bench.Generator.Status().IsClockValid);
        Bench.Accepted(bench.Ask(new Command.SetClock(2_200_000_000_000)));
        Assert.True(bench.Generator.Status().IsClockValid);
    }

    [Fact]
    [Trait("Requirement", "I-32")]
    public void Mri_mode_is_off_survives_resets_and_any_session_leaves_it()
    {
        var bench = new Bench().Running();
        Bench.Accepted(bench.Ask(new Command.EnterMri(), Role.Patient));
        Off(bench, TherapyState.Mri);
        Assert.Equal(CommandStatus.WrongState, bench.Ask(new Command.Start()).Status);
        bench.Restart(ResetCause.Watchdog);
        Assert.Equal(TherapyState.Mri, bench.State);
        Bench.Accepted(bench.Ask(new Command.ExitMri(), Role.Patient, bond: 3));
        Assert.Equal(TherapyState.Off, bench.State);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1000, true)]
    [Trait("Requirement", "I-33")]
    public void A_magnet_held_for_a_second_switches_off_and_its_removal_does_not_switch_on(int milliseconds, bool isOff)
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Magnet(true));
        bench.Pass(milliseconds * 1_000_000L, new Input.Magnet(false));
        Assert.Equal(isOff ? TherapyState.Off : TherapyState.On, bench.State);
        if (!isOff)
            return;
        Off(bench);
        Bench.Accepted(bench.Ask(new Command.Start()));
    }

    [Fact]
    [Trait("Requirement", "I-33")]
    public void While_the_magnet_is_there_nothing_starts_and_after_five_seconds_a_window_opens()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program()));
        bench.Tell(new Input.Magnet(true));
        Assert.Equal(CommandStatus.MagnetPresent, bench.Ask(new Command.Start()).Status);
        bench.Pass(4_999_999_999);
        Assert.False(bench.Generator.Status().IsPairingWindowOpen);
        bench.Pass(1);
        Assert.True(bench.Generator.Status().IsPairingWindowOpen);
        bench.Pass(Bench.Minute);
        Assert.False(bench.Generator.Status().IsPairingWindowOpen);
    }

    [Fact]
    [Trait("Requirement", "I-34")]
    public void A_watchdog_switches_off_and_three_resets_in_ten_minutes_latch_a_fault()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.WatchdogFailed());
        Off(bench);
        Assert.True(bench.Generator.IsResetRequested);
        bench.Restart(ResetCause.Watchdog);
        bench.Restart(ResetCause.BrownOut);
        Assert.Equal(TherapyState.Off, bench.State);
        bench.Restart(ResetCause.Watchdog);
        Assert.Equal(TherapyState.Fault, bench.State);
        Assert.Equal(34, bench.Generator.Status().FaultRequirement);
    }

    [Fact]
    [Trait("Requirement", "I-34")]
    public void A_stand_still_longer_than_the_watchdog_resets()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.Stall(100_000_001));
        Assert.Equal(TherapyState.Off, bench.State);
        Assert.True(bench.Generator.IsResetRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "I-35")]
    public void After_a_reset_the_output_is_zero_and_only_an_allowed_single_watchdog_resumes_by_its_ramp(bool isAllowed)
    {
        var bench = new Bench().Running();
        Bench.Accepted(bench.Ask(new Command.SetAutoResume(isAllowed)));
        bench.Restart(ResetCause.Watchdog);
        Assert.Equal(0, bench.Generator.State.AmplitudeNanoampere(0));
        Assert.Equal(isAllowed ? TherapyState.Ramp : TherapyState.Off, bench.State);
        bench.Restart(ResetCause.PowerOn);
        Off(bench);
    }

    [Fact]
    [Trait("Requirement", "I-36")]
    public void A_latched_fault_survives_a_reset_and_stop_and_telemetry_work_in_it()
    {
        var bench = new Bench().Running();
        bench.Tell(new Input.BitFlip(0, 3));
        bench.Pass(Bench.Second);
        bench.Restart();
        Assert.Equal(TherapyState.Fault, bench.State);
        Bench.Accepted(bench.Ask(new Command.Stop(), Role.Patient));
        Assert.Equal(CommandStatus.WrongState, bench.Ask(new Command.Start()).Status);
        Assert.Contains("I-30", bench.Generator.Status().Reason, StringComparison.Ordinal);
        Bench.Accepted(bench.Ask(new Command.ClearFault()));
        Assert.Equal(TherapyState.Off, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-37")]
    public void A_spent_battery_is_shown_and_then_ends_the_service_for_good()
    {
        var bench = new Bench().Running();
        var state = bench.Generator.State;
        state.UsedPicocoulomb = 8_100_000_000_000_000;
        bench.Pass(2 * Bench.Minute);
        Assert.True(bench.Generator.Status().Latches.HasFlag(Latches.ReplacementDue));
        Assert.Equal(TherapyState.On, bench.State);
        bench.Generator.State.UsedPicocoulomb = 8_830_000_000_000_000;
        bench.Pass(2 * Bench.Minute);
        Off(bench, TherapyState.EndOfService);
        bench.Restart();
        Assert.Equal(TherapyState.EndOfService, bench.State);
        Assert.Equal(CommandStatus.WrongState, bench.Ask(new Command.Start()).Status);
        Assert.NotEmpty(bench.Generator.Status().Reason);
    }
}
