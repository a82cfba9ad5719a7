using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Grids;

namespace Epidura.Field.Sampling;

/// <summary>Weights of up to six neighbouring centres on a line for the potential at a place on it.</summary>
/// <remarks>
/// Linear in the resistance between the two nearest centres, so the kink falls on the tissue border; then a parabola that vanishes at
/// both ends of the stretch of tissue between them, its curvature taken from three centres of the same stretch.
/// </remarks>
internal static class LineShare
{
    /// <summary>Centres that may take part: two beyond the nearest on either side.</summary>
    public const int Centres = 6;

    /// <summary>Fills the weights of centres first-2 … first+3.</summary>
    /// <param name="line">Tissues along the axis.</param>
    /// <param name="resistivity">By tissue, ohm m.</param>
    /// <param name="axis">Cells.</param>
    /// <param name="range">Cells that may be used, half open.</param>
    /// <param name="first">The lower of the two nearest centres.</param>
    /// <param name="at">Place, m.</param>
    /// <param name="weights">Six; overwritten.</param>
    public static void Fill(
        TissueLine line, double[] resistivity, GridAxis axis, (int First, int End) range, int first, double at, Span<double> weights)
    {
        weights.Clear();
        double low = axis.Centres[first], high = axis.Centres[first + 1];
        at = Math.Clamp(at, low, high);
        var share = line.Integrate(low, at, resistivity) / line.Integrate(low, high, resistivity);
        weights[2] = 1 - share;
        weights[3] = share;
        var (from, to) = Stretch(line, at);
        var factor = -0.5 * (at - Math.Max(low, from)) * (Math.Min(high, to) - at);
        if (factor == 0)
            return;
        bool IsInside(int n) => n >= range.First && n < range.End && axis.Centres[n] > from && axis.Centres[n] < to;
        bool IsWhole(int n) => IsInside(n - 1) && IsInside(n) && IsInside(n + 1);
        if (IsWhole(first) && IsWhole(first + 1))
        {
            var part = (at - low) / (high - low);
            Bend(axis, first, 2, factor * (1 - part), weights);
            Bend(axis, first + 1, 3, factor * part, weights);
        }
        else if (IsWhole(first))
            Bend(axis, first, 2, factor, weights);
        else if (IsWhole(first + 1))
            Bend(axis, first + 1, 3, factor, weights);
        else if (IsWhole(first - 1))
            Bend(axis, first - 1, 1, factor, weights);
        else if (IsWhole(first + 2))
            Bend(axis, first + 2, 4, factor, weights);
    }

    private static (double From, double To) Stretch(TissueLine line, double at)
    {
        var from = double.NegativeInfinity;
        for (var n = 0; n < line.Count; n++)
        {
            if (at <= line.Ends[n])
                return (from, line.Ends[n]);
            from = line.Ends[n];
        }

        return (from, double.PositiveInfinity);
    }

    /// <summary>Adds factor × second derivative at a centre.</summary>
    private static void Bend(GridAxis axis, int centre, int slot, double factor, Span<double> weights)
    {
        double down = axis.Centres[centre] - axis.Centres[centre - 1], up = axis.Centres[centre + 1] - axis.Centres[centre];
        var scale = 2 * factor / (down + up);
        weights[slot - 1] += scale / down;
        weights[slot] -= scale * ((1 / down) + (1 / up));
        weights[slot + 1] += scale / up;
    }
}
