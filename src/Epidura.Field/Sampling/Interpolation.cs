using Epidura.Field.Conduction;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Quantities;

namespace Epidura.Field.Sampling;

/// <summary>Weights of stored cells for the potential at a point: <see cref="LineShare"/> across the cord, a cubic along it.</summary>
internal sealed class Interpolation(FieldGrid grid, StoredBlock block, Conductor conductor)
{
    /// <summary>Most cells that take part.</summary>
    public const int Points = LineShare.Centres * LineShare.Centres * 4;

    private readonly TissueLine _line = new(conductor);

    /// <summary>True where a value can be had.</summary>
    public static bool Covers(FieldGrid grid, StoredBlock block, Position p) =>
        p.X >= grid.X.Centres[block.I0] && p.X <= grid.X.Centres[block.I1 - 1]
        && p.Y >= grid.Y.Centres[block.J0] && p.Y <= grid.Y.Centres[block.J1 - 1]
        && p.Z >= grid.Z.Faces[block.K0] && p.Z <= grid.Z.Faces[block.K1];

    /// <summary>Finds cells and weights; the weights sum to one.</summary>
    /// <returns>Number of cells.</returns>
    public int Weigh(Position p, Span<int> cells, Span<double> weights)
    {
        var i = Math.Clamp(grid.X.CentreBelow(p.X), block.I0, block.I1 - 2);
        var j = Math.Clamp(grid.Y.CentreBelow(p.Y), block.J0, block.J1 - 2);
        var k = Math.Clamp(grid.Z.CentreBelow(p.Z) - 1, block.K0, block.K1 - 4);
        var section = conductor.Body.SectionAt(p.Z);
        Span<double> across = stackalloc double[LineShare.Centres], column = stackalloc double[LineShare.Centres];
        Span<double> along = stackalloc double[4];
        _line.Fill(section, 0, p.Y, p.Z);
        LineShare.Fill(_line, conductor.Across, grid.X, (block.I0, block.I1), i, p.X, across);
        Cubic(grid.Z.Centres.AsSpan(k, 4), p.Z, along);
        var count = 0;
        for (var n = 0; n < LineShare.Centres; n++)
        {
            if (across[n] == 0)
                continue;
            _line.Fill(section, 1, grid.X.Centres[i + n - 2], p.Z);
            LineShare.Fill(_line, conductor.Across, grid.Y, (block.J0, block.J1), j, p.Y, column);
            for (var m = 0; m < LineShare.Centres; m++)
            {
                if (column[m] == 0)
                    continue;
                for (var l = 0; l < 4; l++)
                {
                    cells[count] = block.Index(i + n - 2, j + m - 2, k + l);
                    weights[count++] = across[n] * column[m] * along[l];
                }
            }
        }

        return count;
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
