using System.Buffers.Binary;

namespace Epidura.Generator.Commands;

/// <summary>
/// What the device computes for a staged image, for a person to confirm before the commit. Worst contact of the worst area.
/// </summary>
/// <param name="ChargeAttocoulomb">Charge per phase.</param>
/// <param name="DensityAttocoulombPerSquareMicrometre">Charge density per phase; 300 000 is 30 µC/cm².</param>
/// <param name="ShannonMilli">Shannon's k × 1000, rounded up.</param>
/// <param name="IsShannonWarned">k is above 1.5: the person has to confirm.</param>
/// <param name="SlackNanosecond">Smallest time left in a period or between areas on a shared contact.</param>
/// <param name="NetDirectNanoampere">Net direct current expected with ideal sources.</param>
/// <param name="ResidualMicrovolt">Electrode voltage left at the end of the recovery at steady state.</param>
/// <param name="OutputMillivolt">Worst voltage over the tissue.</param>
/// <param name="BatteryNanoampere">Mean current from the battery, all included.</param>
/// <param name="AverageNanoampere">Mean absolute current of the busiest contact.</param>
public sealed record StageReport(
    long ChargeAttocoulomb,
    long DensityAttocoulombPerSquareMicrometre,
    int ShannonMilli,
    bool IsShannonWarned,
    long SlackNanosecond,
    long NetDirectNanoampere,
    long ResidualMicrovolt,
    long OutputMillivolt,
    long BatteryNanoampere,
    long AverageNanoampere)
{
    /// <summary>Bytes of the encoded report.</summary>
    public const int Length = 69;

    /// <summary>Little-endian, in the order of the parameters.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(span, ChargeAttocoulomb);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], DensityAttocoulombPerSquareMicrometre);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], ShannonMilli);
        span[20] = IsShannonWarned ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(span[21..], SlackNanosecond);
        BinaryPrimitives.WriteInt64LittleEndian(span[29..], NetDirectNanoampere);
        BinaryPrimitives.WriteInt64LittleEndian(span[37..], ResidualMicrovolt);
        BinaryPrimitives.WriteInt64LittleEndian(span[45..], OutputMillivolt);
        BinaryPrimitives.WriteInt64LittleEndian(span[53..], BatteryNanoampere);
        BinaryPrimitives.WriteInt64LittleEndian(span[61..], AverageNanoampere);
        return bytes;
    }

    /// <summary>Reads an encoded report; null when the bytes are not one.</summary>
    public static StageReport? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes[20] > 1)
            return null;
        return new StageReport(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            bytes[20] == 1,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[21..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[29..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[37..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[45..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[53..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[61..]));
    }
}
