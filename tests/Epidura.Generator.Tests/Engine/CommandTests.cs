using Epidura.Generator.Commands;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Tests.Engine;

public class CommandTests
{
    [Theory]
    [InlineData(4000)]
    [InlineData(10_000)]
    [Trait("Requirement", "I-18")]
    public void Every_start_ramps_from_zero_over_its_time(int milliseconds)
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program() with { RampMilliseconds = milliseconds }));
        Bench.Accepted(bench.Ask(new Command.Start()));
        for (var t = 10; t <= milliseconds - 10; t += 10)
        {
            bench.Pass(10_000_000);
            Assert.InRange(bench.Generator.State.AmplitudeNanoampere(0), 1, 5_000_000L * t / milliseconds);
        }

        bench.Pass(500_000_000);
        Assert.Equal(TherapyState.On, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-18")]
    public void A_ramp_takes_longer_when_the_slew_limit_needs_it()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(12_000, 60, max: 12_000))));
        Bench.Accepted(bench.Ask(new Command.Start()));
        bench.Pass(5_900_000_000);
        Assert.Equal(TherapyState.Ramp, bench.State);
        bench.Pass(200_000_000);
        Assert.Equal(TherapyState.On, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-19")]
    public void The_output_rises_at_most_2_milliampere_per_second_and_falls_at_once()
    {
        var bench = new Bench().Running();
        Bench.Accepted(bench.Ask(new Command.AdjustAmplitude(0, 100)));
        bench.Pass(40_000_000);
        Assert.InRange(bench.Generator.State.AmplitudeNanoampere(0), 5_000_001, 5_080_000);
        bench.Pass(20_000_000);
        Assert.Equal(5_100_000, bench.Generator.State.AmplitudeNanoampere(0));
        Bench.Accepted(bench.Ask(new Command.AdjustAmplitude(0, -5000)));
        Assert.Equal(100_000, bench.Generator.State.AmplitudeNanoampere(0));
    }

    [Fact]
    [Trait("Requirement", "I-20")]
    public void Mashing_the_remote_gives_at_most_four_steps_a_second()
    {
        var bench = new Bench().Running(Bench.Area(1000, max: 12_000, width: 60));
        var accepted = 0;
        for (var i = 0; i < 50 * 60; i++)
        {
            bench.Pass(20_000_000);
            var result = bench.Ask(new Command.AdjustAmplitude(0, 25), Role.Patient);
            accepted += result.IsAccepted ? 1 : 0;
            Assert.True(result.IsAccepted || result.Status == CommandStatus.TooFast);
        }

        // A press every 250 ms, on a grid of 20 ms: one per 260 ms.
        Assert.InRange(accepted, 220, 240);
        Assert.Equal(20, bench.Ask(new Command.AdjustAmplitude(0, 125), Role.Patient).Requirement);
    }

    [Fact]
    [Trait("Requirement", "I-21")]
    public void The_patient_stays_inside_the_window_and_a_window_of_zero_means_no_stimulation()
    {
        var bench = new Bench().Running(Bench.Area(max: 5100));
        Bench.Accepted(bench.Ask(new Command.AdjustAmplitude(0, 100)));
        bench.Pass(Bench.Second);
        var result = bench.Ask(new Command.AdjustAmplitude(0, 100));
        Assert.Equal((CommandStatus.LimitExceeded, 21, 5200, 5100), (result.Status, result.Requirement, result.Value, result.Limit));
        Assert.Equal(5_100_000, bench.Generator.State.AmplitudeNanoampere(0));
        Assert.Equal(21, bench.Ask(new Command.AdjustAmplitude(0, -5200)).Requirement);
        Assert.Equal(21, bench.Ask(new Command.SetPatientWindow(0, 0, 0, 4000, 100)).Requirement);
        Bench.Accepted(bench.Ask(new Command.Stop()));
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(max: 0))));
        Assert.Equal(21, bench.Ask(new Command.Start()).Requirement);
        Bench.Accepted(bench.Ask(new Command.SetPatientWindow(0, 0, 0, 5000, 100)));
        Bench.Accepted(bench.Ask(new Command.Start()));
    }

    [Fact]
    [Trait("Requirement", "I-22")]
    public void A_new_width_takes_the_amplitude_to_zero()
    {
        var bench = new Bench().Running();
        Bench.Accepted(bench.Ask(new Command.AdjustAmplitude(0, 100)));
        var changed = Bench.Program(Bench.Area(width: 220));
        Bench.Accepted(bench.Ask(new Command.Stop()));
        Bench.Accepted(bench.Stage(changed));
        Bench.Accepted(bench.Ask(new Command.Start()));
        bench.Pass(10 * Bench.Second);
        Bench.Accepted(bench.Ask(new Command.Commit(
            System.Security.Cryptography.SHA256.HashData(Epidura.Generator.Programs.ProgramImage.Encode(changed)!))));
        Assert.Equal(TherapyState.Off, bench.State);
        Assert.Equal(0, bench.Generator.State.AmplitudeNanoampere(0));
        Assert.Equal(5000, bench.Generator.Status().Areas[0].TargetMicroampere);
    }

    [Fact]
    [Trait("Requirement", "I-23")]
    public void Another_program_is_selected_only_at_zero()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(3000)), 1));
        bench.Running();
        Assert.Equal(CommandStatus.WrongState, bench.Ask(new Command.SelectProgram(0)).Status);
        Bench.Accepted(bench.Ask(new Command.Stop()));
        Bench.Accepted(bench.Ask(new Command.SelectProgram(0)));
        Assert.Equal(CommandStatus.BadArgument, bench.Ask(new Command.SelectProgram(5)).Status);
        Assert.Equal(CommandStatus.BadArgument, bench.Ask(new Command.SelectProgram(16)).Status);
    }

    [Fact]
    [Trait("Requirement", "I-38")]
    public void Test_stimulation_ends_without_heartbeats_and_by_itself()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Stage(Bench.Program()));
        Assert.Equal(38, bench.Ask(new Command.TestStart(1801)).Requirement);
        Bench.Accepted(bench.Ask(new Command.TestStart(1800)));
        bench.Pass(2_999_999_999);
        Assert.Equal(TherapyState.Test, bench.State);
        bench.Pass(1);
        Assert.Equal(TherapyState.Off, bench.State);
        Bench.Accepted(bench.Ask(new Command.TestStart(10)));
        for (var i = 0; i < 9; i++)
        {
            bench.Pass(Bench.Second);
            Bench.Accepted(bench.Ask(new Command.Heartbeat()));
        }

        Assert.Equal(TherapyState.Test, bench.State);
        bench.Pass(Bench.Second);
        Assert.Equal(TherapyState.Off, bench.State);
        Bench.Accepted(bench.Ask(new Command.TestStart(10)));
        bench.Tell(new Input.LinkLost());
        Assert.Equal(TherapyState.Off, bench.State);
    }

    [Fact]
    [Trait("Requirement", "I-38")]
    public void A_boost_returns_to_the_base_by_itself()
    {
        var bench = new Bench().Running();
        Assert.Equal(38, bench.Ask(new Command.Boost(0, 500, 1801)).Requirement);
        Bench.Accepted(bench.Ask(new Command.Boost(0, 500, 60)));
        bench.Pass(59 * Bench.Second);
        Assert.Equal(5_500_000, bench.Generator.State.AmplitudeNanoampere(0));
        bench.Pass(Bench.Second);
        Assert.Equal(5_000_000, bench.Generator.State.AmplitudeNanoampere(0));
    }

    [Fact]
    [Trait("Requirement", "I-31")]
    public void A_raise_based_on_an_old_status_or_another_revision_is_refused_and_a_stop_never()
    {
        var bench = new Bench().Running();
        var generator = bench.Generator;
        var revision = generator.Status().Revision;
        var now = generator.TimeNanosecond;
        var up = new Command.AdjustAmplitude(0, 100);
        bench.Pass(5 * Bench.Second + 1);
        Assert.Equal(CommandStatus.Expired, generator.Execute(new CommandContext(1, Role.Patient, 900, revision, now), up).Status);
        Assert.Equal(CommandStatus.Expired, generator.Execute(new CommandContext(1, Role.Patient, 901, revision, null), up).Status);
        Assert.Equal(
            CommandStatus.StaleRevision,
            generator.Execute(new CommandContext(1, Role.Patient, 902, revision - 1, generator.TimeNanosecond), up).Status);
        Bench.Accepted(generator.Execute(new CommandContext(1, Role.Patient, 903, 0, null), new Command.Stop()));
        Assert.Equal(TherapyState.Off, bench.State);
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void The_same_command_id_acts_once_and_gets_the_same_answer_after_a_power_loss_too()
    {
        var bench = new Bench().Running();
        var context = new CommandContext(2, Role.Patient, 77, bench.Generator.Status().Revision, bench.Generator.TimeNanosecond);
        var first = bench.Generator.Execute(context, new Command.AdjustAmplitude(0, 100));
        bench.Pass(Bench.Second);
        Assert.Equal(first, bench.Generator.Execute(context, new Command.AdjustAmplitude(0, 100)));
        bench.Pass(Bench.Second);
        Assert.Equal(5_100_000, bench.Generator.State.AmplitudeNanoampere(0));
        bench.Restart();
        var again = bench.Generator.Execute(context, new Command.AdjustAmplitude(0, 100));
        Assert.Equal((first.Status, first.Revision), (again.Status, again.Revision));
    }

    [Fact]
    [Trait("Requirement", "I-42")]
    public void Every_delivered_minute_is_in_the_counters_and_they_survive()
    {
        var bench = new Bench().Running();
        bench.Pass((7 * Bench.Hour) - (13 * Bench.Second));
        Assert.Equal(7 * Bench.Hour, bench.Generator.DeliveredNanosecond[0]);
        Assert.Equal(7 * Bench.Hour, bench.Generator.AmplitudeHistogramNanosecond.Sum());
        Bench.Accepted(bench.Ask(new Command.Stop()));
        bench.Pass(Bench.Hour);
        bench.Restart();
        Assert.Equal(7 * Bench.Hour, bench.Generator.DeliveredNanosecond[0]);
    }

    [Fact]
    public void A_stop_is_accepted_in_every_state()
    {
        foreach (var state in Enum.GetValues<TherapyState>())
            Assert.Equal(TransitionEffect.Accept, StateTable.Of(state, DeviceEvent.Stop).Effect);
    }

    [Fact]
    [Trait("Requirement", "L-13")]
    public void A_negative_time_is_a_fault_and_not_an_exception()
    {
        var bench = new Bench().Running();
        bench.Pass(-1);
        Assert.Equal(TherapyState.Fault, bench.State);
        Assert.Equal(0, bench.Generator.State.AmplitudeNanoampere(0));
    }

    [Fact]
    public void Cycling_pauses_and_ramps_again()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program() with { CycleOnMilliseconds = 30_000, CycleOffMilliseconds = 90_000 }));
        Bench.Accepted(bench.Ask(new Command.Start()));
        bench.Pass(Bench.Hour);
        Assert.Equal(Bench.Hour / 4, bench.Generator.DeliveredNanosecond[0]);
        Assert.InRange(bench.Pulses.Sum(run => run.Count), (30 * 30 * 50) - 100, (30 * 30 * 50) + 100);
    }
}
