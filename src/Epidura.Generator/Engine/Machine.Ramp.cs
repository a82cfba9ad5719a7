using System.Security.Cryptography;

namespace Epidura.Generator.Engine;

/// <summary>Ramps, cycles, schedules and what happens every minute.</summary>
public partial class Machine
{
    /// <summary>Starts every area from zero at the present time.</summary>
    internal virtual void BeginRamp(GeneratorState state, long riseMax)
    {
        var program = state.Running!.Program;
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            SetAmplitude(ref area, 0);
            area.Increment = RampIncrement(area.Target, program.RampMilliseconds, riseMax);
            area.NextGroup = FirstGroup(state, i);
            area.PulseIndex = 0;
            area.Residual = new long[area.Residual.Length];
            area.WindowResidual = area.Residual;
            area.WindowGroups = 0;
            area.ResidualOver = 0;
            area.Stretches = 0;
            area.MonitorAmplitude = 0;
            area.MonitorTime = state.Time;
            area.MonitorRampStart = state.Time;
            area.MonitorRampTarget = area.Target;
        }

        state.IsPaused = false;
        state.NextTick = state.Time + Tick;
        state.NextCycle = program.CycleOnMilliseconds > 0 ? state.Time + (program.CycleOnMilliseconds * 1_000_000L) : GeneratorState.Never;
    }

    /// <summary>Rise per tick: the whole way in no less than the ramp, and no faster than the slew limit.</summary>
    internal virtual long RampIncrement(long target, int rampMilliseconds, long riseMax) =>
        Math.Min(riseMax, Math.Max(1, target / ((rampMilliseconds + 9) / 10)));

    /// <summary>Start of the first group, ns.</summary>
    internal virtual long FirstGroup(GeneratorState state, int area) => state.Time + Program(state, area).OffsetNanosecond;

    /// <summary>Amplitude after a tick.</summary>
    internal virtual long NextAmplitude(long amplitude, long target, long increment) => Math.Min(target, amplitude + increment);

    private void Rise(GeneratorState state, StepOutputs outputs)
    {
        var isMoving = false;
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            SetAmplitude(ref area, NextAmplitude(area.Amplitude, area.Target, area.Increment));
            isMoving |= area.Amplitude < area.Target;
        }

        state.NextTick = isMoving ? state.Time + Tick : GeneratorState.Never;
        if (isMoving)
            return;
        foreach (ref var area in state.Areas.AsSpan())
            area.Increment = state.State == TherapyState.Test ? TestRise : RemoteRise;
        if (state.State == TherapyState.Ramp)
            Fire(state, DeviceEvent.RampDone, outputs);
    }

    private void Cycle(GeneratorState state, StepOutputs outputs)
    {
        if (!state.IsPaused)
        {
            Pause(state, outputs);
            state.NextCycle = state.Time + (state.Running!.Program.CycleOffMilliseconds * 1_000_000L);
        }
        else
            Resume(state, outputs);
    }

    private void Pause(GeneratorState state, StepOutputs outputs)
    {
        if (Fire(state, DeviceEvent.PauseBegins, outputs) != TransitionEffect.Accept)
            return;
        foreach (ref var area in state.Areas.AsSpan())
            SetAmplitude(ref area, 0);
        state.IsPaused = true;
        state.NextTick = GeneratorState.Never;
    }

    private void Resume(GeneratorState state, StepOutputs outputs)
    {
        state.NextCycle = GeneratorState.Never;
        if (Fire(state, DeviceEvent.PauseEnds, outputs) == TransitionEffect.Accept)
            BeginRamp(state, RemoteRise);
    }

    private void EveryMinute(GeneratorState state, StepOutputs outputs)
    {
        state.NextMinute += Minute;
        outputs.IsScrubDue = true;
        if (state.Running is { } running && (!IsIntact(running) || Array.Exists(state.Areas, area => area.Amplitude != ~area.Complement)))
            Fire(state, DeviceEvent.ProgramCorrupt, outputs, 30);
        CheckCharge(state, outputs);
        FollowSchedule(state, outputs);
    }

    internal virtual bool IsIntact(StoredProgram stored)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(stored.Image.Span, hash);
        return hash.SequenceEqual(stored.Hash.Span);
    }

    /// <summary>I-37: replacement is due under a tenth, service ends under a fiftieth; a rechargeable device only goes off.</summary>
    private void CheckCharge(GeneratorState state, StepOutputs outputs)
    {
        var left = ChargePermille(state);
        if (left <= 100 && !_battery.IsRechargeable && !state.LatchBits.HasFlag(Latches.ReplacementDue))
            Fire(state, DeviceEvent.ReplacementDue, outputs, 37, left, 100);
        if (left <= 20 && !_battery.IsRechargeable && state.State != TherapyState.EndOfService)
            Fire(state, DeviceEvent.EndOfService, outputs, 37, left, 20);
        if (left > 0 || !_battery.IsRechargeable || state.IsBrownOut)
            return;
        state.IsBrownOut = true;
        Fire(state, DeviceEvent.BrownOut, outputs, 25, left, 0);
    }

    internal int ChargePermille(GeneratorState state) =>
        (int)(1000 - ((Int128)state.UsedPicocoulomb * 1000 / _battery.UsablePicocoulomb));

    /// <summary>Scheduled dosing by the wall clock; without a valid clock the schedule is out of force and therapy goes on.</summary>
    private void FollowSchedule(GeneratorState state, StepOutputs outputs)
    {
        if (state.State is not (TherapyState.On or TherapyState.Ramp) || state.Running!.Program.DailyLengthMinutes == 0)
            return;
        var program = state.Running.Program;
        var minute = (state.WallOffsetMilliseconds + (state.Time / 1_000_000)) / 60_000 % 1440;
        var isInside = !state.IsClockValid || (minute - program.DailyStartMinute + 1440) % 1440 < program.DailyLengthMinutes;
        if (!isInside && !state.IsSchedulePaused)
        {
            state.IsSchedulePaused = true;
            state.NextCycle = GeneratorState.Never;
            if (!state.IsPaused)
                Pause(state, outputs);
        }
        else if (isInside && state.IsSchedulePaused)
        {
            state.IsSchedulePaused = false;
            Resume(state, outputs);
        }
    }
}
