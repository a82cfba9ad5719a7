using Epidura.Anatomy;
using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>The course of a fibre: a polyline with its arc length.</summary>
public sealed class FibreTrack
{
    private readonly Position[] _points;
    private readonly double[] _arc;

    /// <summary>Makes a track.</summary>
    /// <param name="points">Two points or more, m; no two neighbours coincide.</param>
    /// <param name="curve">Bend of the cord that the points are given along; null when straight. Arc lengths are true lengths.</param>
    /// <exception cref="ArgumentException">Fewer points, or coincident neighbours.</exception>
    public FibreTrack(IReadOnlyList<Position> points, CordCurve? curve = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2)
            throw new ArgumentException("A track needs two points or more.", nameof(points));
        _points = [.. points];
        _arc = new double[_points.Length];
        for (var i = 1; i < _points.Length; i++)
        {
            var step = (curve ?? CordCurve.Straight).Distance(_points[i - 1], _points[i]);
            if (!(step > 0))
                throw new ArgumentException("Two neighbouring points of a track coincide.", nameof(points));
            _arc[i] = _arc[i - 1] + step;
        }
    }

    /// <summary>From the first to the last point, m.</summary>
    public double Length => _arc[^1];

    /// <summary>Its points, m.</summary>
    public IReadOnlyList<Position> Points => _points;

    /// <summary>Point at an arc length, m; beyond an end the end itself.</summary>
    public Position At(double arc)
    {
        if (arc <= 0)
            return _points[0];
        if (arc >= Length)
            return _points[^1];
        var index = Array.BinarySearch(_arc, arc);
        if (index >= 0)
            return _points[index];
        var next = ~index;
        var share = (arc - _arc[next - 1]) / (_arc[next] - _arc[next - 1]);
        return ((1 - share) * _points[next - 1]) + (share * _points[next]);
    }

    /// <summary>Arc length of the point nearest to a position, among the points of the polyline, m.</summary>
    public double ArcNearest(Position position)
    {
        var best = 0;
        for (var i = 1; i < _points.Length; i++)
            if (_points[i].DistanceTo(position) < _points[best].DistanceTo(position))
                best = i;
        return _arc[best];
    }

    /// <summary>The longest stretch around an arc length on which every point passes a test.</summary>
    /// <returns>Arc lengths of its ends, m; equal when the point itself fails.</returns>
    public (double From, double To) Stretch(double around, Func<Position, bool> inside)
    {
        ArgumentNullException.ThrowIfNull(inside);
        var centre = Array.BinarySearch(_arc, around);
        centre = Math.Clamp(centre < 0 ? ~centre : centre, 0, _arc.Length - 1);
        if (!inside(_points[centre]))
            return (_arc[centre], _arc[centre]);
        int first = centre, last = centre;
        while (first > 0 && inside(_points[first - 1]))
            first--;
        while (last + 1 < _points.Length && inside(_points[last + 1]))
            last++;
        return (_arc[first], _arc[last]);
    }
}
