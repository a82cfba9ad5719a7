using System.Buffers.Binary;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link.Client;

/// <summary>What a client knows of a device: the other half of a <see cref="Bonds.Bond"/>.</summary>
/// <param name="DevicePoint">The device's static point, 65 bytes.</param>
/// <param name="Secret">Shared secret of the pair, 32 bytes.</param>
/// <param name="CertificateId">The clinician's certificate that the device knows; 0 for other roles.</param>
public sealed record ClientBond(ReadOnlyMemory<byte> DevicePoint, ReadOnlyMemory<byte> Secret, ulong CertificateId);

/// <summary>The client's end of one handshake: HELLO, then HS1, then the session with its CONFIRM.</summary>
/// <remarks>Pure, as the device's end is. A record that does not fit changes nothing: the right one may still come.</remarks>
public sealed class ClientHandshake : IDisposable
{
    private readonly ClientBond? _bond;
    private readonly KeyPair _static;
    private readonly byte[] _secret;
    private readonly byte _transport;
    private readonly byte _suites;
    private readonly HandshakePurpose _purpose;
    private readonly byte[] _hello = new byte[LinkFormat.HeaderLength + RecordHeader.HelloBody];
    private readonly KeyPair _ephemeral;
    private readonly byte[] _nonce = new byte[8];
    private Transcript? _transcript;
    private LinkSuite _suite;

    private ClientHandshake(
        ClientBond? bond, KeyPair key, ReadOnlySpan<byte> secret, ILinkEntropy entropy, byte transport, byte suites)
    {
        _bond = bond;
        _static = key;
        _secret = secret.ToArray();
        _transport = transport;
        _suites = suites;
        _purpose = bond is null ? HandshakePurpose.Pairing : HandshakePurpose.Session;
        _ephemeral = KeyPair.Draw(entropy);
        entropy.Fill(_nonce);
        new RecordHeader(RecordType.Hello, LinkSuite.None, RecordHeader.HelloBody, 0, 0).Write(_hello);
        _hello[LinkFormat.HeaderLength] = _suites;
        _hello[LinkFormat.HeaderLength + 1] = (byte)_purpose;
    }

    /// <summary>Opens a session of a bond.</summary>
    public static ClientHandshake ForSession(
        ClientBond bond, KeyPair key, ILinkEntropy entropy, byte transport = DeviceLinkOptions.LocalStream, byte suites = 3) =>
        new(bond, key, bond.Secret.Span, entropy, transport, suites);

    /// <summary>Pairs, with the 16 bytes of the implant card.</summary>
    public static ClientHandshake ForPairing(
        ReadOnlySpan<byte> cardSecret, KeyPair key, ILinkEntropy entropy, byte transport = DeviceLinkOptions.LocalStream,
            byte suites = 3) =>
        new(null, key, cardSecret, entropy, transport, suites);

    /// <summary>HELLO.</summary>
    public ReadOnlyMemory<byte> Hello => _hello;

    /// <summary>Answers a CHALLENGE by HS1; null when the record is not one that fits.</summary>
    public byte[]? OnChallenge(ReadOnlySpan<byte> record)
    {
        if (!RecordHeader.TryReadRecord(record, out var header) || header.Type != RecordType.Challenge
            || record[^1] != (byte)header.Suite || ((_suites >> ((int)header.Suite - 1)) & 1) == 0)
            return null;
        _suite = header.Suite;
        var challenge = record.Slice(LinkFormat.HeaderLength, LinkFormat.GateLength);
        var gate = KeySchedule.Gate(_secret);
        var answer = new byte[LinkFormat.HeaderLength + RecordHeader.Handshake1Body];
        new RecordHeader(RecordType.Handshake1, _suite, RecordHeader.Handshake1Body, 0, 1).Write(answer);
        KeySchedule.BondTag(gate, challenge, answer.AsSpan(LinkFormat.HeaderLength, LinkFormat.GateLength));
        _ephemeral.Point.CopyTo(answer.AsSpan(KeySchedule.PointAt));
        _transcript?.Dispose();
        _transcript = new Transcript(_transport, _suite, _secret);
        _transcript.Open(_bond is null ? [] : _static.Point, _bond is null ? [] : _bond.DevicePoint.Span, _hello, record);
        if (_bond is not null
            && !(_transcript.TryAgree(_ephemeral, _bond.DevicePoint.Span) && _transcript.TryAgree(_static, _bond.DevicePoint.Span)))
            return null;
        Span<byte> plaintext = stackalloc byte[KeySchedule.Sealed1Length];
        BinaryPrimitives.WriteUInt64LittleEndian(plaintext, _bond?.CertificateId ?? 0);
        _nonce.CopyTo(plaintext[8..]);
        _transcript.Seal1(answer, plaintext);
        KeySchedule.Mac1(gate, challenge, answer, answer.AsSpan(KeySchedule.Mac1At, LinkFormat.GateLength));
        _transcript.Take1(answer);
        return answer;
    }

    /// <summary>Takes HS2 and opens the session; null when it is not from the device. Send <see cref="ClientSession.Confirm"/>
    /// next.</summary>
    public ClientSession? OnHandshake2(ReadOnlySpan<byte> record)
    {
        if (_transcript is null || !RecordHeader.TryReadRecord(record, out var header)
            || header.Type != RecordType.Handshake2 || header.Suite != _suite)
            return null;
        var point = record.Slice(LinkFormat.HeaderLength, LinkFormat.PointLength);
        var before = _transcript.Length;
        Span<byte> identity = stackalloc byte[DeviceIdentity.Length];
        var agreed = _transcript.TryAgree(_ephemeral, point) && (_bond is null || _transcript.TryAgree(_static, point));
        var keys = agreed ? _transcript.TryOpen2(record, identity) : null;
        _transcript.Rewind(before);
        if (keys is null)
            return null;
        var device = DeviceIdentity.Read(identity, out var mark);
        return new ClientSession(header.Session, _suite, keys, device, mark);
    }

    /// <summary>Reads why the device cannot go on; null when the record says nothing of it. It is not authentic: only for a
    /// message.</summary>
    public static PreAuthenticationReason? ReasonOf(ReadOnlySpan<byte> record) =>
        RecordHeader.TryReadRecord(record, out var header) && header.Type == RecordType.PreAuthenticationError
            ? (PreAuthenticationReason)record[^1]
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _transcript?.Dispose();
        _ephemeral.Dispose();
    }
}
