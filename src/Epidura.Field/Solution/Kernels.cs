using System.Runtime.Intrinsics;

namespace Epidura.Field.Solution;

/// <summary>Inner loops over one plane of cells for eight right-hand sides, lane fastest.</summary>
internal static unsafe class Kernels
{
    private const int Lanes = Level.Lanes;

    /// <summary>One colour of a red-black Gauss-Seidel sweep over plane <paramref name="k"/>; overwrites the values.</summary>
    public static void Relax(Level level, float* value, float* source, int k, int colour)
    {
        nint sy = level.StrideY, sz = level.StrideZ;
        fixed (float* x = level.X, y = level.Y, z = level.Z, inverse = level.Inverse)
        {
            for (var j = 0; j < level.CountY; j++)
            {
                var i0 = (j + k + colour) & 1;
                nint first = level.Index(i0, j, k);
                nint last = level.Index(level.CountX, j, k);
                for (var c = first; c < last; c += 2)
                {
                    var v = value + (c * Lanes);
                    var sum = Vector256.Load(source + (c * Lanes));
                    sum = Add(x[c], v + Lanes, sum);
                    sum = Add(x[c - 1], v - Lanes, sum);
                    sum = Add(y[c], v + (sy * Lanes), sum);
                    sum = Add(y[c - sy], v - (sy * Lanes), sum);
                    sum = Add(z[c], v + (sz * Lanes), sum);
                    sum = Add(z[c - sz], v - (sz * Lanes), sum);
                    (Vector256.Create(inverse[c]) * sum).Store(v);
                }
            }
        }
    }

    /// <summary>The first half sweep from zero: value = source / diagonal on one colour, zero on the other.</summary>
    public static void Start(Level level, float* value, float* source, int k, int colour)
    {
        fixed (float* inverse = level.Inverse)
        {
            for (var j = 0; j < level.CountY; j++)
            {
                nint first = level.Index(0, j, k);
                for (nint i = 0; i < level.CountX; i++)
                {
                    var c = first + i;
                    var factor = ((i + j + k + colour) & 1) == 0 ? inverse[c] : 0;
                    (Vector256.Create(factor) * Vector256.Load(source + (c * Lanes))).Store(value + (c * Lanes));
                }
            }
        }
    }

    /// <summary>Adds the restricted residual of fine plane <paramref name="k"/> to the coarse right-hand side.</summary>
    public static void Restrict(Level fine, float* value, float* source, float* coarse, int k)
    {
        var down = fine.Down!;
        nint sy = fine.StrideY, sz = fine.StrideZ, coarseY = down.Coarse.StrideY;
        var offsetZ = (nint)down.Z.Side[k] * down.Coarse.StrideZ * Lanes;
        fixed (float* x = fine.X, y = fine.Y, z = fine.Z, inverse = fine.Inverse, weights = down.Weights)
        fixed (int* parentX = down.X.Parent, sideX = down.X.Side)
        {
            for (var j = 0; j < fine.CountY; j++)
            {
                nint row = fine.Index(0, j, k), parentRow = down.Coarse.Index(0, down.Y.Parent[j], down.Z.Parent[k]);
                var offsetY = down.Y.Side[j] * coarseY * Lanes;
                for (var i = 0; i < fine.CountX; i++)
                {
                    var c = row + i;
                    if (inverse[c] == 0)
                        continue;
                    var r = Residual(x, y, z, inverse, value + (c * Lanes), source + (c * Lanes), c, sy, sz);
                    var target = coarse + ((parentRow + parentX[i]) * Lanes);
                    var w = weights + (4 * c);
                    Add(w[0], r, target);
                    if (w[1] != 0)
                        Add(w[1], r, target + (sideX[i] * Lanes));
                    if (w[2] != 0)
                        Add(w[2], r, target + offsetY);
                    if (w[3] != 0)
                        Add(w[3], r, target + offsetZ);
                }
            }
        }
    }

    /// <summary>Adds the interpolated coarse correction to fine plane <paramref name="k"/>.</summary>
    public static void Prolong(Level fine, float* value, float* coarse, int k)
    {
        var down = fine.Down!;
        nint coarseY = down.Coarse.StrideY;
        var offsetZ = (nint)down.Z.Side[k] * down.Coarse.StrideZ * Lanes;
        fixed (float* weights = down.Weights)
        fixed (int* parentX = down.X.Parent, sideX = down.X.Side)
        {
            for (var j = 0; j < fine.CountY; j++)
            {
                nint row = fine.Index(0, j, k), parentRow = down.Coarse.Index(0, down.Y.Parent[j], down.Z.Parent[k]);
                var offsetY = down.Y.Side[j] * coarseY * Lanes;
                for (var i = 0; i < fine.CountX; i++)
                {
                    var c = row + i;
                    var from = coarse + ((parentRow + parentX[i]) * Lanes);
                    var w = weights + (4 * c);
                    var sum = Vector256.Load(value + (c * Lanes));
                    sum = Add(w[0], from, sum);
                    sum = Add(w[1], from + (sideX[i] * Lanes), sum);
                    sum = Add(w[2], from + offsetY, sum);
                    sum = Add(w[3], from + offsetZ, sum);
                    sum.Store(value + (c * Lanes));
                }
            }
        }
    }

    /// <summary>Product with the conductance matrix on plane <paramref name="k"/> in double, and dot products with the input.</summary>
    public static void Multiply(Level level, double* value, double* product, int k, double* dots)
    {
        nint sy = level.StrideY, sz = level.StrideZ;
        var total = Vector512<double>.Zero;
        fixed (float* x = level.X, y = level.Y, z = level.Z, own = level.Fixed, inverse = level.Inverse)
        {
            for (var j = 0; j < level.CountY; j++)
            {
                nint row = level.Index(0, j, k);
                for (var c = row; c < row + level.CountX; c++)
                {
                    if (inverse[c] == 0)
                        continue;
                    var v = value + (c * Lanes);
                    double xh = x[c], xl = x[c - 1], yh = y[c], yl = y[c - sy], zh = z[c], zl = z[c - sz];
                    var centre = Vector512.Load(v);
                    var sum = Vector512.Create(xh + xl + yh + yl + zh + zl + own[c]) * centre;
                    sum -= Vector512.Create(xh) * Vector512.Load(v + Lanes);
                    sum -= Vector512.Create(xl) * Vector512.Load(v - Lanes);
                    sum -= Vector512.Create(yh) * Vector512.Load(v + (sy * Lanes));
                    sum -= Vector512.Create(yl) * Vector512.Load(v - (sy * Lanes));
                    sum -= Vector512.Create(zh) * Vector512.Load(v + (sz * Lanes));
                    sum -= Vector512.Create(zl) * Vector512.Load(v - (sz * Lanes));
                    sum.Store(product + (c * Lanes));
                    total += sum * centre;
                }
            }
        }

        total.Store(dots);
    }

    private static Vector256<float> Residual(
        float* x, float* y, float* z, float* inverse, float* v, float* source, nint c, nint sy, nint sz)
    {
        var sum = Vector256.Load(source);
        sum = Add(x[c], v + Lanes, sum);
        sum = Add(x[c - 1], v - Lanes, sum);
        sum = Add(y[c], v + (sy * Lanes), sum);
        sum = Add(y[c - sy], v - (sy * Lanes), sum);
        sum = Add(z[c], v + (sz * Lanes), sum);
        sum = Add(z[c - sz], v - (sz * Lanes), sum);
        return sum - (Vector256.Create(1 / inverse[c]) * Vector256.Load(v));
    }

    private static Vector256<float> Add(float factor, float* value, Vector256<float> sum) =>
        sum + (Vector256.Create(factor) * Vector256.Load(value));

    private static void Add(float factor, Vector256<float> value, float* target) =>
        (Vector256.Load(target) + (Vector256.Create(factor) * value)).Store(target);
}
