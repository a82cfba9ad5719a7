using System.Numerics;
using System.Runtime.Intrinsics;
using Epidura.Field.Conduction;
using Epidura.Numerics;

namespace Epidura.Field.Solution;

/// <summary>Conjugate gradients for a complex symmetric network, four right-hand sides at once.</summary>
/// <remarks>
/// COCG (van der Vorst and Melissen 1990, IEEE Trans Magn 26:706, doi 10.1109/20.106415): conjugate gradients with dot products that do not
/// conjugate. Lanes 0 to 3 hold real parts, 4 to 7 imaginary parts, so the real multigrid acts on both at once as the preconditioner:
/// displacement currents are a small part of the whole. Everything but the preconditioner is double. Checked by FrequencyTests.
/// </remarks>
internal sealed unsafe class ComplexGradient
{
    /// <summary>Right-hand sides at a time.</summary>
    public const int Sides = Level.Lanes / 2;

    private const int Lanes = Level.Lanes;
    private readonly Level _level;
    private readonly Multigrid _multigrid;
    private readonly Network _real;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float[] _z;
    private readonly float[] _own;
    private readonly int _threads;
    private readonly double[] _direction;
    private readonly double[] _product;

    /// <summary>Takes the conductances and the susceptances of the same grid.</summary>
    public ComplexGradient(Network real, float[] x, float[] y, float[] z, float[] own, int threads)
    {
        (_real, _x, _y, _z, _own, _threads) = (real, x, y, z, own, threads);
        _multigrid = new Multigrid(Coarsening.Build(real), threads);
        _level = _multigrid.Finest;
        Residual = new double[_level.Padded * Lanes];
        Solution = new double[_level.Padded * Lanes];
        _direction = new double[_level.Padded * Lanes];
        _product = new double[_level.Padded * Lanes];
    }

    /// <summary>Right-hand side on entry, residual on return, A; cells × lanes.</summary>
    public double[] Residual { get; }

    /// <summary>Potential, V; cells × lanes.</summary>
    public double[] Solution { get; }

    /// <summary>Solves from zero.</summary>
    public SolveOutcome Solve(double tolerance, int iterationsMax, CancellationToken cancellation)
    {
        Array.Clear(Solution);
        Array.Clear(_direction);
        var scale = Norms();
        var old = new Complex[Sides];
        var worst = 1.0;
        for (var n = 0; ; n++)
        {
            if (worst <= tolerance || n == iterationsMax)
                return new SolveOutcome(n, worst, worst <= tolerance);
            cancellation.ThrowIfCancellationRequested();
            var now = Precondition();
            var beta = Ratio(now, old);
            old = now;
            Each((k, c) =>
            {
                fixed (double* p = &_direction[c])
                fixed (float* value = &_level.Value[c])
                    (Kernels.Wide(value) + Times(beta, Vector512.Load(p))).Store(p);
            });
            var alpha = Ratio(now, Multiply());
            Each((k, c) =>
            {
                fixed (double* p = &_direction[c], q = &_product[c], x = &Solution[c], r = &Residual[c])
                {
                    (Vector512.Load(x) + Times(alpha, Vector512.Load(p))).Store(x);
                    (Vector512.Load(r) - Times(alpha, Vector512.Load(q))).Store(r);
                }
            });
            var norms = Norms();
            worst = 0;
            for (var side = 0; side < Sides; side++)
                worst = Math.Max(worst, scale[side] > 0 ? Math.Sqrt(norms[side] / scale[side]) : 0);
        }
    }

    private static Complex[] Ratio(Complex[] a, Complex[] b) =>
        [.. a.Zip(b, (top, bottom) => bottom == Complex.Zero ? Complex.Zero : top / bottom)];

    /// <summary>Lanes of a complex factor per side times lanes of a value.</summary>
    private static Vector512<double> Times(Complex[] factor, Vector512<double> value)
    {
        var real = Vector256.Create(factor[0].Real, factor[1].Real, factor[2].Real, factor[3].Real);
        var imaginary = Vector256.Create(factor[0].Imaginary, factor[1].Imaginary, factor[2].Imaginary, factor[3].Imaginary);
        return (Vector512.Create(real, real) * value) + (Vector512.Create(-imaginary, imaginary) * Swap(value));
    }

    private static Vector512<double> Swap(Vector512<double> value) => Vector512.Create(value.GetUpper(), value.GetLower());

    private Complex[] Precondition()
    {
        Each((k, c) =>
        {
            fixed (double* r = &Residual[c])
            fixed (float* source = &_level.Source[c])
                Kernels.Narrow(Vector512.Load(r)).Store(source);
        });
        _multigrid.Apply();
        return Dots((c, _) =>
        {
            fixed (float* value = &_level.Value[c])
                return Kernels.Wide(value);
        }, Residual);
    }

    private Complex[] Multiply()
    {
        Each((k, c) =>
        {
            fixed (double* p = &_direction[c])
            {
                var conductive = Product(_level.X, _level.Y, _level.Z, _level.Fixed, p, c / Lanes);
                var displaced = Swap(Product(_x, _y, _z, _own, p, c / Lanes));
                var turned = Vector512.Create(-displaced.GetLower(), displaced.GetUpper());
                fixed (double* q = &_product[c])
                    (conductive + turned).Store(q);
            }
        });
        return Dots((c, array) => Vector512.Create(array, c), _direction, _product);
    }

    private Vector512<double> Product(float[] x, float[] y, float[] z, float[] own, double* p, int c)
    {
        nint sy = _level.StrideY, sz = _level.StrideZ;
        var centre = Vector512.Load(p);
        var sum = Vector512.Create((double)own[c]) * centre;
        sum += Vector512.Create((double)x[c]) * (centre - Vector512.Load(p + Lanes));
        sum += Vector512.Create((double)x[c - 1]) * (centre - Vector512.Load(p - Lanes));
        sum += Vector512.Create((double)y[c]) * (centre - Vector512.Load(p + (sy * Lanes)));
        sum += Vector512.Create((double)y[c - sy]) * (centre - Vector512.Load(p - (sy * Lanes)));
        sum += Vector512.Create((double)z[c]) * (centre - Vector512.Load(p + (sz * Lanes)));
        return sum + (Vector512.Create((double)z[c - sz]) * (centre - Vector512.Load(p - (sz * Lanes))));
    }

    private Complex[] Dots(Func<int, double[], Vector512<double>> left, double[] right) => Dots(left, [], right);

    /// <summary>Products without conjugation, added plane by plane.</summary>
    private Complex[] Dots(Func<int, double[], Vector512<double>> left, double[] of, double[] right)
    {
        var planes = new (Vector512<double> Same, Vector512<double> Cross)[_level.CountZ];
        Each((k, c) =>
        {
            var (a, b) = (left(c, of), Vector512.Create(right, c));
            planes[k] = (planes[k].Same + (a * b), planes[k].Cross + (a * Swap(b)));
        });
        var sums = new Complex[Sides];
        foreach (var (same, cross) in planes)
            for (var side = 0; side < Sides; side++)
                sums[side] += new Complex(same[side] - same[side + Sides], cross[side] + cross[side + Sides]);
        return sums;
    }

    private double[] Norms()
    {
        var planes = new Vector512<double>[_level.CountZ];
        Each((k, c) =>
        {
            var r = Vector512.Create(Residual, c);
            planes[k] += r * r;
        });
        var sums = new double[Sides];
        foreach (var plane in planes)
            for (var side = 0; side < Sides; side++)
                sums[side] += plane[side] + plane[side + Sides];
        return sums;
    }

    /// <summary>Gives every free cell's place in an array over cells × lanes.</summary>
    private void Each(Action<int, int> body) => OrderedParallel.For(_level.CountZ, _threads, k =>
    {
        for (var j = 0; j < _level.CountY; j++)
        {
            var first = _level.Index(0, j, k);
            for (var c = first; c < first + _level.CountX; c++)
                if (_real.IsFree[c])
                    body(k, c * Lanes);
        }
    });
}
