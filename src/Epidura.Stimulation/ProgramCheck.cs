using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation;

/// <summary>One limit that a program touches.</summary>
/// <param name="Requirement">Id of the invariant.</param>
/// <param name="Quantity">What was measured, with the contact where there is one.</param>
/// <param name="Value">Measured.</param>
/// <param name="Limit">Allowed.</param>
/// <param name="Unit">Of both numbers.</param>
/// <param name="IsHard">True when the program is refused; false for a warning.</param>
/// <param name="Message">Value, limit, unit and name in one sentence.</param>
public sealed record LimitFinding(
    string Requirement, string Quantity, double Value, double Limit, string Unit, bool IsHard, string Message);

/// <summary>Checks a program area against the compiled ceiling and a device. Nothing is clamped.</summary>
/// <remarks>Invariants I-01 … I-08, I-12 … I-17; docs/science/limits.md. Checked by ProgramCheckTests.</remarks>
public static class ProgramCheck
{
    /// <summary>Everything that is wrong or near a limit; empty when all is well.</summary>
    /// <param name="area">Area.</param>
    /// <param name="shape">Shape of a contact; null for a contact that no lead has.</param>
    /// <param name="impedance">Resistance from a contact to the far tissue; null when unknown, which is a warning.</param>
    /// <param name="device">Its limits can only tighten the ceiling.</param>
    public static IReadOnlyList<LimitFinding> Check(
        ProgramArea area, Func<ContactId, ContactShape?> shape, Func<ContactId, Resistance?> impedance, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(impedance);
        ArgumentNullException.ThrowIfNull(device);
        List<LimitFinding> findings = [];
        CheckFractions(area, shape, findings);
        CheckSettings(area, device, findings);
        CheckContacts(area, shape, device, findings);
        CheckCompliance(area, impedance, device, findings);
        PulseTimingCheck.Check(area, shape, impedance, device, findings);
        return findings;
    }

    internal static void Add(
        List<LimitFinding> findings, string requirement, string quantity, double value, double limit, string unit, string relation,
        bool isHard = true) =>
        findings.Add(new LimitFinding(
            requirement, quantity, value, limit, unit, isHard,
            FormattableString.Invariant($"{requirement}: {quantity} is {value:G6} {unit}; {relation} {limit:G6} {unit}.").Replace(" ;", ";")
                .Replace(" .", ".")));

    private static void CheckFractions(ProgramArea area, Func<ContactId, ContactShape?> shape, List<LimitFinding> findings)
    {
        var cathodes = area.Contacts.Where(item => item.PerMille < 0).Sum(item => (long)item.PerMille);
        var anodes = area.Contacts.Where(item => item.PerMille > 0).Sum(item => (long)item.PerMille);
        if (cathodes != -1000)
            Add(findings, "I-13", "sum of the cathodes", cathodes, -1000, "per mille", "it must be");
        if (anodes != 1000)
            Add(findings, "I-13", "sum of the anodes", anodes, 1000, "per mille", "it must be");
        if (cathodes == -1000 && anodes == 1000 && area.Amplitude <= Limits.TotalCurrentMax
            && IntegerCurrents.Nanoampere(area).Sum() is not 0 and var rest)
            Add(findings, "I-13", "sum of the contact currents", rest, 0, "nA", "it must be");
        if (cathodes == 0)
            Add(findings, "I-14", "number of cathodes", 0, 1, "", "it must be at least");
        if (anodes == 0)
            Add(findings, "I-14", "number of anodes", 0, 1, "", "it must be at least");
        foreach (var group in area.Contacts.GroupBy(item => item.Contact))
        {
            if (group.Count() > 1)
                Add(findings, "I-14", $"uses of contact {group.Key} in one phase", group.Count(), 1, "", "it must be at most");
            if (!group.Key.IsCase && shape(group.Key) is null)
                Add(findings, "I-14", $"contacts called {group.Key}", 0, 1, "", "the leads must have");
        }
    }

    private static void CheckSettings(ProgramArea area, DeviceProfile device, List<LimitFinding> findings)
    {
        var totalMax = Math.Min(Limits.TotalCurrentMax.Milliamperes, device.TotalCurrentMax.Milliamperes);
        if (area.Amplitude.Milliamperes > totalMax)
            Add(findings, "I-02", "total cathodic current", area.Amplitude.Milliamperes, totalMax, "mA", "the limit is");
        if (area.Amplitude.Milliamperes < 0)
            Add(findings, "I-02", "total cathodic current", area.Amplitude.Milliamperes, 0, "mA", "the limit from below is");
        Range(findings, "pulse_width_us", "pulse width", area.PulseWidthMicrosecond);
        if (area.PulseWidthMicrosecond % device.TimingStepMicrosecond != 0)
            Add(findings, "I-03", "pulse width", area.PulseWidthMicrosecond, device.TimingStepMicrosecond, "µs", "the step is");
        Range(findings, "interphase_gap_us", "interphase gap", area.InterphaseGapMicrosecond);
        Range(findings, "rate_hz", "rate", area.Rate.Hertz);
    }

    private static void Range(List<LimitFinding> findings, string parameter, string quantity, double value)
    {
        var limit = Limits.Of(parameter);
        if (value < limit.Min)
            Add(findings, limit.Requirement, quantity, value, limit.Min, limit.Unit, "the limit from below is");
        if (value > limit.Max)
            Add(findings, limit.Requirement, quantity, value, limit.Max, limit.Unit, "the limit is");
    }

    private static void CheckContacts(
        ProgramArea area, Func<ContactId, ContactShape?> shape, DeviceProfile device, List<LimitFinding> findings)
    {
        var contactMax = Math.Min(Limits.ContactCurrentMax.Milliamperes, device.ContactCurrentMax.Milliamperes);
        foreach (var contact in area.Contacts.Select(item => item.Contact).Distinct())
        {
            var average = Dose.AverageContactCurrent(area, contact);
            if (contact.IsCase)
                continue;
            var current = Math.Abs(Dose.ContactCurrent(area, contact).Milliamperes);
            if (current > contactMax)
                Add(findings, "I-01", $"current of contact {contact}", current, contactMax, "mA", "the limit is");
            if (average > Limits.AverageContactCurrentMax)
                Add(findings, "I-17", $"average absolute current of contact {contact}", average.Milliamperes,
                    Limits.AverageContactCurrentMax.Milliamperes, "mA", "the limit is");
            var charge = Dose.ChargePerPhase(area, contact);
            if (charge > Limits.ChargePerPhaseMax)
                Add(findings, "I-05", $"charge per phase of contact {contact}", charge.Microcoulombs,
                    Limits.ChargePerPhaseMax.Microcoulombs, "µC", "the limit is");
            if (shape(contact) is { } metal)
                CheckDensity(area, contact, metal, findings);
        }
    }

    private static void CheckDensity(ProgramArea area, ContactId contact, ContactShape metal, List<LimitFinding> findings)
    {
        var density = Dose.ChargeDensity(area, contact, metal).MicrocoulombsPerSquareCentimetre;
        var limit = Limits.ChargeDensityMax.MicrocoulombsPerSquareCentimetre;
        if (density > limit * (1 + 1e-12))
            Add(findings, "I-06", $"charge density of contact {contact}", density, limit, "µC/cm²", "the limit is");
        var k = Dose.Shannon(Dose.ChargePerPhase(area, contact), metal.Area);
        if (k > Limits.ShannonMax)
            Add(findings, "I-07", $"Shannon k of contact {contact}", k, Limits.ShannonMax, "", "the limit is");
        else if (k > Limits.ShannonWarn)
            Add(findings, "I-07", $"Shannon k of contact {contact}", k, Limits.ShannonWarn, "", "a warning is due above", isHard: false);
    }

    private static void CheckCompliance(
        ProgramArea area, Func<ContactId, Resistance?> impedance, DeviceProfile device, List<LimitFinding> findings)
    {
        double cathode = 0, anode = 0;
        foreach (var (contact, perMille) in area.Contacts)
        {
            if (impedance(contact) is not { } resistance)
            {
                Add(findings, "I-15", $"impedance readings of contact {contact}", 0, 1, "", "the check of the output voltage needs",
                    isHard: false);
                continue;
            }

            var drop = Math.Abs(Dose.ContactCurrent(area, contact).Amperes) * resistance.Ohms;
            if (perMille < 0)
                cathode = Math.Max(cathode, drop);
            else
                anode = Math.Max(anode, drop);
        }

        var available = Math.Min(
            Limits.ComplianceMax.Volts, (device.OutputVoltageMax - device.Headroom).Volts);
        if (cathode + anode > available)
            Add(findings, "I-15", "voltage over the tissue", cathode + anode, available, "V", "the output can hold");
    }
}
