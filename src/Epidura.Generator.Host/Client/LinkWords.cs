using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Host.Client;

/// <summary>Why a device refused.</summary>
/// <param name="Status">Number of the wire.</param>
/// <param name="Words">In words.</param>
/// <param name="Requirement">Number of the invariant, 21 for I-21; 0 for none.</param>
/// <param name="Value">What was asked or measured, in the unit of the invariant.</param>
/// <param name="Limit">What is allowed.</param>
public sealed record Refusal(ushort Status, string Words, int Requirement, long Value, long Limit);

/// <summary>Replies in words, with the numbers the device gave.</summary>
public static class LinkWords
{
    /// <summary>How a command ended.</summary>
    public static string Of(in ReplyEnvelope reply)
    {
        if (reply.IsOk)
            return "done";
        var refusal = RefusalOf(reply)!;
        return refusal.Requirement == 0
            ? refusal.Words
            : FormattableString.Invariant(
                $"{refusal.Words}: {Invariant(refusal.Requirement)}, {refusal.Value} against a limit of {refusal.Limit}");
    }

    /// <summary>Why it was refused; null when it was done.</summary>
    public static Refusal? RefusalOf(in ReplyEnvelope reply)
    {
        if (reply.IsOk)
            return null;
        var body = reply.Body.Span;
        return body.Length != 17
            ? new Refusal(reply.Status, NameOf(reply.Status), 0, 0, 0)
            : new Refusal(
                reply.Status, NameOf(reply.Status), body[0], BinaryPrimitives.ReadInt64LittleEndian(body[1..]),
                BinaryPrimitives.ReadInt64LittleEndian(body[9..]));
    }

    /// <summary>Id and subject of an invariant: I-21 (patient window).</summary>
    public static string Invariant(int requirement)
    {
        var subject = Subject(requirement);
        return FormattableString.Invariant($"I-{requirement:00}{(subject.Length == 0 ? "" : $" ({subject})")}");
    }

    private static string Subject(int requirement) => requirement is >= 1 and <= 42 ? Subjects[requirement - 1] : "";

    private static readonly string[] Subjects =
    [
        "current of a contact", "total current", "pulse width", "rate", "charge per phase", "charge density", "Shannon's k",
        "charge balance", "charge left after recovery", "net direct current", "electrode voltage", "recovery", "sum of the currents",
        "anodes and cathodes", "output voltage", "timing of the pulses", "average current", "start ramp", "rise of the amplitude",
        "press of the remote", "patient window", "change of contacts, width or rate", "switch of the program", "missed pulses", "battery",
        "temperature", "lead open", "leads short", "impedance jump", "program checksum", "clock", "MRI mode", "magnet", "watchdog",
        "state after a reset", "latched fault", "end of service", "time limit", "data not readable", "update", "closed loop", "dose log",
    ];

    /// <summary>A status of the wire in words.</summary>
    public static string NameOf(ushort status) => status switch
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
        (ushort)CommandStatus.StageIncomplete => "the staged program or image is incomplete, differs from its hash or was not validated",
        (ushort)CommandStatus.BadSignature => "a signature is wrong, or the profile is older than the stored one",
        (ushort)CommandStatus.MagnetPresent => "the magnet lies on the device",
        (ushort)CommandStatus.ImpedanceMissing => "no impedance has been measured since the device started",
        (ushort)CommandStatus.BatteryLow => "the battery is too low",
        (ushort)CommandStatus.LeadFault => "a lead in use is open or short",
        (ushort)CommandStatus.MemoryFailed => "memory failed; the device is in fault",
        (ushort)CommandStatus.CauseRemains => "the cause of the fault is still there",
        (ushort)CommandStatus.TooWarm => "the device is too warm",
        (ushort)CommandStatus.ClinicianAbsent => "no clinician has a session open",
        (ushort)CommandStatus.WrongHardware => "the image is for another kind of device",
        (ushort)CommandStatus.SoftwareOlder => "the image is older than the software of the device",
        (ushort)CommandStatus.ClockInvalid => "the clock is not set",
        _ => FormattableString.Invariant($"refused with status {status}"),
    };
}
