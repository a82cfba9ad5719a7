using System.Text;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Link.Telemetry;

/// <summary>Bytes of the answer to GET_STATUS. Reading refuses what does not come out as the same bytes.</summary>
public static class StatusCodec
{
    private const byte Format = 1;
    private const byte NoFault = 0xFF;
    private const int ReasonMax = 200;
    private const int FixedLength = 1 + 8 + 4 + 3 + 4 + 1 + 2 + 2 + 2 + 4 + 2 + 16 + 1;
    private const int AreaLength = 10;

    /// <summary>Encodes a status; a reason over 200 bytes is cut at a character.</summary>
    public static byte[] Encode(DeviceStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Format);
        writer.Write(status.TimeNanosecond);
        writer.Write(status.Boot);
        writer.Write((byte)status.State);
        writer.Write((byte)status.Latches);
        writer.Write(Flags(status));
        writer.Write(status.Revision);
        writer.Write((sbyte)status.SelectedProgram);
        writer.Write(status.StoredPrograms);
        writer.Write((ushort)status.BatteryMillivolt);
        writer.Write((ushort)status.ChargePermille);
        writer.Write(status.DeviceMillicelsius);
        writer.Write(status.FaultEvent is { } fault ? (byte)fault : NoFault);
        writer.Write((byte)status.FaultRequirement);
        writer.Write(status.FaultValue);
        writer.Write(status.FaultLimit);
        writer.Write((byte)status.Areas.Count);
        foreach (var area in status.Areas)
        {
            writer.Write((ushort)area.AmplitudeMicroampere);
            writer.Write((ushort)area.TargetMicroampere);
            writer.Write((ushort)area.MinMicroampere);
            writer.Write((ushort)area.MaxMicroampere);
            writer.Write((ushort)area.StepMicroampere);
        }
        writer.Write(Encoding.UTF8.GetBytes(Cut(status.Reason)));
        return stream.ToArray();
    }

    /// <summary>Reads a status; null when the bytes are not one.</summary>
    public static DeviceStatus? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength || bytes[0] != Format || bytes.Length > FixedLength + (4 * AreaLength) + ReasonMax)
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
        reader.ReadByte();
        var (time, boot, state, latches, flags) = (reader.ReadInt64(), reader.ReadUInt32(), reader.ReadByte(), reader.ReadByte(),
            reader.ReadByte());
        var (revision, selected, stored) = (reader.ReadUInt32(), reader.ReadSByte(), reader.ReadUInt16());
        var (millivolt, permille, celsius) = (reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadInt32());
        var (fault, requirement, value, limit) = (reader.ReadByte(), reader.ReadByte(), reader.ReadInt64(), reader.ReadInt64());
        var count = reader.ReadByte();
        if (count > 4 || bytes.Length < FixedLength + (AreaLength * count) || !Enum.IsDefined((TherapyState)state) || (flags & 0x80) != 0)
            return null;
        var areas = new AreaStatus[count];
        for (var index = 0; index < count; index++)
        {
            areas[index] = new AreaStatus(
                reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16());
        }
        var reason = Encoding.UTF8.GetString(reader.ReadBytes(ReasonMax));
        bool Has(int bit) => (flags & (1 << bit)) != 0;
        return new DeviceStatus(
            time, boot, (TherapyState)state, (Latches)latches, Has(0), revision, selected, stored, areas, millivolt, permille, celsius,
                Has(1),
            Has(2), Has(3), Has(4), Has(5), fault == NoFault ? null : (DeviceEvent)fault, requirement, value, limit, Has(6), reason);
    }

    private static byte Flags(DeviceStatus status) => (byte)(
        (status.IsPaused ? 1 : 0) | (status.IsMagnetPresent ? 2 : 0) | (status.IsPairingWindowOpen ? 4 : 0) | (status.IsClockValid ? 8 : 0)
        | (status.IsOutOfRegulation ? 16 : 0) | (status.AreIncreasesBlocked ? 32 : 0) | (status.IsMemoryReadOnly ? 64 : 0));

    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > ReasonMax)
            text = text[..^1];
        return text;
    }
}
