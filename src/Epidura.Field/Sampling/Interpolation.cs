using Epidura.Field.Conduction;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Quantities;

namespace Epidura.Field.Sampling;

/// <summary>Weights of stored cells for the potential at a point.</summary>
/// <remarks>
/// Across the cord the potential between two centres follows the resistance on the way (the flux is continuous, so the kink at a
/// tissue border falls where the border is); along the cord it is a cubic through four centres.
/// </remarks>
internal sealed class Interpolation(FieldGrid grid, StoredBlock block, Conductor conductor)
{
    /// <summary>Cells that take part.</summary>
    public const int Points = 16;

    private readonly TissueLine _line = new(conductor);

    /// <summary>True where a value can be had.</summary>
    public static bool Covers(FieldGrid grid, StoredBlock block, Position p) =>
        p.X >= grid.X.Centres[block.I0] && p.X <= grid.X.Centres[block.I1 - 1]
        && p.Y >= grid.Y.Centres[block.J0] && p.Y <= grid.Y.Centres[block.J1 - 1]
        && p.Z >= grid.Z.Faces[block.K0] && p.Z <= grid.Z.Faces[block.K1];

    /// <summary>Finds cells and weights; the weights sum to one.</summary>
    public void Weigh(Position p, Span<int> cells, Span<double> weights)
    {
        var i = Math.Clamp(grid.X.CentreBelow(p.X), block.I0, block.I1 - 2);
        var j = Math.Clamp(grid.Y.CentreBelow(p.Y), block.J0, block.J1 - 2);
        var k = Math.Clamp(grid.Z.CentreBelow(p.Z) - 1, block.K0, block.K1 - 4);
        var section = conductor.Body.SectionAt(p.Z);
        _line.Fill(section, 0, p.Y, p.Z);
        var x = Share(grid.X, i, p.X);
        _line.Fill(section, 1, grid.X.Centres[i], p.Z);
        var yLow = Share(grid.Y, j, p.Y);
        _line.Fill(section, 1, grid.X.Centres[i + 1], p.Z);
        var yHigh = Share(grid.Y, j, p.Y);
        Span<double> across = [(1 - x) * (1 - yLow), x * (1 - yHigh), (1 - x) * yLow, x * yHigh];
        Span<double> along = stackalloc double[4];
        Cubic(grid.Z.Centres.AsSpan(k, 4), p.Z, along);
        for (var n = 0; n < Points; n++)
        {
            cells[n] = block.Index(i + (n & 1), j + ((n >> 1) & 1), k + (n >> 2));
            weights[n] = across[n & 3] * along[n >> 2];
        }
    }

    private double Share(GridAxis axis, int i, double at)
    {
        var (low, high) = (axis.Centres[i], axis.Centres[i + 1]);
        var total = _line.Integrate(low, high, conductor.Across);
        return at <= low ? 0 : _line.Integrate(low, Math.Min(at, high), conductor.Across) / total;
    }

    /// <summary>Lagrange's cubic through four places.</summary>
    private static void Cubic(ReadOnlySpan<double> places, double at, Span<double> weights)
    {
        for (var n = 0; n < 4; n++)
        {
            weights[n] = 1;
            for (var m = 0; m < 4; m++)
                if (m != n)
                    weights[n] *= (at - places[m]) / (places[n] - places[m]);
        }
    }
}
