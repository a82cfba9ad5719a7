namespace Epidura.Generator.Link.Commands;

/// <summary>The closed set of commands. Nothing reads or writes memory.</summary>
public enum Opcode : byte
{
    /// <summary>First record of a session: the hash of everything both sides saw.</summary>
    Confirm = 0x00,

    /// <summary>Model, leads, programs, limits.</summary>
    GetInfo = 0x01,

    /// <summary>State now, and the device's time on which an increase may be based; also the heartbeat of a test stimulation.</summary>
    GetStatus = 0x02,

    /// <summary>A page of the therapy log.</summary>
    GetLog = 0x03,

    /// <summary>Output table at fixed loads.</summary>
    Characterise = 0x04,

    /// <summary>Amplitude to zero, at once.</summary>
    Stop = 0x10,

    /// <summary>Ramp up the selected program.</summary>
    Start = 0x11,

    /// <summary>Choose another stored program.</summary>
    SelectProgram = 0x12,

    /// <summary>More amplitude, within the patient's window.</summary>
    Up = 0x13,

    /// <summary>Less amplitude.</summary>
    Down = 0x14,

    /// <summary>Into MRI mode.</summary>
    EnterMri = 0x18,

    /// <summary>Out of MRI mode.</summary>
    ExitMri = 0x19,

    /// <summary>Begin to send a program.</summary>
    StageBegin = 0x20,

    /// <summary>A piece of it.</summary>
    StageWrite = 0x21,

    /// <summary>Let the device check and compute it.</summary>
    StageValidate = 0x22,

    /// <summary>Forget it.</summary>
    StageAbort = 0x23,

    /// <summary>Make it the stored program.</summary>
    Commit = 0x24,

    /// <summary>Smallest and largest amplitude of the patient.</summary>
    SetPatientWindow = 0x25,

    /// <summary>Stimulate for a test; needs a heartbeat.</summary>
    TestStimulation = 0x26,

    /// <summary>Measure impedances.</summary>
    MeasureImpedance = 0x27,

    /// <summary>Clear a latched fault.</summary>
    ClearFault = 0x28,

    /// <summary>Set the wall clock.</summary>
    SetClock = 0x29,

    /// <summary>Give the programming lock back.</summary>
    ReleaseLock = 0x2A,

    /// <summary>Inside a pairing session: become a bond.</summary>
    Pair = 0x30,

    /// <summary>List the bonds.</summary>
    BondList = 0x31,

    /// <summary>Remove a bond.</summary>
    BondRemove = 0x32,

    /// <summary>Show a newer clinician certificate.</summary>
    PresentCertificate = 0x33,

    /// <summary>Replace the limit profile by a signed one.</summary>
    SetLimitProfile = 0x40,
}

/// <summary>Who is at the other end of a bond.</summary>
public enum LinkRole : byte
{
    /// <summary>Nobody yet: a pairing session.</summary>
    None = 0,

    /// <summary>The patient's remote control.</summary>
    Patient = 1,

    /// <summary>A clinician's programmer, by certificate.</summary>
    Clinician = 2,

    /// <summary>Reads and stops, nothing else.</summary>
    Reader = 3,

    /// <summary>Service: carries signed limit profiles.</summary>
    Service = 4,
}

/// <summary>How a command ended. Values of 0x0100 and above come from the device behind the link.</summary>
public enum LinkStatus : ushort
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Authentic, but the bytes are not a command.</summary>
    Malformed = 1,

    /// <summary>No such command.</summary>
    UnknownOpcode = 2,

    /// <summary>Not for this role.</summary>
    NotAuthorised = 3,

    /// <summary>Another session is programming.</summary>
    Locked = 4,

    /// <summary>The device has moved on from the revision the command expects.</summary>
    RevisionMismatch = 5,

    /// <summary>The status behind an increase is older than five seconds, or not of this device's past.</summary>
    Stale = 6,

    /// <summary>An old command id whose result is no longer kept: read the status, never send it again.</summary>
    OutcomeUnknown = 7,

    /// <summary>Certificate expired, not the bond's, or the clock that would judge it is not set.</summary>
    CertificateNotValid = 8,

    /// <summary>All places for this role are taken.</summary>
    BondTableFull = 9,

    /// <summary>No such bond.</summary>
    NoSuchBond = 10,

    /// <summary>The session uses the same keys for too long; only stop and down pass.</summary>
    RekeyOverdue = 11,

    /// <summary>The magnet must be present.</summary>
    MagnetRequired = 12,

    /// <summary>The device refuses for a reason given in the reply.</summary>
    Refused = 0x0100,
}
