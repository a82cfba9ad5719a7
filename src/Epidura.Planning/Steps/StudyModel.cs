using Epidura.Field;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;

namespace Epidura.Planning.Steps;

/// <summary>A body with its fields and its sampled fibres.</summary>
/// <param name="Body">Spine and leads.</param>
/// <param name="Fields">Lead fields.</param>
/// <param name="Diagnostics">How good the solve was.</param>
/// <param name="Region">Where the field is known.</param>
/// <param name="Population">Sites.</param>
/// <param name="Fibres">Per site one fibre per rung.</param>
/// <param name="Layout">Population sorted into cells.</param>
internal sealed record StudyModel(
    PlacedBody Body,
    ContactFields Fields,
    FieldDiagnostics Diagnostics,
    FieldBox Region,
    Population Population,
    IReadOnlyList<SampledFibre[]> Fibres,
    RecruitmentLayout Layout);

/// <summary>A program that the cable model has decided.</summary>
/// <param name="Candidate">Pattern, width and the verdict of the cable.</param>
/// <param name="Pulse">Rate, gap and recharge.</param>
/// <param name="Recruitment">Who fires when.</param>
/// <param name="Outcome">Cable thresholds.</param>
/// <param name="Cables">The simulated stretches, per site one per rung.</param>
/// <param name="PredictorError">Median relative error of the predictor against the cable.</param>
/// <param name="GivenName">Name of a program that the case gave; null for one the search found.</param>
internal sealed record DecidedProgram(
    Candidate Candidate,
    PulseSettings Pulse,
    ProgramRecruitment Recruitment,
    CableOutcome Outcome,
    IReadOnlyList<SampledFibre[]> Cables,
    double PredictorError,
    string? GivenName);

/// <summary>One program in one variant.</summary>
/// <param name="Variant">Name.</param>
/// <param name="Candidate">Verdict in that variant.</param>
/// <param name="CoverageAtBase">Coverage at the amplitude of the base variant.</param>
/// <param name="Impedance">ohm.</param>
internal sealed record VariantOutcome(string Variant, Candidate Candidate, double CoverageAtBase, double Impedance);
