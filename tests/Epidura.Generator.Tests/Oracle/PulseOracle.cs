using Epidura.Generator.Engine;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Oracle;

/// <summary>What was asked of the device and when it was accepted.</summary>
/// <param name="Milliseconds">Device time.</param>
/// <param name="Kind">start, stop, step.</param>
/// <param name="Area">Of a step.</param>
/// <param name="Milliampere">Of a step, signed.</param>
public sealed record Act(decimal Milliseconds, string Kind, int Area = 0, decimal Milliampere = 0);

/// <summary>
/// Says what pulses a program and a list of acts allow, from the words of the requirements alone: milliamperes, milliseconds and
/// microcoulombs
/// as decimals, logarithms as doubles. It shares no line with the generator and looks at every pulse.
/// </summary>
public sealed class PulseOracle(DeviceProgram program, IReadOnlyList<decimal> squareCentimetre, IReadOnlyList<Act> acts)
{
    private const decimal Grain = 0.000_002m, Tick = 10m, RisePerMs = 0.002m;
    private readonly List<string> _disagreements = [];
    private readonly HashSet<IReadOnlyList<Phase>>[] _known =
        [.. program.Areas.Select(_ => new HashSet<IReadOnlyList<Phase>>(ReferenceEqualityComparer.Instance))];

    public long Pulses { get; private set; }

    public IReadOnlyList<string> Disagreements => _disagreements;

    public void Check(IEnumerable<PulseRun> runs, decimal end)
    {
        var list = runs.ToList();
        for (var i = 0; i < program.Areas.Count; i++)
            CheckArea(i, [.. list.Where(run => run.Area == i)], end);
        CheckShared(list);
    }

    private void Say(string what)
    {
        if (_disagreements.Count < 100)
            _disagreements.Add(what);
    }

    private void CheckArea(int index, List<PulseRun> runs, decimal end)
    {
        var area = program.Areas[index];
        var period = area.PeriodNanosecond / 1_000_000m;
        var inner = area.InnerPeriodNanosecond / 1_000_000m;
        var expected = new Expectation(area, program.RampMilliseconds);
        var act = 0;
        decimal last = -1;
        var inGroup = 0;
        foreach (var run in runs)
        {
            var amplitude = Known(index, area, run.Phases);
            for (long group = 0; group < run.Groups; group++)
            {
                for (var i = 0; i < run.PulsesPerGroup; i++)
                {
                    var at = (run.StartNanosecond / 1_000_000m) + (group * (run.PeriodNanosecond / 1_000_000m))
                        + (i * (run.InnerPeriodNanosecond / 1_000_000m));
                    Pulses++;
                    for (; act < acts.Count && acts[act].Milliseconds <= at; act++)
                    {
                        CheckGap(expected, last, acts[act].Milliseconds, period, inner);
                        if (expected.Take(acts[act], index))
                            (last, inGroup) = (-1, 0);
                    }

                    if (!expected.IsOn)
                        Say($"area {index}: a pulse at {at} ms while nothing may flow");
                    else if (last < 0)
                        inGroup = CheckFirst(index, area, expected, at, period, inner);
                    else
                    {
                        inGroup = (inGroup + 1) % area.Pulses;
                        var wanted = inGroup > 0 ? inner : period - ((area.Pulses - 1) * inner);
                        if (at - last != wanted)
                            Say($"area {index}: {at - last} ms since the pulse before at {at} ms instead of {wanted}");
                    }

                    var (low, high) = expected.Range(at);
                    if (amplitude < low - Grain || amplitude > high + Grain)
                        Say($"area {index}: {amplitude} mA at {at} ms, outside {low} to {high}");
                    last = at;
                }
            }
        }

        for (; act < acts.Count; act++)
        {
            CheckGap(expected, last, acts[act].Milliseconds, period, inner);
            if (expected.Take(acts[act], index))
                last = -1;
        }

        CheckGap(expected, last, end, period, inner);
    }

    private int CheckFirst(int index, DeviceArea area, Expectation expected, decimal at, decimal period, decimal inner)
    {
        var since = at - expected.Start - (area.OffsetNanosecond / 1_000_000m);
        var inGroup = inner > 0 ? (int)(since % period / inner) : 0;
        if (since < 0 || since % period != inGroup * inner || inGroup >= area.Pulses)
            Say($"area {index}: the first pulse is at {at} ms, off its grid");
        var late = at - expected.Resumed - (expected.Resumed == expected.Start ? area.OffsetNanosecond / 1_000_000m : 0);
        if (late > Tick + period)
            Say($"area {index}: the first pulse is late, {late} ms after the start");
        return inGroup;
    }

    /// <summary>A running area with an amplitude never misses a pulse.</summary>
    private void CheckGap(Expectation expected, decimal last, decimal until, decimal period, decimal inner)
    {
        if (expected.IsOn && expected.Range(until).Low > Grain && (last < 0 ? expected.Resumed + Tick + period : last) + period
            + inner < until)
            Say($"no pulse between {last} and {until} ms");
    }

    /// <summary>Everything that depends on the pulse alone; returns its amplitude, mA.</summary>
    private decimal Known(int index, DeviceArea area, IReadOnlyList<Phase> phases)
    {
        var amplitude = phases[0].Currents.Where(item => item.Nanoampere < 0).Sum(item => -item.Nanoampere / 1_000_000m);
        if (!_known[index].Add(phases))
            return amplitude;
        var width = area.WidthMicrosecond / 1000m;
        var isActive = area.Recharge == Recharge.Active;
        if (phases.Count != (isActive ? 2 : 1))
            Say($"area {index}: {phases.Count} phases");
        if (phases.Any(phase => phase.WidthNanosecond / 1_000_000m != width))
            Say($"area {index}: a phase is not {width} ms wide");
        if (isActive && phases.Count == 2 && phases[1].OffsetNanosecond / 1_000_000m != width + (area.GapMicrosecond / 1000m))
            Say($"area {index}: the second phase begins at {phases[1].OffsetNanosecond} ns");
        foreach (var phase in phases)
            if (phase.Currents.Sum(item => (decimal)item.Nanoampere) != 0)
                Say($"I-13: area {index}: a phase does not sum to zero");
        foreach (var fraction in area.Fractions)
            CheckContact(index, phases, fraction, amplitude);
        if (phases[0].Currents.Any(item => area.Fractions.All(fraction => fraction.Contact != item.Contact)))
            Say($"I-14: area {index}: a contact takes part that the program does not name");
        if (amplitude > 25.5m)
            Say($"I-02: area {index}: {amplitude} mA");
        return amplitude;
    }

    private void CheckContact(int index, IReadOnlyList<Phase> phases, DeviceFraction fraction, decimal amplitude)
    {
        var currents = phases.Select(phase => phase.Currents.Where(item => item.Contact == fraction.Contact)
            .Sum(item => item.Nanoampere / 1_000_000m)).ToList();
        var wanted = amplitude * fraction.PerMille / 1000;
        if (Math.Abs(currents[0] - wanted) >= 0.000_001m)
            Say($"area {index}: contact {fraction.Contact} carries {currents[0]} mA instead of {wanted}");
        var charges = phases.Select((phase, k) => currents[k] * phase.WidthNanosecond / 1_000_000m).ToList();
        if (phases.Count > 1 && charges.Sum() != 0)
            Say($"I-08: area {index}: contact {fraction.Contact} keeps {charges.Sum()} µC");
        if (fraction.Contact >= squareCentimetre.Count)
            return;
        if (Math.Abs(currents[0]) > 12.7m)
            Say($"I-01: contact {fraction.Contact}: {currents[0]} mA");
        var charge = charges.Max(Math.Abs);
        var density = charge / squareCentimetre[fraction.Contact];
        if (charge > 12.7m)
            Say($"I-05: {charge} µC");
        if (density > 30m)
            Say($"I-06: {density} µC/cm²");
        if (charge > 0 && Math.Log10((double)(charge * density)) > 1.85)
            Say($"I-07: k of {charge} µC");
    }

    /// <summary>No contact is driven by two areas at once, with 20 µs between them.</summary>
    private void CheckShared(List<PulseRun> runs)
    {
        for (var a = 0; a < program.Areas.Count; a++)
        {
            for (var b = a + 1; b < program.Areas.Count; b++)
            {
                if (!program.Areas[a].Fractions.Any(x => program.Areas[b].Fractions.Any(y => y.Contact == x.Contact)))
                    continue;
                var pulses = runs.Where(run => run.Area == a || run.Area == b).SelectMany(Times).Order().ToList();
                for (var i = 1; i < pulses.Count; i++)
                    if (pulses[i].Start < pulses[i - 1].End + 0.02m)
                        Say($"I-16: areas {a} and {b} meet at {pulses[i].Start} ms");
            }
        }
    }

    private static IEnumerable<(decimal Start, decimal End)> Times(PulseRun run)
    {
        for (long group = 0; group < Math.Min(run.Groups, 1000); group++)
        {
            for (var i = 0; i < run.PulsesPerGroup; i++)
            {
                var start = (run.StartNanosecond + (group * run.PeriodNanosecond) + (i * run.InnerPeriodNanosecond)) / 1_000_000m;
                yield return (start, start + run.Phases.Max(phase => (phase.OffsetNanosecond + phase.WidthNanosecond) / 1_000_000m));
            }
        }
    }

    /// <summary>What an area may carry at a time: a line from where it was to where it goes.</summary>
    private sealed class Expectation(DeviceArea area, decimal ramp)
    {
        private decimal _target = area.AmplitudeMicroampere / 1000m, _from, _since, _perMs;

        public bool IsOn { get; private set; }

        public decimal Start { get; private set; }

        /// <summary>Since when there is something to deliver: the start, or the rise from zero.</summary>
        public decimal Resumed { get; private set; }

        /// <summary>Takes an act; true when the next pulse is a first one.</summary>
        public bool Take(Act act, int index)
        {
            switch (act.Kind)
            {
                case "start":
                    (IsOn, Start, _since, _from) = (true, act.Milliseconds, act.Milliseconds, 0);
                    Resumed = Start;
                    _perMs = Math.Min(RisePerMs, _target / ramp);
                    return true;
                case "stop":
                    IsOn = false;
                    return true;
                case "step" when act.Area == index:
                    var wasSilent = _target == 0;
                    _from = act.Milliampere > 0 ? Range(act.Milliseconds).High : _target + act.Milliampere;
                    (_target, _since, _perMs) = (_target + act.Milliampere, act.Milliseconds, RisePerMs);
                    if (_target > area.PatientMaxMicroampere / 1000m || _target < area.PatientMinMicroampere / 1000m)
                        throw new InvalidOperationException("I-21: the device accepted a step out of the patient window");
                    if (wasSilent || _target == 0)
                        Resumed = act.Milliseconds;
                    return wasSilent || _target == 0;
                default:
                    return false;
            }
        }

        /// <summary>The output moves on a grid of 10 ms, so it may be one step behind; rounding costs less than a microampere.</summary>
        public (decimal Low, decimal High) Range(decimal at)
        {
            var line = _from + (_perMs * (at - _since));
            return (Math.Min(_target, Math.Max(0, line - (2 * _perMs * Tick) - 0.001m)), Math.Min(_target, line));
        }
    }
}
