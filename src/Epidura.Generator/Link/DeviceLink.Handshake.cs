using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Budget;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link;

/// <summary>From HELLO to HS2: what is cheap first, public-key work last.</summary>
public sealed partial class DeviceLink
{
    private const long ChallengeMillisecond = 5000;
    private const long HalfOpenMillisecond = 1000;
    private const long BackOffFirstMillisecond = 2000;
    private const long BackOffMaxMillisecond = 15 * 60_000;

    private readonly byte[] _challenge = new byte[LinkFormat.GateLength];
    private bool _hasChallenge;
    private long _challengeAt;

    private void TakeHello(int connection, ReadOnlySpan<byte> record, LinkOutput output)
    {
        var peer = _peers[connection];
        const int answer = LinkFormat.HeaderLength + RecordHeader.ChallengeBody;
        var offered = record[LinkFormat.HeaderLength];
        var purpose = (HandshakePurpose)record[LinkFormat.HeaderLength + 1];
        if ((offered & ~3) != 0 || offered == 0 || purpose is not (HandshakePurpose.Session or HandshakePurpose.Pairing))
        {
            Counters.BadShape++;
            return;
        }
        if (!TakeCharge((record.Length * RadioBudget.ReceivePicocoulombPerByte) + (answer * RadioBudget.SendPicocoulombPerByte), peer))
            return;
        var common = offered & _options.Suites;
        if (common == 0)
        {
            SendError(connection, PreAuthenticationReason.NoCommonSuite, output);
            return;
        }
        if (purpose == HandshakePurpose.Pairing && !IsPairingOpen)
        {
            SendError(connection, PreAuthenticationReason.WindowClosed, output);
            return;
        }
        RenewChallenge();
        var suite = (common & 1) != 0 ? LinkSuite.AesGcm : LinkSuite.ChaCha;
        record.CopyTo(peer.Hello);
        new RecordHeader(RecordType.Challenge, suite, RecordHeader.ChallengeBody, 0, 0).Write(peer.Challenge);
        _challenge.CopyTo(peer.Challenge, LinkFormat.HeaderLength);
        peer.Challenge[^1] = (byte)suite;
        peer.HasChallenge = true;
        peer.Challenge.CopyTo(output.Next());
        output.Keep(connection, peer.Challenge.Length);
    }

    /// <summary>One challenge serves everybody until it is used or five seconds old, so a flood of HELLO takes it from nobody.</summary>
    private void RenewChallenge()
    {
        if (_hasChallenge && _now - _challengeAt < ChallengeMillisecond)
            return;
        _entropy.Fill(_challenge);
        _hasChallenge = true;
        _challengeAt = _now;
    }

    private void TakeHandshake(int connection, ReadOnlySpan<byte> record, in RecordHeader header, LinkOutput output)
    {
        var peer = _peers[connection];
        if (!peer.HasChallenge || (byte)header.Suite != peer.Challenge[^1])
        {
            Counters.NoSession++;
            return;
        }
        if (_now < peer.BackOffUntil)
        {
            Counters.BackedOff++;
            return;
        }
        const int gates = BondTable.Capacity + 1;
        if (!TakeCharge((record.Length * RadioBudget.ReceivePicocoulombPerByte) + (gates * RadioBudget.GatePicocoulomb), peer))
            return;
        if (IsChallengeGone(peer))
        {
            // Somebody else used the shared challenge first: not a failure of this client, and no key was tried.
            Counters.GateFailed++;
            peer.HasChallenge = false;
            return;
        }
        var pairing = (HandshakePurpose)peer.Hello[^1] == HandshakePurpose.Pairing;
        if (!PassesGate(peer, pairing, record, out var bond))
        {
            Counters.GateFailed++;
            peer.BackOffUntil = _now + Math.Min(BackOffMaxMillisecond, BackOffFirstMillisecond << Math.Min(peer.Failures, 9));
            peer.Failures++;
            return;
        }
        Counters.Mac1Passed++;
        peer.HasChallenge = false;
        _hasChallenge = false;
        if (_halfOpen is not null && _halfOpen.Bond != bond || !_handshakes.TryTake(bond?.Slot ?? BondTable.Capacity, _now))
        {
            Counters.HandshakesLimited++;
            SendError(connection, PreAuthenticationReason.TryLater, output);
            return;
        }
        Counters.PublicKeyWork++;
        Radio.Count((5 * RadioBudget.PublicKeyPicocoulomb) + (133 * RadioBudget.SendPicocoulombPerByte));
        if (!TryAnswer(connection, peer, bond, record, header.Suite, output))
            Counters.HandshakesRefused++;
        else
            peer.Failures = 0;
    }

    private bool IsChallengeGone(Peer peer) =>
        !_hasChallenge || _now - _challengeAt >= ChallengeMillisecond
            || !peer.Challenge.AsSpan(LinkFormat.HeaderLength, LinkFormat.GateLength).SequenceEqual(_challenge);

    /// <summary>Bond tag and MAC1: at most nine HMACs, and always all bonds are tried.</summary>
    private bool PassesGate(Peer peer, bool pairing, ReadOnlySpan<byte> record, out Bond? bond)
    {
        bond = null;
        var challenge = peer.Challenge.AsSpan(LinkFormat.HeaderLength, LinkFormat.GateLength);
        Span<byte> expected = stackalloc byte[LinkFormat.GateLength];
        var tag = record.Slice(LinkFormat.HeaderLength, LinkFormat.GateLength);
        byte[]? gate = null;
        if (pairing)
        {
            if (!TakePairingAttempt())
                return false;
            KeySchedule.BondTag(_pairingGate, challenge, expected);
            gate = CryptographicOperations.FixedTimeEquals(expected, tag) ? _pairingGate : null;
        }
        else
        {
            // By index: a foreach over the interface would allocate for every forged HS1.
            for (var index = 0; index < Bonds.Bonds.Count; index++)
            {
                var candidate = Bonds.Bonds[index];
                KeySchedule.BondTag(candidate.Gate, challenge, expected);
                if (CryptographicOperations.FixedTimeEquals(expected, tag))
                    (bond, gate) = (candidate, candidate.Gate);
            }
        }
        if (gate is null)
            return false;
        KeySchedule.Mac1(gate, challenge, record, expected);
        return CryptographicOperations.FixedTimeEquals(expected, record.Slice(KeySchedule.Mac1At, LinkFormat.GateLength));
    }

    private bool TryAnswer(int connection, Peer peer, Bond? bond, ReadOnlySpan<byte> record, LinkSuite suite, LinkOutput output)
    {
        using var transcript = new Transcript(_options.Transport, suite, bond is null ? _options.PairingSecret.Span : bond.Secret);
        transcript.Open(bond is null ? [] : bond.Point, bond is null ? [] : _static.Point, peer.Hello, peer.Challenge);
        var ephemeral = record.Slice(KeySchedule.PointAt, LinkFormat.PointLength);
        if (bond is not null && !(transcript.TryAgree(_static, ephemeral) && transcript.TryAgree(_static, bond.Point)))
            return false;
        Span<byte> first = stackalloc byte[KeySchedule.Sealed1Length];
        if (!transcript.TryOpen1(record, first))
            return false;
        using var own = KeyPair.Draw(_entropy);
        if (!transcript.TryAgree(own, ephemeral) || (bond is not null && !transcript.TryAgree(own, bond.Point)))
            return false;
        var id = DrawSessionId();
        Span<byte> identity = stackalloc byte[DeviceIdentity.Length];
        _options.Identity.Write(identity, bond?.Ledger.Mark ?? 0);
        var answer = output.Next();
        new RecordHeader(RecordType.Handshake2, suite, RecordHeader.Handshake2Body, id, 1).Write(answer);
        own.Point.CopyTo(answer[LinkFormat.HeaderLength..]);
        var keys = transcript.Seal2(answer, identity);
        var certificate = BinaryPrimitives.ReadUInt64LittleEndian(first);
        DropHalfOpen();
        _halfOpen = new DeviceSession(id, bond, suite, keys, bond is not null && certificate == bond.CertificateId, connection, _now);
        output.Keep(connection, LinkFormat.HeaderLength + RecordHeader.Handshake2Body);
        return true;
    }

    private uint DrawSessionId()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var attempt = 0; attempt < 16; attempt++)
        {
            _entropy.Fill(bytes);
            var id = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (id != 0 && !_sessions.Exists(session => session.Id == id))
                return id;
        }
        throw new InvalidOperationException("The source of randomness gave sixteen session ids in use in a row.");
    }

    private bool TakeCharge(long cost, Peer peer)
    {
        if (Radio.TryTake(cost, ref peer.Share, _now))
            return true;
        Counters.OverBudget++;
        return false;
    }

    private static void SendError(int connection, PreAuthenticationReason reason, LinkOutput output)
    {
        var record = output.Next();
        new RecordHeader(RecordType.PreAuthenticationError, LinkSuite.None, 1, 0, 0).Write(record);
        record[LinkFormat.HeaderLength] = (byte)reason;
        output.Keep(connection, LinkFormat.HeaderLength + 1);
    }
}
