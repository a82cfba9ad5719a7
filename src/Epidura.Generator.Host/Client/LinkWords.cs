using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Host.Client;

/// <summary>Replies in words, with the numbers the device gave.</summary>
public static class LinkWords
{
    /// <summary>How a command ended.</summary>
    public static string Of(in ReplyEnvelope reply)
    {
        if (reply.IsOk)
            return "done";
        var words = Name(reply.Status);
        if (reply.Body.Length != 17 || reply.Body.Span[0] == 0)
            return words;
        var value = BinaryPrimitives.ReadInt64LittleEndian(reply.Body.Span[1..]);
        var limit = BinaryPrimitives.ReadInt64LittleEndian(reply.Body.Span[9..]);
        return FormattableString.Invariant($"{words}: I-{reply.Body.Span[0]:00}, {value} against a limit of {limit}");
    }

    private static string Name(ushort status) => status switch
    {
        (ushort)LinkStatus.UnknownOpcode => "the device does not know this command",
        (ushort)LinkStatus.OutcomeUnknown => "whether it was done is unknown; read the status",
        (ushort)LinkStatus.CertificateNotValid => "the clinician's certificate is not valid now, or the device's clock is not set",
        (ushort)LinkStatus.BondTableFull => "all places for this role are taken",
        (ushort)LinkStatus.NoSuchBond => "there is no such bond",
        (ushort)LinkStatus.RekeyOverdue => "the session's keys are too old",
        (ushort)LinkStatus.NotAuthorised => "this role may not do that",
        (ushort)LinkStatus.Locked => "another session is programming",
        (ushort)LinkStatus.Malformed => "the bytes are not a command",
        (ushort)CommandStatus.WrongState => "not possible in the present state",
        (ushort)CommandStatus.LimitExceeded => "a limit forbids it",
        (ushort)CommandStatus.StaleRevision => "the device has moved on to another revision",
        (ushort)CommandStatus.Expired => "the status it was based on is older than five seconds",
        (ushort)CommandStatus.TooFast => "too soon after the last press",
        (ushort)CommandStatus.BadArgument => "no such program, area or contact, or a number out of range",
        (ushort)CommandStatus.StageIncomplete => "the staged program is incomplete, differs from its hash or was not validated",
        (ushort)CommandStatus.BadSignature => "a signature is wrong, or the profile is older than the stored one",
        (ushort)CommandStatus.MagnetPresent => "the magnet lies on the device",
        (ushort)CommandStatus.ImpedanceMissing => "no impedance has been measured since the device started",
        (ushort)CommandStatus.BatteryLow => "the battery is too low",
        (ushort)CommandStatus.LeadFault => "a lead in use is open or short",
        (ushort)CommandStatus.MemoryFailed => "memory failed; the device is in fault",
        (ushort)CommandStatus.CauseRemains => "the cause of the fault is still there",
        (ushort)CommandStatus.TooWarm => "the device is too warm",
        (ushort)CommandStatus.ClockInvalid => "the clock is not set",
        _ => FormattableString.Invariant($"refused with status {status}"),
    };
}
