using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Anatomy.Tracts;

/// <summary>A lamina of the dorsal column at the dorsal surface, as part of the half width from the midline to the dorsal horn.</summary>
/// <param name="Segment">Root its fibres came in by.</param>
/// <param name="From">0 at the midline.</param>
/// <param name="To">1 at the dorsolateral sulcus.</param>
public readonly record struct DorsalColumnLamina(SpinalSegment Segment, double From, double To);

/// <summary>Where the dorsal columns are and which segment a place in them belongs to.</summary>
/// <remarks>
/// Width of a lamina ∝ N·k^d: N fibres of the root, d segments to its entry, k the part left per segment; the last root counts as far as it
/// has entered. Boundaries lean to the midline with depth. Sacral fibres lie most medial (Smith and Deacon 1984; order as in Werner and
/// Whitsel 1967). docs/science/anatomy.md; checked by DorsalColumnMapTests.
/// </remarks>
public static class DorsalColumnMap
{
    /// <summary>x of the dorsolateral sulcus from the midline of the cord, m.</summary>
    public static double HalfWidth(CrossSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.SulcusFraction * section.Cord.SemiX;
    }

    /// <summary>True in the white matter between the dorsal horns and dorsal to the grey commissure.</summary>
    /// <param name="section">With the five ellipses of a spine's grey matter, or without grey.</param>
    /// <param name="x">m.</param>
    /// <param name="y">m.</param>
    public static bool IsInDorsalColumn(CrossSection section, double x, double y)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.At(x, y) != Tissue.WhiteMatter)
            return false;
        var cord = section.Cord;
        if (section.Grey.Count == 0)
            return y > cord.CentreY && Math.Abs(x - cord.CentreX) < HalfWidth(section);
        if (y <= section.Grey[0].CentreY + section.Grey[0].SemiY)
            return false;

        // Mirrored to the right side; the horn is the one that reaches highest there.
        var right = section.Grey.Where(grey => grey.CentreX > cord.CentreX && grey.CentreY > cord.CentreY)
            .OrderByDescending(grey => grey.CentreY + grey.SemiY).ToList();
        if (right.Count == 0)
            return Math.Abs(x - cord.CentreX) < HalfWidth(section);
        return Math.Abs(x - cord.CentreX) < Border(section, right[0], y) - cord.CentreX;
    }

    /// <summary>Laminae at a height from the midline outwards; the widths sum to one.</summary>
    public static IReadOnlyList<DorsalColumnLamina> Laminae(Spine spine, double z)
    {
        ArgumentNullException.ThrowIfNull(spine);
        var level = spine.SegmentAt(z);
        var (top, bottom) = spine.SegmentSpan(level);
        var entered = Math.Clamp((z - bottom) / (top - bottom), 0, 1);
        var place = (int)level + 1 - entered;
        var retention = spine.Assumed("lamina_retention");
        List<(SpinalSegment Segment, double Width)> widths = [];
        for (var segment = SpinalSegment.S5; segment >= level; segment--)
        {
            var distance = Math.Max(0, (int)segment + 0.5 - place);
            var share = segment == level ? entered : 1;
            widths.Add((segment, share * LevelTables.Roots[(int)segment].FibresThousand * Math.Pow(retention, distance)));
        }

        var sum = widths.Sum(item => item.Width);
        List<DorsalColumnLamina> laminae = [];
        double from = 0;
        foreach (var (segment, width) in widths)
        {
            if (width <= 0)
                continue;
            laminae.Add(new DorsalColumnLamina(segment, from, from + (width / sum)));
            from += width / sum;
        }

        return laminae;
    }

    /// <summary>Segment and side of a place in the dorsal column.</summary>
    /// <param name="spine">Spine.</param>
    /// <param name="z">m.</param>
    /// <param name="x">m.</param>
    /// <param name="y">m.</param>
    /// <param name="segment">Root whose fibres run there.</param>
    /// <param name="side">Side of the body; a point in the midline counts as right.</param>
    /// <returns>False outside the dorsal columns.</returns>
    public static bool TryLocate(Spine spine, double z, double x, double y, out SpinalSegment segment, out Side side)
    {
        ArgumentNullException.ThrowIfNull(spine);
        var section = spine.SectionAt(z);
        var fromMidline = x - section.Cord.CentreX;
        (segment, side) = (default, fromMidline < 0 ? Side.Left : Side.Right);
        if (!IsInDorsalColumn(section, x, y))
            return false;
        segment = SegmentAt(Laminae(spine, z), section, x, y);
        return true;
    }

    /// <summary>The same for many points of one height: laminae and section are worked out once by the caller.</summary>
    public static SpinalSegment SegmentAt(IReadOnlyList<DorsalColumnLamina> laminae, CrossSection section, double x, double y)
    {
        ArgumentNullException.ThrowIfNull(laminae);
        ArgumentNullException.ThrowIfNull(section);
        var depth = Math.Max(0, section.Cord.DorsalEdge(x) - y);
        var atSurface = Math.Abs(x - section.Cord.CentreX) + (depth * Math.Tan(section.LaminaTilt));
        var u = Math.Clamp(atSurface / HalfWidth(section), 0, 1);
        foreach (var lamina in laminae)
            if (u <= lamina.To)
                return lamina.Segment;
        return laminae[^1].Segment;
    }

    /// <summary>A fibre that keeps its depth and its part of the cord's width along the cord.</summary>
    /// <param name="spine">Spine.</param>
    /// <param name="at">A point of the fibre, in the cord.</param>
    /// <param name="from">z of the first point, m.</param>
    /// <param name="to">z of the last point, m.</param>
    /// <param name="spacing">Largest distance of two points, m.</param>
    public static IReadOnlyList<Position> Fibre(Spine spine, Position at, double from, double to, double spacing = 0.1e-3)
    {
        ArgumentNullException.ThrowIfNull(spine);
        var cord = spine.CordAt(at.Z);
        var u = (at.X - cord.CentreX) / cord.SemiX;
        var depth = cord.DorsalEdge(at.X) - at.Y;
        if (!double.IsFinite(depth))
            throw new ArgumentException("The point of a dorsal-column fibre lies in the cord.", nameof(at));
        return FibrePath.Sample(
            z =>
            {
                var here = spine.CordAt(z);
                var x = here.CentreX + (u * here.SemiX);
                return new Position(x, here.DorsalEdge(x) - depth, z);
            },
            from, to, spacing);
    }

    /// <summary>x of the medial edge of the right dorsal horn at y, and of the line from its tip to the sulcus above the tip.</summary>
    private static double Border(CrossSection section, Ellipse horn, double y)
    {
        double c = Math.Cos(horn.Rotation), s = Math.Sin(horn.Rotation);
        double tipX = horn.CentreX - (horn.SemiY * s), tipY = horn.CentreY + (horn.SemiY * c);
        var sulcusX = section.Cord.CentreX + HalfWidth(section);
        var sulcusY = section.Cord.DorsalEdge(sulcusX);
        if (y >= tipY || y >= sulcusY)
            return sulcusY <= tipY ? sulcusX : tipX + ((sulcusX - tipX) * Math.Min(1, (y - tipY) / (sulcusY - tipY)));

        // Points (dx, dy) of the edge at this dy: a dx² + 2 b dx + k = 0.
        var dy = y - horn.CentreY;
        double px = 1 / (horn.SemiX * horn.SemiX), py = 1 / (horn.SemiY * horn.SemiY);
        double a = (c * c * px) + (s * s * py), b = c * s * dy * (px - py), k = (dy * dy * ((s * s * px) + (c * c * py))) - 1;
        var root = (b * b) - (a * k);
        return root < 0 ? horn.CentreX : horn.CentreX + ((-b - Math.Sqrt(root)) / a);
    }
}
