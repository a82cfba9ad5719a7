using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Engine;
using Epidura.Generator.Link;
using Epidura.Generator.Memory;
using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Software;

/// <summary>What the self-test found wrong, I-40.</summary>
public enum SelfTestCheck : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The image names nothing that could be checked.</summary>
    Manifest,

    /// <summary>The table of states and events is another.</summary>
    States,

    /// <summary>The compiled ceiling of the limits is another.</summary>
    Limits,

    /// <summary>The protocol of the link is another.</summary>
    Protocol,

    /// <summary>The bytes of programs are read in another way.</summary>
    Programs,

    /// <summary>The map of the memory is another: settings could not be kept.</summary>
    MemoryMap,

    /// <summary>Programs, modes or the journal cannot be read.</summary>
    Settings,
}

/// <summary>What an image says about the software it stands for, and what the running software says about itself.</summary>
/// <param name="Protocol">Version of the link's protocol.</param>
/// <param name="ProgramFormat">Format of stored programs.</param>
/// <param name="MemoryLength">Bytes of the memory map.</param>
/// <param name="States">SHA-256 of the table of states and events.</param>
/// <param name="Limits">SHA-256 of the compiled ceiling of the limits.</param>
/// <remarks>
/// A virtual device runs the program it is compiled into, and no record can change that. So an image is checked against the running
/// program: ADR 0030. Checked by UpdateTests.
/// </remarks>
public sealed record SoftwareManifest(
    byte Protocol, byte ProgramFormat, int MemoryLength, ReadOnlyMemory<byte> States, ReadOnlyMemory<byte> Limits)
{
    /// <summary>Bytes of a manifest.</summary>
    public const int Length = 8 + (2 * HashLength);

    private const int HashLength = 32;
    private const byte Format = 1;

    /// <summary>Of the program that runs, computed from its own tables.</summary>
    public static SoftwareManifest Running { get; } = new(
        LinkFormat.Version, ProgramImage.Format, MemoryMap.Size, StateTable.Hash(), SHA256.HashData(LimitProfile.Ceiling.ToBytes()));

    /// <summary>First difference to another manifest.</summary>
    public SelfTestCheck Compare(SoftwareManifest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !States.Span.SequenceEqual(other.States.Span) ? SelfTestCheck.States
            : !Limits.Span.SequenceEqual(other.Limits.Span) ? SelfTestCheck.Limits
            : Protocol != other.Protocol ? SelfTestCheck.Protocol
            : ProgramFormat != other.ProgramFormat ? SelfTestCheck.Programs
            : MemoryLength != other.MemoryLength ? SelfTestCheck.MemoryMap
            : SelfTestCheck.None;
    }

    /// <summary>Format, protocol, program format, 0, memory u32, the two hashes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Format;
        bytes[1] = Protocol;
        bytes[2] = ProgramFormat;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), MemoryLength);
        States.Span.CopyTo(bytes.AsSpan(8));
        Limits.Span.CopyTo(bytes.AsSpan(8 + HashLength));
        return bytes;
    }

    /// <summary>Reads the manifest at the start of a payload; null when there is none.</summary>
    public static SoftwareManifest? Read(ReadOnlySpan<byte> payload) =>
        payload.Length < Length || payload[0] != Format || payload[3] != 0
            ? null
            : new SoftwareManifest(
                payload[1], payload[2], BinaryPrimitives.ReadInt32LittleEndian(payload[4..]), payload.Slice(8, HashLength).ToArray(),
                payload.Slice(8 + HashLength, HashLength).ToArray());
}
