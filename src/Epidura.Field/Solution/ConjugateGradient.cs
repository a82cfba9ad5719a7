using System.Runtime.Intrinsics;

namespace Epidura.Field.Solution;

/// <summary>What a solve of eight right-hand sides cost and reached.</summary>
/// <param name="Iterations">Until every lane was done.</param>
/// <param name="Residual">Largest norm of the residual over that of the right-hand side.</param>
/// <param name="Converged">False when the bound on iterations came first.</param>
internal sealed record SolveOutcome(int Iterations, double Residual, bool Converged);

/// <summary>Conjugate gradients in double, preconditioned by multigrid in single precision, eight right-hand sides at once.</summary>
/// <remarks>Dot products are added plane by plane in order, so the bits do not depend on the number of threads.</remarks>
internal sealed unsafe class ConjugateGradient
{
    private const int Lanes = Level.Lanes;
    private readonly Multigrid _multigrid;
    private readonly Level _level;
    private readonly int _threads;
    private readonly double[] _direction;
    private readonly double[] _product;
    private readonly double[] _dots;

    public ConjugateGradient(Multigrid multigrid, int threads)
    {
        _multigrid = multigrid;
        _level = multigrid.Finest;
        _threads = threads;
        _direction = new double[_level.Padded * Lanes];
        _product = new double[_level.Padded * Lanes];
        _dots = new double[_level.CountZ * Lanes * 2];
        Residual = new double[_level.Padded * Lanes];
        Solution = new double[_level.Padded * Lanes];
    }

    /// <summary>Right-hand side on entry, residual on return, A; cells × lanes.</summary>
    public double[] Residual { get; }

    /// <summary>Start on entry, potential on return, V; cells × lanes.</summary>
    public double[] Solution { get; }

    /// <summary>Solves to a relative residual in every lane.</summary>
    /// <param name="tolerance">Of the residual's norm over that of the right-hand side.</param>
    /// <param name="iterationsMax">Bound.</param>
    /// <param name="hasStart">False when <see cref="Solution"/> holds zeros.</param>
    /// <param name="step">Called after each iteration with the largest relative residual.</param>
    /// <param name="isEnough">Asked with the sum of each lane's residual once the tolerance is met; false goes on.</param>
    /// <param name="cancellation">Asked in each iteration.</param>
    public SolveOutcome Solve(
        double tolerance, int iterationsMax, bool hasStart, Action<int, double> step, Func<double[], bool> isEnough,
        CancellationToken cancellation)
    {
        var scale = Norms();
        if (hasStart)
            Subtract();
        var (alpha, beta, old) = (new double[Lanes], new double[Lanes], new double[Lanes]);
        Array.Clear(_direction);
        var worst = Worst(Norms(), scale);
        for (var n = 0; ; n++)
        {
            if (n == iterationsMax || (worst <= tolerance && isEnough(Sums())))
                return new SolveOutcome(n, worst, worst <= tolerance);
            cancellation.ThrowIfCancellationRequested();
            var now = Precondition();
            for (var lane = 0; lane < Lanes; lane++)
                beta[lane] = old[lane] > 0 ? now[lane] / old[lane] : 0;
            old = now;
            Redirect(beta);
            var energy = Multiply();
            for (var lane = 0; lane < Lanes; lane++)
                alpha[lane] = energy[lane] > 0 ? now[lane] / energy[lane] : 0;
            worst = Worst(Advance(alpha), scale);
            step(n + 1, worst);
        }
    }

    private static double Worst(double[] norms, double[] scale)
    {
        var worst = 0.0;
        for (var lane = 0; lane < Lanes; lane++)
            worst = Math.Max(worst, scale[lane] > 0 ? Math.Sqrt(norms[lane] / scale[lane]) : 0);
        return worst;
    }

    private double[] Norms()
    {
        return Gather((k, dots) =>
        {
            var sum = Vector512<double>.Zero;
            fixed (double* r = Residual)
            {
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                {
                    var value = Vector512.Load(r + n);
                    sum += value * value;
                }
            }

            sum.Store(dots);
        });
    }

    private double[] Sums()
    {
        return Gather((k, dots) =>
        {
            var sum = Vector512<double>.Zero;
            fixed (double* r = Residual)
            {
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                    sum += Vector512.Load(r + n);
            }

            sum.Store(dots);
        });
    }

    /// <summary>Residual = right-hand side - matrix × start.</summary>
    private void Subtract()
    {
        _ = Gather((k, dots) =>
        {
            fixed (double* x = Solution, product = _product)
                Kernels.Multiply(_level, x, product, k, dots);
        });
        _ = Gather((k, dots) =>
        {
            fixed (double* r = Residual, product = _product)
            {
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                    (Vector512.Load(r + n) - Vector512.Load(product + n)).Store(r + n);
            }
        });
    }

    /// <summary>Applies multigrid to the residual; returns their dot products.</summary>
    private double[] Precondition()
    {
        _ = Gather((k, dots) =>
        {
            fixed (double* r = Residual)
            fixed (float* source = _multigrid.Finest.Source)
            {
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                    Vector256.Narrow(Vector256.Load(r + n), Vector256.Load(r + n + 4)).Store(source + n);
            }
        });
        _multigrid.Apply();
        return Gather((k, dots) =>
        {
            var sum = Vector512<double>.Zero;
            fixed (double* r = Residual)
            fixed (float* value = _multigrid.Finest.Value)
            {
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                    sum += Wide(value + n) * Vector512.Load(r + n);
            }

            sum.Store(dots);
        });
    }

    private void Redirect(double[] beta)
    {
        _ = Gather((k, dots) =>
        {
            fixed (double* p = _direction, b = beta)
            fixed (float* value = _multigrid.Finest.Value)
            {
                var factor = Vector512.Load(b);
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                    (Wide(value + n) + (factor * Vector512.Load(p + n))).Store(p + n);
            }
        });
    }

    private double[] Multiply()
    {
        return Gather((k, dots) =>
        {
            fixed (double* p = _direction, product = _product)
                Kernels.Multiply(_level, p, product, k, dots);
        });
    }

    private double[] Advance(double[] alpha)
    {
        return Gather((k, dots) =>
        {
            var sum = Vector512<double>.Zero;
            fixed (double* x = Solution, r = Residual, p = _direction, product = _product, a = alpha)
            {
                var factor = Vector512.Load(a);
                var (first, last) = Range(k);
                for (var n = first; n < last; n += Lanes)
                {
                    (Vector512.Load(x + n) + (factor * Vector512.Load(p + n))).Store(x + n);
                    var value = Vector512.Load(r + n) - (factor * Vector512.Load(product + n));
                    value.Store(r + n);
                    sum += value * value;
                }
            }

            sum.Store(dots);
        });
    }

    private static Vector512<double> Wide(float* value)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(value));
        return Vector512.Create(low, high);
    }

    /// <summary>First and past-the-last place of a plane in an array over cells × lanes.</summary>
    private (nint First, nint Last) Range(int k)
    {
        nint first = (nint)_level.StrideZ * (k + 1) * Lanes;
        return (first, first + ((nint)_level.StrideZ * Lanes));
    }

    private double[] Gather(PlaneAction body)
    {
        Multigrid.ForPlanes(_level, _threads, k =>
        {
            fixed (double* dots = &_dots[k * Lanes])
                body(k, dots);
        });
        var sums = new double[Lanes];
        for (var k = 0; k < _level.CountZ; k++)
            for (var lane = 0; lane < Lanes; lane++)
                sums[lane] += _dots[(k * Lanes) + lane];
        return sums;
    }

    private delegate void PlaneAction(int k, double* dots);
}
