using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Epidura.Generator.Link.Sessions;

/// <summary>What a handshake ends with.</summary>
internal sealed class SessionKeys
{
    private const int SaltLength = 4;

    public byte[] Transcript { get; } = new byte[LinkFormat.KeyLength];

    public byte[] ToDevice { get; } = new byte[LinkFormat.KeyLength];

    public byte[] FromDevice { get; } = new byte[LinkFormat.KeyLength];

    public byte[] SaltToDevice { get; } = new byte[SaltLength];

    public byte[] SaltFromDevice { get; } = new byte[SaltLength];

    public byte[] Exporter { get; } = new byte[LinkFormat.KeyLength];

    /// <summary>Derives all keys from the bond's secret, the agreed secrets and the hash of every handshake byte.</summary>
    public static SessionKeys Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> agreed, ReadOnlySpan<byte> transcript)
    {
        var keys = new SessionKeys();
        transcript.CopyTo(keys.Transcript);
        Span<byte> all = stackalloc byte[(3 * LinkFormat.KeyLength) + (2 * SaltLength)];
        Handshake.KeySchedule.HandshakeKey(all, secret, agreed, "SCSL1 session"u8, transcript);
        all[..32].CopyTo(keys.ToDevice);
        all[32..64].CopyTo(keys.FromDevice);
        all[64..96].CopyTo(keys.Exporter);
        all[96..100].CopyTo(keys.SaltToDevice);
        all[100..].CopyTo(keys.SaltFromDevice);
        CryptographicOperations.ZeroMemory(all);
        return keys;
    }

    /// <summary>Six digits that a person compares on both sides while pairing.</summary>
    public int ComparisonCode()
    {
        Span<byte> bytes = stackalloc byte[8];
        HKDF.Expand(HashAlgorithmName.SHA256, Exporter, bytes, "SCSL1 compare"u8);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 1_000_000);
    }

    /// <summary>Secret of the bond that a pairing session makes.</summary>
    public byte[] BondSecret(ReadOnlySpan<byte> initiator, ReadOnlySpan<byte> responder)
    {
        Span<byte> info = stackalloc byte[10 + (2 * LinkFormat.PointLength)];
        "SCSL1 bond"u8.CopyTo(info);
        initiator.CopyTo(info[10..]);
        responder.CopyTo(info[(10 + LinkFormat.PointLength)..]);
        var secret = new byte[LinkFormat.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, Exporter, secret, info);
        return secret;
    }
}
