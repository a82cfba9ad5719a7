using System.Buffers.Binary;

namespace Epidura.Generator.Link.Commands;

/// <summary>Plaintext of a command: who asks for what, once, on which state of the device.</summary>
/// <param name="Opcode">Command.</param>
/// <param name="CommandId">Rises with each new command of a bond; the same for a repeat. Never 0.</param>
/// <param name="ExpectedRevision">Revision of the device the sender saw; <see cref="AnyRevision"/> when it does not matter.</param>
/// <param name="BasedOnMillisecond">Device time of the status behind an increase, ms; null for everything else.</param>
/// <param name="Body">The command's own bytes.</param>
public readonly record struct CommandEnvelope(
    Opcode Opcode, ulong CommandId, uint ExpectedRevision, long? BasedOnMillisecond, ReadOnlyMemory<byte> Body)
{
    /// <summary>An expected revision that every revision meets.</summary>
    public const uint AnyRevision = uint.MaxValue;

    /// <summary>Bytes before the body, without the time.</summary>
    public const int FixedLength = 14;

    /// <summary>Longest body.</summary>
    public const int BodyMax = LinkFormat.PlaintextMax - FixedLength - 8;

    /// <summary>How long a status may be the base of an increase, ms.</summary>
    public const long StaleAfterMillisecond = 5000;

    private const byte HasBasis = 1;

    /// <summary>Bytes of the plaintext.</summary>
    public int Length => FixedLength + (BasedOnMillisecond is null ? 0 : 8) + Body.Length;

    /// <summary>Writes the plaintext; returns its length.</summary>
    /// <exception cref="ArgumentException">The command id is 0, the time negative or the body too long.</exception>
    public int Write(Span<byte> destination)
    {
        if (CommandId == 0 || BasedOnMillisecond < 0 || Body.Length > BodyMax)
            throw new ArgumentException($"Command {Opcode} with id {CommandId}, time {BasedOnMillisecond} "
                + $"and {Body.Length} bytes has no plaintext.");
        destination[0] = (byte)Opcode;
        destination[1] = BasedOnMillisecond is null ? (byte)0 : HasBasis;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[2..], CommandId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[10..], ExpectedRevision);
        var at = FixedLength;
        if (BasedOnMillisecond is { } basis)
        {
            BinaryPrimitives.WriteInt64LittleEndian(destination[at..], basis);
            at += 8;
        }
        Body.Span.CopyTo(destination[at..]);
        return at + Body.Length;
    }

    /// <summary>Reads a plaintext. Unknown flags, command id 0, a negative time and missing bytes are refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out CommandEnvelope envelope)
    {
        envelope = default;
        if (source.Length < FixedLength || source.Length > LinkFormat.PlaintextMax || (source[1] & ~HasBasis) != 0)
            return false;
        var at = FixedLength;
        long? basis = null;
        if (source[1] == HasBasis)
        {
            if (source.Length < FixedLength + 8)
                return false;
            basis = BinaryPrimitives.ReadInt64LittleEndian(source[FixedLength..]);
            at += 8;
        }
        var id = BinaryPrimitives.ReadUInt64LittleEndian(source[2..]);
        if (id == 0 || basis < 0 || source.Length - at > BodyMax)
            return false;
        var revision = BinaryPrimitives.ReadUInt32LittleEndian(source[10..]);
        envelope = new CommandEnvelope((Opcode)source[0], id, revision, basis, source[at..].ToArray());
        return true;
    }
}
