using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Memory;
using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Engine;

/// <summary>
/// Programming in two phases: an image is staged and validated, a person confirms the device's own numbers, then it is committed.
/// </summary>
public partial class Machine
{
    private CommandResult BeginStage(GeneratorState state, Command.StageBegin begin, StepOutputs outputs)
    {
        if (begin.Program is < 0 or >= MemoryMap.Programs || begin.Length is < 1 or > ProgramImage.LengthMax || begin.Sha256.Length != 32)
            return Refuse(state, CommandStatus.BadArgument, 0, begin.Length, ProgramImage.LengthMax);
        if (Fire(state, DeviceEvent.Stage, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        state.Stage = new StageBuffer(begin.Program, begin.Sha256.ToArray(), new byte[begin.Length], 0, null);
        return Accept(state);
    }

    private CommandResult WriteStage(GeneratorState state, Command.StageWrite write, StepOutputs outputs)
    {
        if (state.Stage is not { } stage)
            return Refuse(state, CommandStatus.StageIncomplete);
        if (write.Bytes.Length is < 1 or > 256 || write.Offset < 0 || write.Offset > stage.Written
            || write.Offset + write.Bytes.Length > stage.Bytes.Length)
            return Refuse(state, CommandStatus.BadArgument, 0, write.Offset, stage.Written);
        if (Fire(state, DeviceEvent.Stage, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        var bytes = (byte[])stage.Bytes.Clone();
        write.Bytes.Span.CopyTo(bytes.AsSpan(write.Offset));
        state.Stage = stage with
        {
            Bytes = bytes,
            Written = Math.Max(stage.Written, write.Offset + write.Bytes.Length),
            Validated = null,
        };
        return Accept(state);
    }

    private CommandResult ValidateStage(GeneratorState state, StepOutputs outputs)
    {
        if (state.Stage is not { } stage || stage.Written < stage.Bytes.Length
            || !SHA256.HashData(stage.Bytes).AsSpan().SequenceEqual(stage.Hash.Span))
            return Refuse(state, CommandStatus.StageIncomplete, 30, state.Stage?.Written ?? 0, state.Stage?.Bytes.Length ?? 0);
        if (state.MeasuredOhm is not { } measured)
            return Refuse(state, CommandStatus.ImpedanceMissing, 15);
        if (Fire(state, DeviceEvent.Stage, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        if (ProgramImage.Decode(stage.Bytes) is not { } program)
            return Refuse(state, CommandStatus.LimitExceeded, 39);
        var verdict = ProgramMonitor.Check(program, _configuration, state.Limits, measured);
        if (!verdict.IsClean)
            return Refuse(state, verdict.Findings[0]);
        state.Stage = stage with { Validated = new StoredProgram(program, stage.Bytes, stage.Hash) };
        return Accept(state, verdict.Report!.ToBytes());
    }

    private CommandResult Commit(GeneratorState state, Command.Commit commit, StepOutputs outputs)
    {
        if (state.Stage is not { Validated: { } validated } stage || !commit.StageHash.Span.SequenceEqual(stage.Hash.Span))
            return Refuse(state, CommandStatus.StageIncomplete, 30);
        if (state.MeasuredOhm is not { } measured)
            return Refuse(state, CommandStatus.ImpedanceMissing, 15);
        if (ProgramImage.Decode(stage.Bytes) is not { } program)
            return Refuse(state, CommandStatus.LimitExceeded, 39);

        // Checked again: limits and impedances may have changed since the program was staged.
        var verdict = ProgramMonitor.Check(program, _configuration, state.Limits, measured);
        if (!verdict.IsClean)
            return Refuse(state, verdict.Findings[0]);
        if (Fire(state, DeviceEvent.Commit, outputs, 0) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 23, (long)state.State);
        Store(state, stage.Program, validated, outputs);
        if (state.Selected < 0)
            state.Selected = stage.Program;
        Load(state, state.Stored[state.Selected]);
        state.Stage = null;
        Log(state, outputs, LogKind.Commit, (ushort)stage.Program, 0, state.RevisionNumber + 1);
        return Revise(state, Accept(state));
    }

    private static void Store(GeneratorState state, int program, StoredProgram stored, StepOutputs outputs)
    {
        state.Stored = (StoredProgram?[])state.Stored.Clone();
        state.Stored[program] = stored;
        outputs.ToStore = (program, stored);
    }

    private CommandResult SetWindow(GeneratorState state, Command.SetPatientWindow window, StepOutputs outputs)
    {
        if (window.Program is < 0 or >= MemoryMap.Programs || state.Stored[window.Program] is not { } stored
            || window.Area < 0 || window.Area >= stored.Program.Areas.Count)
            return Refuse(state, CommandStatus.BadArgument, 0, window.Program);
        if (!IsPossible(state, DeviceEvent.Window))
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        var area = stored.Program.Areas[window.Area] with
        {
            PatientMinMicroampere = window.MinMicroampere,
            PatientMaxMicroampere = window.MaxMicroampere,
            PatientStepMicroampere = window.StepMicroampere,
        };
        DeviceArea[] areas = [.. stored.Program.Areas];
        areas[window.Area] = area;
        var program = stored.Program with { Areas = areas };
        var verdict = ProgramMonitor.Check(program, _configuration, state.Limits, state.MeasuredOhm);
        if (!verdict.IsClean)
            return Refuse(state, verdict.Findings[0]);
        if (ProgramImage.Encode(program) is not { } image)
            return Refuse(state, CommandStatus.BadArgument, 39);
        var isRunning = window.Program == state.Selected;
        if (isRunning && IsOutside(state.Areas[window.Area], window))
            return Refuse(
                state, CommandStatus.LimitExceeded, 21, state.Areas[window.Area].Target / 1000, window.MaxMicroampere);
        Fire(state, DeviceEvent.Window, outputs);
        var changed = new StoredProgram(program, image, SHA256.HashData(image));
        Store(state, window.Program, changed, outputs);
        if (isRunning)
            state.Running = changed;
        return Revise(state, Accept(state));
    }

    private static bool IsOutside(in AreaRegister area, Command.SetPatientWindow window) =>
        area.Target > window.MaxMicroampere * 1000L || area.Target < window.MinMicroampere * 1000L;

    private CommandResult StartTest(GeneratorState state, Command.TestStart test, StepOutputs outputs)
    {
        if (test.Seconds is < 1 or > TestSecondsMax)
            return Refuse(state, CommandStatus.LimitExceeded, 38, test.Seconds, TestSecondsMax);
        if (Forbids(state, DeviceEvent.TestStart) is { } forbidden)
            return forbidden;
        if (state.Stage?.Validated is not { } validated)
            return Refuse(state, CommandStatus.StageIncomplete, 30);
        if (CheckOutput(state, validated) is { } refused)
            return refused;
        Fire(state, DeviceEvent.TestStart, outputs);
        Load(state, validated);
        BeginRamp(state, TestRise);
        state.NextCycle = GeneratorState.Never;
        state.TestUntil = state.Time + (test.Seconds * Second);
        state.HeartbeatDue = state.Time + (3 * Second);
        return Accept(state);
    }

    private CommandResult SetProfile(GeneratorState state, Command.SetLimitProfile command, StepOutputs outputs)
    {
        if (LimitProfile.Verify(command.Signed.Span, _configuration.LimitAuthorityKey.Span) is not { } profile
            || profile.Version <= state.Limits.Version)
            return Refuse(state, CommandStatus.BadSignature, 39, 0, state.Limits.Version);
        if (state.State is not (TherapyState.Off or TherapyState.Mri or TherapyState.Fault)
            || Fire(state, DeviceEvent.Configure, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        state.Limits = profile;
        state.Stage = state.Stage is { } stage ? stage with { Validated = null } : null;
        outputs.ProfileToStore = command.Signed.ToArray();
        return Revise(state, Accept(state));
    }
}
