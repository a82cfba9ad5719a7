using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Link.Tests;

public class LinkMemoryTests
{
    private static LinkMemory Create(IBlockStore store)
    {
        var memory = LinkMemory.Create(store, new SeededEntropy(5))!;
        var patient = new Bond(0, Role.Patient, Bench.PatientKey.Point, Bench.Secret(1), null, new CommandLedger(70));
        var certificate = Bench.Certificate(Bench.ClinicianKey, 902);
        memory.Bonds.Add(patient, default);
        memory.Bonds.Add(new Bond(4, Role.Clinician, Bench.ClinicianKey.Point, Bench.Secret(2), certificate, new CommandLedger()),
            Bench.RootPoint);
        Assert.True(memory.Save());
        return memory;
    }

    [Fact]
    public void Keys_bonds_marks_and_root_come_back()
    {
        var store = new MemoryBlockStore();
        var memory = Create(store);
        var again = LinkMemory.Open(store)!;
        Assert.Equal(memory.DeviceId, again.DeviceId);
        Assert.Equal(memory.Scalar.ToArray(), again.Scalar.ToArray());
        Assert.Equal(memory.Card.ToArray(), again.Card.ToArray());
        Assert.Equal(Bench.RootPoint, again.Bonds.ClinicRoot.ToArray());
        Assert.Equal([0, 4], again.Bonds.Bonds.Select(bond => bond.Slot));
        Assert.Equal(70ul, again.Bonds.Find(0)!.Ledger.Mark);
        Assert.Equal(902ul, again.Bonds.Find(4)!.CertificateId);
        Assert.Equal(Bench.Secret(2), again.Bonds.Find(4)!.Secret.ToArray());
    }

    [Fact]
    [Trait("Requirement", "L-16")]
    public void A_write_torn_at_any_byte_leaves_the_old_or_the_new_bonds()
    {
        var store = new MemoryBlockStore();
        var memory = Create(store);
        var before = store.Bytes.ToArray();
        memory.Bonds.Remove(0);
        Assert.True(memory.Save());
        var after = store.Bytes.ToArray();
        var outcomes = new HashSet<int>();
        for (var cut = MemoryMap.LinkAddress; cut <= MemoryMap.Size; cut++)
        {
            byte[] torn = [.. after[..cut], .. before[cut..]];
            if (cut > MemoryMap.LinkAddress && torn.AsSpan(cut - 1, 1).SequenceEqual(before.AsSpan(cut - 1, 1)) && cut < MemoryMap.Size)
                continue;
            var read = LinkMemory.Open(new MemoryBlockStore(torn))!;
            outcomes.Add(read.Bonds.Bonds.Count);
            Assert.Equal(70ul, read.Bonds.MarkOf(0));
        }
        Assert.Equal([1, 2], outcomes.Order());
    }

    [Fact]
    public void Memory_that_is_blank_or_damaged_in_both_copies_gives_no_bonds()
    {
        Assert.Null(LinkMemory.Open(new MemoryBlockStore()));
        var store = new MemoryBlockStore();
        Create(store);
        var bytes = store.Bytes.ToArray();
        bytes[MemoryMap.LinkAddress + 60] ^= 1;
        Assert.NotNull(LinkMemory.Open(new MemoryBlockStore(bytes)));
        bytes[MemoryMap.LinkAddress + (MemoryMap.LinkLength / 2) + 60] ^= 1;
        Assert.Null(LinkMemory.Open(new MemoryBlockStore(bytes)));
    }
}
