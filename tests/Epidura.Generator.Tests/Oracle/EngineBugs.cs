using Epidura.Generator.Engine;
using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Oracle;

/// <summary>A pulse engine with one bug, and with its monitor blind or awake.</summary>
internal sealed class BuggyMachine(GeneratorConfiguration configuration, EngineBug bug, bool isMonitorBlind) : Machine(configuration)
{
    internal override Phase[] Shape(DeviceArea area, long nanoampere)
    {
        var phases = base.Shape(area, nanoampere);
        return bug.Shape?.Invoke(area, nanoampere, phases) ?? phases;
    }

    internal override long NextGroup(long group, long period) => bug.NextGroup?.Invoke(group, period) ?? base.NextGroup(group, period);

    internal override long FirstGroup(GeneratorState state, int area) =>
        base.FirstGroup(state, area) + (bug.FirstGroup?.Invoke(state.Running!.Program.Areas[area]) ?? 0);

    internal override long RampIncrement(long target, int rampMilliseconds, long riseMax) =>
        bug.Increment?.Invoke(target, rampMilliseconds, riseMax) ?? base.RampIncrement(target, rampMilliseconds, riseMax);

    internal override long NextAmplitude(long amplitude, long target, long increment) =>
        bug.Amplitude?.Invoke(amplitude, target, increment) ?? base.NextAmplitude(amplitude, target, increment);

    internal override long Jump(in AreaRegister area, DeviceArea program, long until) =>
        base.Jump(area, program, until) is var groups && groups > 0 ? groups + bug.JumpMore : groups;

    internal override long StepTarget(long target, int deltaMicroampere) =>
        bug.Step?.Invoke(target, deltaMicroampere) ?? base.StepTarget(target, deltaMicroampere);

    internal override Finding? MonitorPulse(GeneratorState state, int index, long start) =>
        isMonitorBlind ? null : base.MonitorPulse(state, index, start);
}

/// <summary>What one bug changes.</summary>
internal sealed record EngineBug(string Name)
{
    public Func<DeviceArea, long, Phase[], Phase[]>? Shape { get; init; }

    public Func<long, long, long>? NextGroup { get; init; }

    public Func<DeviceArea, long>? FirstGroup { get; init; }

    public Func<long, int, long, long>? Increment { get; init; }

    public Func<long, long, long, long>? Amplitude { get; init; }

    public Func<long, int, long>? Step { get; init; }

    public long JumpMore { get; init; }

    private static Phase Map(Phase phase, Func<int, ContactCurrent, ContactCurrent> change) =>
        phase with { Currents = [.. phase.Currents.Select((item, k) => change(k, item))] };

    private static Phase Scale(Phase phase, Func<long, long> change) =>
        Map(phase, (_, item) => item with { Nanoampere = change(item.Nanoampere) });

    private static Phase[] Second(Phase[] phases, Func<Phase, Phase> change) =>
        phases.Length == 2 ? [phases[0], change(phases[1])] : phases;

    private static Phase[] Each(Phase[] phases, Func<Phase, Phase> change) => [.. phases.Select(change)];

    public static IReadOnlyList<EngineBug> All { get; } =
    [
        new("the second phase is missing") { Shape = (_, _, p) => [p[0]] },
        new("the second phase has the sign of the first") { Shape = (_, _, p) => Second(p, phase => Scale(phase, i => -i)) },
        new("the second phase is one per mille too strong") { Shape = (_, _, p) => Second(p, phase => Scale(phase, i => i + (i / 1000))) },
        new("one contact of the second phase is a nanoampere off")
            { Shape = (_, _, p) => Second(p, phase => Map(phase, (k, c) => k == 0 ? c with { Nanoampere = c.Nanoampere + 1 } : c)) },
        new("the second phase is a microsecond too long")
            { Shape = (_, _, p) => Second(p, phase => phase with { WidthNanosecond = phase.WidthNanosecond + 1000 }) },
        new("both phases are a microsecond too long")
            { Shape = (_, _, p) => Each(p, phase => phase with { WidthNanosecond = phase.WidthNanosecond + 1000 }) },
        new("the gap is forgotten") { Shape = (_, _, p) => Second(p, phase => phase with { OffsetNanosecond = phase.WidthNanosecond }) },
        new("shares are cut off instead of shared out") { Shape = (_, _, p) => Each(p, phase => Scale(phase, i => i / 1000 * 1000)) },
        new("cathode and anode are swapped") { Shape = (_, _, p) => Each(p, phase => Scale(phase, i => -i)) },
        new("the amplitude is doubled") { Shape = (_, _, p) => Each(p, phase => Scale(phase, i => 2 * i)) },
        new("microampere are taken for nanoampere") { Shape = (_, _, p) => Each(p, phase => Scale(phase, i => i / 1000)) },
        new("contacts are counted from one")
            { Shape = (_, _, p) => Each(p, phase => Map(phase, (_, c) => c with { Contact = c.Contact + 1 })) },
        new("the last contact gets nothing")
            { Shape = (_, _, p) => Each(p, phase => Map(phase, (k, c) => k == phase.Currents.Count - 1 ? c with { Nanoampere = 0 } : c)) },
        new("passive recharge is driven") { Shape = (a, _, p) => a.Recharge == Recharge.Passive
            ? [p[0], Scale(p[0], i => -i) with { OffsetNanosecond = p[0].WidthNanosecond }] : p },
        new("the amplitude is rounded to a tenth of a milliampere")
            { Shape = (a, n, p) => Each(p, phase => Scale(phase, i => i * (n / 100_000 * 100_000) / n)) },
        new("the period is a nanosecond too long") { NextGroup = (group, period) => group + period + 1 },
        new("the period is a microsecond too short") { NextGroup = (group, period) => group + period - 1000 },
        new("every second group is left out") { NextGroup = (group, period) => group + (2 * period) },
        new("the offset is forgotten") { FirstGroup = area => -area.OffsetNanosecond },
        new("the offset is taken twice") { FirstGroup = area => area.OffsetNanosecond },
        new("there is no ramp") { Increment = (target, _, _) => target },
        new("the ramp takes half its time") { Increment = (target, ramp, rise) => Math.Min(rise, target / (ramp / 20)) },
        new("the slew limit is ten times too high") { Increment = (target, ramp, _) => Math.Min(200_000, target / (ramp / 50)) },
        new("the ramp goes past its target") { Amplitude = (now, target, step) => now < target ? now + step + 5000 : now },
        new("the ramp stops a microampere short") { Amplitude = (now, target, step) => Math.Max(now, Math.Min(target - 5000, now + step)) },
        new("a jump takes one group too many") { JumpMore = 1 },
        new("a jump takes one group of two") { JumpMore = 2 },
        new("a press down goes up") { Step = (target, delta) => target + (Math.Abs(delta) * 1000L) },
        new("a press counts twice") { Step = (target, delta) => target + (delta * 2000L) },
        new("a press counts a tenth") { Step = (target, delta) => target + (delta * 100L) },
    ];
}
