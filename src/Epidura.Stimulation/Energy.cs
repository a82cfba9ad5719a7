using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation;

/// <summary>How long a battery lasts. An estimate for comparison, not any maker's labelling.</summary>
/// <param name="CurrentDrain">Mean current from the battery.</param>
/// <param name="Years">Until the primary cell is empty; null for a rechargeable device.</param>
/// <param name="DaysBetweenCharges">Until a rechargeable battery is empty; null for a primary cell.</param>
/// <param name="ComplianceVoltage">Largest output voltage step that an area needs.</param>
/// <param name="Message">The result in one sentence.</param>
public sealed record BatteryLife(
    Current CurrentDrain, double? Years, double? DaysBetweenCharges, Voltage ComplianceVoltage, string Message);

/// <summary>Energy a program takes from the battery.</summary>
/// <remarks>
/// I = fixed + duty × Σ areas [ rate × pulses × (amplitude × width × recharge factor × (Vc / Vbattery) / efficiency + switching charge) ],
/// Vc the smallest output step that holds amplitude × impedance + headroom. docs/science/energy.md; checked by EnergyTests.
/// </remarks>
public static class Energy
{
    private const double HoursPerYear = 8760;

    /// <summary>Estimates battery life.</summary>
    /// <param name="device">Profile.</param>
    /// <param name="areas">Areas that run together, each with the impedance its whole amplitude sees.</param>
    /// <param name="dutyFraction">Part of the time the program runs, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Duty outside 0 to 1.</exception>
    public static BatteryLife Estimate(
        DeviceProfile device, IReadOnlyList<(ProgramArea Area, Resistance Impedance)> areas, double dutyFraction)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(areas);
        if (dutyFraction is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(dutyFraction), dutyFraction, "The duty lies between 0 and 1.");
        var drain = (device.HousekeepingCurrent + device.RadioCurrent + device.CryptographyCurrent).Amperes;
        var compliance = Voltage.Zero;
        foreach (var (area, impedance) in areas)
        {
            var step = ComplianceStep(device, area.Amplitude, impedance);
            compliance = step > compliance ? step : compliance;
            drain += dutyFraction * StimulationCurrent(device, area, step).Amperes;
        }

        var hours = device.CapacityAmpereHour * device.UsableFraction / drain;
        return device.IsRechargeable
            ? new BatteryLife(
                Current.FromAmperes(drain), null, hours / 24, compliance,
                FormattableString.Invariant($"{device.Title}: a charge every {hours / 24:0.0} days at {drain * 1e6:0} µA (estimate)."))
            : new BatteryLife(
                Current.FromAmperes(drain), hours / HoursPerYear, null, compliance,
                FormattableString.Invariant($"{device.Title}: {hours / HoursPerYear:0.0} years at {drain * 1e6:0} µA (estimate)."));
    }

    /// <summary>Smallest output step that holds amplitude × impedance + headroom.</summary>
    public static Voltage ComplianceStep(DeviceProfile device, Current amplitude, Resistance impedance)
    {
        ArgumentNullException.ThrowIfNull(device);
        var needed = (amplitude * impedance) + device.Headroom;

        // A need that is a whole step but for rounding stays on that step.
        return Math.Ceiling((needed / device.ComplianceStep) - 1e-9) * device.ComplianceStep;
    }

    /// <summary>Battery current of one area that runs all the time.</summary>
    public static Current StimulationCurrent(DeviceProfile device, ProgramArea area, Voltage compliance)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(area);
        var recharge = area.Recharge == Recharge.Active ? device.ActiveRechargeFactor : 1;
        var pulses = area.Rate.Hertz * Dose.PulsesPerPeriod(area);
        return Current.FromAmperes(
            (Dose.ChargePerSecond(area).Coulombs * recharge * (compliance / device.BatteryVoltage) / device.Efficiency)
            + (pulses * device.SwitchingCharge.Coulombs));
    }
}
