using Epidura.Generator.Programs;

namespace Epidura.Generator.Engine;

/// <summary>
/// The pulse generator as a function: state, input and elapsed time in; state and outputs out. Integers only; no clock, thread, file or
/// random source inside; no exception comes out: checked arithmetic that overflows means fault and off.
/// </summary>
/// <remarks>
/// Time runs from event to event. Between two events pulses are emitted group by group until a group leaves every register as it found it;
/// then whole groups are jumped over, with the same result. docs/science/generator.md. Checked by MachineTests and SkipTests.
/// </remarks>
public partial class Machine
{
    internal const long Tick = 10_000_000;
    internal const long Second = 1_000_000_000;
    internal const long Minute = 60 * Second;

    /// <summary>Rise per tick at 2 mA/s and at 5 mA/s, I-19.</summary>
    internal const long RemoteRise = 20_000, TestRise = 50_000;

    private readonly GeneratorConfiguration _configuration;
    private readonly BatteryNumbers _battery;
    private readonly Monitor.PulseMonitor _monitor;

    /// <summary>A machine for one configuration.</summary>
    /// <exception cref="ArgumentException">No contact, or more than 32.</exception>
    public Machine(GeneratorConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Contacts.Count is < 1 or > GeneratorConfiguration.ContactsMax)
            throw new ArgumentException("A device has 1 to 32 contacts.", nameof(configuration));
        _configuration = configuration;
        _battery = BatteryNumbers.From(configuration.Device);
        _monitor = new Monitor.PulseMonitor(configuration);
    }

    /// <summary>A device that has just got power: off, amplitude zero, nothing stored.</summary>
    public GeneratorState Initial() => new(_configuration.CaseIndex + 1, _battery.BatteryMillivolt);

    /// <summary>Lets time pass, then takes the input.</summary>
    /// <param name="state">Not changed.</param>
    /// <param name="input">What happens at the end of the elapsed time.</param>
    /// <param name="elapsedNanosecond">At least 0; less is taken as a fault of the clock.</param>
    public StepResult Step(GeneratorState state, Input input, long elapsedNanosecond)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(input);
        var next = state.Copy();
        var outputs = new StepOutputs();
        try
        {
            if (elapsedNanosecond < 0)
                throw new OverflowException();
            Advance(next, next.Time + elapsedNanosecond, outputs);
            Take(next, input, outputs);
            return new StepResult(next, outputs);
        }
        catch (OverflowException)
        {
            // Not caught to continue: the output goes off and the fault is latched.
            next = state.Copy();
            outputs = new StepOutputs();
            Fire(next, DeviceEvent.Overflow, outputs, 13, elapsedNanosecond, 0);
            if (input is Input.Ask ask)
                outputs.Result = Refuse(next, Commands.CommandStatus.WrongState);
            return new StepResult(next, outputs);
        }
    }

    private void Advance(GeneratorState state, long end, StepOutputs outputs)
    {
        while (true)
        {
            var next = Math.Min(end, NextEvent(state));
            Pending? pending = null;
            if (StateTable.IsRunning(state.State) && !state.IsPaused)
                pending = EmitAreas(state, next, outputs);
            var now = pending?.Time ?? next;
            Pass(state, now - state.Time);
            state.Time = now;
            if (pending is { } found)
                Fire(state, found.Happening, outputs, found.Requirement, found.Value, found.Limit);
            else if (!FireDue(state, outputs) && next == end)
                return;
        }
    }

    /// <summary>Books time: fixed battery current, charging, delivered time, histogram.</summary>
    private void Pass(GeneratorState state, long elapsed)
    {
        if (elapsed == 0)
            return;
        Draw(state, (Int128)_battery.FixedNanoampere * elapsed);
        if (state.IsCharging && !state.IsHot)
            Draw(state, -((Int128)_battery.UsablePicocoulomb * 1_000_000 * elapsed / (4 * 3600 * Second)));
        if (!StateTable.IsRunning(state.State) || state.IsPaused)
            return;
        state.Delivered[state.State == TherapyState.Test ? Memory.MemoryMap.Programs : state.Selected] += elapsed;
        long strongest = 0;
        foreach (ref var area in state.Areas.AsSpan())
            strongest = Math.Max(strongest, area.Amplitude);
        state.Histogram[Math.Min(strongest / 500_000, state.Histogram.Length - 1)] += elapsed;
    }

    private void Draw(GeneratorState state, Int128 attocoulomb)
    {
        var total = attocoulomb + state.UsedAttocoulomb;
        var whole = total / 1_000_000;
        var rest = total - (whole * 1_000_000);
        if (rest < 0)
        {
            whole -= 1;
            rest += 1_000_000;
        }

        state.UsedAttocoulomb = (long)rest;
        state.UsedPicocoulomb = (long)Int128.Clamp(state.UsedPicocoulomb + whole, 0, _battery.UsablePicocoulomb);
    }

    private static long NextEvent(GeneratorState state)
    {
        var next = Math.Min(Math.Min(state.NextTick, state.NextMinute), Math.Min(state.NextCycle, state.TestUntil));
        next = Math.Min(next, Math.Min(state.HeartbeatDue, Math.Min(state.MagnetHeldAt, state.MagnetLongAt)));
        foreach (ref var area in state.Areas.AsSpan())
            next = Math.Min(next, area.BoostUntil);
        return Math.Max(next, state.Time);
    }

    /// <summary>Handles one event that is due; true when there was one.</summary>
    private bool FireDue(GeneratorState state, StepOutputs outputs)
    {
        var now = state.Time;
        if (state.MagnetHeldAt <= now)
        {
            state.MagnetHeldAt = GeneratorState.Never;
            Fire(state, DeviceEvent.MagnetHeld, outputs, 33);
        }
        else if (state.MagnetLongAt <= now)
        {
            state.MagnetLongAt = GeneratorState.Never;
            state.PairingUntil = now + Minute;
            Fire(state, DeviceEvent.MagnetLong, outputs, 33);
        }
        else if (state.HeartbeatDue <= now)
        {
            state.HeartbeatDue = GeneratorState.Never;
            Fire(state, DeviceEvent.HeartbeatLost, outputs, 38);
        }
        else if (state.TestUntil <= now)
        {
            state.TestUntil = GeneratorState.Never;
            Fire(state, DeviceEvent.TestExpired, outputs, 38);
        }
        else if (state.NextTick <= now)
            Rise(state, outputs);
        else if (state.NextCycle <= now)
            Cycle(state, outputs);
        else if (state.NextMinute <= now)
            EveryMinute(state, outputs);
        else
            return EndBoosts(state, outputs);
        return true;
    }

    private bool EndBoosts(GeneratorState state, StepOutputs outputs)
    {
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            if (area.BoostUntil > state.Time)
                continue;
            area.Target -= area.Boost;
            area.Boost = 0;
            area.BoostUntil = GeneratorState.Never;
            if (area.Amplitude > area.Target)
                SetAmplitude(ref area, area.Target);
            Fire(state, DeviceEvent.BoostExpired, outputs, 38);
            return true;
        }

        return false;
    }

    /// <summary>Looks the event up, moves the state, and makes the output follow.</summary>
    internal TransitionEffect Fire(
        GeneratorState state, DeviceEvent happening, StepOutputs outputs, int requirement = 0, long value = 0, long limit = 0)
    {
        var row = StateTable.Of(state.State, happening);
        outputs.Add(new Happened(state.State, happening, row.Effect));
        if (row.Effect != TransitionEffect.Accept)
            return row.Effect;
        var before = state.State;
        state.LatchBits = (state.LatchBits | row.Set) & ~row.Clear;
        state.State = row.Next ?? StateTable.Rest(state.LatchBits);
        if (row.Set.HasFlag(Latches.Fault))
        {
            state.FaultEvent = happening;
            state.FaultRequirement = requirement;
            state.FaultValue = value;
            state.FaultLimit = limit;
            Log(state, outputs, LogKind.Fault, (ushort)happening, requirement, value, limit);
        }
        else if (state.State != before)
            Log(state, outputs, LogKind.State, (ushort)happening, requirement, value, limit);
        else if (requirement != 0)
            Log(state, outputs, LogKind.Notice, (ushort)happening, requirement, value, limit);
        if (!StateTable.IsRunning(state.State))
            OutputOff(state);
        if (before == TherapyState.Test && state.State != TherapyState.Test)
            LeaveTest(state);
        return row.Effect;
    }

    internal static void Log(
        GeneratorState state, StepOutputs outputs, LogKind kind, ushort code, int requirement = 0, long value = 0, long limit = 0)
    {
        outputs.Add(new LogEntry(
            state.LogSequence, state.BootNumber, state.Time / 1_000_000, kind, state.State, code, (byte)requirement, value, limit));
        state.LogSequence++;
    }

    /// <summary>Both paths to the output open: amplitude zero at once. A pulse that has begun ends balanced.</summary>
    internal virtual void OutputOff(GeneratorState state)
    {
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            SetAmplitude(ref area, 0);
            area.Target -= area.Boost;
            area.Boost = 0;
            area.BoostUntil = GeneratorState.Never;
        }

        state.NextTick = GeneratorState.Never;
        state.NextCycle = GeneratorState.Never;
        state.IsPaused = false;
        state.IsSchedulePaused = false;
    }

    private static void LeaveTest(GeneratorState state)
    {
        state.TestUntil = GeneratorState.Never;
        state.HeartbeatDue = GeneratorState.Never;
        Load(state, state.Selected >= 0 ? state.Stored[state.Selected] : null);
    }

    /// <summary>Makes a program the one that would run: amplitude zero, targets from the program.</summary>
    internal static void Load(GeneratorState state, StoredProgram? stored)
    {
        state.Running = stored;
        state.Areas = stored is null ? [] : new AreaRegister[stored.Program.Areas.Count];
        for (var i = 0; i < state.Areas.Length; i++)
        {
            var area = stored!.Program.Areas[i];
            ref var register = ref state.Areas[i];
            register.Complement = ~0L;
            register.Target = area.AmplitudeMicroampere * 1000L;
            register.BoostUntil = GeneratorState.Never;
            register.Residual = new long[area.Fractions.Count];
            register.WindowResidual = register.Residual;
        }
    }

    internal static void SetAmplitude(ref AreaRegister area, long nanoampere)
    {
        if (area.Amplitude == nanoampere)
            return;
        area.Amplitude = nanoampere;
        area.Complement = ~nanoampere;
        area.Phases = null;
        area.IsSteady = false;
        area.QuietGroups = 0;
        area.OutOfCompliance = 0;
    }

    private static DeviceArea Program(GeneratorState state, int area) => state.Running!.Program.Areas[area];
}
