using Epidura.Quantities;

namespace Epidura.Anatomy.Images;

/// <summary>From voxel indices to the scanner's frame: x right, y anterior, z superior, m.</summary>
/// <param name="Rows">Three rows of four, row by row; the last of each is the offset, m.</param>
/// <remarks>The NIfTI-1 standard's methods 2 and 3 (Cox and others 2004, nifti1.h). Checked by NiftiReaderTests.</remarks>
public sealed record ImageAffine(IReadOnlyList<double> Rows)
{
    /// <summary>Place of a voxel's middle, m.</summary>
    public Position At(double i, double j, double k) => new(
        (Rows[0] * i) + (Rows[1] * j) + (Rows[2] * k) + Rows[3],
        (Rows[4] * i) + (Rows[5] * j) + (Rows[6] * k) + Rows[7],
        (Rows[8] * i) + (Rows[9] * j) + (Rows[10] * k) + Rows[11]);

    /// <summary>Distance between neighbours along a voxel axis, m.</summary>
    /// <param name="axis">0, 1 or 2.</param>
    public double Spacing(int axis) =>
        Math.Sqrt((Rows[axis] * Rows[axis]) + (Rows[4 + axis] * Rows[4 + axis]) + (Rows[8 + axis] * Rows[8 + axis]));

    /// <summary>Signed volume of a voxel, m³.</summary>
    public double Determinant =>
        (Rows[0] * ((Rows[5] * Rows[10]) - (Rows[6] * Rows[9])))
        - (Rows[1] * ((Rows[4] * Rows[10]) - (Rows[6] * Rows[8])))
        + (Rows[2] * ((Rows[4] * Rows[9]) - (Rows[5] * Rows[8])));

    /// <summary>Voxel indices of a place, not rounded.</summary>
    public (double I, double J, double K) IndexOf(Position place)
    {
        double x = place.X - Rows[3], y = place.Y - Rows[7], z = place.Z - Rows[11], d = Determinant;
        return (
            ((x * ((Rows[5] * Rows[10]) - (Rows[6] * Rows[9]))) + (y * ((Rows[2] * Rows[9]) - (Rows[1] * Rows[10])))
                + (z * ((Rows[1] * Rows[6]) - (Rows[2] * Rows[5])))) / d,
            ((x * ((Rows[6] * Rows[8]) - (Rows[4] * Rows[10]))) + (y * ((Rows[0] * Rows[10]) - (Rows[2] * Rows[8])))
                + (z * ((Rows[2] * Rows[4]) - (Rows[0] * Rows[6])))) / d,
            ((x * ((Rows[4] * Rows[9]) - (Rows[5] * Rows[8]))) + (y * ((Rows[1] * Rows[8]) - (Rows[0] * Rows[9])))
                + (z * ((Rows[0] * Rows[5]) - (Rows[1] * Rows[4])))) / d);
    }

    /// <summary>The affine that a quaternion, offsets and voxel sizes stand for (method 2 of the standard).</summary>
    /// <param name="b">Quaternion.</param>
    /// <param name="c">Quaternion.</param>
    /// <param name="d">Quaternion.</param>
    /// <param name="size">Voxel sizes, m.</param>
    /// <param name="offset">m.</param>
    /// <param name="handedness">+1, or -1 when the third axis is turned round.</param>
    public static ImageAffine FromQuaternion(
        double b, double c, double d, IReadOnlyList<double> size, IReadOnlyList<double> offset, double handedness)
    {
        ArgumentNullException.ThrowIfNull(size);
        ArgumentNullException.ThrowIfNull(offset);
        var rest = 1 - ((b * b) + (c * c) + (d * d));
        var a = rest > 1e-7 ? Math.Sqrt(rest) : 0;
        if (a == 0)
        {
            var norm = Math.Sqrt((b * b) + (c * c) + (d * d));
            (b, c, d) = (b / norm, c / norm, d / norm);
        }

        double x = size[0], y = size[1], z = size[2] * handedness;
        return new ImageAffine(
        [
            ((a * a) + (b * b) - (c * c) - (d * d)) * x, 2 * ((b * c) - (a * d)) * y, 2 * ((b * d) + (a * c)) * z, offset[0],
            2 * ((b * c) + (a * d)) * x, ((a * a) + (c * c) - (b * b) - (d * d)) * y, 2 * ((c * d) - (a * b)) * z, offset[1],
            2 * ((b * d) - (a * c)) * x, 2 * ((c * d) + (a * b)) * y, ((a * a) + (d * d) - (b * b) - (c * c)) * z, offset[2],
        ]);
    }
}
