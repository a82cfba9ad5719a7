using System.Buffers.Binary;
using System.Text;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Programs;

/// <summary>
/// The bytes of a program: what is staged, hashed, stored and scrubbed. Little-endian, fixed places, no padding; docs/science/generator.md
/// shows the layout. Reading refuses every byte it does not know.
/// </summary>
public static class ProgramImage
{
    /// <summary>Longest image, bytes.</summary>
    public const int LengthMax = 512;

    internal const byte Format = 1;
    private const int HeaderLength = 41;
    private const int AreaLength = 32;
    private const int NameMax = 24;

    /// <summary>Encodes a program.</summary>
    /// <returns>Null when it does not fit the layout: a number out of its field, a name or an image too long.</returns>
    public static byte[]? Encode(DeviceProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var length = HeaderLength + program.Areas.Sum(area => AreaLength + (area.Fractions.Count * 3));
        var name = Encoding.UTF8.GetByteCount(program.Name);
        if (length > LengthMax || name > NameMax || program.Areas.Count is < 1 or > 4)
            return null;
        if (!Fits(program) || !program.Areas.All(Fits))
            return null;
        var bytes = new byte[length];
        var span = bytes.AsSpan();
        span[0] = Format;
        span[1] = (byte)program.Areas.Count;
        span[2] = (byte)program.Group;
        BinaryPrimitives.WriteUInt16LittleEndian(span[3..], (ushort)program.RampMilliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(span[5..], (uint)program.CycleOnMilliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(span[9..], (uint)program.CycleOffMilliseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(span[13..], (ushort)program.DailyStartMinute);
        BinaryPrimitives.WriteUInt16LittleEndian(span[15..], (ushort)program.DailyLengthMinutes);
        Encoding.UTF8.GetBytes(program.Name, span[17..]);
        span = span[HeaderLength..];
        foreach (var area in program.Areas)
        {
            WriteArea(span, area);
            span = span[(AreaLength + (area.Fractions.Count * 3))..];
        }

        return bytes;
    }

    /// <summary>Reads an image.</summary>
    /// <returns>Null when the bytes are not exactly one image.</returns>
    public static DeviceProgram? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < HeaderLength or > LengthMax || bytes[0] != Format || bytes[1] is < 1 or > 4 || bytes[2] > 15)
            return null;
        var name = bytes.Slice(17, NameMax);
        var end = name.IndexOf((byte)0);
        if (end >= 0 && name[end..].ContainsAnyExcept((byte)0))
            return null;
        List<DeviceArea> areas = [];
        var rest = bytes[HeaderLength..];
        for (var i = 0; i < bytes[1]; i++)
        {
            if (rest.Length < AreaLength || rest.Length < AreaLength + (rest[31] * 3) || ReadArea(rest) is not { } area)
                return null;
            areas.Add(area);
            rest = rest[(AreaLength + (area.Fractions.Count * 3))..];
        }

        var on = BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]);
        var off = BinaryPrimitives.ReadUInt32LittleEndian(bytes[9..]);
        if (!rest.IsEmpty || on > int.MaxValue || off > int.MaxValue)
            return null;
        return new DeviceProgram(
            Encoding.UTF8.GetString(end >= 0 ? name[..end] : name),
            bytes[2],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]),
            (int)on,
            (int)off,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[13..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[15..]),
            areas);
    }

    private static bool Fits(DeviceProgram program) =>
        program.Group is >= 0 and <= 15
        && program.RampMilliseconds is >= 0 and <= ushort.MaxValue
        && program.CycleOnMilliseconds >= 0
        && program.CycleOffMilliseconds >= 0
        && program.DailyStartMinute is >= 0 and <= ushort.MaxValue
        && program.DailyLengthMinutes is >= 0 and <= ushort.MaxValue;

    private static bool Fits(DeviceArea area) =>
        area.AmplitudeMicroampere is >= 0 and <= ushort.MaxValue
        && area.PatientMinMicroampere is >= 0 and <= ushort.MaxValue
        && area.PatientMaxMicroampere is >= 0 and <= ushort.MaxValue
        && area.PatientStepMicroampere is >= 0 and <= ushort.MaxValue
        && area.WidthMicrosecond is >= 0 and <= ushort.MaxValue
        && area.GapMicrosecond is >= 0 and <= ushort.MaxValue
        && area.PeriodNanosecond is >= 0 and <= uint.MaxValue
        && area.Pulses is >= 0 and <= byte.MaxValue
        && area.InnerPeriodNanosecond is >= 0 and <= uint.MaxValue
        && area.OffsetNanosecond is >= 0 and <= uint.MaxValue
        && area.Fractions.Count <= byte.MaxValue
        && area.Fractions.All(item => item.Contact is >= 0 and <= byte.MaxValue
            && item.PerMille is >= short.MinValue and <= short.MaxValue);

    private static void WriteArea(Span<byte> span, DeviceArea area)
    {
        span[0] = (byte)area.Therapy;
        span[1] = (byte)area.Recharge;
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], (ushort)area.AmplitudeMicroampere);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], (ushort)area.PatientMinMicroampere);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], (ushort)area.PatientMaxMicroampere);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], (ushort)area.PatientStepMicroampere);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], (ushort)area.WidthMicrosecond);
        BinaryPrimitives.WriteUInt16LittleEndian(span[12..], (ushort)area.GapMicrosecond);
        BinaryPrimitives.WriteUInt32LittleEndian(span[14..], (uint)area.PeriodNanosecond);
        span[18] = (byte)area.Pulses;
        BinaryPrimitives.WriteUInt32LittleEndian(span[19..], (uint)area.InnerPeriodNanosecond);
        BinaryPrimitives.WriteUInt32LittleEndian(span[23..], (uint)area.OffsetNanosecond);
        span[31] = (byte)area.Fractions.Count;
        for (var i = 0; i < area.Fractions.Count; i++)
        {
            span[AreaLength + (i * 3)] = (byte)area.Fractions[i].Contact;
            BinaryPrimitives.WriteInt16LittleEndian(span[(AreaLength + (i * 3) + 1)..], (short)area.Fractions[i].PerMille);
        }
    }

    private static DeviceArea? ReadArea(ReadOnlySpan<byte> span)
    {
        if (span[0] > (byte)Therapy.HighDensity || span[1] > (byte)Recharge.Passive || span[27..31].ContainsAnyExcept((byte)0))
            return null;
        var fractions = new DeviceFraction[span[31]];
        for (var i = 0; i < fractions.Length; i++)
            fractions[i] = new DeviceFraction(
                span[AreaLength + (i * 3)], BinaryPrimitives.ReadInt16LittleEndian(span[(AreaLength + (i * 3) + 1)..]));
        return new DeviceArea(
            (Therapy)span[0],
            (Recharge)span[1],
            BinaryPrimitives.ReadUInt16LittleEndian(span[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(span[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(span[6..]),
            BinaryPrimitives.ReadUInt16LittleEndian(span[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(span[10..]),
            BinaryPrimitives.ReadUInt16LittleEndian(span[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(span[14..]),
            span[18],
            BinaryPrimitives.ReadUInt32LittleEndian(span[19..]),
            BinaryPrimitives.ReadUInt32LittleEndian(span[23..]),
            fractions);
    }
}
