using System.Buffers.Binary;

namespace Epidura.Generator.Link.Tests;

/// <summary>Fast repeatable numbers (splitmix64) and wrong records for the campaigns.</summary>
internal sealed class Fuzz(ulong seed)
{
    private static readonly byte[] Types = [0x01, 0x02, 0x03, 0x04, 0x10, 0x11, 0x7F];
    private static readonly int[] Bodies = [2, 9, 113, 121, 60, 17, 1];

    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public void Fill(Span<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Next());
            bytes = bytes[8..];
        }
        for (var last = Next(); !bytes.IsEmpty; last >>= 8, bytes = bytes[1..])
            bytes[0] = (byte)last;
    }

    /// <summary>
    /// One frame without authentication: mostly nonsense of any length, some with a plausible header, few (1 %) with a header whose shape
    /// is right, so that the work behind the shape check is reached.
    /// </summary>
    public int Frame(Span<byte> frame, uint liveSession)
    {
        var kind = Below(100);
        if (kind < 60)
        {
            var length = Below(200);
            Fill(frame[..length]);
            return length;
        }
        var which = Below(Types.Length);
        var body = kind < 99 && Below(2) == 0 ? Below(200) : Bodies[which];
        Fill(frame[..(LinkFormat.HeaderLength + body)]);
        frame[0] = Types[which];
        BinaryPrimitives.WriteUInt16LittleEndian(frame[2..], (ushort)body);
        if (kind >= 99)
            WriteShape(frame, which, liveSession);
        else if (kind >= 80)
            frame[1] = (byte)(0x10 | Below(6));
        return LinkFormat.HeaderLength + body;
    }

    private void WriteShape(Span<byte> frame, int which, uint liveSession)
    {
        var isOpen = which is 0 or 6;
        frame[1] = (byte)(isOpen ? 0x10 : 0x11 + Below(2));
        var session = which is 3 or 4 or 5 ? (Below(2) == 0 ? liveSession : (uint)Next() | 1) : 0;
        var counter = which switch { 2 or 3 => 1u, 4 or 5 => (uint)Below(70_000), _ => 0u };
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], session);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], counter);
        if (which == 0)
        {
            frame[12] = (byte)(1 + Below(3));
            frame[13] = (byte)Below(2);
        }
    }
}
