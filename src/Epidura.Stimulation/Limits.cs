using System.Diagnostics.CodeAnalysis;
using Epidura.Quantities;

namespace Epidura.Stimulation;

/// <summary>Bounds of one parameter that a person can set.</summary>
/// <param name="Parameter">Key with the unit as suffix, as in files: <c>amplitude_ma</c>.</param>
/// <param name="Unit">Unit of the numbers.</param>
/// <param name="Min">Smallest value that is accepted.</param>
/// <param name="Max">Largest value that is accepted.</param>
/// <param name="RecommendedMin">Below it a person is told.</param>
/// <param name="RecommendedMax">Above it a person is told.</param>
/// <param name="Step">Increment of a control.</param>
/// <param name="Suggestion">Where a control starts.</param>
/// <param name="Requirement">Invariant it enforces; empty for a parameter of the model.</param>
/// <param name="Source">Where the bounds come from.</param>
public sealed record Guardrail(
    string Parameter,
    string Unit,
    double Min,
    double Max,
    double RecommendedMin,
    double RecommendedMax,
    double Step,
    double Suggestion,
    string Requirement,
    string Source)
{
    /// <summary>True inside the absolute bounds, edges included; false for NaN.</summary>
    public bool Accepts(double value) => value >= Min && value <= Max;

    /// <summary>The range in words: <c>0.1 to 25.5 mA</c>.</summary>
    public string Range => FormattableString.Invariant($"{Min} to {Max} {Unit}").TrimEnd();
}

/// <summary>The one table of limits: the compiled ceiling that profiles and patients can only tighten.</summary>
/// <remarks>docs/science/limits.md gives the reasons. Ids I-01 … I-17 are the safety invariants.</remarks>
public static partial class Limits
{
    private const string Market = "Largest values of marketed generators; needs clinical sign-off";
    private const string Project = "Project decision";

    /// <summary>Current of one contact, I-01.</summary>
    public static Current ContactCurrentMax => Current.FromMilliamperes(12.7);

    /// <summary>Sum of the cathodic currents of a program, I-02.</summary>
    public static Current TotalCurrentMax => Current.FromMilliamperes(25.5);

    /// <summary>Charge of one phase through one contact, whatever its area, I-05.</summary>
    public static Charge ChargePerPhaseMax => Charge.FromMicrocoulombs(12.7);

    /// <summary>Charge density of one phase, I-06.</summary>
    public static ChargeDensity ChargeDensityMax => ChargeDensity.FromMicrocoulombsPerSquareCentimetre(30);

    /// <summary>Shannon's k above which a person is told, I-07.</summary>
    public const double ShannonWarn = 1.5;

    /// <summary>Largest Shannon k that is accepted, I-07.</summary>
    public const double ShannonMax = 1.85;

    /// <summary>Largest output voltage of the generator, I-15.</summary>
    public static Voltage OutputVoltageMax => Voltage.FromVolts(18);

    /// <summary>Part of the output voltage that the current sources need, I-15.</summary>
    public static Voltage Headroom => Voltage.FromVolts(0.5);

    /// <summary>Voltage left for the tissue, I-15: 17.5 V.</summary>
    public static Voltage ComplianceMax => OutputVoltageMax - Headroom;

    /// <summary>Mean of the absolute current of one contact over time, I-17.</summary>
    public static Current AverageContactCurrentMax => Current.FromMilliamperes(5);

    /// <summary>Shortest passive recovery, whole µs, I-12.</summary>
    public const int RecoveryMinMicrosecond = 20;

    /// <summary>Passive recovery in time constants of electrode and blocking capacitor that needs no further proof, I-12.</summary>
    public const double RecoveryTimeConstantsMin = 3;

    /// <summary>Electrode voltage left at the end of a recovery cycle, I-11.</summary>
    public static Voltage ResidualVoltageMax => Voltage.FromMillivolts(50);

    /// <summary>Areas of one program.</summary>
    public const int AreasMax = 4;

    /// <summary>Every parameter a person can set.</summary>
    public static IReadOnlyList<Guardrail> All { get; } =
    [
        new("amplitude_ma", "mA", 0, 25.5, 0, 12.7, 0.1, 0, "I-02", Market),
        new("contact_current_ma", "mA", 0, 12.7, 0, 12.7, 0.1, 0, "I-01", Market),
        new("pulse_width_us", "µs", 10, 1000, 50, 500, 10, 300, "I-03", "Abbott Prodigy 3855 manual: 50-500 µs; burst uses 1000 µs"),
        new("interphase_gap_us", "µs", 0, 1000, 0, 200, 10, 0, "I-16", Project),
        new("rate_hz", "Hz", 1, 10_000, 20, 1200, 1, 50, "I-04", "10 kHz products at the top; tonic 20-120 Hz (PMC8229652)"),
        new("fraction_per_mille", "per mille", -1000, 1000, -1000, 1000, 10, 0, "I-13", Project),
        new("lateral_mm", "mm", -8, 8, -5, 5, 0.5, 0, "", "Half the width of the dural sac (PAM50)"),
        new("angle_deg", "°", -20, 20, -10, 10, 1, 0, "", Project),
        new("depth_gap_mm", "mm", 0, 5, 0, 2, 0.1, 0, "", "Dorsal epidural fat, 0-6 mm"),
        new("tip_fraction", "", 0, 1, 0, 1, 0.05, 0, "", Project),
        new("encapsulation_mm", "mm", 0, 1, 0.1, 0.3, 0.05, 0.3, "", "Published models use 0.1-0.3 mm"),
        new("dorsal_csf_mm", "mm", 0.5, 10, 1.5, 8.5, 0.1, 3.5, "", "Holsheimer 1994, AJNR 15:951: 1.5-8.5 mm over C4-T12"),
        new("dorsal_csf_change_mm", "mm", -4, 6, -2, 3.4, 0.1, 0, "", "Holsheimer 1994: +2.2 mm (T11) and +3.4 mm (T12) prone"),
        new("cord_width_mm", "mm", 3, 17, 4, 14, 0.1, 8.5, "", "Frostell 2016, doi 10.3389/fneur.2016.00238, mean ± 2 SD"),
        new("cord_depth_mm", "mm", 2, 12, 2.8, 8, 0.1, 5.9, "", "Frostell 2016, doi 10.3389/fneur.2016.00238, mean ± 2 SD"),
        new("cord_shift_mm", "mm", -3, 3, -2, 2, 0.1, 0, "", "Holsheimer 1994: up to 2 mm"),
        new("ventral_csf_mm", "mm", 0.2, 15, 1, 10, 0.1, 3, "", "PAM50 (De Leener 2018): 1.2-9.9 mm over C2-S2"),
        new("sac_width_mm", "mm", 6, 30, 10, 24, 0.1, 15, "", "PAM50 (De Leener 2018): 13.3-22.4 mm over C2-S2"),
        new("grey_area_mm2", "mm2", 1, 40, 2, 20, 0.1, 8, "", "PAM50 (De Leener 2018): 2.0-15.0 mm2 over C2-S2"),
        new("curvature_radius_mm", "mm", 100, 100_000, 120, 100_000, 10, 150, "", "Below 100 mm the modelled block would fold"),
        new("root_offset_vertebrae", "vertebrae", -1, 2, -0.5, 1, 0.1, 0, "", "PAM50 at 0, Kim 2012 (J Korean Neurosurg Soc 52:384) at 1"),
        .. CaseFile,
        .. Study,
    ];

    /// <summary>Finds a row by its key.</summary>
    public static bool TryGet(string parameter, [NotNullWhen(true)] out Guardrail? guardrail)
    {
        guardrail = All.FirstOrDefault(row => row.Parameter == parameter);
        return guardrail is not null;
    }

    /// <summary>A row that must exist.</summary>
    /// <exception cref="ArgumentException">No such parameter.</exception>
    public static Guardrail Of(string parameter) =>
        TryGet(parameter, out var guardrail)
            ? guardrail
            : throw new ArgumentException($"There is no limit for '{parameter}'.", nameof(parameter));
}
