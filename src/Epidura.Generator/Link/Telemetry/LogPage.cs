using System.Buffers.Binary;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Link.Telemetry;

/// <summary>Bytes of the answer to GET_LOG: up to twelve lines from a sequence number on.</summary>
public static class LogPage
{
    /// <summary>Lines of one answer.</summary>
    public const int LinesMax = 12;

    private const int LineLength = 4 + 4 + 8 + 1 + 1 + 2 + 1 + 8 + 8;

    /// <summary>Encodes the first lines at or after a sequence number.</summary>
    public static byte[] Encode(IReadOnlyList<LogEntry> log, uint first)
    {
        var lines = log.Where(line => line.Sequence >= first).Take(LinesMax).ToList();
        var bytes = new byte[1 + (LineLength * lines.Count)];
        bytes[0] = (byte)lines.Count;
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            var row = bytes.AsSpan(1 + (LineLength * index));
            BinaryPrimitives.WriteUInt32LittleEndian(row, line.Sequence);
            BinaryPrimitives.WriteUInt32LittleEndian(row[4..], line.Boot);
            BinaryPrimitives.WriteInt64LittleEndian(row[8..], line.TimeMilliseconds);
            row[16] = (byte)line.Kind;
            row[17] = (byte)line.State;
            BinaryPrimitives.WriteUInt16LittleEndian(row[18..], line.Code);
            row[20] = line.Requirement;
            BinaryPrimitives.WriteInt64LittleEndian(row[21..], line.Value);
            BinaryPrimitives.WriteInt64LittleEndian(row[29..], line.Limit);
        }
        return bytes;
    }

    /// <summary>Reads a page; null when the bytes are not one.</summary>
    public static IReadOnlyList<LogEntry>? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] > LinesMax || bytes.Length != 1 + (LineLength * bytes[0]))
            return null;
        var lines = new LogEntry[bytes[0]];
        for (var index = 0; index < lines.Length; index++)
        {
            var row = bytes[(1 + (LineLength * index))..];
            lines[index] = new LogEntry(
                BinaryPrimitives.ReadUInt32LittleEndian(row), BinaryPrimitives.ReadUInt32LittleEndian(row[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(row[8..]), (LogKind)row[16], (TherapyState)row[17],
                BinaryPrimitives.ReadUInt16LittleEndian(row[18..]), row[20], BinaryPrimitives.ReadInt64LittleEndian(row[21..]),
                BinaryPrimitives.ReadInt64LittleEndian(row[29..]));
        }
        return lines;
    }
}
