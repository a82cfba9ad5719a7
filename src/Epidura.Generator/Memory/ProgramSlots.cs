using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Memory;

/// <summary>What lies in the two copies of a program.</summary>
internal enum SlotCondition
{
    /// <summary>A whole copy was found.</summary>
    Valid,

    /// <summary>Nothing whole was found.</summary>
    Absent,

    /// <summary>The medium failed.</summary>
    Failed,
}

/// <summary>
/// Two copies per program. The older copy is written, read back and only then gets its commit word, which is bound to the sequence and the
/// hash, so that an old word never makes a new body valid. The newest whole copy counts.
/// </summary>
internal static class ProgramSlots
{
    private const uint Magic = 0x31505045;
    private const int HeaderLength = 64, HashAddress = HeaderLength + ProgramImage.LengthMax, CommitAddress = HashAddress + 32;

    /// <summary>Odd, so that it has an inverse modulo 2^64.</summary>
    private const ulong CommitFactor = 0x9E37_79B9_7F4A_7C15, CommitInverse = 0xF1DE_83E1_9937_733D;

    /// <summary>Finds the newest whole copy.</summary>
    public static (SlotCondition Condition, StoredProgram? Stored, uint Sequence, int Copy) Read(IBlockStore store, int program)
    {
        (SlotCondition, StoredProgram?, uint, int) best = (SlotCondition.Absent, null, 0, -1);
        var bytes = new byte[CommitAddress + 8];
        for (var copy = 0; copy < 2; copy++)
        {
            if (!store.Read(MemoryMap.Slot(program, copy), bytes))
                return (SlotCondition.Failed, null, 0, -1);
            if (Decode(bytes, program) is { } found && (best.Item2 is null || found.Sequence > best.Item3))
                best = (SlotCondition.Valid, found.Stored, found.Sequence, copy);
        }

        return best;
    }

    /// <summary>
    /// Sequence of a copy that begins like this program but is not whole: a write that power interrupted, or a program that was damaged
    /// since. Null when there is none.
    /// </summary>
    public static (uint Sequence, int Copy)? FindDamaged(IBlockStore store, int program)
    {
        var bytes = new byte[CommitAddress + 8];
        for (var copy = 0; copy < 2; copy++)
            // One or two damaged bits do not hide a copy; a write cut inside the first word differs in more.
            if (store.Read(MemoryMap.Slot(program, copy), bytes) && Decode(bytes, program) is null
                && BitOperations.PopCount(BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ Magic) <= 2)
                return (SequenceOf(bytes), copy);
        return null;
    }

    /// <summary>
    /// Sequence of a copy that is not whole. The commit word holds it a second time: a damaged bit of the header's must not make the
    /// newest copy look older than the other, or like a write that power interrupted. A copy without its word gives no number of 32 bits
    /// there, and then the header's counts.
    /// </summary>
    private static uint SequenceOf(ReadOnlySpan<byte> bytes)
    {
        var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[CommitAddress..]);
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(bytes[HashAddress..]);
        var sealedSequence = unchecked(((word ^ hash) * CommitInverse) - 1);
        return sealedSequence <= uint.MaxValue ? (uint)sealedSequence : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }

    /// <summary>Blanks a copy that is not whole.</summary>
    public static bool Erase(IBlockStore store, int program, int copy) =>
        store.Write(MemoryMap.Slot(program, copy), new byte[HeaderLength]) && store.Flush();

    /// <summary>Stores a program; durable and read back when it returns true.</summary>
    /// <param name="store">Memory.</param>
    /// <param name="program">0 to 15.</param>
    /// <param name="stored">To store.</param>
    /// <param name="sequence">Above that of the copy in force.</param>
    /// <param name="profileHash">Of the limits it was checked against, 32 bytes.</param>
    /// <param name="time">Device time, ns.</param>
    public static bool Write(
        IBlockStore store, int program, StoredProgram stored, uint sequence, ReadOnlySpan<byte> profileHash, long time)
    {
        var (condition, _, _, active) = Read(store, program);
        if (condition == SlotCondition.Failed)
            return false;
        var address = MemoryMap.Slot(program, active == 0 ? 1 : 0);
        var bytes = new byte[CommitAddress];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = 1;
        bytes[6] = (byte)program;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)stored.Image.Length);
        profileHash.CopyTo(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(48), time);
        stored.Image.Span.CopyTo(bytes.AsSpan(HeaderLength));
        SHA256.HashData(bytes.AsSpan(0, HashAddress), bytes.AsSpan(HashAddress));
        if (!WriteVerified(store, address, bytes))
            return false;
        var word = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, CommitWord(sequence, bytes.AsSpan(HashAddress, 32)));
        return WriteVerified(store, address + CommitAddress, word);
    }

    internal static bool WriteVerified(IBlockStore store, int address, ReadOnlySpan<byte> bytes)
    {
        var back = new byte[bytes.Length];
        return store.Write(address, bytes) && store.Flush() && store.Read(address, back) && bytes.SequenceEqual(back);
    }

    private static ulong CommitWord(uint sequence, ReadOnlySpan<byte> hash) =>
        unchecked(((ulong)sequence + 1) * CommitFactor) ^ BinaryPrimitives.ReadUInt64LittleEndian(hash);

    private static (StoredProgram Stored, uint Sequence)? Decode(ReadOnlySpan<byte> bytes, int program)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || bytes[4] != 1 || bytes[6] != program
            || length is < 1 or > ProgramImage.LengthMax)
            return null;
        var hash = SHA256.HashData(bytes[..HashAddress]);
        if (!bytes.Slice(HashAddress, 32).SequenceEqual(hash)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[CommitAddress..]) != CommitWord(sequence, hash))
            return null;
        var image = bytes.Slice(HeaderLength, length).ToArray();
        return ProgramImage.Decode(image) is { } decoded
            ? (new StoredProgram(decoded, image, SHA256.HashData(image)), sequence)
            : null;
    }
}
