using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Budget;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link;

/// <summary>The device's end of SCS-Link version 1: records in, records out, authorised commands to the device behind it.</summary>
/// <remarks>
/// Pure: time comes in as milliseconds of the device's own clock, randomness through <see cref="ILinkEntropy"/>, bytes by connection
/// number. Nothing that is not authentic changes a session. docs/protocol/scs-link-v1.md describes it; the Link tests check it.
/// </remarks>
public sealed partial class DeviceLink : IDisposable
{
    /// <summary>Sessions at a time.</summary>
    public const int SessionsMax = 3;

    /// <summary>Peers that can be connected at a time; connection numbers are 0 … 7.</summary>
    public const int ConnectionsMax = 8;

    /// <summary>A test stimulation ends when its session is not heard for this long, ms: three heartbeats.</summary>
    public const long TestHeartbeatMillisecond = 3000;

    private readonly DeviceLinkOptions _options;
    private readonly ILinkEntropy _entropy;
    private readonly KeyPair _static;
    private readonly ILinkTarget _target;
    private readonly Peer[] _peers = new Peer[ConnectionsMax];
    private readonly List<DeviceSession> _sessions = new(SessionsMax);
    private readonly HandshakeBudget _handshakes = new();
    private DeviceSession? _halfOpen;
    private DeviceSession? _lockHolder;
    private long _now;

    /// <summary>Makes the device's end.</summary>
    /// <param name="options">Who the device is, its pairing secret and suites.</param>
    /// <param name="key">Static key; not disposed here.</param>
    /// <param name="bonds">Peers it knows.</param>
    /// <param name="entropy">Source of challenges, session ids and ephemeral keys.</param>
    /// <param name="target">Device behind the link.</param>
    public DeviceLink(DeviceLinkOptions options, KeyPair key, BondTable bonds, ILinkEntropy entropy, ILinkTarget target)
    {
        _options = options;
        _static = key;
        Bonds = bonds;
        _entropy = entropy;
        _target = target;
        _pairingGate = KeySchedule.Gate(options.PairingSecret.Span);
        for (var index = 0; index < _peers.Length; index++)
            _peers[index] = new Peer();
    }

    /// <summary>Peers the device knows.</summary>
    public BondTable Bonds { get; }

    /// <summary>What was taken in and dropped.</summary>
    public LinkCounters Counters { get; } = new();

    /// <summary>Charge of the radio.</summary>
    public RadioBudget Radio { get; } = new();

    /// <summary>Confirmed sessions.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>True while a session holds the programming lock.</summary>
    public bool IsLocked => _lockHolder is not null;

    /// <summary>Takes one record from a peer.</summary>
    /// <param name="connection">Number of the connection, 0 … 7.</param>
    /// <param name="record">Exactly one record, or anything else.</param>
    /// <param name="nowMillisecond">Device time, ms; never less than before.</param>
    /// <param name="output">Records to send are added.</param>
    public void Receive(int connection, ReadOnlySpan<byte> record, long nowMillisecond, LinkOutput output)
    {
        Advance(nowMillisecond, output);
        Counters.Received++;
        if (!RecordHeader.TryReadRecord(record, out var header))
        {
            Counters.BadShape++;
            ChargeStray(connection);
            return;
        }
        switch (header.Type)
        {
            case RecordType.Hello:
                TakeHello(connection, record, output);
                break;
            case RecordType.Handshake1:
                TakeHandshake(connection, record, header, output);
                break;
            case RecordType.Data or RecordType.Close:
                TakeSealed(connection, record, header, output);
                break;
            default:
                Counters.BadShape++;
                break;
        }
    }

    /// <summary>Lets time pass: ends sessions, half-open handshakes, test stimulations without heartbeat and the pairing window.</summary>
    public void Advance(long nowMillisecond, LinkOutput output)
    {
        _now = Math.Max(_now, nowMillisecond);
        if (_halfOpen is not null && _now - _halfOpen.StartedAt >= HalfOpenMillisecond)
            DropHalfOpen();
        for (var index = _sessions.Count - 1; index >= 0; index--)
        {
            var session = _sessions[index];
            if (session.IsTesting && _now - session.LastHeard > TestHeartbeatMillisecond)
                EndTest(session);
            if (session.IsOver(_now))
                End(session, CloseReason.TimedOut, output);
        }
    }

    /// <summary>A peer went away. Its sessions stay: they may go on over another connection.</summary>
    public void Disconnect(int connection)
    {
        _peers[connection].Reset();
        foreach (var session in _sessions)
            session.LoseConnection(connection);
        _halfOpen?.LoseConnection(connection);
    }

    /// <summary>Ends every session, for a reset of the device or its service.</summary>
    public void EndAll(LinkOutput output)
    {
        DropHalfOpen();
        for (var index = _sessions.Count - 1; index >= 0; index--)
            End(_sessions[index], CloseReason.DeviceReset, output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropHalfOpen();
        foreach (var session in _sessions)
            session.Dispose();
        _sessions.Clear();
    }

    /// <summary>A record that is read no further than its header costs its header; past the budget the radio does not hear it.</summary>
    private void ChargeStray(int connection) =>
        Radio.TryTake(LinkFormat.HeaderLength * RadioBudget.ReceivePicocoulombPerByte, ref _peers[connection].Share, _now);

    private void End(DeviceSession session, CloseReason reason, LinkOutput output)
    {
        session.RekeyOutbound(_now);
        Span<byte> plaintext = [(byte)reason];
        output.Keep(session.Connection, session.Outbound.Seal(RecordType.Close, session.Id, plaintext, output.Next()));
        Remove(session);
    }

    private void Remove(DeviceSession session)
    {
        if (session.IsTesting)
            EndTest(session);
        if (_lockHolder == session)
            _lockHolder = null;
        _sessions.Remove(session);
        session.Dispose();
    }

    private void EndTest(DeviceSession session)
    {
        session.IsTesting = false;
        _target.TestLinkLost();
    }

    private void DropHalfOpen()
    {
        _halfOpen?.Dispose();
        _halfOpen = null;
    }

    /// <summary>What the link knows of a connection before authentication; bounded by the number of connections.</summary>
    private sealed class Peer
    {
        public byte[] Hello { get; } = new byte[LinkFormat.HeaderLength + RecordHeader.HelloBody];

        public byte[] Challenge { get; } = new byte[LinkFormat.HeaderLength + RecordHeader.ChallengeBody];

        public bool HasChallenge { get; set; }

        public int Failures { get; set; }

        public long BackOffUntil { get; set; }

        /// <summary>Kept when the connection ends: whoever comes next on it shares it.</summary>
        public RadioBudget.PeerShare Share;

        public void Reset()
        {
            HasChallenge = false;
            Failures = 0;
            BackOffUntil = 0;
        }
    }
}
