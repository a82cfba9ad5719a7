using System.Buffers.Binary;
using System.Text;

namespace Epidura.Generator.Link.Telemetry;

/// <summary>Bytes of the answer to CHARACTERISE: the numbers of a row in order, eight bytes each, then the mode in words.</summary>
public static class OutputRowCodec
{
    private const int Numbers = 17;

    /// <summary>Encodes a row.</summary>
    public static byte[] Encode(OutputRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        long[] numbers =
        [
            row.LoadOhm, row.MaxMillivolt, row.MaxContactMicroampere, row.MaxTotalMicroampere, row.WidthMinMicrosecond,
                row.WidthMaxMicrosecond,
            row.RateMinHertz, row.RateMaxHertz, row.CommandedNetAttocoulomb, row.ResidualAttocoulomb, row.MaxPhaseAttocoulomb,
            row.MaxDensityAttocoulombPerSquareMicrometre, row.MaxShannonMilli, row.MaxCurrentDensityNanoamperePerSquareMillimetre,
            row.AverageAbsoluteNanoampere, row.AveragePowerNanowatt, row.NetDirectNanoampere,
        ];
        var bytes = new byte[8 * Numbers];
        for (var index = 0; index < Numbers; index++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * index), numbers[index]);
        return [.. bytes, .. Encoding.UTF8.GetBytes(row.Mode)];
    }

    /// <summary>Reads a row; null when the bytes are not one.</summary>
    public static OutputRow? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 * Numbers)
            return null;
        var n = new long[Numbers];
        for (var index = 0; index < Numbers; index++)
            n[index] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * index)..]);
        int[] whole = [0, 4, 5, 6, 7, 12];
        if (whole.Any(index => n[index] is < int.MinValue or > int.MaxValue))
            return null;
        return new OutputRow(
            (int)n[0], Encoding.UTF8.GetString(bytes[(8 * Numbers)..]), n[1], n[2], n[3], (int)n[4], (int)n[5], (int)n[6], (int)n[7],
                n[8], n[9],
            n[10], n[11], (int)n[12], n[13], n[14], n[15], n[16]);
    }
}
