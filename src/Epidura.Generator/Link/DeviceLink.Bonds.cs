using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link;

/// <summary>Pairing and the commands that the link answers itself.</summary>
public sealed partial class DeviceLink
{
    /// <summary>How long the pairing window stays open, ms.</summary>
    public const long PairingWindowMillisecond = 60_000;

    /// <summary>Handshakes that one window takes, right or wrong.</summary>
    public const int PairingAttemptsMax = 5;

    private readonly byte[] _pairingGate;
    private long _windowUntil;
    private int _attemptsLeft;

    /// <summary>Six digits that the device shows while a pairing session is open; null otherwise.</summary>
    public int? PairingCode { get; private set; }

    /// <summary>True while pairing is possible.</summary>
    public bool IsPairingOpen => _now < _windowUntil && _attemptsLeft > 0;

    /// <summary>Opens the pairing window: the magnet was held for five seconds, or the device is in its shipping mode.</summary>
    public void OpenPairingWindow(long nowMillisecond)
    {
        _now = Math.Max(_now, nowMillisecond);
        _windowUntil = _now + PairingWindowMillisecond;
        _attemptsLeft = PairingAttemptsMax;
        PairingCode = null;
    }

    private bool TakePairingAttempt()
    {
        if (!IsPairingOpen)
            return false;
        _attemptsLeft--;
        return true;
    }

    /// <summary>Body: role, static point; for a clinician certificate and clinic root.</summary>
    private void TakePair(DeviceSession session, in CommandEnvelope command, LinkOutput output)
    {
        var status = JudgePair(command.Body.Span, out var role, out var certificate);
        if (status != LinkStatus.Ok)
        {
            Refuse(session, command.CommandId, status, output);
            return;
        }
        var body = command.Body.Span;
        var point = body.Slice(1, LinkFormat.PointLength);
        var before = Bonds.Snapshot();
        var old = Bonds.FindByPoint(point);
        if (old is not null)
            Bonds.Remove(old.Slot);
        if (Bonds.PlaceFor(role) is not { } slot)
        {
            Refuse(session, command.CommandId, LinkStatus.BondTableFull, output);
            return;
        }
        var secret = session.Keys.BondSecret(point, _static.Point);
        var bond = new Bond(slot, role, point, secret, certificate, new CommandLedger(Bonds.MarkOf(slot))) { LastUsedMillisecond = _now };
        var root = certificate is null ? [] : body[^LinkFormat.PointLength..];
        var gone = Bonds.Add(bond, root);
        if (!_target.StoreBonds(Bonds))
        {
            Bonds.Restore(before);
            bond.Forget();
            Refuse(session, command.CommandId, LinkStatus.MemoryFailed, output);
            return;
        }
        gone?.Forget();
        old?.Forget();
        Counters.CommandsExecuted++;
        var answer = new byte[1 + LinkFormat.PointLength];
        answer[0] = (byte)slot;
        _static.Point.CopyTo(answer.AsSpan(1));
        Reply(session, new ReplyEnvelope(command.CommandId, (ushort)LinkStatus.Ok, _target.Revision, answer), output);
        PairingCode = null;
        End(session, CloseReason.Paired, output);
        EndRemovedBonds(output);
    }

    private LinkStatus JudgePair(ReadOnlySpan<byte> body, out Role role, out ClinicianCertificate? certificate)
    {
        certificate = null;
        role = Role.None;
        if (body.Length < 1 + LinkFormat.PointLength || body[0] is < (byte)Role.Patient or > (byte)Role.Service)
            return LinkStatus.Malformed;
        role = (Role)body[0];
        var point = body.Slice(1, LinkFormat.PointLength);
        var extra = role == Role.Clinician ? ClinicianCertificate.Length + LinkFormat.PointLength : 0;
        if (body.Length != 1 + LinkFormat.PointLength + extra || !KeyPair.IsPoint(point))
            return LinkStatus.Malformed;
        var old = Bonds.FindByPoint(point);
        if (role != Role.Clinician)
            return Bonds.PlaceFor(role) is null && old?.Role != role ? LinkStatus.BondTableFull : LinkStatus.Ok;
        if (!ClinicianCertificate.TryRead(body.Slice(1 + LinkFormat.PointLength, ClinicianCertificate.Length), out certificate))
            return LinkStatus.Malformed;
        var root = Bonds.ClinicRoot.IsEmpty ? body[^LinkFormat.PointLength..] : Bonds.ClinicRoot.Span;
        return IsAcceptable(certificate!, point, root) ? LinkStatus.Ok : LinkStatus.CertificateNotValid;
    }

    /// <summary>The point's own certificate, signed by the root, in time unless the clock is not set.</summary>
    private bool IsAcceptable(ClinicianCertificate certificate, ReadOnlySpan<byte> point, ReadOnlySpan<byte> root) =>
        certificate.Point.Span.SequenceEqual(point)
        && certificate.IsSignedBy(root)
        && (_target.WallClockSecond is null || certificate.IsInTime(_target.WallClockSecond));

    private CommandAnswer ExecuteOwn(DeviceSession session, in CommandEnvelope command)
    {
        var body = command.Body.Span;
        switch (command.Opcode)
        {
            case Opcode.ReleaseLock when body.IsEmpty:
                if (_lockHolder == session)
                    _lockHolder = null;
                return Answer(LinkStatus.Ok);
            case Opcode.BondList when body.IsEmpty:
                return Answer(LinkStatus.Ok, ListBonds());
            case Opcode.BondRemove when body.Length == 1:
                return RemoveBond(body[0]);
            case Opcode.PresentCertificate when body.Length == ClinicianCertificate.Length:
                return RenewCertificate(session, body);
            default:
                return Answer(LinkStatus.Malformed);
        }
    }

    private CommandAnswer Answer(LinkStatus status, ReadOnlyMemory<byte> body = default) => new((ushort)status, _target.Revision, body);

    private byte[] ListBonds()
    {
        var list = new byte[1 + (10 * Bonds.Bonds.Count)];
        list[0] = (byte)Bonds.Bonds.Count;
        for (var index = 0; index < Bonds.Bonds.Count; index++)
        {
            var row = list.AsSpan(1 + (10 * index));
            row[0] = (byte)Bonds.Bonds[index].Slot;
            row[1] = (byte)Bonds.Bonds[index].Role;
            BinaryPrimitives.WriteUInt64LittleEndian(row[2..], Bonds.Bonds[index].CertificateId);
        }
        return list;
    }

    private CommandAnswer RemoveBond(int slot)
    {
        var before = Bonds.Snapshot();
        if (!Bonds.Remove(slot))
            return Answer(LinkStatus.NoSuchBond);
        if (_target.StoreBonds(Bonds))
            return Answer(LinkStatus.Ok);
        Bonds.Restore(before);
        return Answer(LinkStatus.MemoryFailed);
    }

    private CommandAnswer RenewCertificate(DeviceSession session, ReadOnlySpan<byte> body)
    {
        var bond = session.Bond!;
        var right = ClinicianCertificate.TryRead(body, out var certificate)
            && IsAcceptable(certificate!, bond.Point, Bonds.ClinicRoot.Span)
            && certificate!.NotAfterSecond >= (bond.Certificate?.NotAfterSecond ?? 0);
        if (!right)
            return Answer(LinkStatus.CertificateNotValid);
        var before = bond.Certificate;
        bond.Certificate = certificate;
        if (!_target.StoreBonds(Bonds))
        {
            bond.Certificate = before;
            return Answer(LinkStatus.MemoryFailed);
        }
        session.CertificateMatches = true;
        return Answer(LinkStatus.Ok);
    }

    private void EndRemovedBonds(LinkOutput output)
    {
        for (var index = _sessions.Count - 1; index >= 0; index--)
        {
            var bond = _sessions[index].Bond;
            if (bond is not null && !Bonds.Bonds.Contains(bond))
                End(_sessions[index], CloseReason.BondRemoved, output);
        }
        if (_halfOpen?.Bond is { } half && !Bonds.Bonds.Contains(half))
            DropHalfOpen();
    }
}
