namespace Epidura.Generator.Engine;

/// <summary>What the world does: magnet, battery, temperature, leads, current sources, clock, memory.</summary>
public partial class Machine
{
    private const int HotMillicelsius = 41_000, HotRiseMillicelsius = 2_000;
    private const int OpenOhm = 10_000, ShortOhm = 100;
    private const long WatchdogNanosecond = 100_000_000, Hour = 60 * Minute;
    private const int MissedMax = 3;

    private void Take(GeneratorState state, Input input, StepOutputs outputs)
    {
        switch (input)
        {
            case Input.Nothing:
                break;
            case Input.Ask ask:
                outputs.Result = Execute(state, ask.Context, ask.Command, outputs);
                break;
            case Input.Magnet magnet:
                TakeMagnet(state, magnet.IsPresent, outputs);
                break;
            case Input.Battery battery:
                TakeBattery(state, battery, outputs);
                break;
            case Input.Temperature temperature:
                TakeTemperature(state, temperature, outputs);
                break;
            case Input.Impedances impedances:
                TakeImpedances(state, impedances, outputs);
                break;
            case Input.Drive drive:
                state.Drive = drive;
                Unsettle(state);
                break;
            case Input.WatchdogFailed:
                Fire(state, DeviceEvent.Watchdog, outputs, 34);
                outputs.IsResetRequested = true;
                break;
            case Input.Stall stall:
                TakeStall(state, stall.Nanosecond, outputs);
                break;
            case Input.BitFlip flip:
                TakeBitFlip(state, flip);
                break;
            case Input.ClockJump jump:
                TakeClockJump(state, jump.Milliseconds, outputs);
                break;
            case Input.MemoryFault memory:
                state.IsMemoryBroken |= !memory.IsProgram;
                Fire(state, memory.IsProgram ? DeviceEvent.ProgramCorrupt : DeviceEvent.MemoryFailed, outputs, memory.IsProgram ? 30 : 39);
                break;
            case Input.LinkLost:
                Fire(state, DeviceEvent.HeartbeatLost, outputs, 38);
                break;
            default:
                throw new OverflowException();
        }
    }

    private void TakeMagnet(GeneratorState state, bool isPresent, StepOutputs outputs)
    {
        if (isPresent == state.IsMagnet)
            return;
        state.IsMagnet = isPresent;
        state.MagnetHeldAt = isPresent ? state.Time + Second : GeneratorState.Never;
        state.MagnetLongAt = isPresent ? state.Time + (5 * Second) : GeneratorState.Never;
        if (!isPresent)
            Fire(state, DeviceEvent.MagnetGone, outputs);
    }

    private void TakeBattery(GeneratorState state, Input.Battery battery, StepOutputs outputs)
    {
        state.Millivolt = battery.Millivolt;
        state.IsCharging = battery.IsCharging && _battery.IsRechargeable;
        var isLow = battery.Millivolt < _battery.LowMillivolt;
        var isBrownOut = battery.Millivolt < _battery.BrownOutMillivolt || (_battery.IsRechargeable && ChargePermille(state) == 0);
        if (battery.Millivolt < _battery.SpentMillivolt && state.State != TherapyState.EndOfService)
            Fire(state, DeviceEvent.EndOfService, outputs, 37, battery.Millivolt, _battery.SpentMillivolt);
        if (isBrownOut && !state.IsBrownOut)
            Fire(state, DeviceEvent.BrownOut, outputs, 25, battery.Millivolt, _battery.BrownOutMillivolt);
        else if (isLow && !state.IsBatteryLow)
            Fire(state, DeviceEvent.BatteryLow, outputs, 25, battery.Millivolt, _battery.LowMillivolt);
        else if (!isLow && state.IsBatteryLow)
            Fire(state, DeviceEvent.BatteryGood, outputs, 25, battery.Millivolt, _battery.LowMillivolt);
        if (isLow)
            foreach (ref var area in state.Areas.AsSpan())
                area.Target = StateTable.IsRunning(state.State) ? Math.Min(area.Target, area.Amplitude) : area.Target;
        state.IsBatteryLow = isLow;
        state.IsBrownOut = isBrownOut;
    }

    private void TakeTemperature(GeneratorState state, Input.Temperature temperature, StepOutputs outputs)
    {
        state.DeviceMillicelsius = temperature.DeviceMillicelsius;
        state.BodyMillicelsius = temperature.BodyMillicelsius;
        var rise = (long)temperature.DeviceMillicelsius - temperature.BodyMillicelsius;
        var isHot = !temperature.IsValid || temperature.DeviceMillicelsius >= HotMillicelsius || rise >= HotRiseMillicelsius;
        if (isHot != state.IsHot)
            Fire(
                state, isHot ? DeviceEvent.OverTemperature : DeviceEvent.TemperatureGood, outputs, 26, temperature.DeviceMillicelsius,
                HotMillicelsius);
        state.IsHot = isHot;
    }

    private void TakeImpedances(GeneratorState state, Input.Impedances impedances, StepOutputs outputs)
    {
        if (impedances.Ohm.Count != state.Ohm.Length)
            throw new OverflowException();
        state.Ohm = [.. impedances.Ohm.Select(ohm => Math.Clamp(ohm, 0, 1_000_000))];
        state.Bridge = impedances.Short;
        state.IsOutOfRegulation = false;
        Unsettle(state);
        CheckLeads(state, outputs);
        CheckJump(state, outputs);
    }

    /// <summary>I-27 and I-28 on the contacts of the program that runs or would run.</summary>
    private void CheckLeads(GeneratorState state, StepOutputs outputs)
    {
        var open = FindOpen(state);
        if (open >= 0 && !state.IsLeadOpen)
            Fire(state, DeviceEvent.LeadOpen, outputs, 27, state.Ohm[open], OpenOhm);
        state.IsLeadOpen = open >= 0;
        var isShort = IsShort(state);
        if (isShort && !state.IsLeadShort)
            Fire(state, DeviceEvent.LeadShort, outputs, 28, state.Bridge!.Ohm, ShortOhm);
        state.IsLeadShort = isShort;
    }

    internal virtual int FindOpen(GeneratorState state)
    {
        if (state.Running is { } running)
            foreach (var area in running.Program.Areas)
                foreach (var (contact, _) in area.Fractions)
                    if (state.Ohm[contact] > OpenOhm)
                        return contact;
        return -1;
    }

    private static bool IsShort(GeneratorState state) =>
        state.Bridge is { Ohm: < ShortOhm } bridge && state.Running is { } running
        && running.Program.Areas.Any(area => area.Fractions.Any(item => item.Contact == bridge.First || item.Contact == bridge.Second));

    /// <summary>I-29: three times the baseline, or a third of it, within an hour.</summary>
    private void CheckJump(GeneratorState state, StepOutputs outputs)
    {
        if (state.BaselineOhm is null || state.Time - state.BaselineTime > Hour)
        {
            state.BaselineOhm = state.Ohm;
            state.BaselineTime = state.Time;
            return;
        }

        for (var i = 0; i < state.Ohm.Length; i++)
        {
            var (now, before) = ((long)state.Ohm[i], (long)state.BaselineOhm[i]);
            if (now <= 3 * before && 3 * now >= before)
                continue;
            if (!state.IsJump)
            {
                state.IsJump = true;
                Log(state, outputs, LogKind.Impedance, (ushort)i, 29, now, before);
                Fire(state, DeviceEvent.ImpedanceJump, outputs, 29, now, before);
            }

            foreach (ref var area in state.Areas.AsSpan())
                area.Target = StateTable.IsRunning(state.State) ? Math.Min(area.Target, area.Amplitude) : area.Target;
            return;
        }
    }

    /// <summary>I-24: a pulse that cannot start in time is dropped, never stretched; a long stand-still trips the watchdog.</summary>
    private void TakeStall(GeneratorState state, long nanosecond, StepOutputs outputs)
    {
        if (nanosecond > WatchdogNanosecond)
        {
            Fire(state, DeviceEvent.Watchdog, outputs, 34, nanosecond, WatchdogNanosecond);
            outputs.IsResetRequested = true;
            return;
        }

        if (!StateTable.IsRunning(state.State) || state.IsPaused || nanosecond <= 0)
            return;
        long missed = 0;
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            if (area.Amplitude == 0)
                continue;
            var program = Program(state, i);
            long dropped = 0;
            while (area.NextGroup + (area.PulseIndex * program.InnerPeriodNanosecond) < state.Time + nanosecond)
            {
                dropped++;
                area.PulseIndex++;
                if (area.PulseIndex < program.Pulses)
                    continue;
                area.PulseIndex = 0;
                area.NextGroup += program.PeriodNanosecond;
            }

            missed = Math.Max(missed, dropped);
            if (area.PulseIndex > 0)
            {
                // What is left of a burst is dropped with it, so that the burst recovers as one.
                area.PulseIndex = 0;
                area.NextGroup += program.PeriodNanosecond;
            }
        }

        if (missed >= MissedMax)
            Fire(state, DeviceEvent.DeadlinesMissed, outputs, 24, missed, MissedMax);
    }

    private static void TakeBitFlip(GeneratorState state, Input.BitFlip flip)
    {
        if (flip.Bit < 0 || state.Running is not { } running)
            return;
        if (flip.Bit < 64)
        {
            if (flip.Area >= 0 && flip.Area < state.Areas.Length)
                state.Areas[flip.Area].Amplitude ^= 1L << flip.Bit;
            return;
        }

        var image = running.Image.ToArray();
        var bit = (flip.Bit - 64) % (image.Length * 8);
        image[bit / 8] ^= (byte)(1 << (bit % 8));
        state.Running = running with { Image = image };
    }

    /// <summary>I-31: a step back of more than two seconds makes the clock invalid until a clinician sets it.</summary>
    private void TakeClockJump(GeneratorState state, long milliseconds, StepOutputs outputs)
    {
        state.WallOffsetMilliseconds += milliseconds;
        if (milliseconds >= -2000 || !state.IsClockValid)
            return;
        state.IsClockValid = false;
        Fire(state, DeviceEvent.ClockInvalid, outputs, 31, milliseconds, -2000);
    }

    /// <summary>Electrodes, battery and compliance are computed anew.</summary>
    private static void Unsettle(GeneratorState state)
    {
        foreach (ref var area in state.Areas.AsSpan())
        {
            area.IsSteady = false;
            area.Decay = null;
            area.Phases = null;
            area.OutOfCompliance = 0;
        }
    }
}
