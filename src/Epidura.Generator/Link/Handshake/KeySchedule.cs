using System.Security.Cryptography;

namespace Epidura.Generator.Link.Handshake;

/// <summary>Every key and hash of a handshake. Labels and order are those of docs/protocol/scs-link-v1.md.</summary>
internal static class KeySchedule
{
    private const int TagAt = LinkFormat.HeaderLength;
    internal const int PointAt = TagAt + LinkFormat.GateLength;
    internal const int Mac1At = PointAt + LinkFormat.PointLength;
    internal const int Sealed1At = Mac1At + LinkFormat.GateLength;
    internal const int Sealed2At = LinkFormat.HeaderLength + LinkFormat.PointLength;
    internal const int Sealed1Length = 16;

    /// <summary>Key of the cheap gate, made once per bond.</summary>
    public static byte[] Gate(ReadOnlySpan<byte> secret)
    {
        var gate = new byte[LinkFormat.KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, gate, [], "SCSL1 gate"u8);
        return gate;
    }

    /// <summary>Names the bond to the one who knows it, different for each challenge.</summary>
    public static void BondTag(ReadOnlySpan<byte> gate, ReadOnlySpan<byte> challenge, Span<byte> tag)
    {
        Span<byte> input = stackalloc byte[3 + LinkFormat.GateLength];
        "tag"u8.CopyTo(input);
        challenge.CopyTo(input[3..]);
        Truncated(gate, input, tag);
    }

    /// <summary>Shows that the sender of a whole HS1 knows the bond's secret, for one HMAC.</summary>
    public static void Mac1(ReadOnlySpan<byte> gate, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> record, Span<byte> mac)
    {
        Span<byte> input = stackalloc byte[LinkFormat.HeaderLength + RecordHeader.Handshake1Body];
        challenge.CopyTo(input);
        record[..Mac1At].CopyTo(input[LinkFormat.GateLength..]);
        record[Sealed1At..].CopyTo(input[(LinkFormat.GateLength + Mac1At)..]);
        Truncated(gate, input, mac);
    }

    /// <summary>Hash of the parts in order.</summary>
    public static void Hash(Span<byte> destination, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default)
    {
        Span<byte> input = stackalloc byte[first.Length + second.Length + third.Length];
        first.CopyTo(input);
        second.CopyTo(input[first.Length..]);
        third.CopyTo(input[(first.Length + second.Length)..]);
        SHA256.HashData(input, destination);
    }

    /// <summary>Hash of everything before HS1: prologue, transport, both static points (none while pairing), HELLO, CHALLENGE.</summary>
    public static void Opening(
        Span<byte> destination, byte transport, ReadOnlySpan<byte> initiator, ReadOnlySpan<byte> responder, ReadOnlySpan<byte> opening)
    {
        Span<byte> prologue = stackalloc byte[6 + (2 * LinkFormat.PointLength)];
        "SCSL1"u8.CopyTo(prologue);
        prologue[5] = transport;
        initiator.CopyTo(prologue[6..]);
        responder.CopyTo(prologue[(6 + initiator.Length)..]);
        Hash(destination, prologue[..(6 + initiator.Length + responder.Length)], opening);
    }

    /// <summary>A key for one sealed part of the handshake.</summary>
    public static void HandshakeKey(
        Span<byte> key, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> agreed, ReadOnlySpan<byte> label, ReadOnlySpan<byte> hash)
    {
        Span<byte> info = stackalloc byte[label.Length + hash.Length];
        label.CopyTo(info);
        hash.CopyTo(info[label.Length..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, key, secret, info);
    }

    /// <summary>Next key of a direction; the one before cannot be found from it.</summary>
    public static byte[] NextEpoch(ReadOnlySpan<byte> key)
    {
        var next = new byte[LinkFormat.KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, next, [], "SCSL1 rekey"u8);
        return next;
    }

    /// <summary>Seals a handshake part. Each key seals one text, so the nonce is zero.</summary>
    public static void SealOnce(
        LinkSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        using var cipher = new SuiteCipher(suite, key);
        cipher.Seal(stackalloc byte[12], aad, plaintext, destination);
    }

    /// <summary>Opens a handshake part; false for a wrong tag.</summary>
    public static bool TryOpenOnce(
        LinkSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> source, Span<byte> plaintext)
    {
        using var cipher = new SuiteCipher(suite, key);
        return cipher.TryOpen(stackalloc byte[12], aad, source, plaintext);
    }

    private static void Truncated(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> destination)
    {
        Span<byte> whole = stackalloc byte[LinkFormat.KeyLength];
        HMACSHA256.HashData(key, input, whole);
        whole[..LinkFormat.GateLength].CopyTo(destination);
    }
}
