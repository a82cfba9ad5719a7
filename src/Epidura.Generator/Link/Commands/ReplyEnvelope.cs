using System.Buffers.Binary;

namespace Epidura.Generator.Link.Commands;

/// <summary>Plaintext of a reply.</summary>
/// <param name="CommandId">Of the command; 0 for the answer to CONFIRM.</param>
/// <param name="Status">How it ended; values from 0x0100 belong to the device behind the link.</param>
/// <param name="Revision">Revision of the device after it.</param>
/// <param name="Body">The reply's own bytes.</param>
public readonly record struct ReplyEnvelope(ulong CommandId, ushort Status, uint Revision, ReadOnlyMemory<byte> Body)
{
    /// <summary>Bytes before the body.</summary>
    public const int FixedLength = 14;

    /// <summary>Longest body.</summary>
    public const int BodyMax = LinkFormat.PlaintextMax - FixedLength;

    /// <summary>True for <see cref="LinkStatus.Ok"/>.</summary>
    public bool IsOk => Status == (ushort)LinkStatus.Ok;

    /// <summary>Writes the plaintext; returns its length.</summary>
    /// <exception cref="ArgumentException">The body is too long.</exception>
    public int Write(Span<byte> destination)
    {
        if (Body.Length > BodyMax)
            throw new ArgumentException($"A reply of {Body.Length} bytes is longer than {BodyMax}.");
        BinaryPrimitives.WriteUInt64LittleEndian(destination, CommandId);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], Status);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[10..], Revision);
        Body.Span.CopyTo(destination[FixedLength..]);
        return FixedLength + Body.Length;
    }

    /// <summary>Reads a plaintext; false for missing bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ReplyEnvelope envelope)
    {
        envelope = default;
        if (source.Length is < FixedLength or > LinkFormat.PlaintextMax)
            return false;
        envelope = new ReplyEnvelope(
            BinaryPrimitives.ReadUInt64LittleEndian(source),
            BinaryPrimitives.ReadUInt16LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[10..]),
            source[FixedLength..].ToArray());
        return true;
    }
}
