using Epidura.Generator.Commands;

namespace Epidura.Generator.Link.Commands;

/// <summary>A command that passed the link: authentic, fresh, allowed for the role. The device still checks it.</summary>
/// <param name="Bond">Bond it came from.</param>
/// <param name="Session">Session.</param>
/// <param name="Envelope">Id, revision and basis.</param>
/// <param name="Command">What is asked.</param>
/// <param name="NowMillisecond">Device time, ms.</param>
/// <param name="IsClinicianPresent">A clinician has a session open whose certificate is in time.</param>
public readonly record struct AuthorisedCommand(
    Bonds.Bond Bond, uint Session, CommandEnvelope Envelope, Command Command, long NowMillisecond, bool IsClinicianPresent);

/// <summary>A question that changes nothing.</summary>
/// <param name="Opcode">One of the GET commands or CHARACTERISE.</param>
/// <param name="Role">Who asks.</param>
/// <param name="Argument">First log entry, load in ohm, or program; 0 otherwise.</param>
/// <param name="NowMillisecond">Device time, ms.</param>
public readonly record struct LinkQuery(Opcode Opcode, Role Role, uint Argument, long NowMillisecond);

/// <summary>What the device answers.</summary>
/// <param name="Status">0 when done; else why not.</param>
/// <param name="Revision">Revision of the device afterwards.</param>
/// <param name="Body">At most 24 bytes for a command with an effect, else <see cref="ReplyEnvelope.BodyMax"/>.</param>
public readonly record struct CommandAnswer(ushort Status, uint Revision, ReadOnlyMemory<byte> Body);

/// <summary>The device behind the link, as far as the link needs it.</summary>
public interface ILinkTarget
{
    /// <summary>Revision of the device's stored settings; rises with every change of them.</summary>
    uint Revision { get; }

    /// <summary>Seconds since 1970 on the device's own clock; null while the clock is not set.</summary>
    long? WallClockSecond { get; }

    /// <summary>True while the magnet is present.</summary>
    bool MagnetPresent { get; }

    /// <summary>Answers a question.</summary>
    CommandAnswer Answer(in LinkQuery query);

    /// <summary>Executes a command. Whatever it changes is in the device's log before it returns.</summary>
    CommandAnswer Execute(in AuthorisedCommand command);

    /// <summary>The answer that a command of this bond got before, over losses of power too; null when it is not known.</summary>
    CommandAnswer? Recall(Bonds.Bond bond, ulong commandId);

    /// <summary>Stores that command ids of a bond up to its ledger's mark count as used. Called before the id is used.</summary>
    /// <returns>True when it is durable; false when the medium failed.</returns>
    bool StoreCommandMark(Bonds.Bond bond);

    /// <summary>Stores a result of a command with an effect. Called before the reply is sent.</summary>
    void StoreResult(Bonds.Bond bond, in KeptResult result);

    /// <summary>Stores the bonds. Called before the reply is sent.</summary>
    /// <returns>True when they are durable; false when the medium failed.</returns>
    bool StoreBonds(Bonds.BondTable bonds);

    /// <summary>Adds to the device's log that an update was refused because of the role.</summary>
    void NoteRefusedUpdate(Bonds.Bond bond, Opcode opcode);

    /// <summary>The session that runs a test stimulation was not heard for three heartbeats: stimulation must end.</summary>
    void TestLinkLost();
}
