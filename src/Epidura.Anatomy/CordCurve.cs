using System.Globalization;
using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Anatomy;

/// <summary>How the cord bends from front to back. The body's frame follows it: z is the arc length of the cord's middle line.</summary>
/// <remarks>
/// In a plane that bends with curvature κ(z) the frame (x, y, z) is orthogonal, and a step dz at depth y has the true length (1 + κ y) dz.
/// Flexion (convex back) has κ above zero, so what lies behind the cord is longer. ADR 0025; checked by CordCurveTests.
/// </remarks>
public sealed class CordCurve : IEquatable<CordCurve>
{
    /// <summary>Least stretch that is allowed anywhere in the modelled block.</summary>
    public const double StretchMin = 0.3;

    private readonly (double Z, double Curvature)[] _points;
    private readonly LevelCurve? _curve;

    /// <summary>A curvature that varies smoothly along the cord, held beyond the ends.</summary>
    /// <param name="points">Heights in m, rising, and curvatures in 1/m.</param>
    /// <exception cref="ArgumentException">No point, heights that do not rise, or a number that is not finite.</exception>
    public CordCurve(IReadOnlyList<(double Z, double Curvature)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0 || points.Any(point => !double.IsFinite(point.Z) || !double.IsFinite(point.Curvature)))
            throw new ArgumentException("A curve needs one point or more, of finite numbers.", nameof(points));
        _points = [.. points];
        if (_points.Length > 1)
            _curve = new LevelCurve([.. _points.Select(p => p.Z)], [.. _points.Select(p => p.Curvature)]);
    }

    /// <summary>No bend.</summary>
    public static CordCurve Straight { get; } = Constant(0);

    /// <summary>True without any bend.</summary>
    public bool IsStraight => Array.TrueForAll(_points, point => point.Curvature == 0);

    /// <summary>The same text means the same curve; empty when straight.</summary>
    public string Fingerprint => IsStraight
        ? "" : ";curve=" + string.Join(',', _points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Z:R}:{p.Curvature:R}")));

    /// <summary>A circle.</summary>
    /// <param name="curvature">1/m; above zero for flexion.</param>
    public static CordCurve Constant(double curvature) => new([(0, curvature)]);

    /// <summary>Curvature at a height, 1/m.</summary>
    public double At(double z) => _curve?.At(z) ?? _points[0].Curvature;

    /// <summary>True length of a step along z over the step.</summary>
    /// <param name="y">m.</param>
    /// <param name="z">m.</param>
    public double Stretch(double y, double z) => 1 + (At(z) * y);

    /// <summary>True distance of two neighbouring points of a path, m; exact to second order in it.</summary>
    public double Distance(Position a, Position b)
    {
        if (IsStraight)
            return a.DistanceTo(b);
        double dx = b.X - a.X, dy = b.Y - a.Y, dz = (b.Z - a.Z) * Stretch(0.5 * (a.Y + b.Y), 0.5 * (a.Z + b.Z));
        return Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
    }

    /// <summary>Place in space of a point on a circle through the origin that runs along z there; only for a constant curvature.</summary>
    /// <exception cref="InvalidOperationException">The curvature varies.</exception>
    public Position Unbent(Position p)
    {
        if (_points.Length > 1)
            throw new InvalidOperationException("A place in space has a closed form for a constant curvature only.");
        var curvature = _points[0].Curvature;
        if (curvature == 0)
            return p;
        double radius = 1 / curvature, angle = p.Z * curvature;
        return new Position(p.X, ((radius + p.Y) * Math.Cos(angle)) - radius, (radius + p.Y) * Math.Sin(angle));
    }

    /// <inheritdoc/>
    public bool Equals(CordCurve? other) => other is not null && _points.AsSpan().SequenceEqual(other._points);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CordCurve);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);
}
