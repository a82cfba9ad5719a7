using Epidura.Quantities;

namespace Epidura.Anatomy.Images;

/// <summary>A place in the frame of the cord: arc length towards the head, right of and behind the middle line, m.</summary>
internal readonly record struct CordPlace(double Arc, double Right, double Dorsal);

/// <summary>The middle line of the cord in an image, smooth, with a frame that looks to the patient's right and back.</summary>
/// <remarks>
/// Slices across the image axis that runs most along the cord give centres of gravity; a local parabola over 30 mm of the line (fewer at
/// the ends) smooths them. docs/science/anatomy.md; checked by SpineMeasurementTests on lines that are straight, turned and bent.
/// </remarks>
internal sealed class CordLine
{
    private const double Step = 0.5e-3;
    private const double Reach = 15e-3;
    private static readonly Position Dorsal = new(0, -1, 0);
    private readonly Position _direction;
    private readonly double _first;
    private readonly Position[] _points;
    private readonly Position[] _tangents;
    private readonly Position[] _backs;
    private readonly Position[] _rights;
    private readonly double[] _arcs;

    /// <param name="voxels">Places of the cord's voxels, m, in the scanner's frame.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="ImageFault">Too small, or not along the body.</exception>
    public CordLine(IReadOnlyList<Position> voxels, string name)
    {
        _direction = Longest(voxels);
        if (Math.Abs(_direction.Z) < 0.5)
            throw new ImageFault("shows a cord that does not run along the body: its orientation in the header is in doubt");
        if (_direction.Z < 0)
            _direction = -1 * _direction;
        var centres = Slices(voxels);
        if (centres.Count < 5 || centres[^1].T - centres[0].T < MinLength)
            throw new ImageFault(FormattableString.Invariant(
                $"shows less than {MinLength * 1e3} mm of cord, or fewer than five slices of it; allowed is more ({name})"));
        _first = centres[0].T;
        var count = (int)Math.Ceiling((centres[^1].T - _first) / Step) + 1;
        _points = new Position[count];
        _tangents = new Position[count];
        _backs = new Position[count];
        _rights = new Position[count];
        _arcs = new double[count];
        for (var n = 0; n < count; n++)
        {
            var t = _first + (n * Step);
            var (at, slope) = Smooth(centres, t);
            _points[n] = at;
            _tangents[n] = Unit(slope);
            var back = Dorsal - (Dot(Dorsal, _tangents[n]) * _tangents[n]);
            _backs[n] = Unit(back);
            _rights[n] = Cross(_tangents[n], _backs[n]);
            if (n > 0)
                _arcs[n] = _arcs[n - 1] + _points[n].DistanceTo(_points[n - 1]);
        }
    }

    /// <summary>Shortest cord that can be measured, m.</summary>
    public const double MinLength = 15e-3;

    /// <summary>Length of the line, m.</summary>
    public double Length => _arcs[^1];

    /// <summary>Spacing of slices along the cord, m: the largest distance of two that follow each other.</summary>
    public double SliceSpacing { get; private set; }

    /// <summary>Places on the line, rostral last, m.</summary>
    public IReadOnlyList<Position> Points => _points;

    /// <summary>Where a place of the scanner's frame lies along the cord; false beyond the ends.</summary>
    public bool TryPlace(Position at, out CordPlace place)
    {
        place = default;
        var n = (int)Math.Round((Dot(at, _direction) - _first) / Step);
        for (var round = 0; round < 8; round++)
        {
            if (n < -8 || n > _points.Length + 8)
                return false;
            n = Math.Clamp(n, 0, _points.Length - 1);
            var d = at - _points[n];
            var ahead = Dot(d, _tangents[n]);
            var move = (int)Math.Round(ahead / Step);
            if (move == 0 || n + move < 0 || n + move >= _points.Length || round == 7)
            {
                if (Math.Abs(ahead) > 2 * Step)
                    return false;
                place = new CordPlace(_arcs[n] + ahead, Dot(d, _rights[n]), Dot(d, _backs[n]));
                return true;
            }

            n += move;
        }

        return false;
    }

    /// <summary>Curvature in the plane from front to back at an arc length, 1/m; above zero when the back is convex (flexion).</summary>
    public double CurvatureAt(double arc)
    {
        var n = Array.BinarySearch(_arcs, arc);
        n = n < 0 ? ~n : n;
        var reach = (int)(10e-3 / Step);
        int low = Math.Clamp(n - reach, 0, _arcs.Length - 1), high = Math.Clamp(n + reach, 0, _arcs.Length - 1);
        if (high <= low)
            return 0;
        var turn = (1 / (_arcs[high] - _arcs[low])) * (_tangents[high] - _tangents[low]);
        return -Dot(turn, _backs[(low + high) / 2]);
    }

    private static double Dot(Position a, Position b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    private static Position Cross(Position a, Position b) =>
        new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    private static Position Unit(Position a) => (1 / Math.Sqrt(Dot(a, a))) * a;

    /// <summary>Direction of the largest spread, by power iteration on the covariance.</summary>
    private static Position Longest(IReadOnlyList<Position> voxels)
    {
        Position sum = new(0, 0, 0);
        foreach (var p in voxels)
            sum += p;
        var mean = (1.0 / voxels.Count) * sum;
        double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
        foreach (var p in voxels)
        {
            var d = p - mean;
            (xx, xy, xz) = (xx + (d.X * d.X), xy + (d.X * d.Y), xz + (d.X * d.Z));
            (yy, yz, zz) = (yy + (d.Y * d.Y), yz + (d.Y * d.Z), zz + (d.Z * d.Z));
        }

        Position v = new(0.1, 0.2, 1);
        for (var n = 0; n < 100; n++)
            v = Unit(new Position(
                (xx * v.X) + (xy * v.Y) + (xz * v.Z) + (1e-30 * v.X), (xy * v.X) + (yy * v.Y) + (yz * v.Z),
                (xz * v.X) + (yz * v.Y) + (zz * v.Z) + 1e-30));
        return v;
    }

    /// <summary>Centres of gravity of slices of 1 mm or one voxel, whichever is thicker, by their place along the direction.</summary>
    private List<(double T, Position At)> Slices(IReadOnlyList<Position> voxels)
    {
        var width = Math.Max(1e-3, Thickness(voxels));
        SliceSpacing = width;
        var least = voxels.Min(p => Dot(p, _direction));
        SortedDictionary<int, (Position Sum, int Count)> bins = [];
        foreach (var p in voxels)
        {
            // Sheets of voxels fall into the middle of a bin, where rounding cannot part them.
            var bin = (int)Math.Floor(((Dot(p, _direction) - least) / width) + 0.5);
            var (sum, count) = bins.GetValueOrDefault(bin);
            bins[bin] = (sum + p, count + 1);
        }

        List<(double T, Position At)> centres = [];
        var counts = bins.Values.Select(bin => bin.Count).ToArray();
        var (first, last) = WholeSlices(counts);
        var n = 0;
        foreach (var (sum, count) in bins.Values)
        {
            var isWhole = n >= first && n <= last;
            n++;
            if (isWhole && count >= 3)
                centres.Add((Dot((1.0 / count) * sum, _direction), (1.0 / count) * sum));
        }

        centres.Sort((a, b) => a.T.CompareTo(b.T));
        return centres;
    }

    /// <summary>Leaves out slices at the ends that the image cuts askew: their centres are not those of the cord.</summary>
    private static (int First, int Last) WholeSlices(int[] counts)
    {
        const int Inner = 4;
        const double Part = 0.9;
        int first = 0, last = counts.Length - 1;
        while (first < Inner && first + Inner < last && counts[first] < Part * counts[first + Inner])
            first++;
        var from = counts.Length - 1;
        while (from - last < Inner && last - Inner > first && counts[last] < Part * counts[last - Inner])
            last--;
        return (first, last);
    }

    /// <summary>Distance of the sheets that voxels lie in along the direction; small when they fill it.</summary>
    private double Thickness(IReadOnlyList<Position> voxels)
    {
        var places = voxels.Select(p => Dot(p, _direction)).Order().ToArray();
        var gap = 0.0;
        for (var n = 1; n < places.Length; n++)
            gap = Math.Max(gap, places[n] - places[n - 1]);
        return gap;
    }

    /// <summary>Value and slope of a parabola through the centres near a place, nearer ones counting more.</summary>
    private (Position At, Position Slope) Smooth(List<(double T, Position At)> centres, double t)
    {
        var reach = Math.Max(Reach, 3 * SliceSpacing);
        Span<double> m = stackalloc double[5];
        Span<Position> r = stackalloc Position[3];
        m.Clear();
        r.Clear();
        foreach (var (place, at) in centres)
        {
            var d = (place - t) / reach;
            if (Math.Abs(d) >= 1)
                continue;
            var w = (1 - (d * d)) * (1 - (d * d));
            var power = w;
            for (var n = 0; n < 5; n++)
            {
                m[n] += power;
                if (n < 3)
                    r[n] += power * at;
                power *= d;
            }
        }

        // Normal equations of three unknowns, by Cramer's rule.
        var det = (m[0] * ((m[2] * m[4]) - (m[3] * m[3]))) - (m[1] * ((m[1] * m[4]) - (m[2] * m[3])))
            + (m[2] * ((m[1] * m[3]) - (m[2] * m[2])));
        var value = (((m[2] * m[4]) - (m[3] * m[3])) * r[0]) + (((m[2] * m[3]) - (m[1] * m[4])) * r[1])
            + (((m[1] * m[3]) - (m[2] * m[2])) * r[2]);
        var slope = (((m[2] * m[3]) - (m[1] * m[4])) * r[0]) + (((m[0] * m[4]) - (m[2] * m[2])) * r[1])
            + (((m[1] * m[2]) - (m[0] * m[3])) * r[2]);
        return ((1 / det) * value, (1 / (det * reach)) * slope);
    }
}
