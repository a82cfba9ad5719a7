using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Monitor;

namespace Epidura.Generator.Engine;

/// <summary>Commands: what may happen is asked first, then it happens whole.</summary>
public partial class Machine
{
    private const long FreshNanosecond = 5 * Second, PressNanosecond = Second / 4;
    private const int BoostSecondsMax = 1800, TestSecondsMax = 1800;

    private CommandResult Execute(GeneratorState state, CommandContext context, Command command, StepOutputs outputs)
    {
        var result = CheckContext(state, context, command) ?? Dispatch(state, context, command, outputs);
        if (command is not (Command.Heartbeat or Command.StageWrite) && !(command is Command.UpdateWrite && result.IsAccepted))
            Log(
                state, outputs, result.IsAccepted ? LogKind.CommandAccepted : LogKind.CommandRefused, CommandCode(command),
                result.Requirement, result.IsAccepted ? context.Bond : (long)result.Status, result.Limit);
        return result;
    }

    private CommandResult Dispatch(GeneratorState state, CommandContext context, Command command, StepOutputs outputs) => command switch
    {
        Command.Stop => Simple(state, DeviceEvent.Stop, outputs),
        Command.Start => Start(state, outputs),
        Command.SelectProgram select => Select(state, select, outputs),
        Command.AdjustAmplitude adjust => Adjust(state, adjust, outputs),
        Command.SetAmplitude set => SetTarget(state, set, outputs),
        Command.Boost boost => Boost(state, boost, outputs),
        Command.EnterMri => Revise(state, Simple(state, DeviceEvent.EnterMri, outputs)),
        Command.ExitMri => Revise(state, Simple(state, DeviceEvent.ExitMri, outputs)),
        Command.StageBegin begin => BeginStage(state, begin, outputs),
        Command.StageWrite write => WriteStage(state, write, outputs),
        Command.StageValidate => ValidateStage(state, outputs),
        Command.Commit commit => Commit(state, commit, outputs),
        Command.SetPatientWindow window => SetWindow(state, window, outputs),
        Command.TestStart test => StartTest(state, test, outputs),
        Command.Heartbeat => Beat(state),
        Command.MeasureImpedance => Measure(state, outputs),
        Command.ClearFault => ClearFault(state, outputs),
        Command.SetClock clock => SetClock(state, clock, outputs),
        Command.SetLimitProfile profile => SetProfile(state, profile, outputs),
        Command.SetAutoResume resume => SetAutoResume(state, resume, outputs),
        Command.EnterShipping => Revise(state, Simple(state, DeviceEvent.EnterShipping, outputs)),
        Command.LeaveShipping => Revise(state, Simple(state, DeviceEvent.LeaveShipping, outputs)),
        Command.UpdateBegin or Command.UpdateWrite or Command.UpdateValidate or Command.UpdateActivate =>
            Update(state, context, command, outputs),
        _ => Refuse(state, CommandStatus.BadArgument),
    };

    /// <summary>Freshness by device time, never by the wall clock; the revision; nothing for a reducing command.</summary>
    private static CommandResult? CheckContext(GeneratorState state, CommandContext context, Command command)
    {
        if (command.IsReducing || command is Command.Heartbeat)
            return null;
        if (context.ExpectedRevision is { } revision ? revision != state.RevisionNumber : NeedsRevision(command))
            return Refuse(state, CommandStatus.StaleRevision, 0, context.ExpectedRevision ?? 0, state.RevisionNumber);
        if (!command.IsRaising)
            return null;
        var age = context.BasedOnNanosecond is { } based ? state.Time - based : long.MaxValue;
        return age is < 0 or > FreshNanosecond ? Refuse(state, CommandStatus.Expired, 0, age, FreshNanosecond) : null;
    }

    private static bool NeedsRevision(Command command) =>
        command is not (Command.MeasureImpedance or Command.StageBegin or Command.StageWrite or Command.StageValidate or Command.SetClock
            or Command.UpdateBegin or Command.UpdateWrite or Command.UpdateValidate);

    private CommandResult Simple(GeneratorState state, DeviceEvent happening, StepOutputs outputs) =>
        Fire(state, happening, outputs) == TransitionEffect.Accept ? Accept(state) : Refuse(state, CommandStatus.WrongState);

    private static CommandResult Revise(GeneratorState state, CommandResult result)
    {
        if (!result.IsAccepted)
            return result;
        state.RevisionNumber++;
        return result with { Revision = state.RevisionNumber };
    }

    private static CommandResult Accept(GeneratorState state, ReadOnlyMemory<byte> payload = default) =>
        new(CommandStatus.Accepted, 0, 0, 0, state.RevisionNumber, payload);

    private static CommandResult Refuse(
        GeneratorState state, CommandStatus status, int requirement = 0, long value = 0, long limit = 0) =>
        new(status, requirement, value, limit, state.RevisionNumber, default);

    private static CommandResult Refuse(GeneratorState state, Finding finding) =>
        Refuse(state, CommandStatus.LimitExceeded, finding.Requirement, finding.Value, finding.Limit);

    private static bool IsPossible(GeneratorState state, DeviceEvent happening) =>
        StateTable.Of(state.State, happening).Effect == TransitionEffect.Accept;

    /// <summary>Everything that forbids any output now; null when nothing does.</summary>
    private CommandResult? Forbids(GeneratorState state, DeviceEvent happening)
    {
        if (!IsPossible(state, happening))
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        if (state.IsMagnet)
            return Refuse(state, CommandStatus.MagnetPresent, 33, 1);
        if (state.IsBatteryLow || state.IsBrownOut)
            return Refuse(state, CommandStatus.BatteryLow, 25, state.Millivolt, _battery.LowMillivolt);
        if (state.IsHot)
            return Refuse(state, CommandStatus.TooWarm, 26, state.DeviceMillicelsius, HotMillicelsius);
        return state.IsMemoryBroken ? Refuse(state, CommandStatus.MemoryFailed, 39) : null;
    }

    private CommandResult Start(GeneratorState state, StepOutputs outputs)
    {
        if (Forbids(state, DeviceEvent.Start) is { } forbidden)
            return forbidden;
        if (state.Selected < 0 || state.Running is not { } running)
            return Refuse(state, CommandStatus.BadArgument, 39, state.Selected);
        if (!IsIntact(running))
        {
            Fire(state, DeviceEvent.ProgramCorrupt, outputs, 30);
            return Refuse(state, CommandStatus.WrongState, 30);
        }

        for (var i = 0; i < state.Areas.Length; i++)
        {
            var highest = running.Program.Areas[i].PatientMaxMicroampere * 1000L;
            if (highest == 0 || state.Areas[i].Target > highest)
                return Refuse(state, CommandStatus.LimitExceeded, 21, state.Areas[i].Target / 1000, highest / 1000);
        }

        if (CheckOutput(state, running) is { } refused)
            return refused;
        if (Fire(state, DeviceEvent.Start, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState);
        BeginRamp(state, RemoteRise);
        return Accept(state);
    }

    /// <summary>Measures the leads and holds every invariant against the program that is about to run.</summary>
    private CommandResult? CheckOutput(GeneratorState state, StoredProgram stored)
    {
        TakeMeasurement(state);
        var open = -1;
        foreach (var area in stored.Program.Areas)
            foreach (var (contact, _) in area.Fractions)
                if (contact < state.Ohm.Length && state.Ohm[contact] > OpenOhm)
                    open = contact;
        if (open >= 0)
            return Refuse(state, CommandStatus.LeadFault, 27, state.Ohm[open], OpenOhm);
        if (state.Bridge is { Ohm: < ShortOhm } bridge
            && stored.Program.Areas.Any(area => area.Fractions.Any(item => item.Contact == bridge.First || item.Contact == bridge.Second)))
            return Refuse(state, CommandStatus.LeadFault, 28, bridge.Ohm, ShortOhm);
        var verdict = ProgramMonitor.Check(stored.Program, _configuration, state.Limits, state.MeasuredOhm);
        return verdict.IsClean ? null : Refuse(state, verdict.Findings[0]);
    }

    private static void TakeMeasurement(GeneratorState state)
    {
        state.MeasuredOhm = state.Ohm;
        state.BaselineOhm = state.Ohm;
        state.BaselineTime = state.Time;
        state.IsJump = false;
    }

    private CommandResult Select(GeneratorState state, Command.SelectProgram select, StepOutputs outputs)
    {
        if (select.Program is < 0 or >= Memory.MemoryMap.Programs || state.Stored[select.Program] is null)
            return Refuse(state, CommandStatus.BadArgument, 0, select.Program, Memory.MemoryMap.Programs - 1);
        if (Fire(state, DeviceEvent.Select, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 23, (long)state.State);
        state.Selected = select.Program;
        Load(state, state.Stored[select.Program]);
        return Revise(state, Accept(state));
    }

    private CommandResult Adjust(GeneratorState state, Command.AdjustAmplitude adjust, StepOutputs outputs)
    {
        if (adjust.Area < 0 || adjust.Area >= state.Areas.Length)
            return Refuse(state, CommandStatus.BadArgument, 0, adjust.Area, state.Areas.Length - 1);
        var program = Program(state, adjust.Area);
        ref var area = ref state.Areas[adjust.Area];
        var target = StepTarget(area.Target, adjust.DeltaMicroampere);
        var isUp = adjust.DeltaMicroampere >= 0;
        if (isUp && adjust.DeltaMicroampere > program.PatientStepMicroampere)
            return Refuse(state, CommandStatus.LimitExceeded, 20, adjust.DeltaMicroampere, program.PatientStepMicroampere);
        if (isUp && (state.Time - state.LastPress < PressNanosecond || area.Amplitude < area.Target))
            return Refuse(state, CommandStatus.TooFast, 20, state.Time - state.LastPress, PressNanosecond);
        if (isUp ? target > program.PatientMaxMicroampere * 1000L : target < program.PatientMinMicroampere * 1000L)
            return Refuse(
                state, CommandStatus.LimitExceeded, 21, target / 1000,
                isUp ? program.PatientMaxMicroampere : program.PatientMinMicroampere);
        if (isUp && ForbidsRise(state, DeviceEvent.Increase) is { } forbidden)
            return forbidden;
        if (Fire(state, isUp ? DeviceEvent.Increase : DeviceEvent.Decrease, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        if (isUp)
            state.LastPress = state.Time;
        MoveTo(state, ref area, target, RemoteRise);
        return Accept(state);
    }

    /// <summary>Target after a press, nA.</summary>
    internal virtual long StepTarget(long target, int deltaMicroampere) => target + (deltaMicroampere * 1000L);

    private CommandResult? ForbidsRise(GeneratorState state, DeviceEvent happening)
    {
        if (Forbids(state, happening) is { } forbidden)
            return forbidden;
        if (state.IsOutOfRegulation)
            return Refuse(state, CommandStatus.LimitExceeded, 15);
        if (state.IsPaused)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        return state.IsJump ? Refuse(state, CommandStatus.LimitExceeded, 29) : null;
    }

    private static void MoveTo(GeneratorState state, ref AreaRegister area, long target, long rise)
    {
        // A rise that is under way keeps its pace: a ramp is not made shorter by a press.
        var isRising = area.Amplitude < area.Target;
        area.Target = target;
        if (!StateTable.IsRunning(state.State) || state.IsPaused)
            return;
        if (area.Amplitude > target)
            SetAmplitude(ref area, target);
        if (area.Amplitude == target)
            return;
        if (!isRising)
            area.Increment = rise;
        state.NextTick = Math.Min(state.NextTick, state.Time + Tick);
    }

    private CommandResult SetTarget(GeneratorState state, Command.SetAmplitude set, StepOutputs outputs)
    {
        if (set.Area < 0 || set.Area >= state.Areas.Length || set.AmplitudeMicroampere < 0 || set.AmplitudeMicroampere % 25 != 0)
            return Refuse(state, CommandStatus.BadArgument, 1, set.AmplitudeMicroampere, 25);
        ref var area = ref state.Areas[set.Area];
        var program = Program(state, set.Area);
        var target = set.AmplitudeMicroampere * 1000L;
        if (set.AmplitudeMicroampere > TimingMonitor.Highest(program))
            return Refuse(state, CommandStatus.LimitExceeded, 21, set.AmplitudeMicroampere, TimingMonitor.Highest(program));
        var isUp = target > area.Amplitude;
        if (isUp && ForbidsRise(state, DeviceEvent.Increase) is { } forbidden)
            return forbidden;
        if (Fire(state, isUp ? DeviceEvent.Increase : DeviceEvent.Decrease, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        MoveTo(state, ref area, target, state.State == TherapyState.Test ? TestRise : RemoteRise);
        return Accept(state);
    }

    private CommandResult Boost(GeneratorState state, Command.Boost boost, StepOutputs outputs)
    {
        if (boost.Area < 0 || boost.Area >= state.Areas.Length || boost.DeltaMicroampere <= 0 || boost.DeltaMicroampere % 25 != 0)
            return Refuse(state, CommandStatus.BadArgument, 38, boost.DeltaMicroampere, 1);
        if (boost.Seconds is < 1 or > BoostSecondsMax)
            return Refuse(state, CommandStatus.LimitExceeded, 38, boost.Seconds, BoostSecondsMax);
        ref var area = ref state.Areas[boost.Area];
        var target = area.Target + (boost.DeltaMicroampere * 1000L);
        if (target > Program(state, boost.Area).PatientMaxMicroampere * 1000L)
            return Refuse(
                state, CommandStatus.LimitExceeded, 21, target / 1000, Program(state, boost.Area).PatientMaxMicroampere);
        if (area.Boost != 0 || state.State != TherapyState.On)
            return Refuse(state, CommandStatus.WrongState, 38, area.Boost / 1000);
        if (ForbidsRise(state, DeviceEvent.Increase) is { } forbidden)
            return forbidden;
        Fire(state, DeviceEvent.Increase, outputs);
        area.Boost = boost.DeltaMicroampere * 1000L;
        area.BoostUntil = state.Time + (boost.Seconds * Second);
        MoveTo(state, ref area, target, RemoteRise);
        return Accept(state);
    }

    private static CommandResult Beat(GeneratorState state)
    {
        if (state.State != TherapyState.Test)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        state.HeartbeatDue = state.Time + (3 * Second);
        return Accept(state);
    }

    private CommandResult Measure(GeneratorState state, StepOutputs outputs)
    {
        if (Fire(state, DeviceEvent.MeasureImpedance, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        var before = state.MeasuredOhm;
        TakeMeasurement(state);
        var bytes = new byte[state.Ohm.Length * 4];
        for (var i = 0; i < state.Ohm.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), (uint)state.Ohm[i]);
            if (before is null || 4 * Math.Abs((long)state.Ohm[i] - before[i]) > before[i])
                Log(state, outputs, LogKind.Impedance, (ushort)i, 27, state.Ohm[i], before?[i] ?? 0);
        }

        return Accept(state, bytes);
    }

    private CommandResult ClearFault(GeneratorState state, StepOutputs outputs)
    {
        if (!IsPossible(state, DeviceEvent.ClearFault))
            return Refuse(state, CommandStatus.WrongState, 36, (long)state.State);
        var isCauseThere = state.IsMemoryBroken || state.IsHot || state.IsBrownOut
            || (state.FaultEvent == DeviceEvent.LeadOpen && FindOpen(state) >= 0)
            || (state.FaultEvent == DeviceEvent.ChargeImbalance && state.Drive != new Input.Drive(0, 0))
            || (state.FaultEvent == DeviceEvent.ProgramCorrupt && state.Running is { } running && !IsIntact(running));
        if (isCauseThere)
            return Refuse(state, CommandStatus.CauseRemains, state.FaultRequirement, state.FaultValue, state.FaultLimit);
        Fire(state, DeviceEvent.ClearFault, outputs);
        state.FaultEvent = null;
        state.FaultRequirement = 0;
        Load(state, state.Selected >= 0 ? state.Stored[state.Selected] : null);
        return Revise(state, Accept(state));
    }

    private CommandResult SetClock(GeneratorState state, Command.SetClock clock, StepOutputs outputs)
    {
        if (clock.UnixMilliseconds is < 0 or > 253_402_300_799_999)
            return Refuse(state, CommandStatus.BadArgument, 31, clock.UnixMilliseconds);
        if (Fire(state, DeviceEvent.Configure, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        state.WallOffsetMilliseconds = clock.UnixMilliseconds - (state.Time / 1_000_000);
        state.IsClockValid = true;
        return Accept(state);
    }

    private CommandResult SetAutoResume(GeneratorState state, Command.SetAutoResume resume, StepOutputs outputs)
    {
        if (Fire(state, DeviceEvent.Configure, outputs) != TransitionEffect.Accept)
            return Refuse(state, CommandStatus.WrongState, 0, (long)state.State);
        state.LatchBits = resume.IsAllowed ? state.LatchBits | Latches.AutoResume : state.LatchBits & ~Latches.AutoResume;
        return Revise(state, Accept(state));
    }
}
