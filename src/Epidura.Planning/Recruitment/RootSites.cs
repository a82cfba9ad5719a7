using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Tracts;

namespace Epidura.Planning.Recruitment;

/// <summary>Lays sites on the rootlets of the dorsal roots near the leads, both sides.</summary>
/// <remarks>The fibres of a root are shared evenly over its entry zone. docs/science/recruitment.md; checked by PopulationTests.</remarks>
public static class RootSites
{
    private const double SiteSpacing = 3e-3;
    private const int SitesMax = 4;
    private const double Caudal = 60e-3;
    private const double Rostral = 40e-3;

    /// <summary>Roots enter the cord up to this far above the contacts and still descend past them, m.</summary>
    private const double ReachAbove = 25e-3;

    /// <summary>Roots that enter further below the contacts are not near them anywhere, m.</summary>
    private const double ReachBelow = 10e-3;

    private static readonly double[] Ladder = [8e-6, 10.5e-6, 15e-6];

    /// <summary>Sites, rostral segments first.</summary>
    /// <param name="spine">Body.</param>
    /// <param name="table"><c>population.csv</c>.</param>
    /// <param name="bottom">Lowest contact, m.</param>
    /// <param name="top">Highest contact, m.</param>
    public static IReadOnlyList<FibreSite> Lay(Spine spine, ParameterTable table, double bottom, double top)
    {
        ArgumentNullException.ThrowIfNull(spine);
        ArgumentNullException.ThrowIfNull(table);
        List<FibreSite> sites = [];
        foreach (var segment in Enum.GetValues<SpinalSegment>())
        {
            // The first cervical root has no dermatome.
            var (high, low) = spine.EntrySpan(segment);
            if (segment == SpinalSegment.C1 || low > top + ReachAbove || high < bottom - ReachBelow)
                continue;
            var count = Math.Clamp((int)Math.Round((high - low) / SiteSpacing), 1, SitesMax);
            foreach (var side in new[] { Side.Left, Side.Right })
                for (var i = 0; i < count; i++)
                {
                    var entry = high - ((i + 0.5) / count * (high - low));
                    if (entry <= top + ReachAbove && entry >= bottom - ReachBelow)
                        sites.Add(Site(spine, table, segment, side, (i + 0.5) / count, 1.0 / count));
                }
        }

        return sites;
    }

    private static FibreSite Site(Spine spine, ParameterTable table, SpinalSegment segment, Side side, double rootlet, double share)
    {
        var (top, bottom) = spine.EntrySpan(segment);
        var entry = top - (rootlet * (top - bottom));
        var track = new FibreTrack(RootCourse.DorsalRootFibre(spine, segment, side, rootlet, 0.5, Caudal, Rostral), spine.Curve);
        var at = track.Points.MinBy(p => Math.Abs(p.Z - entry));
        return new FibreSite(
            FibreKind.DorsalRoot, segment, side, at, track, track.ArcNearest(at), Ladder, Classes(segment, table, share),
            new ColumnBranch(Math.Min(track.ArcNearest(at) + table.Value("root_column_part"), track.Length - 2e-3),
                table.Value("root_branch_ratio")));
    }

    private static DiameterClass[] Classes(SpinalSegment segment, ParameterTable table, double share)
    {
        var statistics = FibreStatistics.DorsalRoot(segment);
        var law = new DiameterLaw(
            statistics.DiameterMedian, statistics.DiameterGeometricSd, statistics.DiameterMin, statistics.DiameterMax);
        double width = table.Value("class_width"), smallest = table.Value("root_classes_min");
        var count = (int)Math.Round((statistics.DiameterMax - smallest) / width);
        return [.. Enumerable.Range(0, count).Select(i => new DiameterClass(
            smallest + ((i + 0.5) * width),
            share * statistics.Count * law.Share(smallest + (i * width), smallest + ((i + 1) * width))))];
    }
}
