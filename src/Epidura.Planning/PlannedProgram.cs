using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning;

/// <summary>One proposed program with all that was computed about it.</summary>
/// <param name="Rank">1 is the best.</param>
/// <param name="Program">At the suggested amplitude; goes to the generator as it stands.</param>
/// <param name="Kind">In words, for example <c>bipole</c>.</param>
/// <param name="Score">Objective at the suggested amplitude, cable model, base variant.</param>
/// <param name="PerceptionThreshold">A.</param>
/// <param name="PerceivedBy">Which fibres are perceived first, in words.</param>
/// <param name="DiscomfortThreshold">A.</param>
/// <param name="DiscomfortBy">Which fibres cause discomfort first, in words.</param>
/// <param name="UsageRange">Discomfort over perception threshold.</param>
/// <param name="SuggestedAmplitude">A; on the device's step.</param>
/// <param name="Coverage">Of the pain map, 0–1, at the suggested amplitude (in a variant: at that variant's suggested amplitude).</param>
/// <param name="Unwanted">Of the cells outside the pain map, 0–1, same amplitude.</param>
/// <param name="Areas">Coverage per painful area, base variant.</param>
/// <param name="Segments">Recruited fibres per segment and side, base variant, suggested amplitude.</param>
/// <param name="Safety">Charge, impedance, compliance at the suggested amplitude.</param>
/// <param name="Batteries">Life per device profile.</param>
/// <param name="Why">One or two sentences made from the numbers.</param>
/// <param name="Curves">Recruitment against amplitude, base variant.</param>
/// <param name="Fibres">Every simulated fibre with its threshold, base variant.</param>
/// <param name="Slices">Potential on planes at the suggested amplitude; empty when the plan did not ask for them.</param>
/// <param name="Variants">One row per variant of the anatomy, base first.</param>
/// <param name="PredictorError">Median relative error of the linear predictor against the cable over the simulated fibres that
/// fire.</param>
public sealed record PlannedProgram(
    int Rank,
    StimulationProgram Program,
    string Kind,
    double Score,
    Interval PerceptionThreshold,
    string PerceivedBy,
    Interval DiscomfortThreshold,
    string DiscomfortBy,
    Interval UsageRange,
    double SuggestedAmplitude,
    Interval Coverage,
    Interval Unwanted,
    IReadOnlyList<AreaCoverage> Areas,
    IReadOnlyList<SegmentRecruitment> Segments,
    ProgramSafety Safety,
    IReadOnlyList<BatteryNote> Batteries,
    string Why,
    RecruitmentCurves Curves,
    IReadOnlyList<FibreThreshold> Fibres,
    IReadOnlyList<FieldSlice> Slices,
    IReadOnlyList<VariantRow> Variants,
    double PredictorError);

/// <summary>Electrical safety of a program at its suggested amplitude.</summary>
/// <param name="ChargePerPhase">Largest over the contacts, C.</param>
/// <param name="ChargeDensity">Largest over the contacts, C/m².</param>
/// <param name="ShannonK">Largest over the contacts; logarithm of µC times µC/cm².</param>
/// <param name="Impedance">Cathodes to anodes, ohm; access resistance of the base variant.</param>
/// <param name="ImpedanceMin">Smallest over the variants, ohm.</param>
/// <param name="ImpedanceMax">Largest over the variants, ohm.</param>
/// <param name="ComplianceVoltage">The device must supply, V.</param>
/// <param name="ChargePerSecond">First phases only, C/s.</param>
/// <param name="Findings">Soft limits that were passed; a hard one never is.</param>
public sealed record ProgramSafety(
    double ChargePerPhase,
    double ChargeDensity,
    double ShannonK,
    double Impedance,
    double ImpedanceMin,
    double ImpedanceMax,
    double ComplianceVoltage,
    double ChargePerSecond,
    IReadOnlyList<string> Findings);

/// <summary>Battery life on one device profile.</summary>
/// <param name="Device">Key of the profile.</param>
/// <param name="Title">In words.</param>
/// <param name="IsRechargeable">True when <paramref name="Days"/> counts, false when <paramref name="Years"/> does.</param>
/// <param name="CurrentDrain">From the battery, A.</param>
/// <param name="Years">Life of a primary cell; null for a rechargeable.</param>
/// <param name="Days">Between two charges; null for a primary cell.</param>
/// <param name="Note">Estimate, its source.</param>
public sealed record BatteryNote(
    string Device, string Title, bool IsRechargeable, double CurrentDrain, double? Years, double? Days, string Note);

/// <summary>Coverage of one painful area.</summary>
/// <param name="Region">Key of the region.</param>
/// <param name="Title">In words.</param>
/// <param name="Side">Null for both.</param>
/// <param name="Weight">Share of the objective; all areas sum to one.</param>
/// <param name="Covered">Weighted share of its targets with enough recruited fibres, 0–1.</param>
public sealed record AreaCoverage(string Region, string Title, Side? Side, double Weight, double Covered);

/// <summary>One anatomy variant of a program.</summary>
/// <param name="Variant">Name, for example <c>dorsal CSF +1 SD</c>.</param>
/// <param name="PerceptionThreshold">A; infinite when not reached.</param>
/// <param name="DiscomfortThreshold">A; infinite when not reached.</param>
/// <param name="SuggestedAmplitude">Best amplitude in this variant, A.</param>
/// <param name="Coverage">0–1 at that amplitude.</param>
/// <param name="Unwanted">0–1 at that amplitude.</param>
/// <param name="CoverageAtBase">0–1 at the amplitude of the base variant, when the patient does not adjust.</param>
/// <param name="Impedance">ohm.</param>
public sealed record VariantRow(
    string Variant,
    double PerceptionThreshold,
    double DiscomfortThreshold,
    double SuggestedAmplitude,
    double Coverage,
    double Unwanted,
    double CoverageAtBase,
    double Impedance);

/// <summary>Plane of a slice.</summary>
public enum SlicePlane
{
    /// <summary>Across the cord at one height: horizontal axis x, vertical axis y.</summary>
    Axial,

    /// <summary>Along the cord at one x: horizontal axis z, vertical axis y.</summary>
    Sagittal,
}

/// <summary>Potential on a plane.</summary>
/// <param name="Plane">Which.</param>
/// <param name="At">z of an axial, x of a sagittal plane, m.</param>
/// <param name="Horizontal">Coordinates, m, rising.</param>
/// <param name="Vertical">Coordinates, m, rising.</param>
/// <param name="Volts">Potential at the suggested amplitude, first phase, V; vertical × horizontal.</param>
public sealed record FieldSlice(SlicePlane Plane, double At, double[] Horizontal, double[] Vertical, double[,] Volts);
