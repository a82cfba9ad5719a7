using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Anatomy.Tracts;
using Epidura.Quantities;

namespace Epidura.Anatomy;

/// <summary>The course of one fibre of a dorsal root: up along the side of the cord, into the sulcus, on in the dorsal column.</summary>
/// <remarks>
/// In each plane a point is given by an angle around the cord and a distance outside it (below zero: inside); both are smooth functions of
/// z, so the fibre crosses the pia once and its curvature is bounded. docs/science/anatomy.md; checked by RootCourseTests.
/// </remarks>
public sealed class RootCourse
{
    /// <summary>Height between the lowest rootlet and the foramen that a short root is given so that it bends gently, m.</summary>
    private const double DescentMin = 7e-3;

    private readonly Spine _spine;
    private readonly double _sign;
    private readonly double _entry;
    private readonly double _foramen;
    private readonly double _bend;
    private readonly double _fan;
    private readonly double _exit;
    private readonly double _columnAngle;
    private readonly double _marginAngle;
    private readonly double _marginGap;
    private readonly double _depth;
    private readonly double _exitGap;

    private RootCourse(Spine spine, SpinalSegment segment, Side side, double rootlet, double depthFraction)
    {
        _spine = spine;
        _sign = side == Side.Right ? 1 : -1;
        var (top, bottom) = spine.EntrySpan(segment);
        _entry = top - (rootlet * (top - bottom));
        _foramen = Math.Min(spine.ForamenHeight(segment), bottom - DescentMin);
        _bend = spine.Assumed("root_bend_mm");

        // High cervical roots are short: fan and exit share what height there is.
        double fan = spine.Assumed("root_fan_mm"), exit = spine.Assumed("root_exit_mm");
        var fit = Math.Min(1, (_entry - _foramen) / (fan + exit));
        (_fan, _exit) = (Math.Max(fan * fit, 2.5 * _bend), exit * fit);
        _columnAngle = Math.Asin(spine.Assumed("root_column_fraction"));
        _marginAngle = spine.Assumed("root_margin_angle_deg");
        _marginGap = spine.Assumed("root_margin_gap_mm");
        double least = spine.Assumed("root_column_depth_min_mm"), most = spine.Assumed("root_column_depth_max_mm");

        // The cone of the cord is thinner than the usual depth.
        var cord = spine.CordAt(_entry);
        _depth = Math.Min(least + (depthFraction * (most - least)), 0.4 * Math.Min(cord.SemiX, cord.SemiY));
        _exitGap = FindExitGap();
    }

    /// <summary>A fibre of a dorsal root, from its foramen's side to the head's side.</summary>
    /// <param name="spine">Spine.</param>
    /// <param name="segment">Root.</param>
    /// <param name="side">Side of the body.</param>
    /// <param name="rootlet">Where it enters: 0 at the rostral end of the entry zone, 1 at the caudal end.</param>
    /// <param name="depthFraction">Depth in the dorsal column: 0 shallow, 1 deep.</param>
    /// <param name="caudal">Largest height of the part below the entry, m; a long root is cut there.</param>
    /// <param name="rostral">Height of the part above the entry, m.</param>
    /// <returns>Points at even distances of 0.1 mm or less, m, from caudal to rostral.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fraction outside 0 to 1, or a height not above zero.</exception>
    public static IReadOnlyList<Position> DorsalRootFibre(
        Spine spine,
        SpinalSegment segment,
        Side side,
        double rootlet,
        double depthFraction,
        double caudal = 40e-3,
        double rostral = 20e-3)
    {
        ArgumentNullException.ThrowIfNull(spine);
        if (rootlet is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rootlet), rootlet, "The place in the entry zone lies between 0 and 1.");
        if (depthFraction is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(depthFraction), depthFraction, "The depth lies between 0 and 1.");
        if (!(caudal > 0 && rostral > 0))
            throw new ArgumentOutOfRangeException(nameof(caudal), caudal, "Both parts of the fibre have a height above zero.");
        var course = new RootCourse(spine, segment, side, rootlet, depthFraction);
        var start = Math.Max(course._foramen, course._entry - caudal);
        return FibrePath.Sample(course.At, start, course._entry + rostral, 0.1e-3);
    }

    /// <summary>Smooth step from 0 to 1 with no slope and no curvature at the ends.</summary>
    private static double Smooth(double t)
    {
        var u = Math.Clamp(t, 0, 1);
        return u * u * u * (10 + (u * (-15 + (6 * u))));
    }

    /// <summary>Integral of 3u² − 2u³ from 0: how far a slope that rises smoothly has come.</summary>
    private static double Risen(double u) => u * u * u * (1 - (0.5 * u));

    private Position At(double z)
    {
        var cord = _spine.CordAt(z);
        var below = _entry - z;
        var angle = _columnAngle + ((_marginAngle - _columnAngle) * Turned(below));
        var gap = -_depth + ((_depth + _marginGap) * Smooth((below + _bend) / (3.5 * _bend)));
        gap += (_exitGap - _marginGap) * (1 - Smooth((z - _foramen) / _exit));
        return new Position(
            cord.CentreX + (_sign * (cord.SemiX + gap) * Math.Sin(angle)),
            cord.CentreY + ((cord.SemiY + gap) * Math.Cos(angle)),
            z);
    }

    /// <summary>
    /// 0 in the column, 1 on the margin: the slope rises over ± bend around the entry, is constant, and falls over the last third.
    /// </summary>
    private double Turned(double below)
    {
        double rise = 2 * _bend, fall = (_fan - _bend) / 3, flat = _fan - _bend - fall;
        var total = (0.5 * rise) + flat + (0.5 * fall);
        var d = below + _bend;
        if (d <= 0)
            return 0;
        if (d < rise)
            return rise * Risen(d / rise) / total;
        d -= rise;
        if (d < flat)
            return ((0.5 * rise) + d) / total;
        d -= flat;
        return d >= fall ? 1 : ((0.5 * rise) + flat + (0.5 * fall) - (fall * Risen((fall - d) / fall))) / total;
    }

    /// <summary>Distance from the cord at which the root meets the dura at its foramen, less a margin.</summary>
    private double FindExitGap()
    {
        var section = _spine.SectionAt(_foramen);
        var margin = _spine.Assumed("root_dura_margin_mm");
        var wall = section.Sac with { SemiX = section.Sac.SemiX - margin, SemiY = section.Sac.SemiY - margin };
        double low = _marginGap, high = 20e-3;
        for (var i = 0; i < 50; i++)
        {
            var gap = 0.5 * (low + high);
            var x = section.Cord.CentreX + (_sign * (section.Cord.SemiX + gap) * Math.Sin(_marginAngle));
            var y = section.Cord.CentreY + ((section.Cord.SemiY + gap) * Math.Cos(_marginAngle));
            if (wall.Contains(x, y))
                low = gap;
            else
                high = gap;
        }

        return low;
    }
}
