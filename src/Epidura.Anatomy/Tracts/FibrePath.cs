using Epidura.Quantities;

namespace Epidura.Anatomy.Tracts;

/// <summary>Turns a curve over z into points at even arc length.</summary>
internal static class FibrePath
{
    private const double Fine = 0.05e-3;

    /// <param name="at">Point of the curve at z.</param>
    /// <param name="from">First z, m.</param>
    /// <param name="to">Last z, m; above or below the first.</param>
    /// <param name="spacing">Largest distance of two points, m.</param>
    public static Position[] Sample(Func<double, Position> at, double from, double to, double spacing)
    {
        var steps = Math.Max(1, (int)Math.Ceiling(Math.Abs(to - from) / Fine));
        var fine = new Position[steps + 1];
        var arc = new double[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            fine[i] = at(from + ((to - from) * i / steps));
            if (i > 0)
                arc[i] = arc[i - 1] + fine[i].DistanceTo(fine[i - 1]);
        }

        var count = Math.Max(1, (int)Math.Ceiling(arc[^1] / spacing));
        var path = new Position[count + 1];
        var k = 0;
        for (var i = 0; i <= count; i++)
        {
            var s = arc[^1] * i / count;
            while (k < steps - 1 && arc[k + 1] < s)
                k++;
            var t = (s - arc[k]) / (arc[k + 1] - arc[k]);
            path[i] = fine[k] + (t * (fine[k + 1] - fine[k]));
        }

        return path;
    }
}
