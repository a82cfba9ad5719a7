namespace Epidura.Field.Solution;

/// <summary>One grid of the multigrid hierarchy. Arrays over cells carry a rim of one empty cell on every side.</summary>
internal sealed class Level
{
    /// <summary>Right-hand sides that are solved together: one per lane.</summary>
    public const int Lanes = 8;

    public Level(int nx, int ny, int nz)
    {
        (CountX, CountY, CountZ) = (nx, ny, nz);
        StrideY = nx + 2;
        StrideZ = (nx + 2) * (ny + 2);
        Padded = StrideZ * (nz + 2);
    }

    public int CountX { get; }

    public int CountY { get; }

    public int CountZ { get; }

    public int StrideY { get; }

    public int StrideZ { get; }

    public int Padded { get; }

    /// <summary>Conductance to the neighbour at higher x, S.</summary>
    public required float[] X { get; init; }

    /// <summary>Conductance to the neighbour at higher y, S.</summary>
    public required float[] Y { get; init; }

    /// <summary>Conductance to the neighbour at higher z, S.</summary>
    public required float[] Z { get; init; }

    /// <summary>Conductance to given potentials, S.</summary>
    public required float[] Fixed { get; init; }

    /// <summary>One over the diagonal; zero where a cell has no unknown.</summary>
    public float[] Inverse { get; private set; } = [];

    /// <summary>How this grid maps to the next coarser one; null on the coarsest.</summary>
    public Transfer? Down { get; set; }

    /// <summary>Correction, V; cells × lanes, lane fastest.</summary>
    public float[] Value { get; private set; } = [];

    /// <summary>Right-hand side, A; cells × lanes, lane fastest.</summary>
    public float[] Source { get; private set; } = [];

    public void Allocate()
    {
        Value = new float[Padded * Lanes];
        Source = new float[Padded * Lanes];
    }

    /// <summary>Fills <see cref="Inverse"/>; a cell that touches nothing has no unknown.</summary>
    public void Invert(Func<int, bool> isFree)
    {
        Inverse = new float[Padded];
        for (var k = 0; k < CountZ; k++)
        {
            for (var j = 0; j < CountY; j++)
            {
                for (var i = 0; i < CountX; i++)
                {
                    var c = Index(i, j, k);
                    var sum = (double)X[c] + X[c - 1] + Y[c] + Y[c - StrideY] + Z[c] + Z[c - StrideZ] + Fixed[c];
                    Inverse[c] = sum > 0 && isFree(c) ? (float)(1 / sum) : 0;
                }
            }
        }
    }

    public int Index(int i, int j, int k) => i + 1 + (StrideY * (j + 1)) + (StrideZ * (k + 1));

    /// <summary>Place of a row in an array of partial sums.</summary>
    public int Row(int j, int k) => j + (CountY * k);

    /// <summary>Adds partial sums in the order of the rows; per lane.</summary>
    public double[] SumRows(double[] dots)
    {
        var sums = new double[Lanes];
        for (var row = 0; row < CountY * CountZ; row++)
            for (var lane = 0; lane < Lanes; lane++)
                sums[lane] += dots[(row * Lanes) + lane];
        return sums;
    }
}

/// <summary>Interpolation from a coarse grid, with weights from the resistances on the way.</summary>
/// <param name="Coarse">The coarser grid.</param>
/// <param name="X">Map of the axis.</param>
/// <param name="Y">Map of the axis.</param>
/// <param name="Z">Map of the axis.</param>
/// <param name="Weights">Own coarse cell, then the nearest ones in x, y and z; four per fine cell.</param>
internal sealed record Transfer(Level Coarse, AxisMap X, AxisMap Y, AxisMap Z, float[] Weights);

/// <summary>Which coarse cell holds each fine cell of an axis.</summary>
/// <param name="Parent">Index of the coarse cell.</param>
/// <param name="Side">-1 when the fine cell is the lower of two, +1 when the higher, 0 when alone.</param>
/// <param name="Sizes">Of the coarse cells, m.</param>
/// <param name="First">First fine cell of each coarse cell, and the count at the end.</param>
internal sealed record AxisMap(int[] Parent, int[] Side, double[] Sizes, int[] First)
{
    /// <summary>Joins neighbours whose joint size stays under a bound, so that the coarser grid becomes more even.</summary>
    public static AxisMap Join(double[] sizes, double bound)
    {
        var parent = new int[sizes.Length];
        var side = new int[sizes.Length];
        List<double> coarse = [];
        List<int> first = [];
        for (var i = 0; i < sizes.Length;)
        {
            var isPair = i + 1 < sizes.Length && sizes[i] + sizes[i + 1] <= bound;
            first.Add(i);
            parent[i] = coarse.Count;
            if (isPair)
            {
                parent[i + 1] = coarse.Count;
                (side[i], side[i + 1]) = (-1, 1);
                coarse.Add(sizes[i] + sizes[i + 1]);
                i += 2;
            }
            else
                coarse.Add(sizes[i++]);
        }

        first.Add(sizes.Length);
        return new AxisMap(parent, side, [.. coarse], [.. first]);
    }
}
