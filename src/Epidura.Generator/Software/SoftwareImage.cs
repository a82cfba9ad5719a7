using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Epidura.Generator.Software;

/// <summary>
/// A release of the device's software as a signed record: header, payload, signature. The payload begins with a
/// <see cref="SoftwareManifest"/>; bytes after it are kept and hashed, never run.
/// </summary>
/// <param name="Version">Of the software.</param>
/// <param name="Hardware">Device it is for, <see cref="HardwareOf"/>.</param>
/// <param name="Payload">At most <see cref="PayloadMax"/> bytes.</param>
/// <remarks>
/// Little-endian: "EPSW", format u8 (1), three zero bytes, version u32, hardware u32, payload length u32, SHA-256 of the payload, payload,
/// ECDSA P-256 signature over everything before it (r and s, 64 bytes). Checked by SoftwareImageTests.
/// </remarks>
public sealed record SoftwareImage(SoftwareVersion Version, uint Hardware, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Longest image, bytes.</summary>
    public const int LengthMax = 16_384;

    /// <summary>Longest payload, bytes.</summary>
    public const int PayloadMax = LengthMax - HeaderLength - SignatureLength;

    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 20 + HashLength;

    /// <summary>Bytes after the payload.</summary>
    public const int SignatureLength = 64;

    private const uint Magic = 0x5753_5045;
    private const byte Format = 1;
    private const int HashLength = 32;

    /// <summary>Bytes of the image.</summary>
    public int Length => HeaderLength + Payload.Length + SignatureLength;

    /// <summary>What it says about its software; null when its payload names nothing.</summary>
    public SoftwareManifest? Manifest => SoftwareManifest.Read(Payload.Span);

    /// <summary>Number of a kind of device: the first four bytes of the SHA-256 of its profile's name, "/trial" added for a trial
    /// device.</summary>
    public static uint HardwareOf(string profile, bool isTrial) => BinaryPrimitives.ReadUInt32LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(isTrial ? profile + "/trial" : profile)));

    /// <summary>The whole image, signed by the maker.</summary>
    /// <param name="key">The maker's key, ECDSA on P-256.</param>
    /// <exception cref="ArgumentException">The payload is too long.</exception>
    public byte[] Sign(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Payload.Length > PayloadMax)
            throw new ArgumentException($"A payload of {Payload.Length} bytes is longer than {PayloadMax}.");
        var bytes = new byte[HeaderLength + Payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = Format;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Hardware);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Payload.Length);
        SHA256.HashData(Payload.Span, bytes.AsSpan(20));
        Payload.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return [.. bytes, .. key.SignData(bytes, HashAlgorithmName.SHA256)];
    }

    /// <summary>Length that a header claims; null when the bytes are no header of an image.</summary>
    internal static int? LengthOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic || header[4] != Format
            || header.Slice(5, 3).ContainsAnyExcept((byte)0))
            return null;
        var payload = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        return payload is < 0 or > PayloadMax ? null : HeaderLength + payload + SignatureLength;
    }

    /// <summary>Reads an image: shape and hash, not yet the signature.</summary>
    /// <returns>Null when the bytes are not exactly one image.</returns>
    public static SoftwareImage? Read(ReadOnlySpan<byte> bytes)
    {
        if (LengthOf(bytes) != bytes.Length)
            return null;
        var payload = bytes[HeaderLength..^SignatureLength];
        return SHA256.HashData(payload).AsSpan().SequenceEqual(bytes.Slice(20, HashLength))
            ? new SoftwareImage(
                new SoftwareVersion(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..])),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), payload.ToArray())
            : null;
    }

    /// <summary>True when the maker signed these bytes.</summary>
    /// <param name="bytes">An image.</param>
    /// <param name="key">SubjectPublicKeyInfo of the maker; empty for none.</param>
    public static bool IsSigned(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || bytes.Length < HeaderLength + SignatureLength)
            return false;
        using var maker = ECDsa.Create();
        try
        {
            maker.ImportSubjectPublicKeyInfo(key, out _);
            return maker.KeySize == 256
                && maker.VerifyData(bytes[..^SignatureLength], bytes[^SignatureLength..], HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
