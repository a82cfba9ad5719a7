using System.Security.Cryptography;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link.Handshake;

/// <summary>Running hash and agreed secrets of one handshake; the same steps on both sides.</summary>
/// <remarks>
/// Pattern KK with a pre-shared secret: es, ss before HS1's sealed part, ee, se before HS2's. While pairing there are no static keys and
/// the agreed secrets are the label and ee. Suite, version and every byte of HELLO and CHALLENGE are inside the hash.
/// </remarks>
internal sealed class Transcript : IDisposable
{
    private readonly byte _transport;
    private readonly LinkSuite _suite;
    private readonly byte[] _secret;
    private readonly byte[] _agreed = new byte[9 + (4 * LinkFormat.KeyLength)];
    private readonly byte[] _hash = new byte[LinkFormat.KeyLength];
    private int _length;

    public Transcript(byte transport, LinkSuite suite, ReadOnlySpan<byte> secret)
    {
        _transport = transport;
        _suite = suite;
        _secret = secret.ToArray();
        "SCSL1 dh:"u8.CopyTo(_agreed);
        _length = 9;
    }

    public void Open(ReadOnlySpan<byte> initiator, ReadOnlySpan<byte> responder, ReadOnlySpan<byte> hello, ReadOnlySpan<byte> challenge)
    {
        Span<byte> opening = stackalloc byte[hello.Length + challenge.Length];
        hello.CopyTo(opening);
        challenge.CopyTo(opening[hello.Length..]);
        KeySchedule.Opening(_hash, _transport, initiator, responder, opening);
    }

    /// <summary>Agreed secrets so far, bytes with the label.</summary>
    public int Length => _length;

    /// <summary>Forgets the agreed secrets after a length, so that a forged answer does not spoil the handshake.</summary>
    public void Rewind(int length) => _length = Math.Min(length, _length);

    /// <summary>Adds an agreed secret; false when the point is not on the curve.</summary>
    public bool TryAgree(KeyPair own, ReadOnlySpan<byte> point)
    {
        if (!own.TryAgree(point, _agreed.AsSpan(_length, LinkFormat.KeyLength)))
            return false;
        _length += LinkFormat.KeyLength;
        return true;
    }

    /// <summary>Seals HS1's inner part into a record whose bytes before MAC1 are written. MAC1 is written afterwards.</summary>
    public void Seal1(Span<byte> record, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> key = stackalloc byte[LinkFormat.KeyLength];
        Span<byte> aad = stackalloc byte[LinkFormat.KeyLength];
        Key1(record, key, aad);
        KeySchedule.SealOnce(_suite, key, aad, plaintext, record[KeySchedule.Sealed1At..]);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Takes the whole HS1, MAC1 included, into the hash.</summary>
    public void Take1(ReadOnlySpan<byte> record) => KeySchedule.Hash(_hash, _hash, record);

    /// <summary>Opens HS1's inner part and takes the record into the hash; false for a wrong tag.</summary>
    public bool TryOpen1(ReadOnlySpan<byte> record, Span<byte> plaintext)
    {
        Span<byte> key = stackalloc byte[LinkFormat.KeyLength];
        Span<byte> aad = stackalloc byte[LinkFormat.KeyLength];
        Key1(record, key, aad);
        var opened = KeySchedule.TryOpenOnce(_suite, key, aad, record[KeySchedule.Sealed1At..], plaintext);
        CryptographicOperations.ZeroMemory(key);
        if (opened)
            Take1(record);
        return opened;
    }

    /// <summary>Seals HS2's inner part into a record whose header and point are written; returns the session's keys.</summary>
    public SessionKeys Seal2(Span<byte> record, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> key = stackalloc byte[LinkFormat.KeyLength];
        Span<byte> aad = stackalloc byte[LinkFormat.KeyLength];
        Key2(record, key, aad);
        KeySchedule.SealOnce(_suite, key, aad, plaintext, record[KeySchedule.Sealed2At..]);
        CryptographicOperations.ZeroMemory(key);
        return Finish(record[..(LinkFormat.HeaderLength + RecordHeader.Handshake2Body)]);
    }

    /// <summary>Opens HS2's inner part; null for a wrong tag.</summary>
    public SessionKeys? TryOpen2(ReadOnlySpan<byte> record, Span<byte> plaintext)
    {
        Span<byte> key = stackalloc byte[LinkFormat.KeyLength];
        Span<byte> aad = stackalloc byte[LinkFormat.KeyLength];
        Key2(record, key, aad);
        var opened = KeySchedule.TryOpenOnce(_suite, key, aad, record[KeySchedule.Sealed2At..], plaintext);
        CryptographicOperations.ZeroMemory(key);
        return opened ? Finish(record) : null;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_agreed);
        CryptographicOperations.ZeroMemory(_secret);
    }

    private void Key1(ReadOnlySpan<byte> record, Span<byte> key, Span<byte> aad)
    {
        KeySchedule.Hash(aad, _hash, record[..KeySchedule.Mac1At]);
        KeySchedule.HandshakeKey(key, _secret, _agreed.AsSpan(0, _length), "SCSL1 hs1"u8, aad);
    }

    private void Key2(ReadOnlySpan<byte> record, Span<byte> key, Span<byte> aad)
    {
        KeySchedule.Hash(aad, _hash, record[..KeySchedule.Sealed2At]);
        KeySchedule.HandshakeKey(key, _secret, _agreed.AsSpan(0, _length), "SCSL1 hs2"u8, aad);
    }

    private SessionKeys Finish(ReadOnlySpan<byte> record)
    {
        KeySchedule.Hash(_hash, _hash, record);
        return SessionKeys.Derive(_secret, _agreed.AsSpan(0, _length), _hash);
    }
}
