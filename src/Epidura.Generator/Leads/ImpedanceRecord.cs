using System.Buffers.Binary;

namespace Epidura.Generator.Leads;

/// <summary>One measurement of all leads, as memory and the link hold it.</summary>
/// <param name="Sequence">From 1, rising by one.</param>
/// <param name="Boot">Start of the device.</param>
/// <param name="TimeMilliseconds">Device time since that start.</param>
/// <param name="UnixMilliseconds">Wall clock; -1 when it was not set.</param>
/// <param name="Ohm">Per contact against a large electrode, the case last.</param>
/// <param name="ShortFirst">Contact of a bridge that the pairs show; -1 for none.</param>
/// <param name="ShortSecond">The other one.</param>
/// <param name="ShortOhm">Of the bridge.</param>
public sealed record ImpedanceRecord(
    uint Sequence, uint Boot, long TimeMilliseconds, long UnixMilliseconds, IReadOnlyList<int> Ohm, int ShortFirst, int ShortSecond,
    int ShortOhm)
{
    /// <summary>Bytes of an encoded record with the most contacts.</summary>
    public const int LengthMax = Header + (4 * (GeneratorConfiguration.ContactsMax + 1));

    private const int Header = 4 + 4 + 8 + 8 + 1 + 1 + 4 + 1;
    private const sbyte None = -1;

    /// <summary>Impedance between two contacts, ohm: both in series, with the bridge where one is.</summary>
    /// <param name="first">Index of a contact.</param>
    /// <param name="second">Index of another.</param>
    public int PairOhm(int first, int second)
    {
        long one = Ohm[first], other = Ohm[second];
        if (ShortFirst < 0)
            return (int)Math.Min(int.MaxValue, one + other);
        if ((first == ShortFirst && second == ShortSecond) || (first == ShortSecond && second == ShortFirst))
            return (int)Math.Min(int.MaxValue, Parallel(one + other, ShortOhm));
        return (int)Math.Min(int.MaxValue, Reach(first, one) + Reach(second, other));
    }

    /// <summary>Little-endian, in the order of the parameters; the contacts last.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Header + (4 * Ohm.Count)];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Boot);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], TimeMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], UnixMilliseconds);
        span[24] = unchecked((byte)ShortFirst);
        span[25] = unchecked((byte)ShortSecond);
        BinaryPrimitives.WriteInt32LittleEndian(span[26..], ShortOhm);
        span[30] = (byte)Ohm.Count;
        for (var i = 0; i < Ohm.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(span[(Header + (4 * i))..], Ohm[i]);
        return bytes;
    }

    /// <summary>Reads a record; null when the bytes are not one.</summary>
    public static ImpedanceRecord? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header || bytes[30] > GeneratorConfiguration.ContactsMax + 1 || bytes.Length != Header + (4 * bytes[30]))
            return null;
        var ohm = new int[bytes[30]];
        for (var i = 0; i < ohm.Length; i++)
            ohm[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(Header + (4 * i))..]);
        var (first, second) = unchecked(((sbyte)bytes[24], (sbyte)bytes[25]));
        var bridge = BinaryPrimitives.ReadInt32LittleEndian(bytes[26..]);
        var isShort = first >= 0 && second >= 0 && first != second && first < ohm.Length && second < ohm.Length && bridge >= 0;
        if (!isShort && (first != None || second != None || bridge != 0))
            return null;
        return Array.Exists(ohm, value => value < 0)
            ? null
            : new ImpedanceRecord(
                BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), ohm, first, second,
                bridge);
    }

    /// <summary>A contact that is bridged reaches the tissue by the other one too.</summary>
    private long Reach(int contact, long ohm) =>
        contact == ShortFirst ? Parallel(ohm, ShortOhm + (long)Ohm[ShortSecond])
        : contact == ShortSecond ? Parallel(ohm, ShortOhm + (long)Ohm[ShortFirst])
        : ohm;

    private static long Parallel(long one, long other) => one + other == 0 ? 0 : one * other / (one + other);
}
