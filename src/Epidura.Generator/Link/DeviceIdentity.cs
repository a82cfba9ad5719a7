using System.Buffers.Binary;

namespace Epidura.Generator.Link;

/// <summary>What the device tells about itself, sealed inside HS2; nothing of it is ever sent in clear.</summary>
/// <param name="DeviceId">Identity of the device.</param>
/// <param name="Firmware">Version of its software: major × 65536 + minor.</param>
/// <param name="LimitProfile">First 16 bytes of the SHA-256 of the limit profile in force.</param>
/// <param name="BootCount">Number of starts.</param>
public sealed record DeviceIdentity(ulong DeviceId, uint Firmware, ReadOnlyMemory<byte> LimitProfile, uint BootCount)
{
    /// <summary>Bytes in HS2.</summary>
    public const int Length = 40;

    /// <summary>Bytes of the limit profile's hash.</summary>
    public const int ProfileLength = 16;

    /// <summary>Writes the identity and the command mark of one bond.</summary>
    /// <exception cref="ArgumentException">The hash is not 16 bytes.</exception>
    internal void Write(Span<byte> destination, ulong commandMark)
    {
        if (LimitProfile.Length != ProfileLength)
            throw new ArgumentException($"The limit profile's hash has {LimitProfile.Length} bytes instead of {ProfileLength}.");
        BinaryPrimitives.WriteUInt64LittleEndian(destination, DeviceId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Firmware);
        LimitProfile.Span.CopyTo(destination[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], BootCount);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], commandMark);
    }

    internal static DeviceIdentity Read(ReadOnlySpan<byte> source, out ulong commandMark)
    {
        commandMark = BinaryPrimitives.ReadUInt64LittleEndian(source[32..]);
        return new DeviceIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(source),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            source.Slice(12, ProfileLength).ToArray(),
            BinaryPrimitives.ReadUInt32LittleEndian(source[28..]));
    }
}
