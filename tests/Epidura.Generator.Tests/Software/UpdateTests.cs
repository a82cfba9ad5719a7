using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Software;
using Epidura.Generator.Tests.Memory;

namespace Epidura.Generator.Tests.Software;

[Trait("Requirement", "I-40")]
public class UpdateTests
{
    private static byte[] Bytes(IBlockStore store) => ((MemoryBlockStore)store).Bytes.ToArray();

    private static string Version(UpdateBench bench) => bench.Now.Version.ToString();

    /// <summary>Refused with I-40, in the log, and not one byte of the banks is another.</summary>
    private static void Refused(UpdateBench bench, CommandStatus status, CommandResult result)
    {
        Assert.Equal((status, 40), (result.Status, result.Requirement));
        Assert.Contains(bench.Device.Log, line => line is { Kind: LogKind.CommandRefused, Requirement: 40 } && line.Value == (long)status);
    }

    private static void Refused(CommandStatus status, byte[] image, Action<UpdateBench>? prepare = null)
    {
        var bench = new UpdateBench();
        prepare?.Invoke(bench);
        var (banks, settings) = (Bytes(bench.Software), UpdateBench.Settings(Bytes(bench.Memory)));
        Refused(bench, status, bench.Send(image));
        Assert.Equal(banks, Bytes(bench.Software));
        Assert.Equal(settings, UpdateBench.Settings(Bytes(bench.Memory)));
        var version = Version(bench);
        bench.Restart(ResetCause.PowerOn);
        Assert.Equal(version, Version(bench));
        Assert.Equal(banks, Bytes(bench.Software));
    }

    [Fact]
    public void An_update_runs_after_its_start_and_keeps_settings_and_state()
    {
        var bench = new UpdateBench();
        var settings = UpdateBench.Settings(Bytes(bench.Memory));
        var before = bench.Device.Status();
        Assert.Equal(("1.0", SoftwareBank.Factory, true), (Version(bench), bench.Now.Bank, bench.Now.CanUpdate));
        Bench.Accepted(bench.Send(UpdateBench.Image("1.1")));
        Assert.True(bench.Device.IsUpdateActivated);
        bench.Restart();
        Assert.Equal(("1.1", SoftwareBank.A, UpdateOutcome.Confirmed), (Version(bench), bench.Now.Bank, bench.Now.Outcome));
        Assert.False(bench.Now.IsTrial);
        Assert.False(bench.Device.IsUpdateActivated);
        Assert.Equal(settings, UpdateBench.Settings(Bytes(bench.Memory)));
        var after = bench.Device.Status();
        Assert.Equal(
            (before.SelectedProgram, before.StoredPrograms, before.Revision, before.Latches, TherapyState.Off),
            (after.SelectedProgram, after.StoredPrograms, after.Revision, after.Latches, after.State));
        Assert.Equal(before.Boot + 1, after.Boot);
        Assert.Contains(bench.Device.Log, line => line is { Kind: LogKind.CommandAccepted, Code: 26 });
        Assert.Contains(
            bench.Device.Log, line => line is { Kind: LogKind.Software, Code: (ushort)UpdateOutcome.Confirmed, Requirement: 40 });
        var first = Bytes(bench.Software);
        bench.Restart(ResetCause.PowerOn);
        Assert.Equal(first, Bytes(bench.Software));
        Assert.Equal("1.1", Version(bench));
    }

    [Fact]
    public void Two_updates_take_the_two_banks_and_the_same_version_again_is_not_older()
    {
        var bench = new UpdateBench().Updated("1.1").Updated("1.2");
        Assert.Equal((SoftwareBank.B, "1.1", "1.2"), (bench.Now.Bank, bench.Now.Previous.ToString(), bench.Now.Floor.ToString()));
        bench.Updated("1.2");
        Assert.Equal(SoftwareBank.A, bench.Now.Bank);
    }

    [Fact]
    public void A_forged_signature_is_refused() =>
        Refused(CommandStatus.BadSignature, UpdateBench.Image(key: UpdateBench.Stranger));

    [Fact]
    [Trait("Requirement", "AC-26")]
    public void A_changed_image_is_refused_at_every_byte()
    {
        var image = UpdateBench.Image(rest: 0);
        for (var at = 20; at < image.Length; at++)
        {
            var forged = (byte[])image.Clone();
            forged[at] ^= 0x40;
            var bench = new UpdateBench();
            Refused(bench, CommandStatus.BadSignature, bench.Send(forged));
            Assert.DoesNotContain(Bytes(bench.Software), value => value != 0);
        }
    }

    [Fact]
    public void Another_hardware_is_refused() =>
        Refused(CommandStatus.WrongHardware, UpdateBench.Image(hardware: UpdateBench.Configuration.Hardware + 1));

    [Fact]
    [Trait("Requirement", "AC-26")]
    public void An_older_version_is_refused()
    {
        Refused(CommandStatus.SoftwareOlder, UpdateBench.Image("0.9"));
        Refused(CommandStatus.SoftwareOlder, UpdateBench.Image("1.1"), bench => bench.Updated("1.2"));
    }

    [Fact]
    public void An_image_that_says_less_in_the_beginning_than_it_is_is_refused()
    {
        var bench = new UpdateBench().Updated("1.2");
        var old = UpdateBench.Image("1.1");
        var commands = bench.Commands(old).ToList();
        commands[0] = (Command.UpdateBegin)commands[0] with { Version = UpdateBench.Version("1.3").Value };
        foreach (var command in commands[..^2])
            Bench.Accepted(bench.Ask(command));
        Refused(bench, CommandStatus.StageIncomplete, bench.Ask(commands[^2]));
        Refused(bench, CommandStatus.StageIncomplete, bench.Ask(commands[^1]));
    }

    [Fact]
    public void A_truncated_and_a_too_long_image_are_refused()
    {
        var image = UpdateBench.Image();
        Refused(CommandStatus.BadSignature, image[..^1]);
        var bench = new UpdateBench();
        var commands = bench.Commands(image).ToList();
        Bench.Accepted(bench.Ask(commands[0]));
        Bench.Accepted(bench.Ask(commands[1]));
        Refused(bench, CommandStatus.StageIncomplete, bench.Ask(new Command.UpdateValidate()));
        Refused(bench, CommandStatus.BadArgument, bench.Ask(new Command.UpdateWrite(image.Length - 10, new byte[11])));
        Refused(bench, CommandStatus.BadArgument, bench.Ask(new Command.UpdateWrite(int.MaxValue, new byte[2])));
        Refused(bench, CommandStatus.BadArgument, bench.Ask(new Command.UpdateBegin(70_000, 1, SoftwareImage.LengthMax + 1, new byte[32])));
        Refused(bench, CommandStatus.BadArgument, bench.Ask(new Command.UpdateBegin(70_000, 1, 10, new byte[32])));
        Assert.DoesNotContain(Bytes(bench.Software), value => value != 0);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Reader)]
    [InlineData(Role.None)]
    [InlineData(Role.Magnet)]
    public void Only_the_service_may_send_it(Role role)
    {
        var bench = new UpdateBench();
        foreach (var command in bench.Commands(UpdateBench.Image()))
            Refused(bench, CommandStatus.NotAuthorised, bench.Ask(command, role));
        Assert.DoesNotContain(Bytes(bench.Software), value => value != 0);
    }

    [Fact]
    public void Without_a_clinician_every_step_is_refused_and_a_magnet_is_no_clinician()
    {
        var bench = new UpdateBench();
        bench.Device.Advance(0, new Input.Magnet(true));
        foreach (var command in bench.Commands(UpdateBench.Image()))
        {
            Refused(bench, CommandStatus.ClinicianAbsent, bench.Ask(command, isClinicianPresent: false));
            if (command is not Command.UpdateActivate)
                Bench.Accepted(bench.Ask(command));
        }

        Assert.False(bench.Now.IsTrial);
    }

    [Fact]
    public void While_stimulating_in_mri_mode_and_in_fault_every_step_is_refused()
    {
        foreach (var state in new[] { TherapyState.Ramp, TherapyState.On, TherapyState.Mri, TherapyState.Fault })
        {
            var bench = new UpdateBench();
            var commands = bench.Commands(UpdateBench.Image()).ToList();
            if (state is TherapyState.Ramp or TherapyState.On)
                Bench.Accepted(bench.Ask(new Command.Start(), Role.Clinician));
            else if (state == TherapyState.Mri)
                Bench.Accepted(bench.Ask(new Command.EnterMri(), Role.Clinician));
            else
                bench.Device.Advance(0, new Input.MemoryFault(IsProgram: true));
            bench.Device.Advance(state == TherapyState.On ? 13 * Bench.Second : Bench.Second, Input.None);
            Assert.Equal(state, bench.Device.State.State);
            foreach (var command in commands)
                Refused(bench, CommandStatus.WrongState, bench.Ask(command));
            Assert.DoesNotContain(Bytes(bench.Software), value => value != 0);
        }
    }

    [Fact]
    public void A_start_between_the_pieces_keeps_the_activation_out()
    {
        var bench = new UpdateBench();
        var commands = bench.Commands(UpdateBench.Image()).ToList();
        foreach (var command in commands[..^1])
            Bench.Accepted(bench.Ask(command));
        Bench.Accepted(bench.Ask(new Command.Start(), Role.Clinician));
        Refused(bench, CommandStatus.WrongState, bench.Ask(commands[^1]));
        Bench.Accepted(bench.Ask(new Command.Stop(), Role.Patient));
        Bench.Accepted(bench.Ask(commands[^1]));
    }

    [Fact]
    public void A_failed_self_test_brings_the_old_software_back_and_says_so()
    {
        foreach (var (change, check) in new (Func<SoftwareManifest, SoftwareManifest>, SelfTestCheck)[]
        {
            (manifest => manifest with { States = new byte[32] }, SelfTestCheck.States),
            (manifest => manifest with { Limits = new byte[32] }, SelfTestCheck.Limits),
            (manifest => manifest with { Protocol = 9 }, SelfTestCheck.Protocol),
            (manifest => manifest with { MemoryLength = 9 }, SelfTestCheck.MemoryMap),
        })
        {
            var bench = new UpdateBench().Updated("1.1");
            var settings = UpdateBench.Settings(Bytes(bench.Memory));
            Bench.Accepted(bench.Send(UpdateBench.Image("1.5", change: change)));
            bench.Restart();
            Assert.Equal(("1.1", SoftwareBank.A, UpdateOutcome.SelfTestFailed, check),
                (Version(bench), bench.Now.Bank, bench.Now.Outcome, bench.Now.Check));
            Assert.Equal(("1.5", "1.1"), (bench.Now.OutcomeVersion.ToString(), bench.Now.Floor.ToString()));
            Assert.Contains(bench.Device.Log, line => line is { Kind: LogKind.Software, Code: (ushort)UpdateOutcome.SelfTestFailed }
                && line.Limit == (long)check);
            Assert.Equal(settings, UpdateBench.Settings(Bytes(bench.Memory)));
            Assert.Equal(TherapyState.Off, bench.Device.State.State);
            Bench.Accepted(bench.Ask(new Command.Start(), Role.Patient));
            Bench.Accepted(bench.Ask(new Command.Stop(), Role.Patient));
            bench.Updated("1.2");
        }
    }

    [Fact]
    public void An_image_without_a_manifest_reverts()
    {
        var bench = new UpdateBench();
        var image = new SoftwareImage(UpdateBench.Version("1.1"), UpdateBench.Configuration.Hardware, new byte[5]).Sign(UpdateBench.Maker);
        Bench.Accepted(bench.Send(image));
        bench.Restart();
        Assert.Equal(("1.0", SelfTestCheck.Manifest), (Version(bench), bench.Now.Check));
    }

    /// <summary>Three starts lose power after they were counted and before the self-test has ended.</summary>
    [Fact]
    public void Three_starts_without_an_end_of_the_self_test_bring_the_old_software_back()
    {
        var bench = new UpdateBench().Updated("1.1");
        Bench.Accepted(bench.Send(UpdateBench.Image("1.2")));
        var (memory, software) = (Bytes(bench.Memory), Bytes(bench.Software));
        for (var start = 1; start <= 3; start++)
        {
            var store = new CrashingBlockStore(software, 64, start);
            UpdateBench.Start(new MemoryBlockStore((byte[])memory.Clone()), store);
            software = store.AfterPowerLoss();
        }

        var last = new UpdateBench(new MemoryBlockStore(memory), new MemoryBlockStore(software));
        Assert.Equal(("1.1", UpdateOutcome.NotConfirmed, "1.2"), (Version(last), last.Now.Outcome, last.Now.OutcomeVersion.ToString()));
        Assert.Contains(last.Device.Log, line => line is { Kind: LogKind.Software, Code: (ushort)UpdateOutcome.NotConfirmed });
        last.Updated("1.3");
    }

    [Fact]
    public void Two_such_starts_do_not()
    {
        var bench = new UpdateBench().Updated("1.1");
        Bench.Accepted(bench.Send(UpdateBench.Image("1.2")));
        var software = Bytes(bench.Software);
        for (var start = 1; start <= 2; start++)
        {
            var store = new CrashingBlockStore(software, 64, start);
            UpdateBench.Start(new MemoryBlockStore(UpdateBench.Programmed()), store);
            software = store.AfterPowerLoss();
        }

        var next = UpdateBench.Start(new MemoryBlockStore(Bytes(bench.Memory)), new MemoryBlockStore(software));
        Assert.Equal("1.2", next.Software.Version.ToString());
    }

    [Fact]
    public void A_start_after_an_update_is_no_reset_and_damaged_settings_fail_the_self_test()
    {
        var bench = new UpdateBench();
        for (var minor = 1; minor <= 5; minor++)
            bench.Updated($"1.{minor}");
        Assert.Equal(TherapyState.Off, bench.Device.State.State);
        Bench.Accepted(bench.Send(UpdateBench.Image("1.6")));
        var memory = Bytes(bench.Memory);
        foreach (var copy in new[] { 0, 1 })
            memory[MemoryMap.Slot(3, copy) + 70] ^= 1;
        var next = UpdateBench.Start(new MemoryBlockStore(memory), bench.Software);
        Assert.Equal(("1.5", SelfTestCheck.Settings), (next.Software.Version.ToString(), next.Software.Check));
        Assert.Equal(TherapyState.Fault, next.State.State);
    }

    [Fact]
    public void A_device_without_banks_or_without_a_makers_key_takes_no_update()
    {
        var bench = new UpdateBench();
        var bare = UpdateBench.Start(bench.Memory, null);
        Assert.False(bare.Software.CanUpdate);
        Assert.Equal("1.0", bare.Software.Version.ToString());
        var banks = new MemoryBlockStore(new byte[SoftwareMap.Size]);
        var device = PulseGenerator.Start(Bench.Device(), bench.Memory, ResetCause.PowerOn, banks);
        Assert.False(device.Software.CanUpdate);
        ulong id = 90_000;
        var results = bench.Commands(UpdateBench.Image()).Select(command => device.Execute(
            new CommandContext(2, Role.Service, ++id, device.Status().Revision, null, true), command)).ToList();
        Assert.Equal(CommandStatus.BadSignature, results[^2].Status);
        Assert.False(results[^1].IsAccepted);
    }
}
