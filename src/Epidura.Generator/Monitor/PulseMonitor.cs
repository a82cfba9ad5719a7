using Epidura.Generator.Engine;

namespace Epidura.Generator.Monitor;

/// <summary>
/// The second path to the output: looks at every pulse before it flows and at every electrode after it recovered. Sums in 128 bits from the
/// phases as they are driven, never from the engine's own sums.
/// </summary>
/// <remarks>Invariants I-01 … I-13, I-18, I-19, I-21, I-32, I-33. Checked by PulseMonitorTests and by seeded bugs.</remarks>
internal sealed class PulseMonitor(GeneratorConfiguration configuration)
{
    /// <summary>I-10, nA.</summary>
    public const long DirectNanoampere = 100;

    /// <summary>I-11: the recovery is stretched above this, µV.</summary>
    public const long StretchMicrovolt = 50_000;

    /// <summary>I-11: fault above this, µV.</summary>
    public const long FaultMicrovolt = 100_000;

    /// <summary>I-11: groups that may be left out before it is a fault.</summary>
    public const int StretchesMax = 20;

    /// <summary>I-09: how long the residual charge may stay above its limit, ns.</summary>
    private const long ResidualTime = 3_000_000_000;

    private const long Quantum = 10_000_000;

    /// <summary>Looks at a pulse that is about to flow; null when it may.</summary>
    public Finding? Check(GeneratorState state, int index, long start)
    {
        ref var area = ref state.Areas[index];
        if (!ReferenceEquals(area.Phases, area.MonitorPhases))
        {
            if (CheckShape(state, index, area.Phases!) is { } wrong)
                return wrong;
            area.MonitorPhases = area.Phases;
        }

        if (CheckMotion(state, index, ref area, start) is { } motion)
            return motion;
        area.MonitorAmplitude = Cathodic(area.Phases![0]);
        area.MonitorTime = start;
        return null;
    }

    /// <summary>Looks at the electrodes after a recovery; null when all is well.</summary>
    public Finding? CheckResidual(GeneratorState state, int index, long[] before, bool isWindowOver)
    {
        ref var area = ref state.Areas[index];
        var program = state.Running!.Program.Areas[index];
        var period = (Int128)program.PeriodNanosecond;
        var window = period * Machine.GroupsPerWindow(program);
        var isConstant = area.QuietGroups >= Machine.GroupsPerWindow(program);
        var isActive = program.Recharge == Stimulation.Programs.Recharge.Active;
        Int128 left = 0;
        Finding? finding = null;
        for (var k = 0; k < area.Residual.Length; k++)
        {
            var leak = (Int128)state.Drive.LeakNanoampere;
            var net = isActive ? area.Residual[k] : isConstant ? area.Residual[k] - before[k] + (leak * period) : 0;
            left = Int128.Max(left, Int128.Abs(net));
            if (isWindowOver && isConstant && area.QuietGroups >= 2 * Machine.GroupsPerWindow(program))
            {
                var direct = ((Int128)area.Residual[k] - area.WindowResidual[k] + (leak * window)) / window;
                if (Int128.Abs(direct) > DirectNanoampere)
                    return new Finding(10, (long)direct, DirectNanoampere, index, k);
            }

            finding ??= CheckVoltage(state, index, k);
        }

        if (left > DirectNanoampere * period)
            area.ResidualOver += program.PeriodNanosecond;
        else
            area.ResidualOver = 0;
        return area.ResidualOver >= ResidualTime
            ? new Finding(9, (long)(left / 1000), (long)(DirectNanoampere * period / 1000), index)
            : finding;
    }

    private Finding? CheckVoltage(GeneratorState state, int index, int fraction)
    {
        var contact = state.Running!.Program.Areas[index].Fractions[fraction].Contact;
        if (contact >= configuration.CaseIndex)
            return null;
        Int128 charge = 0;
        for (var i = 0; i < state.Areas.Length; i++)
        {
            var fractions = state.Running.Program.Areas[i].Fractions;
            for (var k = 0; k < fractions.Count; k++)
                if (fractions[k].Contact == contact)
                    charge += Int128.Abs(state.Areas[i].Residual[k]);
        }

        var microvolt = charge * 5 / configuration.Contacts[contact].SquareMicrometre;
        return microvolt > StretchMicrovolt
            ? new Finding(11, (long)Int128.Min(long.MaxValue, microvolt), StretchMicrovolt, index, contact)
            : null;
    }

    private Finding? CheckShape(GeneratorState state, int index, Phase[] phases)
    {
        var limits = state.Limits;
        var program = state.Running!.Program.Areas[index];
        var isActive = program.Recharge == Stimulation.Programs.Recharge.Active;
        if (phases.Length != (isActive ? 2 : 1))
            return new Finding(8, phases.Length, isActive ? 2 : 1, index);
        long end = 0;
        foreach (var phase in phases)
        {
            if (phase.WidthNanosecond != (long)program.WidthMicrosecond * 1000
                || phase.WidthNanosecond < limits.WidthMinNanosecond || phase.WidthNanosecond > limits.WidthMaxNanosecond)
                return new Finding(3, phase.WidthNanosecond, (long)program.WidthMicrosecond * 1000, index);
            if (phase.OffsetNanosecond < end)
                return new Finding(24, phase.OffsetNanosecond, end, index);
            end = phase.OffsetNanosecond + phase.WidthNanosecond;
            if (CheckPhase(index, phase, limits) is { } wrong)
                return wrong;
        }

        if (end != program.PulseNanosecond)
            return new Finding(24, end, program.PulseNanosecond, index);
        return CheckContacts(index, phases, program, limits);
    }

    private static Finding? CheckPhase(int index, Phase phase, LimitProfile limits)
    {
        Int128 sum = 0, cathodic = 0;
        ulong seen = 0;
        foreach (var (contact, current) in phase.Currents)
        {
            sum += current;
            if (current < 0)
                cathodic -= current;
            if (contact is < 0 or > 63 || (seen & (1UL << contact)) != 0)
                return new Finding(14, contact, 1, index, contact);
            seen |= 1UL << contact;
        }

        if (sum != 0)
            return new Finding(13, (long)sum, 0, index);
        if (cathodic > limits.TotalNanoampere)
            return new Finding(2, (long)cathodic, limits.TotalNanoampere, index);
        return cathodic == 0 ? new Finding(14, 0, 1, index) : null;
    }

    private Finding? CheckContacts(int index, Phase[] phases, Programs.DeviceArea program, LimitProfile limits)
    {
        var amplitude = Cathodic(phases[0]);
        for (var k = 0; k < phases[0].Currents.Count; k++)
        {
            var (contact, current) = phases[0].Currents[k];
            Int128 net = 0, charge = 0;
            foreach (var phase in phases)
            {
                if (phase.Currents.Count != program.Fractions.Count || phase.Currents[k].Contact != contact)
                    return new Finding(14, phase.Currents.Count, program.Fractions.Count, index, contact);
                net += (Int128)phase.Currents[k].Nanoampere * phase.WidthNanosecond;
                charge = Int128.Max(charge, Int128.Abs((Int128)phase.Currents[k].Nanoampere * phase.WidthNanosecond));
            }

            if (phases.Length == 2 && net != 0)
                return new Finding(8, (long)net, 0, index, contact);

            // Within one nanoampere of the programmed share: |1000 × current − amplitude × per mille| < 1000.
            if (contact != program.Fractions[k].Contact
                || Int128.Abs(((Int128)current * 1000) - ((Int128)amplitude * program.Fractions[k].PerMille)) >= 1000)
                return new Finding(13, current, (long)((Int128)amplitude * program.Fractions[k].PerMille / 1000), index, contact);
            if (contact >= configuration.CaseIndex)
                continue;
            if (Int128.Abs(current) > limits.ContactNanoampere)
                return new Finding(1, current, limits.ContactNanoampere, index, contact);
            var square = (Int128)configuration.Contacts[contact].SquareMicrometre;
            if (charge > limits.ChargeAttocoulomb)
                return new Finding(5, (long)charge, limits.ChargeAttocoulomb, index, contact);
            if (charge > limits.DensityAttocoulombPerSquareMicrometre * square)
                return new Finding(6, (long)(charge / square), limits.DensityAttocoulombPerSquareMicrometre, index, contact);
            if (charge * charge > limits.ShannonProductNano * square * 10_000_000)
                return new Finding(7, (long)(charge * charge / (square * 10_000_000)), limits.ShannonProductNano, index, contact);
        }

        return null;
    }

    /// <summary>I-04, I-18, I-19, I-21, I-32, I-33, I-36: when, and how high compared with the pulse before.</summary>
    private static Finding? CheckMotion(GeneratorState state, int index, ref AreaRegister area, long start)
    {
        if ((state.LatchBits & (Latches.Mri | Latches.Magnet | Latches.Fault | Latches.EndOfService | Latches.Shipping)) != 0)
            return new Finding(
                state.LatchBits.HasFlag(Latches.Mri) ? 32 : state.LatchBits.HasFlag(Latches.Magnet) ? 33 : 36, (long)state.LatchBits, 0,
                    index);
        var program = state.Running!.Program.Areas[index];
        var amplitude = (Int128)Cathodic(area.Phases![0]);
        var since = (Int128)start - area.MonitorTime;
        var shortest = program.Pulses > 1 ? Math.Min(program.InnerPeriodNanosecond, program.PeriodNanosecond) : program.PeriodNanosecond;
        if (area.MonitorAmplitude > 0 && since < shortest)
            return new Finding(4, (long)since, shortest, index);
        if (area.MonitorAmplitude > 0 && area.PulseIndex > 0 && since != program.InnerPeriodNanosecond)
            return new Finding(24, (long)since, program.InnerPeriodNanosecond, index);
        if ((start - area.MonitorRampStart - program.OffsetNanosecond) % program.PeriodNanosecond
            != area.PulseIndex * program.InnerPeriodNanosecond % program.PeriodNanosecond)
            return new Finding(24, start - area.MonitorRampStart, program.PeriodNanosecond, index);

        // The rise since the last pulse, with one tick of 10 ms at most on top: nA per ns is mA/s × 10⁻³.
        var slew = state.State == TherapyState.Test ? 5 : 2;
        if (amplitude - area.MonitorAmplitude > (slew * (since + Quantum)) / 1000)
            return new Finding(19, (long)(amplitude - area.MonitorAmplitude), (long)(slew * (since + Quantum) / 1000), index);
        var ramping = (Int128)start - area.MonitorRampStart;
        var ramp = (Int128)state.Running.Program.RampMilliseconds * 1_000_000;
        if (ramping < ramp && state.State == TherapyState.Ramp && amplitude * ramp > (area.MonitorRampTarget * (ramping + Quantum)) + ramp)
            return new Finding(18, (long)amplitude, (long)(area.MonitorRampTarget * ramping / ramp), index);
        var highest = (Int128)program.PatientMaxMicroampere * 1000;
        return state.State != TherapyState.Test && amplitude > highest ? new Finding(21, (long)amplitude, (long)highest, index) : null;
    }

    private static long Cathodic(Phase phase)
    {
        Int128 sum = 0;
        foreach (var (_, current) in phase.Currents)
            if (current < 0)
                sum -= current;
        return (long)sum;
    }
}
