using System.Runtime.Intrinsics;

namespace Epidura.Field.Solution;

/// <summary>Inner loops over rows of one plane of cells for eight right-hand sides, lane fastest.</summary>
internal static unsafe class Kernels
{
    private const int Lanes = Level.Lanes;

    /// <summary>One colour of a red-black Gauss-Seidel sweep over rows of a plane; overwrites the values.</summary>
    public static void Relax(Level level, float* value, float* source, Rows rows, int colour)
    {
        nint sy = level.StrideY, sz = level.StrideZ;
        fixed (float* x = level.X, y = level.Y, z = level.Z, inverse = level.Inverse)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                var i0 = (j + rows.Plane + colour) & 1;
                nint first = level.Index(i0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
                for (var c = first; c < last; c += 2)
                {
                    var v = value + (c * Lanes);
                    var sum = Neighbours(x, y, z, v, source + (c * Lanes), c, sy, sz);
                    (Vector256.Create(inverse[c]) * sum).Store(v);
                }
            }
        }
    }

    /// <summary>As <see cref="Relax"/>, and the dot products of values and sources of both colours, row by row.</summary>
    public static void RelaxAndDot(Level level, float* value, float* source, Rows rows, int colour, double* dots)
    {
        Relax(level, value, source, rows, colour);
        for (var j = rows.First; j < rows.End; j++)
        {
            var total = Vector512<double>.Zero;
            nint first = level.Index(0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
            for (var n = first * Lanes; n < last * Lanes; n += Lanes)
                total += Wide(value + n) * Wide(source + n);
            total.Store(dots + (level.Row(j, rows.Plane) * Lanes));
        }
    }

    /// <summary>The first half sweep from zero: value = source / diagonal on one colour. The other colour is not read before it is
    /// relaxed.</summary>
    public static void Start(Level level, float* value, float* source, Rows rows, int colour)
    {
        fixed (float* inverse = level.Inverse)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                var i0 = (j + rows.Plane + colour) & 1;
                nint first = level.Index(i0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
                for (var c = first; c < last; c += 2)
                    (Vector256.Create(inverse[c]) * Vector256.Load(source + (c * Lanes))).Store(value + (c * Lanes));
            }
        }
    }

    /// <summary>Adds the restricted residual of one colour to the coarse right-hand side; the other colour was relaxed last and has
    /// none.</summary>
    public static void Restrict(Level fine, float* value, float* source, float* coarse, Rows rows, int colour)
    {
        var down = fine.Down!;
        var k = rows.Plane;
        nint sy = fine.StrideY, sz = fine.StrideZ, coarseY = down.Coarse.StrideY;
        var offsetZ = (nint)down.Z.Side[k] * down.Coarse.StrideZ * Lanes;
        fixed (float* x = fine.X, y = fine.Y, z = fine.Z, inverse = fine.Inverse, weights = down.Weights)
        fixed (int* parentX = down.X.Parent, sideX = down.X.Side)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                nint row = fine.Index(0, j, k), parentRow = down.Coarse.Index(0, down.Y.Parent[j], down.Z.Parent[k]);
                var offsetY = down.Y.Side[j] * coarseY * Lanes;
                for (var i = (j + k + colour) & 1; i < fine.CountX; i += 2)
                {
                    var c = row + i;
                    if (inverse[c] == 0)
                        continue;
                    var v = value + (c * Lanes);
                    var r = Neighbours(x, y, z, v, source + (c * Lanes), c, sy, sz)
                        - (Vector256.Create(1 / inverse[c]) * Vector256.Load(v));
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

    /// <summary>Adds the interpolated coarse correction to one colour; the other is relaxed next without a look at its own value.</summary>
    public static void Prolong(Level fine, float* value, float* coarse, Rows rows, int colour)
    {
        var down = fine.Down!;
        var k = rows.Plane;
        nint coarseY = down.Coarse.StrideY;
        var offsetZ = (nint)down.Z.Side[k] * down.Coarse.StrideZ * Lanes;
        fixed (float* weights = down.Weights)
        fixed (int* parentX = down.X.Parent, sideX = down.X.Side)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                nint row = fine.Index(0, j, k), parentRow = down.Coarse.Index(0, down.Y.Parent[j], down.Z.Parent[k]);
                var offsetY = down.Y.Side[j] * coarseY * Lanes;
                for (var i = (j + k + colour) & 1; i < fine.CountX; i += 2)
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

    /// <summary>Moves the solution by the step along the old direction, then turns the direction: direction = value + beta ×
    /// direction.</summary>
    public static void Turn(Level level, double* solution, float* direction, float* value, Rows rows, double* step, double* beta)
    {
        Vector512<double> a = Vector512.Load(step), b = Vector512.Load(beta);
        for (var j = rows.First; j < rows.End; j++)
        {
            nint first = level.Index(0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
            for (var n = first * Lanes; n < last * Lanes; n += Lanes)
            {
                var old = Wide(direction + n);
                (Vector512.Load(solution + n) + (a * old)).Store(solution + n);
                Narrow(Wide(value + n) + (b * old)).Store(direction + n);
            }
        }
    }

    /// <summary>Dot products of a direction with its product by the conductance matrix, in double, row by row.</summary>
    public static void Energy(Level level, float* direction, Rows rows, double* dots)
    {
        nint sy = level.StrideY, sz = level.StrideZ;
        fixed (float* x = level.X, y = level.Y, z = level.Z, own = level.Fixed)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                var total = Vector512<double>.Zero;
                nint first = level.Index(0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
                for (var c = first; c < last; c++)
                {
                    var p = direction + (c * Lanes);
                    total += Product(x, y, z, own, p, c, sy, sz) * Wide(p);
                }

                total.Store(dots + (level.Row(j, rows.Plane) * Lanes));
            }
        }
    }

    /// <summary>Residual -= step × matrix × direction; its single-precision copy becomes the source; squares row by row.</summary>
    public static void Advance(Level level, double* residual, float* source, float* direction, Rows rows, double* step, double* dots)
    {
        nint sy = level.StrideY, sz = level.StrideZ;
        var a = Vector512.Load(step);
        fixed (float* x = level.X, y = level.Y, z = level.Z, own = level.Fixed, inverse = level.Inverse)
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                var total = Vector512<double>.Zero;
                nint first = level.Index(0, j, rows.Plane), last = level.Index(level.CountX, j, rows.Plane);
                for (var c = first; c < last; c++)
                {
                    if (inverse[c] == 0)
                        continue;
                    var n = c * Lanes;
                    var value = Vector512.Load(residual + n) - (a * Product(x, y, z, own, direction + n, c, sy, sz));
                    value.Store(residual + n);
                    Narrow(value).Store(source + n);
                    total += value * value;
                }

                total.Store(dots + (level.Row(j, rows.Plane) * Lanes));
            }
        }
    }

    public static Vector512<double> Wide(float* value) => Vector512.WidenLower(Vector256.Load(value).ToVector512Unsafe());

    public static Vector256<float> Narrow(Vector512<double> value) => Vector256.Narrow(value.GetLower(), value.GetUpper());

    private static Vector512<double> Product(float* x, float* y, float* z, float* own, float* p, nint c, nint sy, nint sz)
    {
        double xh = x[c], xl = x[c - 1], yh = y[c], yl = y[c - sy], zh = z[c], zl = z[c - sz];
        var sum = Vector512.Create(xh + xl + yh + yl + zh + zl + own[c]) * Wide(p);
        sum -= Vector512.Create(xh) * Wide(p + Lanes);
        sum -= Vector512.Create(xl) * Wide(p - Lanes);
        sum -= Vector512.Create(yh) * Wide(p + (sy * Lanes));
        sum -= Vector512.Create(yl) * Wide(p - (sy * Lanes));
        sum -= Vector512.Create(zh) * Wide(p + (sz * Lanes));
        return sum - (Vector512.Create(zl) * Wide(p - (sz * Lanes)));
    }

    /// <summary>The source and what the six neighbours send.</summary>
    private static Vector256<float> Neighbours(float* x, float* y, float* z, float* v, float* source, nint c, nint sy, nint sz)
    {
        var sum = Vector256.Load(source);
        sum = Add(x[c], v + Lanes, sum);
        sum = Add(x[c - 1], v - Lanes, sum);
        sum = Add(y[c], v + (sy * Lanes), sum);
        sum = Add(y[c - sy], v - (sy * Lanes), sum);
        sum = Add(z[c], v + (sz * Lanes), sum);
        return Add(z[c - sz], v - (sz * Lanes), sum);
    }

    private static Vector256<float> Add(float factor, float* value, Vector256<float> sum) =>
        sum + (Vector256.Create(factor) * Vector256.Load(value));

    private static void Add(float factor, Vector256<float> value, float* target) =>
        (Vector256.Load(target) + (Vector256.Create(factor) * value)).Store(target);
}
