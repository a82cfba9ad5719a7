using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Budget;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Sessions;

namespace Epidura.Generator.Link;

/// <summary>Records of a session: open, check authority, act once, answer.</summary>
public sealed partial class DeviceLink
{
    private readonly byte[] _plaintext = new byte[LinkFormat.PlaintextMax];
    private readonly byte[] _reply = new byte[LinkFormat.PlaintextMax];

    private void TakeSealed(int connection, ReadOnlySpan<byte> record, in RecordHeader header, LinkOutput output)
    {
        if (FindSession(header.Session) is not { } session)
        {
            Counters.NoSession++;
            ChargeStray(connection);
            return;
        }
        Radio.Count((record.Length * RadioBudget.ReceivePicocoulombPerByte) + RadioBudget.CipherPicocoulomb);
        if (!session.Inbound.IsFresh(header.Counter))
        {
            Counters.OldCounter++;
            return;
        }
        var expected = session.Inbound.NextCounter;
        if (!session.Inbound.TryOpen(record, header, _plaintext, out var length))
        {
            Counters.BadTag++;
            return;
        }
        Counters.CounterGaps += header.Counter - expected;
        session.Hear(connection, _now);
        if (session == _halfOpen)
            TakeConfirmation(session, header.Type, length, output);
        else if (header.Type == RecordType.Close)
            Remove(session);
        else
            TakeCommand(session, _plaintext.AsSpan(0, length), output);
    }

    private DeviceSession? FindSession(uint id)
    {
        if (_halfOpen?.Id == id)
            return _halfOpen;
        foreach (var session in _sessions)
        {
            if (session.Id == id)
                return session;
        }
        return null;
    }

    /// <summary>The first record of a session: the hash of every handshake byte. Only now can it carry commands.</summary>
    private void TakeConfirmation(DeviceSession session, RecordType type, int length, LinkOutput output)
    {
        var right = type == RecordType.Data && length == 2 + LinkFormat.KeyLength && _plaintext[0] == (byte)Opcode.Confirm
            && _plaintext[1] == 0 && CryptographicOperations.FixedTimeEquals(_plaintext.AsSpan(2, length - 2), session.Keys.Transcript);
        if (!right)
        {
            Counters.HandshakesRefused++;
            DropHalfOpen();
            return;
        }
        _halfOpen = null;
        MakeRoomFor(session, output);
        _sessions.Add(session);
        Counters.SessionsOpened++;
        if (session.Bond is null)
            PairingCode = session.Keys.ComparisonCode();
        else
            session.Bond.LastUsedMillisecond = _now;
        Span<byte> body = stackalloc byte[10];
        body[0] = (byte)session.Role;
        body[1] = IsRestricted(session) ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(body[2..], _now);
        Reply(session, new ReplyEnvelope(0, (ushort)LinkStatus.Ok, _target.Revision, body.ToArray()), output);
    }

    /// <summary>A new session replaces one of the same bond; when all places are taken, the one silent for longest that is not
    /// programming.</summary>
    private void MakeRoomFor(DeviceSession session, LinkOutput output)
    {
        var old = _sessions.Find(other => other.Bond == session.Bond);
        if (old is null && _sessions.Count == SessionsMax)
            old = _sessions.Where(other => other != _lockHolder).MinBy(other => other.LastHeard);
        if (old is not null)
            End(old, CloseReason.Replaced, output);
    }

    private void TakeCommand(DeviceSession session, ReadOnlySpan<byte> plaintext, LinkOutput output)
    {
        if (!CommandEnvelope.TryRead(plaintext, out var command))
        {
            var id = plaintext.Length >= 10 ? BinaryPrimitives.ReadUInt64LittleEndian(plaintext[2..]) : 0;
            Refuse(session, id, LinkStatus.Malformed, output);
            return;
        }
        var refusal = Judge(session, command);
        if (refusal == LinkStatus.NotAuthorised && Authority.IsUpdate(command.Opcode) && session.Bond is not null)
        {
            RefuseUpdate(session, command, output);
            return;
        }
        if (refusal != LinkStatus.Ok)
        {
            Refuse(session, command.CommandId, refusal, output);
            return;
        }
        if (command.Opcode == Opcode.Pair)
        {
            TakePair(session, command, output);
            return;
        }
        var bond = session.Bond!;
        if (Authority.HasEffect(command.Opcode) && IsAnsweredBefore(session, command, output))
            return;
        refusal = JudgeState(session, command);
        if (refusal != LinkStatus.Ok)
        {
            Refuse(session, command.CommandId, refusal, output);
            return;
        }
        if (Authority.HasEffect(command.Opcode) && !StoreMark(bond, command))
        {
            Refuse(session, command.CommandId, LinkStatus.MemoryFailed, output);
            return;
        }
        if (Authority.TakesLock(command.Opcode))
            _lockHolder = session;
        Counters.CommandsExecuted++;
        var answer = Execute(session, command);
        if (Authority.HasEffect(command.Opcode))
            KeepResult(session, command, answer);
        Reply(session, new ReplyEnvelope(command.CommandId, answer.Status, answer.Revision, answer.Body), output);
        EndRemovedBonds(output);
    }

    /// <summary>
    /// Makes the id's use durable before it is used. On a failed medium only stop and down go on: done a second time after a loss of power
    /// they change nothing or lower.
    /// </summary>
    private bool StoreMark(Bond bond, in CommandEnvelope command)
    {
        var before = bond.Ledger.Mark;
        if (!bond.Ledger.Reserve(command.CommandId) || _target.StoreCommandMark(bond))
            return true;
        bond.Ledger.TakeBack(before);
        return command.Opcode is Opcode.Stop or Opcode.Down;
    }

    /// <summary>What does not depend on the device's state: known, allowed, keys young enough.</summary>
    private LinkStatus Judge(DeviceSession session, in CommandEnvelope command)
    {
        if (!Authority.IsKnown(command.Opcode))
            return LinkStatus.UnknownOpcode;
        if (!Authority.Allows(session.Role, command.Opcode))
            return LinkStatus.NotAuthorised;
        if (command.Opcode is Opcode.Stop or Opcode.Down or Opcode.Pair)
            return LinkStatus.Ok;
        if (session.IsRekeyOverdue(_now))
            return LinkStatus.RekeyOverdue;
        if (IsRestricted(session) && !Authority.AllowsWithoutCertificate(command.Opcode, _target.MagnetPresent))
            return LinkStatus.CertificateNotValid;
        return LinkStatus.Ok;
    }

    /// <summary>What does: the lock, the revision, the age of the status behind an increase. Stop and down pass all of them.</summary>
    private LinkStatus JudgeState(DeviceSession session, in CommandEnvelope command)
    {
        if (command.Opcode is Opcode.Stop or Opcode.Down)
            return LinkStatus.Ok;
        if (_lockHolder is not null && _lockHolder != session && !Authority.PassesLock(command.Opcode))
            return LinkStatus.Locked;
        if (Authority.IsRaising(command.Opcode))
        {
            if (command.BasedOnMillisecond is not { } basis || basis > _now || _now - basis > CommandEnvelope.StaleAfterMillisecond)
                return LinkStatus.Expired;
        }
        else if (command.BasedOnMillisecond is not null)
        {
            return LinkStatus.Malformed;
        }
        var expects = Authority.HasEffect(command.Opcode) && command.ExpectedRevision != CommandEnvelope.AnyRevision;
        return expects && command.ExpectedRevision != _target.Revision ? LinkStatus.StaleRevision : LinkStatus.Ok;
    }

    /// <summary>Answers a repeat from the ledger. A stop is never held back by an id: it is done again, which changes nothing.</summary>
    private bool IsAnsweredBefore(DeviceSession session, in CommandEnvelope command, LinkOutput output)
    {
        var ledger = session.Bond!.Ledger;
        if (ledger.TryFind(command.CommandId, out var kept) && kept.Opcode == command.Opcode)
        {
            if (command.Opcode == Opcode.Stop)
                return false;
            Counters.CommandsRepeated++;
            Reply(session, new ReplyEnvelope(kept.CommandId, kept.Status, kept.Revision, kept.Body), output);
            return true;
        }
        if (ledger.IsNew(command.CommandId) || command.Opcode == Opcode.Stop)
            return false;
        if (_target.Recall(session.Bond, command.CommandId) is { } before)
        {
            Counters.CommandsRepeated++;
            Reply(session, new ReplyEnvelope(command.CommandId, before.Status, before.Revision, before.Body), output);
            return true;
        }
        Refuse(session, command.CommandId, LinkStatus.OutcomeUnknown, output);
        return true;
    }

    private CommandAnswer Execute(DeviceSession session, in CommandEnvelope command)
    {
        if (command.Opcode is Opcode.ReleaseLock or Opcode.BondList or Opcode.BondRemove or Opcode.PresentCertificate)
            return ExecuteOwn(session, command);
        if (CommandCodec.DecodeQuery(command.Opcode, command.Body.Span) is { } argument)
            return _target.Answer(new LinkQuery(command.Opcode, session.Role, argument, _now));
        if (CommandCodec.Decode(command.Opcode, command.Body.Span) is not { } asked)
            return Answer(LinkStatus.Malformed);
        var answer = _target.Execute(new AuthorisedCommand(session.Bond!, session.Id, command, asked, _now, IsClinicianPresent()));
        if (command.Opcode == Opcode.TestStart && answer.Status == (ushort)LinkStatus.Ok)
            session.IsTesting = true;
        if (command.Opcode == Opcode.Stop)
            _sessions.ForEach(other => other.IsTesting = false);
        return answer;
    }

    private void KeepResult(DeviceSession session, in CommandEnvelope command, in CommandAnswer answer)
    {
        if (answer.Body.Length > CommandLedger.ResultBodyMax)
            throw new InvalidOperationException($"The reply to {command.Opcode} has {answer.Body.Length} bytes; "
                + $"the journal holds {CommandLedger.ResultBodyMax}.");
        var bond = session.Bond!;
        if (!Bonds.Bonds.Contains(bond))
            return;
        var result = new KeptResult(command.CommandId, command.Opcode, answer.Status, answer.Revision, answer.Body);
        bond.Ledger.Add(result);
        _target.StoreResult(bond, result);
    }

    private void Refuse(DeviceSession session, ulong commandId, LinkStatus status, LinkOutput output)
    {
        Counters.CommandsRefused++;
        Reply(session, new ReplyEnvelope(commandId, (ushort)status, _target.Revision, default), output);
    }

    /// <summary>Who tries to change the software without the right is in the device's log, with I-40 as the reason.</summary>
    private void RefuseUpdate(DeviceSession session, in CommandEnvelope command, LinkOutput output)
    {
        Counters.CommandsRefused++;
        _target.NoteRefusedUpdate(session.Bond!, command.Opcode);
        var body = new byte[17];
        body[0] = 40;
        body[1] = (byte)session.Role;
        body[9] = (byte)Role.Service;
        Reply(session, new ReplyEnvelope(command.CommandId, (ushort)LinkStatus.NotAuthorised, _target.Revision, body), output);
    }

    private void Reply(DeviceSession session, in ReplyEnvelope reply, LinkOutput output)
    {
        session.RekeyOutbound(_now);
        var length = reply.Write(_reply);
        var sealedLength = session.Outbound.Seal(RecordType.Data, session.Id, _reply.AsSpan(0, length), output.Next());
        Radio.Count((sealedLength * RadioBudget.SendPicocoulombPerByte) + RadioBudget.CipherPicocoulomb);
        output.Keep(session.Connection, sealedLength);
    }

    /// <summary>A magnet shows that somebody is near; only a session with a certificate in time shows that it is a clinician.</summary>
    private bool IsClinicianPresent() => _sessions.Exists(session => session.Role == Role.Clinician && !IsRestricted(session));

    /// <summary>A clinician's rights need a certificate that the session named and that a set clock finds in time.</summary>
    private bool IsRestricted(DeviceSession session) =>
        session.Role == Role.Clinician
        && !(session.CertificateMatches && session.Bond!.Certificate?.IsInTime(_target.WallClockSecond) == true);
}
