using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Memory;

/// <summary>What outlives a loss of power, besides programs and limits. Every record of the journal carries the whole of it.</summary>
/// <param name="Latches">Modes and faults.</param>
/// <param name="Revision">Of programs, windows, selection, limits and modes.</param>
/// <param name="Selected">Program; -1 for none.</param>
/// <param name="StoredMask">Programs that must be there, a bit each.</param>
/// <param name="Boot">Number of starts.</param>
/// <param name="Resets">Resets since the device last ran for ten minutes.</param>
/// <param name="Counter">Counters below it may have been used by the link.</param>
/// <param name="FaultEvent">Why the fault latch is set.</param>
/// <param name="FaultRequirement">Invariant behind it.</param>
public sealed record DurableState(
    Latches Latches,
    uint Revision,
    int Selected,
    ushort StoredMask,
    uint Boot,
    byte Resets,
    uint Counter,
    DeviceEvent? FaultEvent,
    byte FaultRequirement)
{
    /// <summary>A device from the factory.</summary>
    public static DurableState Factory { get; } = new(Latches.None, 0, -1, 0, 0, 0, 0, null, 0);
}

/// <summary>One record of 64 bytes: the durable state and, for an accepted command, its result.</summary>
/// <param name="Sequence">Rises by one from 1.</param>
/// <param name="Bond">0 to 7; 255 when no command stands behind it.</param>
/// <param name="CommandId">Of the client.</param>
/// <param name="Result">Without payload.</param>
/// <param name="Durable">Afterwards.</param>
internal sealed record JournalRecord(uint Sequence, byte Bond, ulong CommandId, CommandResult Result, DurableState Durable)
{
    public const byte NoBond = 255;
    private const byte NoFault = 255;

    public void Write(Span<byte> bytes)
    {
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Sequence);
        bytes[4] = Bond;
        bytes[5] = (byte)Result.Requirement;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)Result.Status);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], CommandId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Result.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[20..], Result.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[28..], Result.Limit);
        bytes[36] = (byte)Durable.Latches;
        bytes[37] = (byte)(Durable.Selected + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[38..], Durable.StoredMask);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[40..], Durable.Revision);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[44..], Durable.Boot);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[48..], Durable.Counter);
        bytes[52] = Durable.Resets;
        bytes[53] = Durable.FaultEvent is { } fault ? (byte)fault : NoFault;
        bytes[54] = Durable.FaultRequirement;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[60..], Crc.Of(bytes[..60]));
    }

    /// <summary>Null when the checksum is wrong or a field has no meaning.</summary>
    public static JournalRecord? Read(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[60..]) != Crc.Of(bytes[..60]))
            return null;
        var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var fault = bytes[53] == NoFault ? (DeviceEvent?)null : (DeviceEvent)bytes[53];
        if (sequence == 0 || bytes[37] > MemoryMap.Programs || (fault is { } f && !Enum.IsDefined(f)))
            return null;
        var result = new CommandResult(
            (CommandStatus)BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), bytes[5],
                BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[28..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]), default);
        return new JournalRecord(sequence, bytes[4], BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), result, new DurableState(
            (Latches)bytes[36], BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]), bytes[37] - 1,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[38..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]), bytes[52],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]), fault, bytes[54]));
    }
}
