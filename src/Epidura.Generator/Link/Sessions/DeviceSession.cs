using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;

namespace Epidura.Generator.Link.Sessions;

/// <summary>The device's side of one session.</summary>
internal sealed class DeviceSession : IDisposable
{
    private const long MinuteMillisecond = 60_000;

    /// <summary>The same keys are used at most this long before a new epoch, ms.</summary>
    public const long RekeyMillisecond = 15 * MinuteMillisecond;

    private const long RekeyGraceMillisecond = MinuteMillisecond;

    private long _inboundSince;
    private long _outboundSince;
    private uint _inboundEpoch;
    private uint _outboundEpoch;

    public DeviceSession(uint id, Bond? bond, LinkSuite suite, SessionKeys keys, bool certificateMatches, int connection, long now)
    {
        Id = id;
        Bond = bond;
        Keys = keys;
        CertificateMatches = certificateMatches;
        Inbound = new SealedChannel(suite, keys.ToDevice, keys.SaltToDevice);
        Outbound = new SealedChannel(suite, keys.FromDevice, keys.SaltFromDevice);
        Connection = connection;
        StartedAt = LastHeard = _inboundSince = _outboundSince = now;
    }

    public uint Id { get; }

    /// <summary>Null while pairing.</summary>
    public Bond? Bond { get; }

    public Role Role => Bond?.Role ?? Role.None;

    public SessionKeys Keys { get; }

    public bool CertificateMatches { get; set; }

    public SealedChannel Inbound { get; }

    public SealedChannel Outbound { get; }

    /// <summary>Where the last authentic record came from; <see cref="LinkOutput.Nowhere"/> when that connection is gone.</summary>
    public int Connection { get; private set; }

    public long StartedAt { get; }

    public long LastHeard { get; private set; }

    public bool IsTesting { get; set; }

    /// <summary>Until it is heard again there is nowhere to send to: whoever connects next under that number is somebody else.</summary>
    public void LoseConnection(int connection)
    {
        if (Connection == connection)
            Connection = LinkOutput.Nowhere;
    }

    public void Hear(int connection, long now)
    {
        Connection = connection;
        LastHeard = now;
        if (Inbound.Epoch == _inboundEpoch)
            return;
        _inboundEpoch = Inbound.Epoch;
        _inboundSince = now;
    }

    /// <summary>True past the session's absolute or idle time: patient 60 and 5 min, clinician and service 60 and 10, reader 10,
    /// pairing 1.</summary>
    public bool IsOver(long now)
    {
        var (absolute, idle) = Role switch
        {
            Role.Patient => (60, 5),
            Role.Clinician or Role.Service => (60, 10),
            Role.Reader => (10, 10),
            _ => (1, 1),
        };
        return now - StartedAt >= absolute * MinuteMillisecond || now - LastHeard >= idle * MinuteMillisecond;
    }

    public bool IsRekeyOverdue(long now) => now - _inboundSince > RekeyMillisecond + RekeyGraceMillisecond;

    /// <summary>Moves the sending side to new keys when its time has come.</summary>
    public void RekeyOutbound(long now)
    {
        if (Outbound.Epoch != _outboundEpoch)
            (_outboundEpoch, _outboundSince) = (Outbound.Epoch, now);
        if (now - _outboundSince >= RekeyMillisecond)
            Outbound.BeginEpoch();
    }

    public void Dispose()
    {
        Inbound.Dispose();
        Outbound.Dispose();
        CryptographicOperations.ZeroMemory(Keys.Exporter);
    }
}
