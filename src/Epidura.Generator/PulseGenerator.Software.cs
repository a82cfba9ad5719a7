using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Software;

namespace Epidura.Generator;

/// <summary>Which software is in force, I-40.</summary>
public sealed partial class PulseGenerator
{
    /// <summary>Version in force, and how the last update ended.</summary>
    public SoftwareStatus Software => _banks.Status();

    /// <summary>True when an update was activated and acknowledged: the host starts the device anew with
    /// <see cref="ResetCause.Update"/>.</summary>
    public bool IsUpdateActivated { get; private set; }

    /// <summary>Settles which software is in force. After it none is on trial; a medium in doubt means fault and off.</summary>
    private void BootSoftware(GeneratorState state, StepOutputs outputs)
    {
        var outcome = _banks.Boot(SoftwareManifest.Running, () => AreSettingsWhole(state));
        state.SoftwareFloor = _banks.Control.Floor;
        if (outcome != UpdateOutcome.None)
            Machine.Log(
                state, outputs, LogKind.Software, (ushort)outcome, 40, _banks.Control.OutcomeVersion.Value, (long)_banks.Control.Check);
        if (!_banks.IsBroken)
            return;
        state.IsMemoryBroken = true;
        _machine.Fire(state, DeviceEvent.MemoryFailed, outputs, 40);
    }

    /// <summary>Journal and every promised program can be read: what the new software has to keep.</summary>
    private bool AreSettingsWhole(GeneratorState state)
    {
        for (var i = 0; i < state.Stored.Length; i++)
            if ((_durable.StoredMask & (1 << i)) != 0 && state.Stored[i] is null)
                return false;
        return _memory.Damage is null;
    }

    private bool StoreSoftware(StepOutputs outputs) =>
        (outputs.UpdateToInstall.IsEmpty || _banks.Install(outputs.UpdateToInstall.Span))
        && (outputs.UpdateToActivate.IsEmpty || _banks.Activate(outputs.UpdateToActivate.Span));

    /// <summary>What could not be stored has not happened. A medium that failed leaves the next start in doubt: fault and off.</summary>
    private CommandResult GiveUpSoftware(GeneratorState previous)
    {
        State = previous;
        if (_banks.IsBroken)
        {
            var (state, outputs) = _machine.Step(State, new Input.MemoryFault(IsProgram: false), 0);
            State = state;
            Follow(outputs);
        }

        return new CommandResult(CommandStatus.MemoryFailed, 40, 0, 0, State.RevisionNumber, default);
    }
}
