using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Monitor;

namespace Epidura.Generator.Tests.Memory;

public class MemoryTests
{
    private static byte[] Bytes(Bench bench) => ((MemoryBlockStore)bench.Store).Bytes.ToArray();

    private static PulseGenerator Start(byte[] bytes) => PulseGenerator.Start(Bench.Device(), new MemoryBlockStore(bytes),
        ResetCause.PowerOn);

    [Fact]
    [Trait("Requirement", "I-39")]
    public void Memory_without_its_mark_gives_no_stimulation_live_telemetry_and_no_write()
    {
        var bytes = new byte[MemoryMap.Size];
        new Random(1).NextBytes(bytes);
        var before = (byte[])bytes.Clone();
        var device = Start(bytes);
        var status = device.Status();
        Assert.Equal(TherapyState.Fault, status.State);
        Assert.True(status.IsMemoryReadOnly);
        Assert.Contains("mark", status.Reason, StringComparison.Ordinal);
        Assert.NotEqual(CommandStatus.Accepted, device.Execute(
            new CommandContext(0, Role.Clinician, 1, status.Revision, status.TimeNanosecond), new Command.Start()).Status);
        Assert.Equal(CommandStatus.MemoryFailed, device.Execute(
            new CommandContext(0, Role.Clinician, 2, status.Revision, null), new Command.ClearFault()).Status);
        Assert.True(device.Execute(new CommandContext(0, Role.Patient, 3, null, null), new Command.Stop()).IsAccepted);
        device.Advance(2 * Bench.Hour, Input.None);
        Assert.Equal(before, bytes);
    }

    [Fact]
    [Trait("Requirement", "I-39")]
    public void A_damaged_journal_gives_no_stimulation_and_no_write()
    {
        var bench = new Bench();
        for (var i = 0; i < 10; i++)
            Bench.Accepted(bench.Ask(new Command.SetAutoResume(i % 2 == 0)));
        var bytes = Bytes(bench);
        for (var i = 0; i < 3; i++)
            bytes[MemoryMap.JournalAddress + (i * 64) + 20] ^= 1;
        var before = (byte[])bytes.Clone();
        var device = Start(bytes);
        Assert.Equal(TherapyState.Fault, device.Status().State);
        device.Advance(2 * Bench.Hour, Input.None);
        Assert.Equal(before, bytes);
    }

    [Fact]
    [Trait("Requirement", "I-30")]
    public void Every_flipped_bit_of_a_stored_program_is_found_at_the_start()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program()));
        var good = Bytes(bench);
        for (var bit = 0; bit < 616 * 8; bit++)
        {
            var bytes = (byte[])good.Clone();
            bytes[MemoryMap.Slot(0, 0) + (bit / 8)] ^= (byte)(1 << (bit % 8));
            var device = Start(bytes);
            Assert.True(device.Status().State == TherapyState.Fault, $"bit {bit}");
            Assert.True(device.StoredImage(0).IsEmpty, $"bit {bit}");
        }
    }

    [Fact]
    [Trait("Requirement", "I-30")]
    public void Bit_rot_in_the_running_program_is_found_within_a_minute()
    {
        var bench = new Bench().Running();
        var store = bench.Store;
        var one = new byte[1];
        Assert.True(store.Read(MemoryMap.Slot(0, 0) + 70, one));
        one[0] ^= 4;
        Assert.True(store.Write(MemoryMap.Slot(0, 0) + 70, one));
        bench.Pass(Bench.Minute);
        Assert.Equal(TherapyState.Fault, bench.State);
        Assert.Equal(30, bench.Generator.Status().FaultRequirement);
    }

    [Fact]
    [Trait("Requirement", "I-39")]
    public void A_stored_program_over_the_limits_is_never_run()
    {
        // Memory is input, not truth: a whole and signed-off slot with 12.725 mA on one contact.
        var store = Bench.Blank();
        var image = Epidura.Generator.Programs.ProgramImage.Encode(Bench.Program(Bench.Area(12_725, 60, max: 12_725)))!;
        var stored = new StoredProgram(Epidura.Generator.Programs.ProgramImage.Decode(image)!, image, SHA256.HashData(image));
        Assert.True(ProgramSlots.Write(store, 0, stored, 1, new byte[32], 0));
        var device = PulseGenerator.Start(Bench.Device(), store, ResetCause.PowerOn);
        Assert.Equal(TherapyState.Fault, device.Status().State);
        Assert.True(device.StoredImage(0).IsEmpty);
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void The_last_64_results_of_each_of_8_bonds_are_kept_however_busy_one_bond_is()
    {
        var store = Bench.Blank();
        var journal = Journal.Load(store)!;
        ulong id = 0;
        for (var bond = 0; bond < 8; bond++)
            for (var i = 0; i < 64; i++)
                Assert.True(journal.Append(bond, ++id, Result(id), DurableState.Factory));
        for (var i = 0; i < 5000; i++)
            Assert.True(journal.Append(7, ++id, Result(id), DurableState.Factory with { Revision = (uint)i }));
        journal = Journal.Load(store)!;
        Assert.Equal(4999u, journal.Durable.Revision);
        for (ulong old = 1; old <= 7 * 64; old++)
            Assert.Equal((long)old, journal.Find((int)((old - 1) / 64), old)?.Value);
        for (var recent = id - 63; recent <= id; recent++)
            Assert.Equal((long)recent, journal.Find(7, recent)?.Value);
        Assert.Null(journal.Find(7, id - 64));

        static CommandResult Result(ulong id) => new(CommandStatus.Accepted, 0, (long)id, 0, 0, default);
    }

    [Fact]
    [Trait("Requirement", "I-35")]
    public void A_latch_survives_one_damaged_record()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Ask(new Command.EnterMri()));
        var good = Bytes(bench);
        for (var i = 0; i < MemoryMap.JournalRecords; i++)
        {
            if (good[MemoryMap.JournalAddress + (i * 64)] == 0)
                continue;
            var bytes = (byte[])good.Clone();
            bytes[MemoryMap.JournalAddress + (i * 64) + 36] ^= 0xFF;
            Assert.Equal(TherapyState.Mri, Start(bytes).Status().State);
        }
    }

    [Fact]
    public void Reserved_counters_never_repeat()
    {
        var bench = new Bench();
        HashSet<uint> given = [];
        for (var i = 0; i < 20; i++)
        {
            Assert.True(given.Add(bench.Generator.ReserveCounters(64)!.Value));
            if (i % 3 == 0)
                bench.Restart();
        }

        Assert.Equal(19u * 64, given.Max());
    }

    [Fact]
    public void A_signed_profile_only_tightens_never_goes_back_and_survives()
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var configuration = Bench.Device() with { LimitAuthorityKey = authority.ExportSubjectPublicKeyInfo() };
        var bench = new Bench(configuration: configuration);
        var tight = LimitProfile.Ceiling with { Version = 2, ContactNanoampere = 4_000_000 };
        Assert.Equal(CommandStatus.BadSignature, bench.Ask(new Command.SetLimitProfile(tight.Sign(other))).Status);
        Assert.Equal(
            CommandStatus.BadSignature,
            bench.Ask(new Command.SetLimitProfile((LimitProfile.Ceiling with
            {
                Version = 3,
                TotalNanoampere = 25_500_001
            }).Sign(authority))).Status);
        Bench.Accepted(bench.Ask(new Command.SetLimitProfile(tight.Sign(authority))));
        Assert.Equal(CommandStatus.BadSignature, bench.Ask(new Command.SetLimitProfile((tight with
        {
            Version =
            1
        }).Sign(authority))).Status);
        Assert.Equal(1, bench.Commit(Bench.Program()).Requirement);
        bench.Restart();
        Assert.Equal(1, bench.Commit(Bench.Program()).Requirement);
    }

    [Fact]
    public void The_log_tells_accepted_and_refused_commands_starts_stops_and_faults()
    {
        var bench = new Bench().Running();
        bench.Ask(new Command.SelectProgram(9));
        Bench.Accepted(bench.Ask(new Command.Stop()));
        bench.Tell(new Input.MemoryFault(IsProgram: true));
        bench.Restart();
        var log = bench.Generator.Log;
        Assert.Equal(Enumerable.Range(0, log.Count).Select(i => (uint)i), log.Select(entry => entry.Sequence));
        foreach (var kind in new[]
                 { LogKind.Boot, LogKind.CommandAccepted, LogKind.CommandRefused, LogKind.State, LogKind.Fault, LogKind.Commit,
                     LogKind.Impedance })
            Assert.Contains(log, entry => entry.Kind == kind);
    }

    [Fact]
    [Trait("Requirement", "I-39")]
    public void A_damaged_sequence_of_the_newest_copy_does_not_let_the_older_one_return()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(1000))));
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(1025))));
        var whole = ((MemoryBlockStore)bench.Store).Bytes.ToArray();
        uint Sequence(int copy) => BitConverter.ToUInt32(whole, MemoryMap.Slot(0, copy) + 8);
        var newest = Sequence(0) > Sequence(1) ? 0 : 1;
        for (var bit = 0; bit < 32; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[MemoryMap.Slot(0, newest) + 8 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            var device = PulseGenerator.Start(Bench.Device(), new MemoryBlockStore(damaged), ResetCause.PowerOn);
            Assert.True(device.State.LatchBits.HasFlag(Latches.Fault), $"bit {bit}");
        }
    }
}
