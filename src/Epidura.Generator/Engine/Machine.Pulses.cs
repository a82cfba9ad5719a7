using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Engine;

/// <summary>Pulses, one by one and by jumps over groups that are all alike.</summary>
public partial class Machine
{
    /// <summary>Something a pulse brings about, at the time it does.</summary>
    private readonly record struct Pending(DeviceEvent Happening, long Time, int Requirement, long Value, long Limit);

    /// <summary>
    /// Pulses that start before a time. Areas that are not steady go pulse by pulse in the order of time; the others follow up to the end
    /// or
    /// to the instant at which something happens.
    /// </summary>
    private Pending? EmitAreas(GeneratorState state, long until, StepOutputs outputs)
    {
        foreach (ref var area in state.Areas.AsSpan())
            if (area.Amplitude != ~area.Complement)
                return new Pending(DeviceEvent.ProgramCorrupt, state.Time, 30, area.Amplitude, ~area.Complement);
        Pending? pending = null;
        while (pending is null)
        {
            var (best, start) = EarliestUnsteady(state, until);
            if (best < 0)
                break;
            pending = EmitOne(state, best, start, outputs);
        }

        var end = pending?.Time ?? until;
        for (var i = 0; i < state.Areas.Length; i++)
            if (EmitSteady(state, i, end, outputs) is { } earlier && (pending is null || earlier.Time < pending.Value.Time))
                pending = earlier;
        return pending;
    }

    private static (int Area, long Start) EarliestUnsteady(GeneratorState state, long until)
    {
        var best = -1;
        for (var i = 0; i < state.Areas.Length; i++)
        {
            ref var area = ref state.Areas[i];
            if (area.Amplitude == 0 || (area.IsSteady && area.PulseIndex == 0))
                continue;
            var start = area.NextGroup + (area.PulseIndex * Program(state, i).InnerPeriodNanosecond);
            if (start < until)
                (best, until) = (i, start);
        }

        return (best, until);
    }

    private Pending? EmitSteady(GeneratorState state, int index, long until, StepOutputs outputs)
    {
        ref var area = ref state.Areas[index];
        var program = Program(state, index);
        if (area.Amplitude == 0)
        {
            PassSilently(ref area, program, until);
            return null;
        }

        if (!area.IsSteady || area.PulseIndex != 0)
            return null;
        var groups = Jump(area, program, until);
        if (groups > 0)
        {
            if (MonitorPulse(state, index, area.NextGroup) is { } finding)
                return new Pending(
                    DeviceEvent.MonitorRefuses, area.NextGroup, finding.Requirement, finding.Value, finding.Limit);
            EmitGroups(state, ref area, index, program, groups, outputs);
        }

        while (area.NextGroup + (area.PulseIndex * program.InnerPeriodNanosecond) is var start && start < until)
            if (EmitOne(state, index, start, outputs) is { } pending)
                return pending;
        return null;
    }

    private Pending? EmitOne(GeneratorState state, int index, long start, StepOutputs outputs)
    {
        ref var area = ref state.Areas[index];
        var program = Program(state, index);
        Prepare(state, ref area, program);
        if (MonitorPulse(state, index, start) is { } refused)
            return new Pending(DeviceEvent.MonitorRefuses, start, refused.Requirement, refused.Value, refused.Limit);
        outputs.Add(new PulseRun(index, start, program.PeriodNanosecond, 1, 1, 0, area.Phases!));
        area.Pulses++;
        Draw(state, area.BatteryPerPulse);
        Pending? pending = null;
        if (CountCompliance(ref area))
        {
            area.Target = Math.Min(area.Target, area.Amplitude);
            if (!state.IsOutOfRegulation)
                pending = new Pending(DeviceEvent.OutOfCompliance, start + 1, 15, area.TissueMicrovolt / 1000, _battery.OutputMillivolt);
            state.IsOutOfRegulation = true;
        }

        area.PulseIndex++;
        if (area.PulseIndex < program.Pulses)
            return pending;
        area.PulseIndex = 0;
        area.NextGroup = NextGroup(area.NextGroup, program.PeriodNanosecond);
        return EndGroup(state, index, program) is { } finding
            ? new Pending(DeviceEvent.ChargeImbalance, start + 1, finding.Requirement, finding.Value, finding.Limit)
            : pending;
    }

    /// <summary>Start of the group after one, ns.</summary>
    internal virtual long NextGroup(long group, long period) => group + period;

    /// <summary>Phases of a pulse.</summary>
    /// <param name="area">Shape.</param>
    /// <param name="nanoampere">Amplitude.</param>
    internal virtual Phase[] Shape(DeviceArea area, long nanoampere)
    {
        var width = area.WidthMicrosecond * 1000L;
        var first = CurrentSplit.Share(area.Fractions, nanoampere);
        if (area.Recharge == Recharge.Passive)
            return [new Phase(0, width, first)];
        ContactCurrent[] second = [.. first.Select(item => item with { Nanoampere = -item.Nanoampere })];
        return [new Phase(0, width, first), new Phase(width + (area.GapMicrosecond * 1000L), width, second)];
    }

    /// <summary>The second path to the output: nothing flows unless the monitor agrees.</summary>
    internal virtual Finding? MonitorPulse(GeneratorState state, int index, long start) => _monitor.Check(state, index, start);

    private void Prepare(GeneratorState state, ref AreaRegister area, DeviceArea program)
    {
        if (area.Phases is not null)
            return;
        area.Phases = Shape(program, area.Amplitude);
        long cathode = 0, anode = 0, charge = 0;
        foreach (var (contact, current) in area.Phases[0].Currents)
        {
            var microvolt = Math.Abs(current) * state.Ohm[contact] / 1000;
            if (current < 0)
            {
                cathode = Math.Max(cathode, microvolt);
                charge -= current * area.Phases[0].WidthNanosecond;
            }
            else
                anode = Math.Max(anode, microvolt);
        }

        area.TissueMicrovolt = cathode + anode;
        area.BatteryPerPulse = _battery.PulseAttocoulomb(charge, program.Recharge == Recharge.Active, area.TissueMicrovolt);
    }

    /// <summary>Whole groups that can be jumped over before a time.</summary>
    internal virtual long Jump(in AreaRegister area, DeviceArea program, long until)
    {
        var last = area.NextGroup + ((program.Pulses - 1) * program.InnerPeriodNanosecond);
        return last >= until ? 0 : ((until - 1 - last) / program.PeriodNanosecond) + 1;
    }

    private void EmitGroups(
        GeneratorState state, ref AreaRegister area, int index, DeviceArea program, long groups, StepOutputs outputs)
    {
        var pulses = groups * program.Pulses;
        outputs.Add(new PulseRun(
            index, area.NextGroup, program.PeriodNanosecond, groups, program.Pulses, program.InnerPeriodNanosecond, area.Phases!));
        area.Pulses += pulses;
        Draw(state, (Int128)area.BatteryPerPulse * pulses);
        var window = GroupsPerWindow(program);
        area.WindowGroups = (area.WindowGroups + groups) % window;
        area.QuietGroups = Math.Min(2 * window, area.QuietGroups + groups);
        area.NextGroup += groups * program.PeriodNanosecond;
        area.MonitorTime = area.NextGroup - program.PeriodNanosecond + ((program.Pulses - 1) * program.InnerPeriodNanosecond);
    }

    internal static long GroupsPerWindow(DeviceArea program) =>
        (Second + program.PeriodNanosecond - 1) / program.PeriodNanosecond;

    /// <summary>The grid of an area goes on while its amplitude is zero.</summary>
    private static void PassSilently(ref AreaRegister area, DeviceArea program, long until)
    {
        while (area.NextGroup + (area.PulseIndex * program.InnerPeriodNanosecond) < until)
        {
            if (area.PulseIndex == 0 && area.NextGroup + program.PeriodNanosecond < until)
                area.NextGroup += (until - 1 - area.NextGroup) / program.PeriodNanosecond * program.PeriodNanosecond;
            area.PulseIndex++;
            if (area.PulseIndex < program.Pulses)
                continue;
            area.PulseIndex = 0;
            area.NextGroup += program.PeriodNanosecond;
        }
    }

    /// <summary>Recovery after a group: electrodes discharge, and the monitor looks at what is left.</summary>
    private Finding? EndGroup(GeneratorState state, int index, DeviceArea program)
    {
        ref var area = ref state.Areas[index];
        var decay = area.Decay ??= Decays(state, program);
        var residual = area.Residual;
        var next = residual;
        for (var k = 0; k < decay.Length; k++)
        {
            var left = Recovery.Apply(residual[k] + (GroupCharge(state, area.Phases!, k) * program.Pulses), decay[k]);
            if (left == residual[k])
                continue;
            if (ReferenceEquals(next, residual))
                next = (long[])residual.Clone();
            next[k] = left;
        }

        area.Residual = next;
        var window = GroupsPerWindow(program);
        area.QuietGroups = Math.Min(2 * window, area.QuietGroups + 1);
        area.WindowGroups++;
        var isWindowOver = area.WindowGroups >= window;
        var finding = _monitor.CheckResidual(state, index, residual, isWindowOver);
        if (isWindowOver)
        {
            area.WindowGroups = 0;
            area.WindowResidual = next;
        }

        area.IsSteady = ReferenceEquals(next, residual) && AreEqual(area.WindowResidual, next) && area.ResidualOver == 0
            && finding is null && area.OutOfCompliance is 0 or 4 && Math.Abs(state.Drive.LeakNanoampere) <= PulseMonitor.DirectNanoampere;
        if (finding is null || finding.Requirement != 11 || finding.Value > PulseMonitor.FaultMicrovolt
            || area.Stretches >= PulseMonitor.StretchesMax)
            return finding;
        area.Stretches++;
        area.NextGroup += program.PeriodNanosecond;
        return null;
    }

    /// <summary>Charge one pulse leaves on the electrode of a fraction, aC, with the deviations of the current sources.</summary>
    private static long GroupCharge(GeneratorState state, Phase[] phases, int fraction)
    {
        var drive = state.Drive;
        var first = phases[0];
        var charge = (first.Currents[fraction].Nanoampere + drive.OffsetNanoampere) * first.WidthNanosecond;
        if (phases.Length < 2 || drive.IsPhaseStuck)
            return charge;
        var second = phases[1];
        var current = second.Currents[fraction].Nanoampere;
        return charge + ((current + drive.OffsetNanoampere) * second.WidthNanosecond)
            + (current * second.WidthNanosecond / 1_000_000 * drive.MismatchPartsPerMillion);
    }

    private long[] Decays(GeneratorState state, DeviceArea program)
    {
        var recovery = Math.Max(0, program.PeriodNanosecond - program.GroupNanosecond);
        var decays = new long[program.Fractions.Count];
        for (var k = 0; k < decays.Length; k++)
            decays[k] = Recovery.Decay(recovery, Math.Max(1, state.Ohm[program.Fractions[k].Contact]) * _battery.BlockingNanofarad);
        return decays;
    }

    private bool CountCompliance(ref AreaRegister area)
    {
        if (area.TissueMicrovolt <= _battery.OutputMillivolt * 1000L)
            return false;
        area.OutOfCompliance = Math.Min(4, area.OutOfCompliance + 1);
        return area.OutOfCompliance == 4;
    }

    private static bool AreEqual(long[] a, long[] b) => ReferenceEquals(a, b) || a.AsSpan().SequenceEqual(b);
}
