using Epidura.Generator.Engine;
using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator;

/// <summary>One row of the output characterisation: what the device can do into a load, and what the selected program does.</summary>
/// <param name="LoadOhm">Per contact.</param>
/// <param name="Mode">Waveform and source.</param>
/// <param name="MaxMillivolt">Largest voltage over the load.</param>
/// <param name="MaxContactMicroampere">Largest current of one contact into that load.</param>
/// <param name="MaxTotalMicroampere">Largest total.</param>
/// <param name="WidthMinMicrosecond">Shortest phase.</param>
/// <param name="WidthMaxMicrosecond">Longest phase.</param>
/// <param name="RateMinHertz">Lowest rate.</param>
/// <param name="RateMaxHertz">Highest rate.</param>
/// <param name="CommandedNetAttocoulomb">Net charge per pulse as commanded.</param>
/// <param name="ResidualAttocoulomb">Charge left after recovery, steady state, selected program.</param>
/// <param name="MaxPhaseAttocoulomb">Largest charge per phase the limits allow on the smallest contact at that load.</param>
/// <param name="MaxDensityAttocoulombPerSquareMicrometre">Charge density of that charge; 10 000 is 1 µC/cm².</param>
/// <param name="MaxShannonMilli">Shannon's k of that charge × 1000.</param>
/// <param name="MaxCurrentDensityNanoamperePerSquareMillimetre">Largest current over the smallest contact.</param>
/// <param name="AverageAbsoluteNanoampere">Busiest contact, selected program.</param>
/// <param name="AveragePowerNanowatt">Into the load, selected program.</param>
/// <param name="NetDirectNanoampere">Per contact, selected program, ideal sources.</param>
public sealed record OutputRow(
    int LoadOhm,
    string Mode,
    long MaxMillivolt,
    long MaxContactMicroampere,
    long MaxTotalMicroampere,
    int WidthMinMicrosecond,
    int WidthMaxMicrosecond,
    int RateMinHertz,
    int RateMaxHertz,
    long CommandedNetAttocoulomb,
    long ResidualAttocoulomb,
    long MaxPhaseAttocoulomb,
    long MaxDensityAttocoulombPerSquareMicrometre,
    int MaxShannonMilli,
    long MaxCurrentDensityNanoamperePerSquareMillimetre,
    long AverageAbsoluteNanoampere,
    long AveragePowerNanowatt,
    long NetDirectNanoampere);

/// <summary>The output characterisation table of a release, computed by the device's own arithmetic.</summary>
public static class OutputTable
{
    /// <summary>Loads of the table, ohm.</summary>
    public static IReadOnlyList<int> Loads { get; } = [500, 1000, 2000, 10_000];

    /// <summary>Computes the table.</summary>
    /// <param name="device">A running device; its selected program fills the columns that need one, which are 0 without it.</param>
    public static IReadOnlyList<OutputRow> Of(PulseGenerator device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return [.. Loads.Select(load => Row(device, load))];
    }

    private static OutputRow Row(PulseGenerator device, int load)
    {
        var limits = device.State.Limits;
        var battery = BatteryNumbers.From(device.Configuration.Device);
        var square = device.Configuration.Contacts.Min(contact => contact.SquareMicrometre);

        // A bipole sees the load twice: once at each contact.
        var available = Math.Min(limits.OutputMillivolt, battery.OutputMillivolt);
        var contact = Math.Min(limits.ContactNanoampere, available * 1_000_000L / (2L * load)) / 25_000 * 25;
        var charge = Math.Min(
            Math.Min(limits.ChargeAttocoulomb, limits.DensityAttocoulombPerSquareMicrometre * square),
            Math.Min(Root((Int128)limits.ShannonProductNano * square * 10_000_000), contact * limits.WidthMaxNanosecond * 1000));
        var (residual, average, power) = Selected(device, load);
        return new OutputRow(
            load, "current-controlled, rectangular, active or passive recharge", contact * 2 * load / 1000, contact,
            limits.TotalNanoampere / 1000, (int)(limits.WidthMinNanosecond / 1000), (int)(limits.WidthMaxNanosecond / 1000),
            (int)(1_000_000_000 / limits.PeriodMaxNanosecond), (int)(1_000_000_000 / limits.PeriodMinNanosecond), 0, residual, charge,
            charge / square, MonitorMath.ShannonMilli((Int128)charge * charge / ((Int128)square * 10_000_000)),
            contact * 1_000_000_000 / square, average, power, 0);
    }

    private static (long Residual, long Average, long Power) Selected(PulseGenerator device, int load)
    {
        if (device.State.Running?.Program is not { } program)
            return (0, 0, 0);
        int[] ohm = [.. Enumerable.Repeat(load, device.Configuration.CaseIndex + 1)];
        var report = ProgramMonitor.Check(program, device.Configuration, device.State.Limits, ohm).Report;
        Int128 power = 0;
        foreach (var area in program.Areas)
            power += Power(area, load);
        var square = device.Configuration.Contacts.Min(contact => contact.SquareMicrometre);
        return ((report?.ResidualMicrovolt ?? 0) * square / 5, report?.AverageNanoampere ?? 0, (long)power);
    }

    /// <summary>Mean power of an area into the load, nW: nA² × ohm is 10⁻¹⁸ W.</summary>
    private static Int128 Power(DeviceArea area, int load)
    {
        Int128 squares = 0;
        foreach (var (_, current) in CurrentSplit.Share(area.Fractions, area.AmplitudeMicroampere * 1000L))
            squares += (Int128)current * current;
        var driven = (Int128)area.WidthMicrosecond * 1000 * area.Pulses * (area.Recharge == Recharge.Active ? 2 : 1);
        return squares * load / 1_000_000_000 * driven / area.PeriodNanosecond;
    }

    private static long Root(Int128 square)
    {
        Int128 low = 0, high = 4_000_000_000_000_000_000;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (middle * middle <= square)
                low = middle;
            else
                high = middle - 1;
        }

        return (long)low;
    }
}
