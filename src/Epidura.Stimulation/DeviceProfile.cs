using System.Diagnostics.CodeAnalysis;
using Epidura.Quantities;

namespace Epidura.Stimulation;

/// <summary>A pulse generator as far as planning needs it: battery, output and limits.</summary>
/// <param name="Name">Catalogue key.</param>
/// <param name="Title">What a person would call it.</param>
/// <param name="IsRechargeable">True when the battery is charged through the skin.</param>
/// <param name="BatteryVoltage">Mean over discharge.</param>
/// <param name="CapacityAmpereHour">Rated, A h.</param>
/// <param name="UsableFraction">Part of the capacity that stimulation may use, 0 to 1.</param>
/// <param name="HousekeepingCurrent">Of the electronics that never sleep.</param>
/// <param name="RadioCurrent">Mean over a day.</param>
/// <param name="CryptographyCurrent">Mean over a day.</param>
/// <param name="Efficiency">Of the converter from the battery to the output, 0 to 1.</param>
/// <param name="ComplianceStep">Grid of the output voltage.</param>
/// <param name="Headroom">Of the current sources.</param>
/// <param name="ActiveRechargeFactor">Charge drawn with a driven second phase over that without.</param>
/// <param name="SwitchingCharge">Per pulse, for switches and timing.</param>
/// <param name="BlockingCapacitanceFarad">In series with each contact, F.</param>
/// <param name="OutputVoltageMax">Largest output voltage.</param>
/// <param name="ContactCurrentMax">Largest current of one contact.</param>
/// <param name="TotalCurrentMax">Largest sum of cathodic currents.</param>
/// <param name="TimingStepMicrosecond">Grid of widths and gaps, whole µs.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Verified">False when a number is from memory or assumed.</param>
public sealed record DeviceProfile(
    string Name,
    string Title,
    bool IsRechargeable,
    Voltage BatteryVoltage,
    double CapacityAmpereHour,
    double UsableFraction,
    Current HousekeepingCurrent,
    Current RadioCurrent,
    Current CryptographyCurrent,
    double Efficiency,
    Voltage ComplianceStep,
    Voltage Headroom,
    double ActiveRechargeFactor,
    Charge SwitchingCharge,
    double BlockingCapacitanceFarad,
    Voltage OutputVoltageMax,
    Current ContactCurrentMax,
    Current TotalCurrentMax,
    int TimingStepMicrosecond,
    string Source,
    bool Verified);

/// <summary>The generators of <c>data/stimulation/devices.csv</c>.</summary>
public static class DeviceCatalogue
{
    private const double SecondsPerDay = 86_400;

    private static readonly Lazy<IReadOnlyList<DeviceProfile>> Loaded = new(() =>
        [.. Table.FromResource(typeof(DeviceCatalogue).Assembly, "devices.csv").Rows.Select(Read)]);

    /// <summary>Every profile, in the order of the table.</summary>
    public static IReadOnlyList<DeviceProfile> All => Loaded.Value;

    /// <summary>Finds a profile by its key.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out DeviceProfile? profile)
    {
        profile = All.FirstOrDefault(device => device.Name == name);
        return profile is not null;
    }

    private static DeviceProfile Read(TableRow row)
    {
        var volts = row.Number("battery_v");
        return new DeviceProfile(
            row.Text("name"),
            row.Text("title"),
            row.Flag("rechargeable"),
            Voltage.FromVolts(volts),
            row.Number("capacity_mah") * 1e-3,
            row.Number("usable_fraction"),
            Current.FromMicroamperes(row.Number("housekeeping_ua")),
            Current.FromMilliamperes(row.Number("radio_on_ma") * row.Number("radio_s_per_day") / SecondsPerDay),
            Current.FromAmperes(row.Number("crypto_mj_per_day") * 1e-3 / (SecondsPerDay * volts)),
            row.Number("efficiency"),
            Voltage.FromVolts(row.Number("compliance_step_v")),
            Voltage.FromVolts(row.Number("headroom_v")),
            row.Number("active_recharge_factor"),
            Charge.FromCoulombs(row.Number("switching_nc") * 1e-9),
            row.Number("blocking_uf") * 1e-6,
            Voltage.FromVolts(row.Number("output_v")),
            Current.FromMilliamperes(row.Number("contact_ma")),
            Current.FromMilliamperes(row.Number("total_ma")),
            (int)row.Number("timing_us"),
            row.Text("source"),
            row.Flag("verified"));
    }
}
