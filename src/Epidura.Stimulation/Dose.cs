using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation;

/// <summary>Charge arithmetic: what one phase, one second and one contact carry.</summary>
/// <remarks>Equations and sources: docs/science/limits.md. Checked by DoseTests.</remarks>
public static class Dose
{
    /// <summary>Pulses of one burst.</summary>
    public const int PulsesPerBurst = 5;

    /// <summary>Rate of the pulses inside a burst, Hz.</summary>
    public const double IntraBurstHertz = 500;

    /// <summary>Pulses in one period of an area: five for a burst, else one.</summary>
    public static int PulsesPerPeriod(ProgramArea area) => Require(area).Therapy == Therapy.Burst ? PulsesPerBurst : 1;

    /// <summary>Signed current of a contact in the first phase; zero for a contact that takes no part.</summary>
    public static Current ContactCurrent(ProgramArea area, ContactId contact)
    {
        var perMille = 0;
        foreach (var fraction in Require(area).Contacts)
            if (fraction.Contact == contact)
                perMille += fraction.PerMille;
        return area.Amplitude * (perMille / 1000.0);
    }

    /// <summary>Absolute charge of the first phase through a contact.</summary>
    public static Charge ChargePerPhase(ProgramArea area, ContactId contact) =>
        Charge.FromCoulombs(Math.Abs(ContactCurrent(area, contact).Amperes) * area.PulseWidthMicrosecond * 1e-6);

    /// <summary>Absolute charge of the first phase over the metal that faces tissue.</summary>
    public static ChargeDensity ChargeDensity(ProgramArea area, ContactId contact, ContactShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return ChargePerPhase(area, contact) / shape.Area;
    }

    /// <summary>
    /// Shannon's k = log10(Q·D) with Q in µC and D in µC/cm², per phase; minus infinity for no charge. Damage was seen from 1.85 on, in cat
    /// cortex at 50 Hz over hours; rate and duty cycle are not in it.
    /// </summary>
    /// <param name="charge">Per phase.</param>
    /// <param name="area">Metal that faces tissue; above zero.</param>
    /// <remarks>Shannon 1992, IEEE TBME 39:424, doi 10.1109/10.126616.</remarks>
    public static double Shannon(Charge charge, Area area) =>
        Math.Log10(charge.Microcoulombs * (charge / area).MicrocoulombsPerSquareCentimetre);

    /// <summary>Charge of the first phases in one second, all cathodes together: amplitude × width × rate × pulses per period.</summary>
    public static Charge ChargePerSecond(ProgramArea area) => Charge.FromCoulombs(
        Require(area).Amplitude.Amperes * area.PulseWidthMicrosecond * 1e-6 * area.Rate.Hertz * PulsesPerPeriod(area));

    /// <summary>Mean of the absolute current through a contact over time, both phases.</summary>
    public static Current AverageContactCurrent(ProgramArea area, ContactId contact) => Current.FromAmperes(
        2 * ChargePerPhase(area, contact).Coulombs * area.Rate.Hertz * PulsesPerPeriod(area));

    private static ProgramArea Require(ProgramArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        return area;
    }
}
