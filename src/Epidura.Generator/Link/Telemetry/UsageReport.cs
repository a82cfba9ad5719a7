using System.Buffers.Binary;

namespace Epidura.Generator.Link.Telemetry;

/// <summary>Answer to GET_USAGE: what a follow-up visit reads.</summary>
/// <param name="SecondsPerProgram">Delivered, programs 0 to 15, then test stimulation.</param>
/// <param name="SecondsPerHalfMilliampere">Delivered with the strongest area in each 0.5 mA.</param>
public sealed record UsageReport(IReadOnlyList<uint> SecondsPerProgram, IReadOnlyList<uint> SecondsPerHalfMilliampere)
{
    private const long Second = 1_000_000_000;

    /// <summary>A report from the device's counters in ns.</summary>
    public static UsageReport From(IReadOnlyList<long> perProgram, IReadOnlyList<long> perHalfMilliampere) =>
        new([.. perProgram.Select(Seconds)], [.. perHalfMilliampere.Select(Seconds)]);

    /// <summary>Encodes the report.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[2 + (4 * (SecondsPerProgram.Count + SecondsPerHalfMilliampere.Count))];
        bytes[0] = (byte)SecondsPerProgram.Count;
        bytes[1] = (byte)SecondsPerHalfMilliampere.Count;
        var at = 2;
        foreach (var seconds in SecondsPerProgram.Concat(SecondsPerHalfMilliampere))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), seconds);
            at += 4;
        }
        return bytes;
    }

    /// <summary>Reads a report; null when the bytes are not one.</summary>
    public static UsageReport? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes.Length != 2 + (4 * (bytes[0] + bytes[1])))
            return null;
        var numbers = new uint[bytes[0] + bytes[1]];
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 + (4 * index))..]);
        return new UsageReport(numbers[..bytes[0]], numbers[bytes[0]..]);
    }

    private static uint Seconds(long nanosecond) => (uint)Math.Clamp(nanosecond / Second, 0, uint.MaxValue);
}
