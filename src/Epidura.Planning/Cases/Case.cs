using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Cases;

/// <summary>One patient's question as the case file puts it, checked and completed. docs/guide/case-file.md.</summary>
/// <param name="Title">Shown on the report.</param>
/// <param name="Patient">No identity.</param>
/// <param name="Anatomy">Template and what is known of this patient.</param>
/// <param name="Pain">The pain map; at least one area.</param>
/// <param name="Leads">Where each lead was put; each passed the placement check on its own.</param>
/// <param name="Constraints">Device, limits, therapy and what counts.</param>
/// <param name="SourceText">The case file as read, so that a plan can be computed again.</param>
/// <param name="SourceName">Its name, without folders.</param>
public sealed record Case(
    string Title,
    PatientInfo Patient,
    AnatomyDescription Anatomy,
    IReadOnlyList<PainArea> Pain,
    IReadOnlyList<LeadPlacement> Leads,
    CaseConstraints Constraints,
    string SourceText,
    string SourceName)
{
    /// <summary>Conductivities the field is solved with: a named preset, or a preset with the case's own values on top.</summary>
    public required ConductivityPreset Conductivities { get; init; }

    /// <summary>What the case's images say; null when it names none.</summary>
    public Epidura.Anatomy.Images.SpineMeasurement? Measured { get; init; }

    /// <summary>Programs the case gives to be judged beside those the planner finds; each passed the safety limits.</summary>
    public IReadOnlyList<StimulationProgram> Programs { get; init; } = [];
}

/// <summary>What is said of the patient; nothing that identifies a person.</summary>
/// <param name="Label">A code or a word, for example <c>case 12</c>.</param>
/// <param name="AgeYears">Whole years; null when not given.</param>
/// <param name="Sex"><c>female</c>, <c>male</c> or <c>other</c>; null when not given.</param>
/// <param name="HeightCentimetre">Body height, cm; null when not given.</param>
/// <param name="WeightKilogram">Body weight, kg; null when not given.</param>
/// <param name="Diagnosis">In words; null when not given.</param>
public sealed record PatientInfo(
    string Label, int? AgeYears, string? Sex, double? HeightCentimetre, double? WeightKilogram, string? Diagnosis);

/// <summary>One painful area.</summary>
/// <param name="Region">Key of a body region, or a dermatome such as <c>L5</c>.</param>
/// <param name="Side">Null for both sides.</param>
/// <param name="Weight">Importance against the other areas; above zero.</param>
/// <param name="Nrs">Pain on the numeric rating scale, 0–10; null when not given.</param>
/// <param name="Targets">Segments to recruit; weights of an area sum to one; a null side stands for both.</param>
public sealed record PainArea(
    string Region, Side? Side, double Weight, double? Nrs, IReadOnlyList<(SpinalSegment Segment, Side? Side, double Weight)> Targets);

/// <summary>What the plan may use and what it is to optimise.</summary>
/// <param name="Device">Generator.</param>
/// <param name="AmplitudeMax">Largest amplitude of a program; never above the device's.</param>
/// <param name="Therapy">Class; it brings the rate.</param>
/// <param name="PulseWidthsMicrosecond">Widths to try, whole µs, rising.</param>
/// <param name="Rate">Pulses per second; bursts per second for burst.</param>
/// <param name="Optimise">Weights of the objective.</param>
public sealed record CaseConstraints(
    DeviceProfile Device,
    Current AmplitudeMax,
    Therapy Therapy,
    IReadOnlyList<int> PulseWidthsMicrosecond,
    Frequency Rate,
    OptimiseWeights Optimise);

/// <summary>Weights of the objective, none below zero, coverage above zero.</summary>
/// <param name="Coverage">Of the pain map.</param>
/// <param name="Unwanted">Of the body elsewhere.</param>
/// <param name="Energy">Of the charge per second.</param>
public sealed record OptimiseWeights(double Coverage, double Unwanted, double Energy);
