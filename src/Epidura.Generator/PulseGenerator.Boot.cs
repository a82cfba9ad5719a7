using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Monitor;

namespace Epidura.Generator;

/// <summary>The start: amplitude zero, modes and faults as they were, everything stored checked as if it came from outside.</summary>
public sealed partial class PulseGenerator
{
    private void Load(ResetCause cause)
    {
        var state = State;
        var outputs = new StepOutputs();
        var wasRunning = _durable.Latches.HasFlag(Latches.Running);
        var resets = cause is ResetCause.PowerOn or ResetCause.Update ? _durable.Resets : (byte)Math.Min(ResetsMax, _durable.Resets + 1);
        state.BootNumber = _durable.Boot + 1;
        state.LatchBits = _durable.Latches;
        state.RevisionNumber = _durable.Revision;
        state.LogSequence = _memory.NextLogSequence;
        state.FaultEvent = _durable.FaultEvent;
        state.FaultRequirement = _durable.FaultRequirement;
        state.Limits = _memory.ReadLimits(_configuration.LimitAuthorityKey.Span);
        RestoreUsage(state);
        Machine.Log(state, outputs, LogKind.Boot, (ushort)cause, 35, resets);
        _machine.Fire(state, DeviceEvent.Reset, outputs, 35);
        if (_memory.Damage is null)
            LoadPrograms(state, outputs);
        if (_memory.Damage is not null)
            _machine.Fire(state, DeviceEvent.MemoryFailed, outputs, 39);
        state.IsMemoryBroken = _memory.Damage is not null;
        BootSoftware(state, outputs);
        if (resets >= ResetsMax)
            _machine.Fire(state, DeviceEvent.ResetStorm, outputs, 34, resets, ResetsMax);
        _durable = _durable with { Boot = state.BootNumber, Resets = resets };
        Follow(outputs);
        if (wasRunning && cause == ResetCause.Watchdog && resets == 1 && state.LatchBits.HasFlag(Latches.AutoResume))
            Execute(new CommandContext(-1, Role.None, 0, State.RevisionNumber, State.Time), new Command.Start());
    }

    private void LoadPrograms(GeneratorState state, StepOutputs outputs)
    {
        for (var i = 0; i < MemoryMap.Programs; i++)
        {
            var (condition, stored, sequence, _) = _memory.Read(i);
            var isPromised = (_durable.StoredMask & (1 << i)) != 0;
            if (condition == SlotCondition.Failed)
                _memory.Fail("memory cannot be read");
            else if (_memory.IsNewestDamaged(i, sequence))
                _machine.Fire(state, DeviceEvent.ProgramCorrupt, outputs, 30, i);
            else if (stored is not null && !isPromised && sequence <= _durable.Revision)
                continue; // A clinician cleared the fault of this program: what is left of it is not brought back.
            else if (stored is not null && ProgramMonitor.Check(stored.Program, _configuration, state.Limits, null).IsClean)
            {
                state.Stored[i] = stored;
                state.RevisionNumber = Math.Max(state.RevisionNumber, sequence);
            }
            else if (stored is not null || isPromised)
                _machine.Fire(state, DeviceEvent.ProgramCorrupt, outputs, stored is null ? 30 : 39, i);
        }

        state.Selected = _durable.Selected >= 0 && state.Stored[_durable.Selected] is not null ? _durable.Selected : -1;
        Machine.Load(state, state.Selected >= 0 ? state.Stored[state.Selected] : null);
    }

    private void RestoreUsage(GeneratorState state)
    {
        if (_memory.Damage is not null || _memory.ReadUsage() is not { } usage
            || usage.Counters.Length != state.Delivered.Length + state.Histogram.Length + 2)
            return;
        _usageSequence = usage.Sequence;
        usage.Counters.AsSpan(0, state.Delivered.Length).CopyTo(state.Delivered);
        usage.Counters.AsSpan(state.Delivered.Length, state.Histogram.Length).CopyTo(state.Histogram);
        state.UsedPicocoulomb = Math.Clamp(usage.Counters[^2], 0, _battery.UsablePicocoulomb);
        state.UsedAttocoulomb = Math.Clamp(usage.Counters[^1], 0, 999_999);
    }
}
