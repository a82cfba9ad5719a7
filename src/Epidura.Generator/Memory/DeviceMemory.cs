using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Leads;
using Epidura.Generator.Monitor;

namespace Epidura.Generator.Memory;

/// <summary>Everything a device keeps over a loss of power, on one block store.</summary>
internal sealed class DeviceMemory
{
    private static readonly byte[] Mark = "EPIDURA1"u8.ToArray();
    private readonly IBlockStore _store;
    private Journal? _journal;
    private int _logNext, _usageCopy;

    private DeviceMemory(IBlockStore store) => _store = store;

    /// <summary>Why nothing may be written; null when all is well.</summary>
    public string? Damage { get; private set; }

    /// <summary>Newest durable state.</summary>
    public DurableState Durable => _journal?.Durable ?? DurableState.Factory;

    /// <summary>Makes blank memory that of a device from the factory. Everything on it is lost.</summary>
    public static bool Format(IBlockStore store)
    {
        var blank = new byte[MemoryMap.Size - MemoryMap.LinkLength];
        return store.Length >= MemoryMap.Size && store.Write(0, blank) && store.Flush()
            && ProgramSlots.WriteVerified(store, MemoryMap.MarkAddress, Mark);
    }

    /// <summary>Opens memory; damage is stated, never repaired by itself.</summary>
    public static DeviceMemory Open(IBlockStore store)
    {
        var memory = new DeviceMemory(store);
        var mark = new byte[Mark.Length];
        if (store.Length < MemoryMap.Size || !store.Read(MemoryMap.MarkAddress, mark))
            memory.Damage = "memory cannot be read";
        else if (!mark.AsSpan().SequenceEqual(Mark))
            memory.Damage = "memory is not that of a device: its mark is missing";
        else if ((memory._journal = Journal.Load(store)) is null)
            memory.Damage = "the journal is damaged";
        else
            memory.FindLogEnd();
        return memory;
    }

    /// <summary>Stops every write until a clinician clears it.</summary>
    public void Fail(string damage) => Damage ??= damage;

    public CommandResult? Find(int bond, ulong commandId) => _journal?.Find(bond, commandId);

    /// <summary>Adds a record; a change of latches is written twice, so that one damaged record does not undo it.</summary>
    public bool Append(int bond, ulong commandId, CommandResult result, DurableState durable)
    {
        if (Damage is not null || _journal is null)
            return false;
        var isTwice = durable.Latches != Durable.Latches;
        var isDone = _journal.Append(bond, commandId, result, durable)
            && (!isTwice || _journal.Append(-1, 0, result, durable));
        if (!isDone)
            Fail("memory could not be written");
        return isDone;
    }

    public bool Store(int program, StoredProgram stored, uint sequence, LimitProfile limits, long time)
    {
        if (Damage is not null)
            return false;
        var isDone = ProgramSlots.Write(
            _store, program, stored, sequence, System.Security.Cryptography.SHA256.HashData(limits.ToBytes()), time);
        if (!isDone)
            Fail("memory could not be written");
        return isDone;
    }

    public (SlotCondition Condition, StoredProgram? Stored, uint Sequence, int Copy) Read(int program) =>
        ProgramSlots.Read(_store, program);

    /// <summary>
    /// True when a younger copy than the whole one was acknowledged and is damaged. A younger copy that never was acknowledged is a write
    /// that
    /// power interrupted; it is blanked, so that it is not taken for damage later.
    /// </summary>
    public bool IsNewestDamaged(int program, uint wholeSequence)
    {
        if (ProgramSlots.FindDamaged(_store, program) is not { } damaged || damaged.Sequence <= wholeSequence)
            return false;

        // An interrupted write carries the next revision; nothing carries a later one.
        if (damaged.Sequence <= Durable.Revision || damaged.Sequence - Durable.Revision > 1)
            return true;
        if (!ProgramSlots.Erase(_store, program, damaged.Copy))
            Fail("memory could not be written");
        return false;
    }

    /// <summary>After a clinician has cleared the fault: damaged copies are blanked.</summary>
    public void EraseDamaged()
    {
        for (var program = 0; program < MemoryMap.Programs; program++)
            if (ProgramSlots.FindDamaged(_store, program) is { } damaged && !ProgramSlots.Erase(_store, program, damaged.Copy))
                Fail("memory could not be written");
    }

    /// <summary>Stores a signed profile in the copy that is not in force.</summary>
    public bool StoreProfile(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> key)
    {
        if (Damage is not null)
            return false;
        var copy = ReadProfile(0, key) is { } first && first.Version >= (ReadProfile(1, key)?.Version ?? 0) ? 1 : 0;
        var isDone = ProgramSlots.WriteVerified(_store, MemoryMap.ProfileAddress + (copy * MemoryMap.ProfileLength), signed);
        if (!isDone)
            Fail("memory could not be written");
        return isDone;
    }

    /// <summary>Newest profile with a good signature; the compiled ceiling without one.</summary>
    public LimitProfile ReadLimits(ReadOnlySpan<byte> key)
    {
        var (first, second) = (ReadProfile(0, key), ReadProfile(1, key));
        return (first?.Version ?? 0) >= (second?.Version ?? 0) ? first ?? second ?? LimitProfile.Ceiling : second!;
    }

    /// <summary>Adds a line of the log; what is lost of it at a power cut is only the log.</summary>
    public bool Append(LogEntry entry)
    {
        if (Damage is not null)
            return false;
        Span<byte> bytes = stackalloc byte[MemoryMap.RecordLength];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, entry.Sequence + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], entry.Boot);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], entry.TimeMilliseconds);
        bytes[16] = (byte)entry.Kind;
        bytes[17] = (byte)entry.State;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[18..], entry.Code);
        bytes[20] = entry.Requirement;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], entry.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], entry.Limit);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[60..], Crc.Of(bytes[..60]));
        if (!_store.Write(MemoryMap.LogAddress + (_logNext * MemoryMap.RecordLength), bytes))
        {
            Fail("memory could not be written");
            return false;
        }

        _logNext = (_logNext + 1) % MemoryMap.LogRecords;
        return true;
    }

    /// <summary>Lines of the log in their order.</summary>
    public List<LogEntry> ReadLog()
    {
        List<LogEntry> entries = [];
        Span<byte> bytes = stackalloc byte[MemoryMap.RecordLength];
        for (var i = 0; i < MemoryMap.LogRecords; i++)
        {
            if (!_store.Read(MemoryMap.LogAddress + (i * MemoryMap.RecordLength), bytes))
                break;
            var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (sequence == 0 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[60..]) != Crc.Of(bytes[..60]))
                continue;
            entries.Add(new LogEntry(
                sequence - 1, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                (LogKind)bytes[16], (TherapyState)bytes[17], BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]), bytes[20],
                BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..])));
        }

        entries.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return entries;
    }

    /// <summary>Keeps a measurement in the place of the oldest; a torn write loses that one only.</summary>
    public bool Append(ImpedanceRecord record)
    {
        if (Damage is not null)
            return false;
        var bytes = new byte[MemoryMap.ImpedanceLength];
        var body = record.ToBytes();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)body.Length);
        body.CopyTo(bytes.AsSpan(2));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc.Of(bytes.AsSpan(0, bytes.Length - 4)));
        var place = (int)(record.Sequence % MemoryMap.ImpedanceRecords);
        if (_store.Write(MemoryMap.ImpedanceAddress + (place * MemoryMap.ImpedanceLength), bytes) && _store.Flush())
            return true;
        Fail("memory could not be written");
        return false;
    }

    /// <summary>Measurements that can be read, oldest first.</summary>
    public List<ImpedanceRecord> ReadImpedances()
    {
        List<ImpedanceRecord> records = [];
        var bytes = new byte[MemoryMap.ImpedanceLength];
        for (var i = 0; i < MemoryMap.ImpedanceRecords; i++)
        {
            if (!_store.Read(MemoryMap.ImpedanceAddress + (i * MemoryMap.ImpedanceLength), bytes))
                break;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            if (length is > 0 and <= MemoryMap.ImpedanceLength - 6
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) == Crc.Of(bytes.AsSpan(0, bytes.Length - 4))
                && ImpedanceRecord.FromBytes(bytes.AsSpan(2, length)) is { } record)
                records.Add(record);
        }

        records.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return records;
    }

    /// <summary>Keeps the usage counters: the copies take turns.</summary>
    public bool WriteUsage(uint sequence, ReadOnlySpan<long> counters)
    {
        if (Damage is not null || counters.Length > (MemoryMap.UsageLength - 16) / 8)
            return false;
        var bytes = new byte[MemoryMap.UsageLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)counters.Length);
        for (var i = 0; i < counters.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 + (i * 8)), counters[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc.Of(bytes.AsSpan(0, bytes.Length - 4)));
        _usageCopy = 1 - _usageCopy;
        if (_store.Write(MemoryMap.UsageAddress + (_usageCopy * MemoryMap.UsageLength), bytes) && _store.Flush())
            return true;
        Fail("memory could not be written");
        return false;
    }

    /// <summary>Newest whole copy of the usage counters; null when there is none.</summary>
    public (uint Sequence, long[] Counters)? ReadUsage()
    {
        (uint, long[])? best = null;
        var bytes = new byte[MemoryMap.UsageLength];
        for (var copy = 0; copy < 2; copy++)
        {
            if (!_store.Read(MemoryMap.UsageAddress + (copy * MemoryMap.UsageLength), bytes))
                return null;
            var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(4));
            if (sequence == 0 || count > (MemoryMap.UsageLength - 16) / 8 || (best is { } known && known.Item1 >= sequence)
                || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) != Crc.Of(bytes.AsSpan(0, bytes.Length - 4)))
                continue;
            var counters = new long[count];
            for (var i = 0; i < count; i++)
                counters[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8 + (i * 8)));
            best = (sequence, counters);
            _usageCopy = copy;
        }

        return best;
    }

    private LimitProfile? ReadProfile(int copy, ReadOnlySpan<byte> key)
    {
        var bytes = new byte[LimitProfile.SignedLength];
        return _store.Read(MemoryMap.ProfileAddress + (copy * MemoryMap.ProfileLength), bytes) ? LimitProfile.Verify(bytes, key) : null;
    }

    private void FindLogEnd()
    {
        Span<byte> bytes = stackalloc byte[MemoryMap.RecordLength];
        uint newest = 0;
        for (var i = 0; i < MemoryMap.LogRecords; i++)
        {
            if (!_store.Read(MemoryMap.LogAddress + (i * MemoryMap.RecordLength), bytes))
                return;
            var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (sequence <= newest || BinaryPrimitives.ReadUInt32LittleEndian(bytes[60..]) != Crc.Of(bytes[..60]))
                continue;
            newest = sequence;
            _logNext = (i + 1) % MemoryMap.LogRecords;
        }

        NextLogSequence = newest;
    }

    /// <summary>Sequence of the next line of the log.</summary>
    public uint NextLogSequence { get; private set; }
}
