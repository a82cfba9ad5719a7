using Epidura.Generator.Commands;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Monitor;

/// <summary>
/// Holds every invariant against a whole program: when it is staged, committed, loaded and started. Works in femtocoulombs as
/// µA × per mille × µs in 128 bits; the pulse engine works in nA × ns in 64.
/// </summary>
/// <remarks>docs/science/generator.md lists the checks. Checked by ProgramMonitorTests.</remarks>
public static class ProgramMonitor
{
    /// <summary>Shortest recovery after a pulse, ns, I-12 and I-16.</summary>
    internal const long RecoveryMinNanosecond = 20_000;

    private const long ResidualMicrovolt = 50_000;
    private const int AmplitudeStepMicroampere = 25;

    /// <summary>Checks a program at the highest amplitude it may reach.</summary>
    /// <param name="program">Program.</param>
    /// <param name="configuration">Contacts and device.</param>
    /// <param name="limits">Profile in force; tightened by the device's own limits.</param>
    /// <param name="impedanceOhm">One per contact, the case last; null when nothing was measured, then I-12's proof and I-15 wait for the
    /// start.</param>
    public static ProgramVerdict Check(
        DeviceProgram program, GeneratorConfiguration configuration, LimitProfile limits, IReadOnlyList<int>? impedanceOhm)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(limits);
        List<Finding> findings = [];
        CheckPattern(program, findings);
        if (program.Areas.Count is < 1 or > 4)
        {
            findings.Add(new Finding(39, program.Areas.Count, 4));
            return new ProgramVerdict(findings, null);
        }

        for (var i = 0; i < program.Areas.Count; i++)
            CheckArea(program.Areas[i], i, configuration, limits, findings);
        if (findings.Exists(item => item.Requirement is 3 or 4 or 13 or 14 or 39))
            return new ProgramVerdict(findings, null);
        var slack = TimingMonitor.Check(program, limits, findings);
        var doses = new DoseMonitor(program, configuration, limits, impedanceOhm, findings);
        var charge = doses.CheckCharge();
        var average = doses.CheckAverage();
        var residual = doses.CheckResidual(ResidualMicrovolt);
        var output = doses.CheckCompliance();
        return new ProgramVerdict(findings, new StageReport(
            doses.ChargeAttocoulomb, charge, MonitorMath.ShannonMilli(doses.ShannonNano),
            doses.ShannonNano > LimitProfile.ShannonWarnNano, slack, 0, residual, output, doses.BatteryNanoampere(output), average));
    }

    private static void CheckPattern(DeviceProgram program, List<Finding> findings)
    {
        if (program.RampMilliseconds is < 3_000 or > 10_000)
            findings.Add(new Finding(18, program.RampMilliseconds, program.RampMilliseconds < 3_000 ? 3_000 : 10_000));
        if ((program.CycleOnMilliseconds == 0) != (program.CycleOffMilliseconds == 0))
            findings.Add(new Finding(39, program.CycleOnMilliseconds, program.CycleOffMilliseconds));
        if (program.CycleOnMilliseconds > 0 && program.CycleOnMilliseconds <= program.RampMilliseconds)
            findings.Add(new Finding(18, program.CycleOnMilliseconds, program.RampMilliseconds));
        if (program.CycleOnMilliseconds > 86_400_000 || program.CycleOffMilliseconds is > 86_400_000 or (> 0 and < 100))
            findings.Add(new Finding(39, program.CycleOffMilliseconds, 86_400_000));
        if (program.DailyStartMinute is < 0 or > 1439 || program.DailyLengthMinutes is < 0 or > 1440)
            findings.Add(new Finding(31, program.DailyStartMinute, 1439));
        if (program.Group is < 0 or > 15)
            findings.Add(new Finding(39, program.Group, 15));
    }

    private static void CheckArea(
        DeviceArea area, int index, GeneratorConfiguration configuration, LimitProfile limits, List<Finding> findings)
    {
        void Add(int requirement, long value, long limit, int contact = -1) =>
            findings.Add(new Finding(requirement, value, limit, index, contact));

        var width = area.WidthMicrosecond * 1000L;
        if (width < limits.WidthMinNanosecond || width > limits.WidthMaxNanosecond)
            Add(3, width, width < limits.WidthMinNanosecond ? limits.WidthMinNanosecond : limits.WidthMaxNanosecond);
        if (area.GapMicrosecond is < 0 or > 1000)
            Add(39, area.GapMicrosecond, 1000);
        if (area.PeriodNanosecond < limits.PeriodMinNanosecond || area.PeriodNanosecond > limits.PeriodMaxNanosecond)
            Add(4, area.PeriodNanosecond,
                area.PeriodNanosecond < limits.PeriodMinNanosecond ? limits.PeriodMinNanosecond : limits.PeriodMaxNanosecond);
        if (area.Pulses is < 1 or > 16)
            Add(39, area.Pulses, 16);
        if (area.Pulses > 1 && area.InnerPeriodNanosecond < limits.PeriodMinNanosecond)
            Add(4, area.InnerPeriodNanosecond, limits.PeriodMinNanosecond);
        if (area.Pulses > 1 && area.InnerPeriodNanosecond > limits.PeriodMaxNanosecond)
            Add(4, area.InnerPeriodNanosecond, limits.PeriodMaxNanosecond);
        if (area.Recharge is not (Recharge.Active or Recharge.Passive))
            Add(8, (long)area.Recharge, 1);
        if (area.OffsetNanosecond < 0 || area.OffsetNanosecond >= Math.Max(1, area.PeriodNanosecond))
            Add(39, area.OffsetNanosecond, area.PeriodNanosecond);
        if (area.AmplitudeMicroampere % AmplitudeStepMicroampere != 0 || area.PatientMaxMicroampere % AmplitudeStepMicroampere != 0)
            Add(1, area.AmplitudeMicroampere, AmplitudeStepMicroampere);
        if (area.PatientStepMicroampere > limits.PatientStepMicroampere
            || area.PatientStepMicroampere < AmplitudeStepMicroampere
            || area.PatientStepMicroampere % AmplitudeStepMicroampere != 0)
            Add(20, area.PatientStepMicroampere, limits.PatientStepMicroampere);
        if (area.PatientMinMicroampere < 0 || area.PatientMinMicroampere > area.PatientMaxMicroampere)
            Add(21, area.PatientMinMicroampere, area.PatientMaxMicroampere);
        if (area.AmplitudeMicroampere < area.PatientMinMicroampere
            || (area.PatientMaxMicroampere > 0 && area.AmplitudeMicroampere > area.PatientMaxMicroampere))
            Add(21, area.AmplitudeMicroampere, area.PatientMaxMicroampere);
        CheckFractions(area, configuration, Add);
    }

    private static void CheckFractions(DeviceArea area, GeneratorConfiguration configuration, Action<int, long, long, int> add)
    {
        long cathodes = 0, anodes = 0;
        ulong seen = 0;
        foreach (var (contact, perMille) in area.Fractions)
        {
            if (contact < 0 || contact > configuration.CaseIndex || perMille == 0)
            {
                add(14, perMille, 1, contact);
                continue;
            }

            if ((seen & (1UL << contact)) != 0)
                add(14, 2, 1, contact);
            seen |= 1UL << contact;
            if (perMille < 0)
                cathodes -= perMille;
            else
                anodes += perMille;
        }

        if (cathodes == 0)
            add(14, 0, 1, -1);
        if (anodes == 0)
            add(14, 0, 1, -1);
        if (cathodes != 1000)
            add(13, -cathodes, -1000, -1);
        if (anodes != 1000)
            add(13, anodes, 1000, -1);
    }
}
