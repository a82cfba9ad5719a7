using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Software;

namespace Epidura.Generator.Tests.Software;

/// <summary>What the medium does to the banks when nobody updates.</summary>
[Trait("Requirement", "I-40")]
public class BankDamageTests
{
    private static UpdateBench After(Action<byte[]> damage)
    {
        var bench = new UpdateBench().Updated("1.1").Updated("1.2");
        var banks = ((MemoryBlockStore)bench.Software).Bytes.ToArray();
        damage(banks);
        return new UpdateBench(bench.Memory, new MemoryBlockStore(banks));
    }

    [Fact]
    public void A_damaged_bank_in_force_brings_the_other_back_and_older_software_stays_out()
    {
        var bench = After(banks => banks[SoftwareMap.Bank(SoftwareBank.B) + 90] ^= 1);
        Assert.Equal(("1.1", UpdateOutcome.BankDamaged, "1.2"),
            (bench.Now.Version.ToString(), bench.Now.Outcome, bench.Now.Floor.ToString()));
        Assert.Equal(CommandStatus.SoftwareOlder, bench.Send(UpdateBench.Image("1.1")).Status);
        bench.Updated("1.2");
    }

    [Fact]
    public void Both_banks_damaged_leave_the_software_as_made()
    {
        var bench = After(banks => banks.AsSpan(SoftwareMap.BankAddress).Fill(0xA5));
        Assert.Equal(("1.0", SoftwareBank.Factory, "1.2"), (bench.Now.Version.ToString(), bench.Now.Bank, bench.Now.Floor.ToString()));
        Assert.Equal(TherapyState.Off, bench.Device.State.State);
        bench.Updated("1.3");
    }

    [Fact]
    public void Both_control_records_damaged_bring_the_latest_signed_bank_back_with_its_floor()
    {
        var bench = After(banks =>
        {
            banks[SoftwareMap.ControlAddress + 20] ^= 1;
            banks[SoftwareMap.ControlAddress + SoftwareMap.ControlSector + 20] ^= 1;
        });
        Assert.Equal(("1.2", SoftwareBank.B, "1.2"), (bench.Now.Version.ToString(), bench.Now.Bank, bench.Now.Floor.ToString()));
        Assert.Equal(CommandStatus.SoftwareOlder, bench.Send(UpdateBench.Image("1.1")).Status);
    }

    [Fact]
    public void A_bank_that_another_maker_signed_is_never_in_force()
    {
        var bench = After(banks => UpdateBench.Image("1.2", key: UpdateBench.Stranger).CopyTo(banks, SoftwareMap.Bank(SoftwareBank.B)));
        Assert.Equal("1.1", bench.Now.Version.ToString());
    }

    [Fact]
    [Trait("Requirement", "I-39")]
    public void A_medium_that_cannot_be_read_means_fault_and_off()
    {
        var bench = new UpdateBench();
        var device = UpdateBench.Start(bench.Memory, new MemoryBlockStore(new byte[100]));
        Assert.Equal(TherapyState.Fault, device.State.State);
        Assert.False(device.Software.CanUpdate);
        var cleared = device.Execute(
            new CommandContext(1, Role.Clinician, 77_000, device.Status().Revision, null), new Command.ClearFault());
        Assert.Equal(CommandStatus.CauseRemains, cleared.Status);
    }

    [Fact]
    public void A_write_that_fails_is_not_acknowledged_and_ends_in_fault()
    {
        var bench = new UpdateBench(null, new FailingStore());
        var result = bench.Send(UpdateBench.Image());
        Assert.Equal((CommandStatus.MemoryFailed, 40), (result.Status, result.Requirement));
        Assert.Equal(TherapyState.Fault, bench.Device.State.State);
        Assert.Equal("1.0", bench.Now.Version.ToString());
    }

    private sealed class FailingStore : IBlockStore
    {
        public int Length => SoftwareMap.Size;

        public bool Read(int address, Span<byte> destination)
        {
            destination.Clear();
            return true;
        }

        public bool Write(int address, ReadOnlySpan<byte> bytes) => false;

        public bool Flush() => true;
    }
}
