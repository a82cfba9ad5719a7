namespace Epidura.Generator.Commands;

/// <summary>
/// Who stands behind a session. The link decides which role may send which command; the machine uses it for slew and windows.
/// </summary>
public enum Role : byte
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The patient's remote.</summary>
    Patient,

    /// <summary>A programmer with a valid certificate.</summary>
    Clinician,

    /// <summary>Reads only.</summary>
    Reader,

    /// <summary>The maker's service.</summary>
    Service,

    /// <summary>A magnet over the device, without a session.</summary>
    Magnet,
}

/// <summary>What comes with a command.</summary>
/// <param name="Bond">Index of the bond, 0 to 7; -1 without a session.</param>
/// <param name="Role">Authority of the session.</param>
/// <param name="CommandId">Chosen by the client, never used twice by one bond for different commands.</param>
/// <param name="ExpectedRevision">Revision the client believes in; null only for a reducing command or a heartbeat.</param>
/// <param name="BasedOnNanosecond">Device time of the status that a raising command was based on; null when there is none.</param>
/// <param name="IsClinicianPresent">A clinician with a valid certificate has a session open, I-40.</param>
public sealed record CommandContext(
    int Bond, Role Role, ulong CommandId, uint? ExpectedRevision, long? BasedOnNanosecond, bool IsClinicianPresent = false);
