using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy;

/// <summary>What is known of one patient at one vertebral level; null where the table is to be used. Lengths in m.</summary>
/// <param name="DorsalCsf">Dorsal pia to dura in the midline.</param>
/// <param name="CordWidth">Transverse diameter of the cord.</param>
/// <param name="CordDepth">Anteroposterior diameter of the cord.</param>
/// <param name="CordShiftX">Midline of the cord against the midline of the sac, to the right.</param>
/// <param name="VentralCsf">Ventral pia to dura in the midline.</param>
/// <param name="SacWidth">Transverse diameter inside the dura.</param>
/// <param name="GreyArea">Area of the grey matter, m².</param>
public sealed record LevelOverride(
    double? DorsalCsf = null,
    double? CordWidth = null,
    double? CordDepth = null,
    double? CordShiftX = null,
    double? VentralCsf = null,
    double? SacWidth = null,
    double? GreyArea = null);

/// <summary>What makes one patient's spine: the template and how it is changed. Lengths in m.</summary>
/// <param name="Overrides">Values that replace the template at a level, blended over half a vertebra to either side.</param>
/// <param name="RootOffsetVertebrae">Segments lie this much higher than in the template from T3 down; 0 is PAM50, 1 Kim 2012.</param>
/// <param name="ConductivityPreset">Key of a <see cref="ConductivityPreset"/>.</param>
/// <param name="EncapsulationThickness">Scar around a lead.</param>
/// <param name="RandomAdultSeed">When set, the template varies by the published spread, from this seed; overrides come on top.</param>
/// <param name="DorsalCsfChange">Added to the dorsal CSF at every level, after the overrides.</param>
/// <param name="CordShiftX">Added to the cord's shift at every level, after the overrides.</param>
public sealed record AnatomyDescription(
    IReadOnlyDictionary<VertebralLevel, LevelOverride> Overrides,
    double RootOffsetVertebrae,
    string ConductivityPreset,
    double EncapsulationThickness,
    int? RandomAdultSeed = null,
    double DorsalCsfChange = 0,
    double CordShiftX = 0)
{
    /// <summary>Assumed numbers (rows of <c>assumption-ranges.csv</c>) with another value, in the unit of the table; for studies of
    /// their effect. Empty for a patient.</summary>
    public IReadOnlyDictionary<string, double> Assumed { get; init; } = new Dictionary<string, double>();

    /// <summary>How the cord bends; straight when not known.</summary>
    public CordCurve Curve { get; init; } = CordCurve.Straight;

    /// <summary>The template adult: no overrides, preset <c>ut</c>, 0.3 mm of scar.</summary>
    public static AnatomyDescription Template { get; } = new(new Dictionary<VertebralLevel, LevelOverride>(), 0, "ut", 0.3e-3);
}

/// <summary>What an assumed number is varied between.</summary>
/// <param name="Name">Key.</param>
/// <param name="Value">In use.</param>
/// <param name="Low">Lower end, same unit.</param>
/// <param name="High">Upper end, same unit.</param>
/// <param name="Unit">Empty for a ratio.</param>
/// <param name="ActsOnThresholds">False when it only decides whether a lead fits, or acts on paddles alone.</param>
/// <param name="Reason">Why these ends.</param>
public sealed record AssumedRange(string Name, double Value, double Low, double High, string Unit, bool ActsOnThresholds, string Reason)
{
    /// <summary>Every assumed number of the anatomy with its range, from <c>data/anatomy/assumption-ranges.csv</c>.</summary>
    public static IReadOnlyList<AssumedRange> All => [.. Parameters.AllRanges()];
}

/// <summary>A number the anatomy rests on.</summary>
/// <param name="Name">Key.</param>
/// <param name="Value">As shown.</param>
/// <param name="Unit">Empty for a ratio.</param>
/// <param name="Source">Publication, or the reason for the assumption.</param>
/// <param name="IsAssumption">True when no publication gives the number.</param>
public sealed record AssumedValue(string Name, string Value, string Unit, string Source, bool IsAssumption);
