using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;

namespace Epidura.Planning;

/// <summary>A value with the smallest and largest value over the named variants of the anatomy.</summary>
/// <param name="Value">In the base variant; positive infinity when not reached within the amplitude limit.</param>
/// <param name="Min">Smallest over the variants; in the unit of <paramref name="Value"/>.</param>
/// <param name="Max">Largest over the variants; positive infinity when one variant does not reach it.</param>
public readonly record struct Interval(double Value, double Min, double Max)
{
    /// <summary>An interval without width.</summary>
    public static Interval Single(double value) => new(value, value, value);

    /// <summary>The interval of a base value and all variants; the base takes part in the range.</summary>
    public static Interval Over(double value, IEnumerable<double> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        double min = value, max = value;
        foreach (var variant in variants)
        {
            min = Math.Min(min, variant);
            max = Math.Max(max, variant);
        }

        return new Interval(value, min, max);
    }
}

/// <summary>Everything a plan found out; the report and plan.json are drawn from it.</summary>
/// <param name="Case">What was asked.</param>
/// <param name="Provenance">Versions, seed and options that the numbers depend on.</param>
/// <param name="Anatomy">The body, its marks and the values that were assumed.</param>
/// <param name="Leads">Where the leads lie.</param>
/// <param name="Field">Quality and checks of the volume conductor.</param>
/// <param name="Population">Which fibres stand for which.</param>
/// <param name="Programs">Best first; empty only when every candidate broke a limit.</param>
/// <param name="TradeOff">Coverage against unwanted coverage and energy, with the bound.</param>
/// <param name="Stopped">Programs that would have ranked higher and the limit that stopped each.</param>
/// <param name="Warnings">What the reader must know; most severe first.</param>
/// <param name="Sources">Publications and tables behind the numbers.</param>
public sealed record PlanResult(
    PlannedCase Case,
    Provenance Provenance,
    PlannedAnatomy Anatomy,
    IReadOnlyList<PlacedLead> Leads,
    FieldSummary Field,
    PopulationSummary Population,
    IReadOnlyList<PlannedProgram> Programs,
    TradeOff TradeOff,
    IReadOnlyList<StoppedProgram> Stopped,
    IReadOnlyList<PlanWarning> Warnings,
    IReadOnlyList<SourceNote> Sources);

/// <summary>The question as the plan understood it.</summary>
/// <param name="Title">Title of the case.</param>
/// <param name="SourceName">Name of the case file, without folders.</param>
/// <param name="SourceText">The whole case file, so that the plan can be computed again.</param>
/// <param name="Patient">Lines about the patient, name and value, in the order of the file; no identity.</param>
/// <param name="Pain">The pain map.</param>
/// <param name="Device">Name of the device profile.</param>
/// <param name="Therapy">Class of therapy in words, for example <c>tonic</c>.</param>
/// <param name="RateHertz">Pulses per second (bursts per second for burst).</param>
/// <param name="AmplitudeMax">Largest amplitude the case allows, A.</param>
/// <param name="CoverageWeight">Weight of the pain map's coverage in the objective.</param>
/// <param name="UnwantedWeight">Weight of the coverage elsewhere.</param>
/// <param name="EnergyWeight">Weight of the energy.</param>
public sealed record PlannedCase(
    string Title,
    string SourceName,
    string SourceText,
    IReadOnlyList<NamedText> Patient,
    IReadOnlyList<PlannedPain> Pain,
    string Device,
    string Therapy,
    double RateHertz,
    double AmplitudeMax,
    double CoverageWeight,
    double UnwantedWeight,
    double EnergyWeight);

/// <summary>A name and a text.</summary>
/// <param name="Name">What.</param>
/// <param name="Text">Value with its unit.</param>
public sealed record NamedText(string Name, string Text);

/// <summary>One area of the pain map.</summary>
/// <param name="Region">Key of the region, or the name of a dermatome.</param>
/// <param name="Title">In words.</param>
/// <param name="Side">Null for both.</param>
/// <param name="Weight">Share of the objective before normalising.</param>
/// <param name="Nrs">Pain, 0–10; null when not given.</param>
/// <param name="Targets">Segments whose fibres reach the area; the weights sum to one.</param>
public sealed record PlannedPain(
    string Region, string Title, Side? Side, double Weight, double? Nrs, IReadOnlyList<PainTarget> Targets);

/// <summary>A segment and side whose fibres reach a painful area.</summary>
/// <param name="Segment">Segment and dermatome.</param>
/// <param name="Side">Side of the body.</param>
/// <param name="Weight">Share of the area; the targets of an area sum to one.</param>
public sealed record PainTarget(SpinalSegment Segment, Side Side, double Weight);

/// <summary>What the numbers depend on besides the case.</summary>
/// <param name="ProductVersion">Version of Epidura.</param>
/// <param name="Schema">Version of plan.json, for example <c>epidura-plan/1</c>.</param>
/// <param name="Seed">Seed of every random draw.</param>
/// <param name="Quality">Grid of the field, for example <c>Standard</c>.</param>
/// <param name="FibreModel">Cable model.</param>
/// <param name="TimeStep">Step of the cable, s.</param>
/// <param name="ThresholdTolerance">Relative width of the threshold's bracket.</param>
/// <param name="TableHashes">Tables that were read, with the SHA-256 of each.</param>
public sealed record Provenance(
    string ProductVersion,
    string Schema,
    int Seed,
    string Quality,
    string FibreModel,
    double TimeStep,
    double ThresholdTolerance,
    IReadOnlyList<NamedText> TableHashes);

/// <summary>Severity of a warning.</summary>
public enum WarningLevel
{
    /// <summary>The plan must not be used as it stands.</summary>
    Serious,

    /// <summary>Read before use.</summary>
    Caution,

    /// <summary>Background.</summary>
    Note,
}

/// <summary>Something the reader must know.</summary>
/// <param name="Level">Severity.</param>
/// <param name="Subject">What it is about, for example <c>field</c>.</param>
/// <param name="Message">A sentence with value, limit and unit.</param>
public sealed record PlanWarning(WarningLevel Level, string Subject, string Message);

/// <summary>A source behind a number.</summary>
/// <param name="Subject">What it supports.</param>
/// <param name="Text">Citation.</param>
/// <param name="IsAssumption">True for a project assumption.</param>
public sealed record SourceNote(string Subject, string Text, bool IsAssumption);
