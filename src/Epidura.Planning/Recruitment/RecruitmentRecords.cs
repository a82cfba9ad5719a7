using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>Where a fibre runs.</summary>
public enum FibreKind
{
    /// <summary>Along the dorsal column.</summary>
    DorsalColumn,

    /// <summary>Through a dorsal root and bent into the cord.</summary>
    DorsalRoot,
}

/// <summary>A simulated fibre and its threshold.</summary>
/// <param name="Kind">Where it runs.</param>
/// <param name="Segment">Segment it enters the cord at; the dermatome it is felt in.</param>
/// <param name="Side">Side of the body.</param>
/// <param name="Diameter">Outside, m.</param>
/// <param name="At">Dorsal column: where it crosses the section at the leads' centre; dorsal root: where it enters the cord. m.</param>
/// <param name="Threshold">A; positive infinity above the largest amplitude.</param>
/// <param name="InitiationHeight">z of the node where the spike starts, m; null when it does not fire.</param>
public sealed record FibreThreshold(
    FibreKind Kind, SpinalSegment Segment, Side Side, double Diameter, Position At, double Threshold, double? InitiationHeight);

/// <summary>Recruited fibres of one segment and side.</summary>
/// <param name="Segment">Segment and dermatome.</param>
/// <param name="Side">Side of the body.</param>
/// <param name="DorsalColumn">Recruited dorsal-column fibres of the counted diameters, weighted.</param>
/// <param name="DorsalRoot">Recruited dorsal-root fibres, weighted.</param>
/// <param name="IsCovered">Enough to be felt.</param>
/// <param name="IsTarget">In the pain map.</param>
public sealed record SegmentRecruitment(
    SpinalSegment Segment, Side Side, double DorsalColumn, double DorsalRoot, bool IsCovered, bool IsTarget);

/// <summary>Recruited fibres against amplitude.</summary>
/// <param name="Amplitudes">A, rising.</param>
/// <param name="Curves">One per kind, segment and side that recruits a fibre somewhere.</param>
public sealed record RecruitmentCurves(double[] Amplitudes, IReadOnlyList<RecruitmentCurve> Curves);

/// <summary>One curve.</summary>
/// <param name="Kind">Where the fibres run.</param>
/// <param name="Segment">Their segment.</param>
/// <param name="Side">Side of the body.</param>
/// <param name="Available">Fibres that the population has, weighted.</param>
/// <param name="Counts">Recruited fibres, weighted, at each amplitude.</param>
public sealed record RecruitmentCurve(FibreKind Kind, SpinalSegment Segment, Side Side, double Available, double[] Counts);
