using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Epidura.Records.Chains;

/// <summary>Where the head of a clinic's log is kept, outside its database. A border: a file, or memory in tests.</summary>
public interface IHeadMedium
{
    /// <summary>All bytes; empty when nothing was written yet.</summary>
    byte[] Read();

    /// <summary>Writes bytes at a place.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    void Write(int offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything written is on the medium.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    void Flush();
}

/// <summary>The end of a clinic's log.</summary>
/// <param name="Sequence">Number of its last entry.</param>
/// <param name="Hash">Hash of that entry.</param>
internal sealed record Head(long Sequence, byte[] Hash);

/// <summary>
/// The last acknowledged end of the log, signed and outside the database, so that a log cut short and a whole database put back to an
/// earlier
/// day are found out. Two slots of one sector each are written in turn; a torn one leaves the other. It only goes forward.
/// </summary>
internal sealed class HeadAnchor(IHeadMedium medium, ClinicId clinic, byte[] key)
{
    internal const int SlotSize = 512;
    private const int SignedSize = 8 + 16 + 8 + 32;
    private static readonly byte[] Magic = "EPIHEAD1"u8.ToArray();
    private readonly Lock _gate = new();

    /// <summary>Newest valid head; null when neither slot is valid.</summary>
    public Head? Read() => Newest(medium.Read()).Head;

    /// <summary>Starts the anchor of a new log in both slots.</summary>
    public void Start(Head head)
    {
        lock (_gate)
        {
            medium.Write(0, Slot(head));
            medium.Write(SlotSize, Slot(head));
            medium.Flush();
        }
    }

    /// <summary>Moves forward to a head that the database has committed. An older one changes nothing.</summary>
    /// <exception cref="IOException">The medium failed; what it holds now is unknown but one slot is whole.</exception>
    public void Advance(Head head)
    {
        lock (_gate)
        {
            var (newest, slot) = Newest(medium.Read());
            if (newest is not null && newest.Sequence >= head.Sequence)
                return;
            medium.Write((1 - slot) * SlotSize, Slot(head));
            medium.Flush();
        }
    }

    private (Head? Head, int Slot) Newest(byte[] bytes)
    {
        var first = Decode(bytes.AsSpan(0, Math.Min(SlotSize, bytes.Length)));
        var second = bytes.Length > SlotSize ? Decode(bytes.AsSpan(SlotSize)) : null;
        return first is null || (second is not null && second.Sequence > first.Sequence) ? (second, 1) : (first, 0);
    }

    private Head? Decode(ReadOnlySpan<byte> slot)
    {
        if (slot.Length < SlotSize || !slot[..8].SequenceEqual(Magic))
            return null;
        var tag = HMACSHA256.HashData(key, slot[..SignedSize]);
        return CryptographicOperations.FixedTimeEquals(tag, slot.Slice(SignedSize, tag.Length))
            && new Guid(slot.Slice(8, 16), bigEndian: true) == clinic.Value
            ? new Head(BinaryPrimitives.ReadInt64BigEndian(slot[24..]), slot.Slice(32, 32).ToArray())
            : null;
    }

    private byte[] Slot(Head head)
    {
        var slot = new byte[SlotSize];
        Magic.CopyTo(slot, 0);
        clinic.Value.TryWriteBytes(slot.AsSpan(8), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(slot.AsSpan(24), head.Sequence);
        head.Hash.CopyTo(slot, 32);
        HMACSHA256.HashData(key, slot.AsSpan(0, SignedSize)).CopyTo(slot, SignedSize);
        return slot;
    }
}
