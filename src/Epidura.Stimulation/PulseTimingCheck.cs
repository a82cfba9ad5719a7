using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation;

/// <summary>Fits the phases and the recovery of an area into its period, in whole nanoseconds.</summary>
internal static class PulseTimingCheck
{
    /// <summary>Double layer of platinum, F/m²: 20 µF/cm², the lower end of 20-40.</summary>
    private const double DoubleLayer = 0.2;

    /// <summary>Used when an impedance is unknown, ohm.</summary>
    private const double UsualImpedance = 800;

    public static void Check(
        ProgramArea area,
        Func<ContactId, ContactShape?> shape,
        Func<ContactId, Resistance?> impedance,
        DeviceProfile device,
        List<LimitFinding> findings)
    {
        // Settings out of range have their own finding, and the integers below need not hold them.
        if (!Limits.Of("rate_hz").Accepts(area.Rate.Hertz)
            || !Limits.Of("pulse_width_us").Accepts(area.PulseWidthMicrosecond)
            || !Limits.Of("interphase_gap_us").Accepts(area.InterphaseGapMicrosecond)
            || area.Amplitude > Limits.TotalCurrentMax)
            return;
        var recovery = Recovery(area, findings);
        if (area.Recharge == Recharge.Active)
            CheckBalance(area, findings);
        else
            CheckPassive(area, shape, impedance, device, recovery, findings);
    }

    /// <summary>Time after the last phase until the next period starts, ns; a finding when it is too short.</summary>
    private static long Recovery(ProgramArea area, List<LimitFinding> findings)
    {
        var period = (long)Math.Round(1e9 / area.Rate.Hertz, MidpointRounding.AwayFromZero);
        var phases = (area.PulseWidthMicrosecond * 1000L) + (area.InterphaseGapMicrosecond * 1000L);
        if (area.Recharge == Recharge.Active)
            phases += area.PulseWidthMicrosecond * 1000L;
        var used = phases;
        var pulses = Dose.PulsesPerPeriod(area);
        if (pulses > 1)
        {
            var inner = (long)(1e9 / Dose.IntraBurstHertz);
            var innerUsed = phases + (area.Recharge == Recharge.Active ? Limits.RecoveryMinMicrosecond * 1000L : 0);
            if (innerUsed > inner)
                ProgramCheck.Add(
                    findings, "I-16", "time of a pulse inside the burst", innerUsed * 1e-3, inner * 1e-3, "µs", "the period holds");
            used = ((pulses - 1) * inner) + phases;
        }

        var recovery = period - used;
        if (recovery < Limits.RecoveryMinMicrosecond * 1000L)
            ProgramCheck.Add(
                findings, "I-16", "time of the phases and the recovery", (used * 1e-3) + Limits.RecoveryMinMicrosecond, period * 1e-3, "µs",
                "the period holds");
        return recovery;
    }

    /// <summary>I-08 in exact integers, aC = nA × ns.</summary>
    private static void CheckBalance(ProgramArea area, List<LimitFinding> findings)
    {
        var width = area.PulseWidthMicrosecond * 1000L;
        var first = IntegerCurrents.Nanoampere(area);
        for (var i = 0; i < first.Length; i++)
        {
            var second = -first[i];
            var net = (first[i] * width) + (second * width);
            if (net != 0)
                ProgramCheck.Add(findings, "I-08", $"net charge of contact {area.Contacts[i].Contact}", net, 0, "aC", "it must be");
        }
    }

    /// <summary>I-12: three time constants, or the electrode voltage left over at steady state is below the limit of I-11.</summary>
    private static void CheckPassive(
        ProgramArea area,
        Func<ContactId, ContactShape?> shape,
        Func<ContactId, Resistance?> impedance,
        DeviceProfile device,
        long recoveryNanosecond,
        List<LimitFinding> findings)
    {
        var recovery = recoveryNanosecond * 1e-9;
        if (recovery < Limits.RecoveryMinMicrosecond * 1e-6)
        {
            ProgramCheck.Add(
                findings, "I-12", "passive recovery", recovery * 1e6, Limits.RecoveryMinMicrosecond, "µs", "it must be at least");
            return;
        }

        foreach (var (contact, _) in area.Contacts)
        {
            if (contact.IsCase || shape(contact) is not { } metal)
                continue;
            var tau = (impedance(contact)?.Ohms ?? UsualImpedance) * device.BlockingCapacitanceFarad;
            if (recovery >= Limits.RecoveryTimeConstantsMin * tau)
                continue;
            var perCycle = Dose.ChargePerPhase(area, contact).Coulombs * Dose.PulsesPerPeriod(area);
            var decay = Math.Exp(-recovery / tau);
            var residual = perCycle * decay / (1 - decay) / (metal.Area.SquareMetres * DoubleLayer);
            if (residual > Limits.ResidualVoltageMax.Volts)
                ProgramCheck.Add(
                    findings, "I-12", $"electrode voltage left at contact {contact} after passive recovery", residual * 1e3,
                    Limits.ResidualVoltageMax.Millivolts, "mV", "it must be at most");
        }
    }
}
