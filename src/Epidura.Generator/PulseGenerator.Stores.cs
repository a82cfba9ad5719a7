using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;

namespace Epidura.Generator;

/// <summary>What a command stores, before it is acknowledged.</summary>
public sealed partial class PulseGenerator
{
    /// <summary>Stores what a command asks for, unless the copy in force is no longer what it was: it must not be lost unseen.</summary>
    private bool Store(StepOutputs outputs, GeneratorState previous)
    {
        if (outputs.ToStore is { } place && previous.Stored[place.Program] is { } before && previous.State != TherapyState.Fault
            && _memory.Read(place.Program).Stored?.Hash.Span.SequenceEqual(before.Hash.Span) != true)
            return false;
        if (outputs.ToStore is { } toStore
            && !_memory.Store(toStore.Program, toStore.Stored, State.RevisionNumber, State.Limits, State.Time))
            return false;
        return outputs.ProfileToStore.IsEmpty
            || _memory.StoreProfile(outputs.ProfileToStore.Span, _configuration.LimitAuthorityKey.Span);
    }

    /// <summary>
    /// When a clinician clears a fault, programs that are whole in working memory but not in their slots are stored anew,
    /// and damaged copies
    /// are blanked: no older program comes back by itself.
    /// </summary>
    private bool Mend(Command command, CommandResult result)
    {
        if (command is not Command.ClearFault || !result.IsAccepted)
            return true;
        for (var i = 0; i < State.Stored.Length; i++)
            if (State.Stored[i] is { } stored && _memory.Read(i).Stored?.Hash.Span.SequenceEqual(stored.Hash.Span) != true
                && !_memory.Store(i, stored, State.RevisionNumber, State.Limits, State.Time))
                return false;
        _memory.EraseDamaged();
        return _memory.Damage is null;
    }

    private bool Keep(CommandContext context, Command command, bool isKept, CommandResult result)
    {
        if (!isKept)
            return true;

        // The clock is no durable state, and without it the clinician who would clear damaged memory has no rights.
        var isVolatile = command is Command.SetClock && _memory.Damage is not null;
        if (!result.IsAccepted || isVolatile)
        {
            if (_refused.Count >= 1024)
                _refused.Clear();
            if (context.Bond >= 0)
                _refused[(context.Bond, context.CommandId)] = result;
            return isVolatile || Current() == _memory.Durable || State.Millivolt < _battery.WriteMillivolt || Save(Current());
        }

        if (State.Millivolt < _battery.WriteMillivolt)
            return !MustLast(command);
        var durable = Current();
        if (!_memory.Append(context.Bond, context.CommandId, result, durable))
            return false;
        _durable = durable;
        return true;
    }

    /// <summary>
    /// What reduces has happened even when it could not be recorded; the rest has not. MRI mode is entered but not acknowledged, because a
    /// reset would end it.
    /// </summary>
    private CommandResult GiveUp(GeneratorState previous, Command command, CommandResult result)
    {
        if (!command.IsReducing)
            State = previous;
        if (State.Millivolt < _battery.WriteMillivolt)
            return new CommandResult(CommandStatus.BatteryLow, 25, State.Millivolt, _battery.WriteMillivolt, State.RevisionNumber, default);
        BreakMemory(new StepOutputs());
        return command.IsReducing && !MustLast(command)
            ? result
            : new CommandResult(CommandStatus.MemoryFailed, 39, 0, 0, State.RevisionNumber, default);
    }

    /// <summary>A reducing command that means nothing unless it outlives a reset.</summary>
    private static bool MustLast(Command command) => command is Command.EnterMri;

    private static bool NeedsMemory(Command command) => !command.IsReducing
        && command is not (Command.Heartbeat or Command.MeasureImpedance);

    private DurableState Current()
    {
        ushort mask = 0;
        for (var i = 0; i < State.Stored.Length; i++)
            mask |= State.Stored[i] is null ? (ushort)0 : (ushort)(1 << i);
        return _durable with
        {
            Latches = State.LatchBits,
            Revision = State.RevisionNumber,
            Selected = State.Selected,
            StoredMask = (ushort)(mask | (State.State == TherapyState.Fault ? _durable.StoredMask : 0)),
            FaultEvent = State.FaultEvent,
            FaultRequirement = (byte)State.FaultRequirement,
        };
    }

    private bool Save(DurableState durable)
    {
        if (!_memory.Append(-1, 0, new CommandResult(CommandStatus.Accepted, 0, 0, 0, durable.Revision, default), durable))
            return false;
        _durable = durable;
        return true;
    }
}
