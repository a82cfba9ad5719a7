using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link.Client;

/// <summary>The client's end of a session: commands out, replies in.</summary>
public sealed class ClientSession : IDisposable
{
    private const int StateLength = 1 + 4 + (2 * ChannelLength) + 8;
    private const int ChannelLength = 32 + 4 + 8 + 2;
    private const byte StateFormat = 1;

    private readonly LinkSuite _suite;
    private readonly SealedChannel _outbound;
    private readonly SealedChannel _inbound;
    private readonly SessionKeys? _keys;

    internal ClientSession(uint id, LinkSuite suite, SessionKeys keys, DeviceIdentity device, ulong commandMark)
    {
        Id = id;
        _suite = suite;
        _keys = keys;
        Device = device;
        NextCommandId = commandMark + 1;
        _outbound = new SealedChannel(suite, keys.ToDevice, keys.SaltToDevice);
        _inbound = new SealedChannel(suite, keys.FromDevice, keys.SaltFromDevice);
    }

    private ClientSession(uint id, LinkSuite suite, SealedChannel outbound, SealedChannel inbound, ulong nextCommandId)
    {
        Id = id;
        _suite = suite;
        _outbound = outbound;
        _inbound = inbound;
        NextCommandId = nextCommandId;
    }

    /// <summary>Session id.</summary>
    public uint Id { get; }

    /// <summary>What the device said of itself in HS2; null in a session that was taken up again.</summary>
    public DeviceIdentity? Device { get; }

    /// <summary>Smallest command id not used yet.</summary>
    public ulong NextCommandId { get; private set; }

    /// <summary>Six digits to compare with the device while pairing; null otherwise.</summary>
    public int? ComparisonCode => _keys?.ComparisonCode();

    /// <summary>The first record of the session.</summary>
    /// <exception cref="InvalidOperationException">The session was taken up again and is confirmed.</exception>
    public byte[] Confirm()
    {
        if (_keys is null)
            throw new InvalidOperationException("A session that was taken up again is confirmed already.");
        var plaintext = new byte[2 + LinkFormat.KeyLength];
        plaintext[0] = (byte)Opcode.Confirm;
        _keys.Transcript.CopyTo(plaintext, 2);
        return Seal(RecordType.Data, plaintext);
    }

    /// <summary>Takes a command id.</summary>
    public ulong TakeCommandId() => NextCommandId++;

    /// <summary>Seals a command. To repeat one, seal the same envelope again.</summary>
    public byte[] Seal(in CommandEnvelope command)
    {
        var plaintext = new byte[command.Length];
        command.Write(plaintext);
        return Seal(RecordType.Data, plaintext);
    }

    /// <summary>Ends the session.</summary>
    public byte[] Close() => Seal(RecordType.Close, [(byte)CloseReason.Done]);

    /// <summary>Uses new keys from the next record on; due every fifteen minutes.</summary>
    public void Rekey() => _outbound.BeginEpoch();

    /// <summary>Opens a reply; false for anything that is not the next authentic reply of this session.</summary>
    public bool TryOpen(ReadOnlySpan<byte> record, out ReplyEnvelope reply)
    {
        reply = default;
        Span<byte> plaintext = stackalloc byte[LinkFormat.PlaintextMax];
        return TryOpen(record, RecordType.Data, plaintext, out var length) && ReplyEnvelope.TryRead(plaintext[..length], out reply);
    }

    /// <summary>Opens the device's end of the session; false for anything else.</summary>
    public bool TryOpenClose(ReadOnlySpan<byte> record, out CloseReason reason)
    {
        Span<byte> plaintext = stackalloc byte[LinkFormat.PlaintextMax];
        var opened = TryOpen(record, RecordType.Close, plaintext, out _);
        reason = opened ? (CloseReason)plaintext[0] : default;
        return opened;
    }

    /// <summary>Secret of the bond that this pairing session makes.</summary>
    /// <param name="ownPoint">The client's static point.</param>
    /// <param name="devicePoint">The device's static point, from the reply to PAIR.</param>
    public byte[] BondSecret(ReadOnlySpan<byte> ownPoint, ReadOnlySpan<byte> devicePoint) =>
        _keys?.BondSecret(ownPoint, devicePoint) ?? throw new InvalidOperationException("Only a pairing session makes a bond.");

    /// <summary>
    /// State to take the session up again in another process, with the outgoing counter moved ahead: store it before the numbers in
    /// between are used, so that no number is ever used twice. It holds keys: keep it as keys are kept.
    /// </summary>
    /// <param name="reserve">Records and command ids that may be used before the next export.</param>
    public byte[] Export(int reserve)
    {
        var state = new byte[StateLength];
        var span = state.AsSpan();
        span[0] = (byte)((StateFormat << 4) | (int)_suite);
        BinaryPrimitives.WriteUInt32LittleEndian(span[1..], Id);
        Export(_outbound, reserve, span[5..]);
        Export(_inbound, 0, span[(5 + ChannelLength)..]);
        BinaryPrimitives.WriteUInt64LittleEndian(span[(5 + (2 * ChannelLength))..], NextCommandId + (ulong)reserve);
        return state;
    }

    /// <summary>Takes a session up again; null when the bytes are not a state.</summary>
    public static ClientSession? Import(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateLength || state[0] >> 4 != StateFormat || (LinkSuite)(state[0] & 15) is not (LinkSuite.AesGcm
            or LinkSuite.ChaCha))
            return null;
        var suite = (LinkSuite)(state[0] & 15);
        var outbound = Import(suite, state.Slice(5, ChannelLength));
        var inbound = Import(suite, state.Slice(5 + ChannelLength, ChannelLength));
        if (outbound is null || inbound is null)
            return null;
        var id = BinaryPrimitives.ReadUInt32LittleEndian(state[1..]);
        return new ClientSession(
            id, suite, outbound, inbound, BinaryPrimitives.ReadUInt64LittleEndian(state[(5 + (2 * ChannelLength))..]));
    }

    private static void Export(SealedChannel channel, int reserve, Span<byte> state)
    {
        channel.Key.CopyTo(state);
        channel.Salt.CopyTo(state[32..]);
        BinaryPrimitives.WriteInt64LittleEndian(state[36..], channel.NextCounter + reserve);
        BinaryPrimitives.WriteUInt16LittleEndian(state[44..], (ushort)channel.Epoch);
    }

    private static SealedChannel? Import(LinkSuite suite, ReadOnlySpan<byte> state)
    {
        var next = BinaryPrimitives.ReadInt64LittleEndian(state[36..]);
        var epoch = BinaryPrimitives.ReadUInt16LittleEndian(state[44..]);
        return next is < 0 or > uint.MaxValue ? null : new SealedChannel(suite, state[..32], state.Slice(32, 4), next, epoch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
        if (_keys is not null)
            CryptographicOperations.ZeroMemory(_keys.Exporter);
    }

    private bool TryOpen(ReadOnlySpan<byte> record, RecordType type, Span<byte> plaintext, out int length)
    {
        length = 0;
        return RecordHeader.TryReadRecord(record, out var header) && header.Type == type && header.Session == Id
            && _inbound.TryOpen(record, header, plaintext, out length);
    }

    internal byte[] Seal(RecordType type, ReadOnlySpan<byte> plaintext)
    {
        var record = new byte[LinkFormat.SealedLength(plaintext.Length)];
        if (_outbound.Seal(type, Id, plaintext, record) == 0)
            throw new InvalidOperationException("The session's numbers are used up; open another.");
        return record;
    }
}
