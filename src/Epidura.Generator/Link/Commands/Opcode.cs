using Epidura.Generator.Commands;

namespace Epidura.Generator.Link.Commands;

/// <summary>The closed set of commands. Nothing reads or writes memory.</summary>
public enum Opcode : byte
{
    /// <summary>First record of a session: the hash of everything both sides saw.</summary>
    Confirm = 0x00,

    /// <summary>Model, leads, programs, limits.</summary>
    GetInfo = 0x01,

    /// <summary>State now, and the device's time on which a raising command is based.</summary>
    GetStatus = 0x02,

    /// <summary>A page of the therapy log.</summary>
    GetLog = 0x03,

    /// <summary>A row of the output table: 500, 1000, 2000 or 10 000 ohm.</summary>
    Characterise = 0x04,

    /// <summary>Seconds per program and per amplitude.</summary>
    GetUsage = 0x05,

    /// <summary>Length and SHA-256 of a stored program.</summary>
    GetProgram = 0x06,

    /// <summary>A kept measurement of impedance, counted back from the newest.</summary>
    GetImpedance = 0x07,

    /// <summary>Version in force, bank, and how the last update ended.</summary>
    GetSoftware = 0x08,

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

    /// <summary>Keeps a test stimulation alive.</summary>
    Heartbeat = 0x15,

    /// <summary>More amplitude that ends by itself.</summary>
    Boost = 0x16,

    /// <summary>A clinician's new amplitude of a running area.</summary>
    SetAmplitude = 0x17,

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

    /// <summary>Make it the stored program.</summary>
    Commit = 0x24,

    /// <summary>Smallest and largest amplitude of the patient.</summary>
    SetPatientWindow = 0x25,

    /// <summary>Stimulate for a test; needs a heartbeat every second.</summary>
    TestStart = 0x26,

    /// <summary>Measure impedances.</summary>
    MeasureImpedance = 0x27,

    /// <summary>Clear a latched fault.</summary>
    ClearFault = 0x28,

    /// <summary>Set the wall clock.</summary>
    SetClock = 0x29,

    /// <summary>Give the programming lock back.</summary>
    ReleaseLock = 0x2A,

    /// <summary>Whether a single watchdog reset resumes therapy.</summary>
    SetAutoResume = 0x2B,

    /// <summary>Into the storage mode.</summary>
    EnterShipping = 0x2C,

    /// <summary>Out of the storage mode.</summary>
    LeaveShipping = 0x2D,

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

    /// <summary>Begin to send an image of the device's software.</summary>
    UpdateBegin = 0x41,

    /// <summary>A piece of it.</summary>
    UpdateWrite = 0x42,

    /// <summary>Let the device check it and write it to the bank that is not in force.</summary>
    UpdateValidate = 0x43,

    /// <summary>Make it the software of the next start, which follows at once.</summary>
    UpdateActivate = 0x44,
}

/// <summary>
/// How a command ended, as far as the link decides it. Below 64 the numbers are those of <see cref="CommandStatus"/>,
/// which the device behind the link adds to.
/// </summary>
public enum LinkStatus : ushort
{
    /// <summary>Done.</summary>
    Ok = CommandStatus.Accepted,

    /// <summary>The device has moved on from the revision the command expects.</summary>
    StaleRevision = CommandStatus.StaleRevision,

    /// <summary>The status behind a raising command is older than five seconds, or not of this device's past.</summary>
    Expired = CommandStatus.Expired,

    /// <summary>Not for this role.</summary>
    NotAuthorised = CommandStatus.NotAuthorised,

    /// <summary>Another session is programming.</summary>
    Locked = CommandStatus.Locked,

    /// <summary>Authentic, but the bytes are not a command.</summary>
    Malformed = CommandStatus.Malformed,

    /// <summary>The memory did not take it: nothing was changed.</summary>
    MemoryFailed = CommandStatus.MemoryFailed,

    /// <summary>No such command.</summary>
    UnknownOpcode = 64,

    /// <summary>An old command id whose result is no longer kept: read the status, never send it again.</summary>
    OutcomeUnknown = 65,

    /// <summary>Certificate expired, not the bond's, or the clock that would judge it is not set.</summary>
    CertificateNotValid = 66,

    /// <summary>All places for this role are taken.</summary>
    BondTableFull = 67,

    /// <summary>No such bond.</summary>
    NoSuchBond = 68,

    /// <summary>The session uses the same keys for too long; only stop and down pass.</summary>
    RekeyOverdue = 69,
}
