namespace Epidura.Generator.Link.Commands;

/// <summary>A command that passed the link: authentic, fresh, allowed for the role. The device still checks it.</summary>
/// <param name="BondId">Bond it came from.</param>
/// <param name="Role">Role of the bond.</param>
/// <param name="Session">Session.</param>
/// <param name="Envelope">Command.</param>
/// <param name="NowMillisecond">Device time, ms.</param>
public readonly record struct AuthorisedCommand(byte BondId, LinkRole Role, uint Session, CommandEnvelope Envelope, long NowMillisecond);

/// <summary>What the device answers.</summary>
/// <param name="Status">0 when done; from 0x0100 refused with a reason.</param>
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

    /// <summary>Executes a command. Whatever it changes is in the device's log before it returns.</summary>
    CommandAnswer Execute(in AuthorisedCommand command);

    /// <summary>Stores that command ids of a bond up to the mark count as used. Called before the id is used.</summary>
    void StoreCommandMark(byte bondId, ulong mark);

    /// <summary>Stores a result of a command with an effect. Called before the reply is sent.</summary>
    void StoreResult(byte bondId, in CommandResult result);

    /// <summary>Stores the bonds. Called before the reply is sent.</summary>
    void StoreBonds(Bonds.BondTable bonds);

    /// <summary>The session that runs a test stimulation was not heard for three heartbeats: stimulation must end.</summary>
    void TestLinkLost();
}
