using Epidura.Field.Conduction;

namespace Epidura.Field.Solution;

/// <summary>Builds the hierarchy: coarse conductances by series and parallel, transfer weights by resistance.</summary>
internal static class Coarsening
{
    private const int CoarsestCells = 400;
    private const double Slack = 1.6;

    public static List<Level> Build(Network network)
    {
        var grid = network.Grid;
        var level = new Level(grid.X.Count, grid.Y.Count, grid.Z.Count)
        {
            X = network.X,
            Y = network.Y,
            Z = network.Z,
            Fixed = network.Fixed,
        };
        level.Invert(c => network.IsFree[c]);
        List<Level> levels = [level];
        double[] x = grid.X.Sizes, y = grid.Y.Sizes, z = grid.Z.Sizes;
        var bound = Slack * 2 * Math.Min(x.Min(), Math.Min(y.Min(), z.Min()));
        while (x.Length * y.Length * z.Length > CoarsestCells && levels.Count < 24)
        {
            AxisMap mapX = AxisMap.Join(x, bound), mapY = AxisMap.Join(y, bound), mapZ = AxisMap.Join(z, bound);
            bound *= 2;
            if (mapX.Sizes.Length == x.Length && mapY.Sizes.Length == y.Length && mapZ.Sizes.Length == z.Length)
                continue;
            var coarse = Coarsen(level, mapX, mapY, mapZ);
            level.Down = new Transfer(coarse, mapX, mapY, mapZ, Weigh(level, mapX, mapY, mapZ));
            levels.Add(coarse);
            (level, x, y, z) = (coarse, mapX.Sizes, mapY.Sizes, mapZ.Sizes);
        }

        return levels;
    }

    private static Level Coarsen(Level fine, AxisMap mapX, AxisMap mapY, AxisMap mapZ)
    {
        var coarse = Empty(mapX, mapY, mapZ);
        var free = new bool[coarse.Padded];
        for (var k = 0; k < fine.CountZ; k++)
        {
            for (var j = 0; j < fine.CountY; j++)
            {
                for (var i = 0; i < fine.CountX; i++)
                {
                    var c = fine.Index(i, j, k);
                    var parent = coarse.Index(mapX.Parent[i], mapY.Parent[j], mapZ.Parent[k]);
                    if (fine.Inverse[c] > 0)
                    {
                        free[parent] = true;
                        coarse.Fixed[parent] += fine.Fixed[c];
                    }

                    coarse.X[parent] += Between(fine.X, c, 1, mapX.Side, i);
                    coarse.Y[parent] += Between(fine.Y, c, fine.StrideY, mapY.Side, j);
                    coarse.Z[parent] += Between(fine.Z, c, fine.StrideZ, mapZ.Side, k);
                }
            }
        }

        coarse.Invert(c => free[c]);
        return coarse;
    }

    private static Level Empty(AxisMap x, AxisMap y, AxisMap z)
    {
        var size = (x.Sizes.Length + 2) * (y.Sizes.Length + 2) * (z.Sizes.Length + 2);
        return new Level(x.Sizes.Length, y.Sizes.Length, z.Sizes.Length)
        {
            X = new float[size],
            Y = new float[size],
            Z = new float[size],
            Fixed = new float[size],
        };
    }

    /// <summary>Conductance between coarse centres through one fine face: half of either interior in series with the face.</summary>
    private static float Between(float[] faces, int cell, int stride, int[] side, int index)
    {
        if (side[index] < 0 || !(faces[cell] > 0))
            return 0;
        var resistance = 1.0 / faces[cell];
        if (side[index] > 0)
            resistance += Half(faces[cell - stride]);
        if (index + 1 < side.Length && side[index + 1] < 0)
            resistance += Half(faces[cell + stride]);
        return (float)(1 / resistance);
    }

    private static double Half(float conductance) => conductance > 0 ? 0.5 / conductance : 0;

    private static float[] Weigh(Level fine, AxisMap mapX, AxisMap mapY, AxisMap mapZ)
    {
        var weights = new float[4 * fine.Padded];
        for (var k = 0; k < fine.CountZ; k++)
        {
            for (var j = 0; j < fine.CountY; j++)
            {
                for (var i = 0; i < fine.CountX; i++)
                {
                    var c = fine.Index(i, j, k);
                    if (fine.Inverse[c] == 0)
                        continue;
                    double x = Weight(fine.X, c, 1, mapX.Side, i);
                    double y = Weight(fine.Y, c, fine.StrideY, mapY.Side, j);
                    double z = Weight(fine.Z, c, fine.StrideZ, mapZ.Side, k);
                    var scale = 1 / Math.Max(1, x + y + z);
                    weights[(4 * c) + 1] = (float)(x * scale);
                    weights[(4 * c) + 2] = (float)(y * scale);
                    weights[(4 * c) + 3] = (float)(z * scale);
                    weights[4 * c] = (float)(1 - ((x + y + z) * scale));
                }
            }
        }

        return weights;
    }

    /// <summary>Share of the coarse cell beyond: half interior resistance over the whole resistance between the coarse centres.</summary>
    private static double Weight(float[] faces, int cell, int stride, int[] side, int index)
    {
        if (side[index] == 0)
            return 0;
        var isLow = side[index] < 0;
        var inner = Half(isLow ? faces[cell] : faces[cell - stride]);
        var outer = isLow ? faces[cell - stride] : faces[cell];
        if (!(outer > 0) || inner == 0)
            return 0;
        var beyond = isLow ? index - 1 : index + 1;
        double far = 0;
        if (beyond >= 0 && beyond < side.Length && side[beyond] != 0)
            far = Half(isLow ? faces[cell - (2 * stride)] : faces[cell + stride]);
        return inner / (inner + (1 / outer) + far);
    }
}
