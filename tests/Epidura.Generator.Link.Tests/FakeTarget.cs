using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Tests;

/// <summary>A device that accepts everything and keeps what it was told.</summary>
internal sealed class FakeTarget : ILinkTarget
{
    public List<Command> Executed { get; } = [];

    public List<string> Stored { get; } = [];

    public List<Opcode> RefusedUpdates { get; } = [];

    /// <summary>Of the last command.</summary>
    public bool IsClinicianPresent { get; private set; }

    public uint Revision { get; set; } = 7;

    public long? WallClockSecond { get; set; } = 1_800_000_000;

    public bool MagnetPresent { get; set; }

    public int LinkLost { get; private set; }

    /// <summary>Nothing can be stored.</summary>
    public bool IsMediumBroken { get; set; }

    /// <summary>Marks can be stored, bonds cannot.</summary>
    public bool AreBondsBroken { get; set; }

    public int Changes => Executed.Count + Stored.Count + LinkLost;

    public CommandAnswer Answer(in LinkQuery query) => new(0, Revision, new byte[] { (byte)query.Opcode, (byte)query.Argument });

    public CommandAnswer Execute(in AuthorisedCommand command)
    {
        Executed.Add(command.Command);
        IsClinicianPresent = command.IsClinicianPresent;
        if (command.Command is Command.Commit)
            Revision++;
        return new CommandAnswer(0, Revision, new byte[] { (byte)Executed.Count });
    }

    public CommandAnswer? Recall(Bond bond, ulong commandId) => null;

    public bool StoreCommandMark(Bond bond) => Keep(!IsMediumBroken, $"mark {bond.Slot} {bond.Ledger.Mark}");

    public void StoreResult(Bond bond, in KeptResult result) => Stored.Add($"result {bond.Slot} {result.CommandId}");

    public bool StoreBonds(BondTable bonds) => Keep(!IsMediumBroken && !AreBondsBroken, $"bonds {bonds.Bonds.Count}");

    public void NoteRefusedUpdate(Bond bond, Opcode opcode) => RefusedUpdates.Add(opcode);

    public void TestLinkLost() => LinkLost++;

    private bool Keep(bool isPossible, string line)
    {
        if (isPossible)
            Stored.Add(line);
        return isPossible;
    }
}
