using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Anatomy.Tracts;
using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>Lays sites over the dorsal columns: lamina by lamina, layer by layer, both sides.</summary>
/// <remarks>
/// Number of fibres of a site = density × area of its strip; diameters from the published law, wider to the side, the counted ones thinning
/// out with depth. No draw: classes carry the expected number. docs/science/recruitment.md; checked by PopulationTests.
/// </remarks>
public sealed class ColumnSites
{
    /// <summary>Borders between laminae are found to this width; a thinner lamina is left out.</summary>
    private const double ScanStep = 5e-6;

    private static readonly double[] LayerEdges = [0, 0.15e-3, 0.3e-3, 0.6e-3, 1.0e-3];
    private static readonly double[] Ladder = [7e-6, 9e-6, 11.5e-6, 14e-6];
    private static readonly double[] SmallLadder = [3e-6, 4.5e-6, 7e-6];

    private readonly Spine _spine;
    private readonly ParameterTable _table;
    private readonly double _centre;
    private readonly double _bottom;
    private readonly double _top;
    private readonly DorsalColumnStatistics _statistics = FibreStatistics.DorsalColumn;
    private readonly DiameterLaw _law;

    /// <summary>Prepares the sites of a body.</summary>
    /// <param name="spine">Body.</param>
    /// <param name="table"><c>population.csv</c>.</param>
    /// <param name="centre">Height of the section in which the sites are laid, m.</param>
    /// <param name="bottom">Lower end of the tracks, m.</param>
    /// <param name="top">Upper end of the tracks, m.</param>
    public ColumnSites(Spine spine, ParameterTable table, double centre, double bottom, double top)
    {
        (_spine, _table, _centre, _bottom, _top) = (spine, table, centre, bottom, top);
        _law = new DiameterLaw(
            _statistics.DiameterMedian, _statistics.DiameterGeometricSd, _statistics.DiameterMin, _statistics.DiameterMax);
    }

    /// <summary>Sites of the counted fibres, left side first, from the midline outwards, shallow first.</summary>
    public IReadOnlyList<FibreSite> Counted()
    {
        List<FibreSite> sites = [];
        foreach (var strip in Strips())
        {
            var classes = Classes(strip);
            if (classes.Length > 0)
                sites.Add(Site(strip, Ladder, classes));
        }

        return sites;
    }

    /// <summary>A few sites that stand for all fibres below the counted diameters.</summary>
    public IReadOnlyList<FibreSite> SmallSample()
    {
        var strips = Strips().ToArray();
        var count = Math.Min((int)_table.Value("small_sites"), strips.Length);
        List<FibreSite> sites = [];
        for (var i = 0; i < count; i++)
        {
            // Each part of the list is represented by the strip in its middle and carries the fibres of the whole part.
            int first = i * strips.Length / count, last = (i + 1) * strips.Length / count;
            var fibres = strips[first..last].Sum(s => s.Area) * _statistics.FibresPerSquareMetre;
            sites.Add(Site(strips[(first + last) / 2], SmallLadder, SmallClasses(fibres)));
        }

        return sites;
    }

    private IEnumerable<Strip> Strips()
    {
        var section = _spine.SectionAt(_centre);
        var half = DorsalColumnMap.HalfWidth(section);
        var laminae = DorsalColumnMap.Laminae(_spine, _centre);
        foreach (var side in new[] { Side.Left, Side.Right })
        {
            for (var layer = 0; layer + 1 < LayerEdges.Length; layer++)
            {
                double depth = (LayerEdges[layer] + LayerEdges[layer + 1]) / 2, thick = LayerEdges[layer + 1] - LayerEdges[layer];
                foreach (var (segment, from, to) in Runs(section, laminae, half, depth))
                {
                    var pieces = (int)Math.Ceiling(((to - from) / _table.Value("column_site_width")) - 1e-9);
                    for (var piece = 0; piece < pieces; piece++)
                    {
                        var middle = from + ((piece + 0.5) * (to - from) / pieces);
                        var x = section.Cord.CentreX + (side == Side.Left ? -middle : middle);
                        var at = new Position(x, section.Cord.DorsalEdge(x) - depth, _centre);
                        yield return new Strip(segment, side, at, depth, middle / half, (to - from) / pieces * thick);
                    }
                }
            }
        }
    }

    /// <summary>Stretches of one segment from the midline outwards at a depth; the same on both sides.</summary>
    private static List<(SpinalSegment Segment, double From, double To)> Runs(
        CrossSection section, IReadOnlyList<DorsalColumnLamina> laminae, double half, double depth)
    {
        List<(SpinalSegment Segment, double From, double To)> runs = [];
        if (laminae.Count == 0)
            return runs;
        var steps = (int)Math.Ceiling(half / ScanStep);
        for (var i = 0; i < steps; i++)
        {
            double from = i * ScanStep, to = from + ScanStep, middle = section.Cord.CentreX + from + (ScanStep / 2);
            var y = section.Cord.DorsalEdge(middle) - depth;
            if (!DorsalColumnMap.IsInDorsalColumn(section, middle, y))
                break;
            var segment = DorsalColumnMap.SegmentAt(laminae, section, middle, y);
            if (runs.Count > 0 && runs[^1].Segment == segment)
                runs[^1] = (segment, runs[^1].From, to);
            else
                runs.Add((segment, from, to));
        }

        return runs;
    }

    private FibreSite Site(Strip strip, double[] ladder, DiameterClass[] classes)
    {
        var track = new FibreTrack(DorsalColumnMap.Fibre(_spine, strip.At, _bottom, _top), _spine.Curve);
        return new FibreSite(
            FibreKind.DorsalColumn, strip.Segment, strip.Side, strip.At, track, track.ArcNearest(strip.At), ladder, classes);
    }

    private DiameterClass[] Classes(Strip strip)
    {
        double width = _table.Value("class_width"), smallest = _table.Value("counted_diameter_min"), scale =
            _table.Value("column_depth_scale");
        var gain = 1 - (_statistics.LateralGain / 2) + (_statistics.LateralGain * strip.Lateral);
        var thinning = Math.Exp(-Math.Max(0, strip.Depth - _statistics.Depth) / scale);
        var fibres = strip.Area * _statistics.FibresPerSquareMetre * thinning;
        var count = (int)Math.Ceiling(((_law.Max * gain) - smallest) / width);
        return [.. Enumerable.Range(0, count)
            .Select(i => new DiameterClass(
                smallest + ((i + 0.5) * width),
                fibres * _law.Share((smallest + (i * width)) / gain, (smallest + ((i + 1) * width)) / gain)))
            .Where(c => c.Weight > 0)];
    }

    private DiameterClass[] SmallClasses(double fibres)
    {
        double width = _table.Value("small_class_width"), smallest = _table.Value("small_diameter_min");
        var count = (int)Math.Round((_table.Value("counted_diameter_min") - smallest) / width);
        return [.. Enumerable.Range(0, count).Select(i => new DiameterClass(
            smallest + ((i + 0.5) * width), fibres * _law.Share(smallest + (i * width), smallest + ((i + 1) * width))))];
    }

    private sealed record Strip(SpinalSegment Segment, Side Side, Position At, double Depth, double Lateral, double Area);
}
