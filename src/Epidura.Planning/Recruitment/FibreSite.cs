using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>A track that stands for the fibres around it, and how many there are of each diameter.</summary>
/// <param name="Kind">Where it runs.</param>
/// <param name="Segment">Segment whose dermatome its fibres come from.</param>
/// <param name="Side">Side of the body.</param>
/// <param name="At">Where it crosses the leads' section, or enters the cord, m.</param>
/// <param name="Track">Its course.</param>
/// <param name="Anchor">Arc length at which a node is set, m.</param>
/// <param name="Ladder">Diameters that the cable model simulates here, m, rising; two or more.</param>
/// <param name="Classes">Diameter classes with their weights.</param>
/// <param name="Branch">Where it becomes a thinner branch; null when it keeps its diameter.</param>
public sealed record FibreSite(
    FibreKind Kind,
    SpinalSegment Segment,
    Side Side,
    Position At,
    FibreTrack Track,
    double Anchor,
    double[] Ladder,
    IReadOnlyList<DiameterClass> Classes,
    ColumnBranch? Branch = null);

/// <summary>The part of a root fibre that runs on in the dorsal column as a thinner branch.</summary>
/// <param name="From">Arc length of the track at which it starts, m.</param>
/// <param name="DiameterRatio">Diameter of the branch over that of the root fibre.</param>
public sealed record ColumnBranch(double From, double DiameterRatio);

/// <summary>Fibres of one diameter at one site.</summary>
/// <param name="Diameter">Middle of the class, m.</param>
/// <param name="Weight">Fibres it stands for; need not be whole.</param>
public readonly record struct DiameterClass(double Diameter, double Weight);

/// <summary>All sites of a plan.</summary>
/// <param name="Sites">Sites of counted fibres, dorsal column first.</param>
/// <param name="SmallSample">Sites of the weighted sample of smaller dorsal-column fibres, which nothing counts.</param>
/// <param name="Window">Length of cord that is simulated, m.</param>
/// <param name="Centre">Height of its middle, m.</param>
public sealed record Population(
    IReadOnlyList<FibreSite> Sites, IReadOnlyList<FibreSite> SmallSample, double Window, double Centre)
{
    /// <summary>Fibres that the counted classes of a kind stand for.</summary>
    public double Counted(FibreKind kind) => Sites.Where(s => s.Kind == kind).Sum(s => s.Classes.Sum(c => c.Weight));

    /// <summary>Dorsal-column fibres below the counted diameters that the sample stands for.</summary>
    public double Small => SmallSample.Sum(s => s.Classes.Sum(c => c.Weight));

    /// <summary>Roots run slantwise, so their cables may reach this much further than those of the column, m.</summary>
    private const double RootReach = 20e-3;

    /// <summary>The part of a site's track that lies in the window and in the field.</summary>
    /// <returns>Arc lengths of its ends, m.</returns>
    public (double From, double To) Stretch(FibreSite site, ContactFields fields)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(fields);
        var half = (Window / 2) + (site.Kind == FibreKind.DorsalRoot ? RootReach : 0);
        return site.Track.Stretch(site.Anchor, p => Math.Abs(p.Z - Centre) <= half && fields.Covers(p));
    }

    /// <summary>Cable fibres of a kind, the small sample left out.</summary>
    public int Simulated(FibreKind kind) => Sites.Where(s => s.Kind == kind).Sum(s => s.Ladder.Length);

    /// <summary>Largest weight of a class.</summary>
    public static double LargestWeight(IEnumerable<FibreSite> sites) =>
        sites.SelectMany(s => s.Classes).Select(c => c.Weight).DefaultIfEmpty(0).Max();
}
