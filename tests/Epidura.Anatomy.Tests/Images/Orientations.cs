using Epidura.Anatomy.Images;

namespace Epidura.Anatomy.Tests.Images;

/// <summary>The 48 ways in which voxel axes can lie along the scanner's axes.</summary>
internal static class Orientations
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>Voxel axis n lies along scanner axis Order[n], forwards or backwards.</summary>
    public static IEnumerable<(int[] Order, int[] Sign)> All =>
        from order in Orders
        from signs in Enumerable.Range(0, 8)
        select (order, new[] { (signs & 1) == 0 ? 1 : -1, (signs & 2) == 0 ? 1 : -1, (signs & 4) == 0 ? 1 : -1 });

    /// <summary>The size and affine of a box in the scanner's frame.</summary>
    /// <param name="order">Scanner axis of each voxel axis.</param>
    /// <param name="sign">Direction of each voxel axis.</param>
    /// <param name="low">Lowest corner, m.</param>
    /// <param name="side">Voxels along the scanner's axes.</param>
    /// <param name="spacing">Along the scanner's axes, m.</param>
    public static ((int, int, int) Size, ImageAffine Affine) Box(int[] order, int[] sign, double[] low, int[] side, double[] spacing)
    {
        var rows = new double[12];
        for (var axis = 0; axis < 3; axis++)
            rows[(4 * axis) + 3] = low[axis];
        for (var n = 0; n < 3; n++)
        {
            var axis = order[n];
            rows[(4 * axis) + n] = sign[n] * spacing[axis];
            if (sign[n] < 0)
                rows[(4 * axis) + 3] += (side[axis] - 1) * spacing[axis];
        }

        return ((side[order[0]], side[order[1]], side[order[2]]), new ImageAffine(rows));
    }

    /// <summary>Turns an affine about the scanner's axes.</summary>
    public static ImageAffine Turned(ImageAffine affine, double aboutX, double aboutY)
    {
        double cx = Math.Cos(aboutX), sx = Math.Sin(aboutX), cy = Math.Cos(aboutY), sy = Math.Sin(aboutY);
        var rows = affine.Rows.ToArray();
        for (var n = 0; n < 4; n++)
        {
            double x = affine.Rows[n], y = affine.Rows[4 + n], z = affine.Rows[8 + n];
            (y, z) = ((cx * y) - (sx * z), (sx * y) + (cx * z));
            (x, z) = ((cy * x) + (sy * z), (cy * z) - (sy * x));
            (rows[n], rows[4 + n], rows[8 + n]) = (x, y, z);
        }

        return new ImageAffine(rows);
    }
}
