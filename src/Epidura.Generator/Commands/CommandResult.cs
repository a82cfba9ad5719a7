namespace Epidura.Generator.Commands;

/// <summary>How a command ended. The numbers are those of the wire.</summary>
public enum CommandStatus : ushort
{
    /// <summary>Done and recorded.</summary>
    Accepted = 0,

    /// <summary>Not possible in the present state.</summary>
    WrongState = 1,

    /// <summary>An invariant forbids it; the result names it with value and limit.</summary>
    LimitExceeded = 2,

    /// <summary>The revision is not the present one.</summary>
    StaleRevision = 3,

    /// <summary>A raising command based on a status older than five seconds.</summary>
    Expired = 4,

    /// <summary>A press sooner than 250 ms after the last.</summary>
    TooFast = 5,

    /// <summary>No such program, area or contact, or an argument out of range.</summary>
    BadArgument = 6,

    /// <summary>The staged image is incomplete, has another hash, or was not validated.</summary>
    StageIncomplete = 7,

    /// <summary>A signature is wrong or the profile is older than the stored one.</summary>
    BadSignature = 8,

    /// <summary>The magnet lies on the device.</summary>
    MagnetPresent = 9,

    /// <summary>No impedance has been measured since the device started.</summary>
    ImpedanceMissing = 10,

    /// <summary>The battery is too low for that.</summary>
    BatteryLow = 11,

    /// <summary>A lead in use is open or short.</summary>
    LeadFault = 12,

    /// <summary>Memory could not be written; nothing was acknowledged and the device is in fault.</summary>
    MemoryFailed = 13,

    /// <summary>The cause of the fault is still there.</summary>
    CauseRemains = 14,

    /// <summary>The role may not send this command. Given by the link.</summary>
    NotAuthorised = 15,

    /// <summary>Another client holds the programming lock. Given by the link.</summary>
    Locked = 16,

    /// <summary>The bytes are not a command. Given by the link.</summary>
    Malformed = 17,

    /// <summary>The device is too warm.</summary>
    TooWarm = 18,

    /// <summary>The clock is not valid.</summary>
    ClockInvalid = 19,

    /// <summary>An update needs a clinician with a session open.</summary>
    ClinicianAbsent = 20,

    /// <summary>The image is for another kind of device.</summary>
    WrongHardware = 21,

    /// <summary>The image is older than the software the device has confirmed.</summary>
    SoftwareOlder = 22,
}

/// <summary>Answer to a command.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Requirement">Number of the invariant that refused it, 5 for I-05; 0 for none.</param>
/// <param name="Value">What was asked, in the unit of the invariant.</param>
/// <param name="Limit">What is allowed.</param>
/// <param name="Revision">Revision after the command.</param>
/// <param name="Payload">Measurements or a <see cref="StageReport"/>; at most 256 bytes.</param>
public sealed record CommandResult(
    CommandStatus Status, int Requirement, long Value, long Limit, uint Revision, ReadOnlyMemory<byte> Payload)
{
    /// <summary>True when it was done.</summary>
    public bool IsAccepted => Status == CommandStatus.Accepted;
}
