using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning;

/// <summary>The body of a plan.</summary>
/// <param name="Body">Gives the cross-section at any height.</param>
/// <param name="Centre">Height of the leads' contacts, middle, m; the section that the report shows.</param>
/// <param name="Vertebrae">Heights of the vertebrae near the leads, rostral first.</param>
/// <param name="Segments">Heights of the root entry zones near the leads, rostral first.</param>
/// <param name="Assumptions">Values that no input gave, with their source.</param>
public sealed record PlannedAnatomy(
    BodyModel Body,
    double Centre,
    IReadOnlyList<LevelMark> Vertebrae,
    IReadOnlyList<SegmentMark> Segments,
    IReadOnlyList<AssumptionNote> Assumptions);

/// <summary>Heights of a vertebra.</summary>
/// <param name="Level">Which.</param>
/// <param name="Top">Upper edge of the vertebra, m.</param>
/// <param name="Bottom">Lower edge of its caudal disc, m; below <paramref name="Top"/>.</param>
public sealed record LevelMark(VertebralLevel Level, double Top, double Bottom);

/// <summary>Heights of a segment's root entry zone.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Top">m.</param>
/// <param name="Bottom">m; below <paramref name="Top"/>.</param>
public sealed record SegmentMark(SpinalSegment Segment, double Top, double Bottom);

/// <summary>A value the plan assumed.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">Number or word.</param>
/// <param name="Unit">Unit, empty for a word.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="IsAssumption">False for a published value that the case did not override.</param>
public sealed record AssumptionNote(string Name, string Value, string Unit, string Source, bool IsAssumption);

/// <summary>The volume conductor's checks.</summary>
/// <param name="Cells">Unknowns of the grid.</param>
/// <param name="SpacingMin">Smallest spacing of the grid, m.</param>
/// <param name="Iterations">Largest number of iterations over the solves.</param>
/// <param name="Residual">Largest relative residual over the solves.</param>
/// <param name="Solves">Right-hand sides solved for the whole plan, variants included (taken from the store or not).</param>
/// <param name="Boundary">The outer boundary condition in a sentence.</param>
/// <param name="Conductivities">Tissue and conductivity, S/m, as text.</param>
/// <param name="Contacts">Order of <paramref name="AccessResistance"/>.</param>
/// <param name="AccessResistance">Potential of contact i for 1 A through contact j and out through the boundary, ohm; contacts ×
/// contacts.</param>
/// <param name="Halving">Change of the programs' thresholds on halving a grid of twice the spacing; null when not computed.</param>
public sealed record FieldSummary(
    long Cells,
    double SpacingMin,
    int Iterations,
    double Residual,
    int Solves,
    string Boundary,
    IReadOnlyList<NamedText> Conductivities,
    IReadOnlyList<ContactId> Contacts,
    double[,] AccessResistance,
    HalvingCheck? Halving);

/// <summary>The listed programs on the plan's grid and on one of twice its spacing everywhere: what halving that one changes.</summary>
/// <param name="Quality">Grid of the plan.</param>
/// <param name="Factor">Spacing of the coarse grid over that of the plan's.</param>
/// <param name="Cells">Unknowns of the plan's grid.</param>
/// <param name="CoarseCells">Unknowns of the coarse grid.</param>
/// <param name="CoarseSpacingMin">Smallest spacing of the coarse grid, m.</param>
/// <param name="Limit">Above it the plan warns.</param>
/// <param name="Programs">One per listed program that has fibres to compare, in their order.</param>
public sealed record HalvingCheck(
    string Quality,
    double Factor,
    long Cells,
    long CoarseCells,
    double CoarseSpacingMin,
    double Limit,
    IReadOnlyList<ProgramHalving> Programs)
{
    /// <summary>Largest absolute relative change of any fibre of any listed program.</summary>
    public double MaxChange => Programs.Max(p => p.MaxChange);
}

/// <summary>One program on two grids; changes are (plan's grid − coarse grid) / coarse grid.</summary>
/// <param name="Rank">Of the program.</param>
/// <param name="Fibres">Fibres compared: all that fire on both grids, on the plan's below discomfort.</param>
/// <param name="MedianChange">Median of the relative changes.</param>
/// <param name="MaxChange">Largest absolute relative change.</param>
/// <param name="PerceptionChange">Of the perception threshold; NaN when it is not reached.</param>
/// <param name="DiscomfortChange">Of the discomfort threshold; NaN when it is not reached.</param>
public sealed record ProgramHalving(
    int Rank, int Fibres, double MedianChange, double MaxChange, double PerceptionChange, double DiscomfortChange);
