using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Link.Sessions;

/// <summary>One direction of a session: key, salt, counter. The upper 16 bits of the counter are the epoch of the key.</summary>
/// <remarks>
/// A sender moves to the next epoch after 2¹⁶ records or when told (15 minutes) by jumping its counter to the epoch's first number;
/// a receiver follows one epoch at a time and forgets the key before. Checked by SessionTests.
/// </remarks>
internal sealed class SealedChannel : IDisposable
{
    private const int EpochShift = 16;

    private readonly LinkSuite _suite;
    private readonly byte[] _salt;
    private byte[] _key;
    private SuiteCipher _cipher;
    private byte[]? _nextKey;
    private SuiteCipher? _nextCipher;
    private uint _epoch;

    public SealedChannel(LinkSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, long nextCounter = 0, uint epoch = 0)
    {
        _suite = suite;
        _key = key.ToArray();
        _salt = salt.ToArray();
        NextCounter = nextCounter;
        _epoch = epoch;
        _cipher = new SuiteCipher(suite, _key);
    }

    /// <summary>Sender: number of the next record. Receiver: smallest number that is accepted. 2³² when used up.</summary>
    public long NextCounter { get; private set; }

    public uint Epoch => _epoch;

    public ReadOnlySpan<byte> Key => _key;

    public ReadOnlySpan<byte> Salt => _salt;

    /// <summary>Seals a record; returns its length, or 0 when the counter is used up.</summary>
    public int Seal(RecordType type, uint session, ReadOnlySpan<byte> plaintext, Span<byte> record)
    {
        if (NextCounter > uint.MaxValue)
            return 0;
        if (NextCounter >> EpochShift != _epoch)
            MoveOn();
        var header = new RecordHeader(type, _suite, plaintext.Length + LinkFormat.TagLength, session, (uint)NextCounter);
        header.Write(record);
        Span<byte> nonce = stackalloc byte[12];
        Nonce(nonce, header.Counter);
        _cipher.Seal(nonce, record[..LinkFormat.HeaderLength], plaintext, record[LinkFormat.HeaderLength..]);
        NextCounter++;
        return header.RecordLength;
    }

    /// <summary>
    /// Sender: the next record begins a new epoch. The key moves on at once, so that a stored state never holds a key together with a
    /// number of the epoch after it: taken up again it would use that number twice.
    /// </summary>
    public void BeginEpoch()
    {
        if (NextCounter >> EpochShift != _epoch)
            MoveOn();
        NextCounter = (long)(_epoch + 1) << EpochShift;
        if (NextCounter <= uint.MaxValue)
            MoveOn();
    }

    /// <summary>True when the number could be opened: not used yet, and in this epoch or the next.</summary>
    public bool IsFresh(uint counter) => counter >= NextCounter && counter >> EpochShift <= _epoch + 1;

    /// <summary>Opens a whole record whose header was read. Nothing changes unless the tag is right.</summary>
    public bool TryOpen(ReadOnlySpan<byte> record, in RecordHeader header, Span<byte> plaintext, out int length)
    {
        length = 0;
        if (!IsFresh(header.Counter) || header.Suite != _suite)
            return false;
        var ahead = header.Counter >> EpochShift != _epoch;
        if (ahead)
            PrepareNext();
        Span<byte> nonce = stackalloc byte[12];
        Nonce(nonce, header.Counter);
        var size = header.BodyLength - LinkFormat.TagLength;
        var body = record[LinkFormat.HeaderLength..];
        if (!(ahead ? _nextCipher! : _cipher).TryOpen(nonce, record[..LinkFormat.HeaderLength], body, plaintext[..size]))
            return false;
        if (ahead)
            MoveOn();
        NextCounter = (long)header.Counter + 1;
        length = size;
        return true;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _cipher.Dispose();
        _nextCipher?.Dispose();
    }

    private void PrepareNext()
    {
        // Made once per epoch, so that forged numbers of the next epoch cost no key derivation each.
        _nextKey ??= KeySchedule.NextEpoch(_key);
        _nextCipher ??= new SuiteCipher(_suite, _nextKey);
    }

    private void MoveOn()
    {
        PrepareNext();
        CryptographicOperations.ZeroMemory(_key);
        _cipher.Dispose();
        (_key, _cipher, _nextKey, _nextCipher) = (_nextKey!, _nextCipher!, null, null);
        _epoch++;
    }

    private void Nonce(Span<byte> nonce, ulong counter)
    {
        _salt.CopyTo(nonce);
        BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], counter);
    }
}
