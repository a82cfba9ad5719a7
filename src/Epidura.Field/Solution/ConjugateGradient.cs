using System.Runtime.Intrinsics;

namespace Epidura.Field.Solution;

/// <summary>What a solve of eight right-hand sides cost and reached.</summary>
/// <param name="Iterations">Until every lane was done.</param>
/// <param name="Residual">Largest norm of the residual over that of the right-hand side.</param>
/// <param name="Converged">False when the bound on iterations came first.</param>
internal sealed record SolveOutcome(int Iterations, double Residual, bool Converged);

/// <summary>Conjugate gradients in double, preconditioned by multigrid in single precision, eight right-hand sides at once.</summary>
/// <remarks>
/// Solution, residual and every product with the matrix are double; the direction is kept in single precision: solution and residual move
/// along the very same rounded direction, so rounding it costs conjugacy in the seventh digit and no accuracy. The product is computed
/// twice rather than stored, which is less memory traffic. Dot products are added row by row in order, so the bits do not depend on the
/// number of threads.
/// </remarks>
internal sealed unsafe class ConjugateGradient
{
    private const int Lanes = Level.Lanes;
    private readonly Multigrid _multigrid;
    private readonly Level _level;
    private readonly int _threads;
    private readonly float[] _direction;
    private readonly double[] _dots;
    private double[] _step = new double[Lanes];

    public ConjugateGradient(Multigrid multigrid, int threads)
    {
        _multigrid = multigrid;
        _level = multigrid.Finest;
        _threads = threads;
        _direction = new float[_level.Padded * Lanes];
        _dots = new double[_level.CountY * _level.CountZ * Lanes];
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
        var (beta, old) = (new double[Lanes], new double[Lanes]);
        _step = new double[Lanes];
        Array.Clear(_direction);
        var scale = Advance();
        var worst = Worst(hasStart ? Subtract() : scale, scale);
        for (var n = 0; ; n++)
        {
            if (n == iterationsMax || (worst <= tolerance && IsEnough(isEnough)))
            {
                Move();
                return new SolveOutcome(n, worst, worst <= tolerance);
            }

            cancellation.ThrowIfCancellationRequested();
            var now = _multigrid.Apply();
            for (var lane = 0; lane < Lanes; lane++)
                beta[lane] = old[lane] > 0 ? now[lane] / old[lane] : 0;
            old = now;
            var energy = Turn(beta);
            for (var lane = 0; lane < Lanes; lane++)
                _step[lane] = energy[lane] > 0 ? now[lane] / energy[lane] : 0;
            worst = Worst(Advance(), scale);
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

    /// <summary>Brings the solution up to date, which otherwise lags by one step, and asks.</summary>
    private bool IsEnough(Func<double[], bool> isEnough)
    {
        Move();
        return isEnough(Sums());
    }

    /// <summary>Residual = right-hand side - matrix × start: the start in two parts of single precision, each a direction.</summary>
    private double[] Subtract()
    {
        Array.Fill(_step, 1);
        double[] squares = [];
        for (var part = 0; part < 2; part++)
        {
            var factor = Vector512.Create((double)part);
            ForRows((_, first, end) =>
            {
                fixed (double* x = Solution)
                fixed (float* p = _direction)
                    for (var n = first; n < end; n += Lanes)
                        Kernels.Narrow(Vector512.Load(x + n) - (factor * Kernels.Wide(p + n))).Store(p + n);
            });
            squares = Advance();
        }

        _step = new double[Lanes];
        return squares;
    }

    /// <summary>Adds the last step to the solution.</summary>
    private void Move()
    {
        ForRows((rows, first, end) =>
        {
            fixed (double* x = Solution, step = _step)
            fixed (float* p = _direction)
            {
                var a = Vector512.Load(step);
                for (var n = first; n < end; n += Lanes)
                    (Vector512.Load(x + n) + (a * Kernels.Wide(p + n))).Store(x + n);
            }
        });
        _step = new double[Lanes];
    }

    private double[] Sums()
    {
        ForRows((rows, first, end) =>
        {
            var sum = Vector512<double>.Zero;
            fixed (double* r = Residual, dots = _dots)
            {
                for (var n = first; n < end; n += Lanes)
                    sum += Vector512.Load(r + n);
                sum.Store(dots + (_level.Row(rows.First, rows.Plane) * Lanes));
            }
        });
        return _level.SumRows(_dots);
    }

    /// <summary>Moves the solution along the old direction and turns to the next; returns the energies of the next.</summary>
    private double[] Turn(double[] beta)
    {
        Wavefront.Run(_level, _threads, 2, (stage, rows) =>
        {
            fixed (double* x = Solution, a = _step, b = beta, dots = _dots)
            fixed (float* p = _direction, value = _level.Value)
            {
                if (stage == 0)
                    Kernels.Turn(_level, x, p, value, rows, a, b);
                else
                    Kernels.Energy(_level, p, rows, dots);
            }
        });
        return _level.SumRows(_dots);
    }

    /// <summary>Moves the residual along the direction and gives it to the multigrid; returns its squares.</summary>
    private double[] Advance()
    {
        Wavefront.Run(_level, _threads, 1, (_, rows) =>
        {
            fixed (double* r = Residual, a = _step, dots = _dots)
            fixed (float* p = _direction, source = _level.Source)
                Kernels.Advance(_level, r, source, p, rows, a, dots);
        });
        return _level.SumRows(_dots);
    }

    /// <summary>Gives each row with its first and past-the-last place in an array over cells × lanes.</summary>
    private void ForRows(Action<Rows, nint, nint> body)
    {
        Wavefront.Run(_level, _threads, 1, (_, rows) =>
        {
            for (var j = rows.First; j < rows.End; j++)
            {
                nint first = _level.Index(0, j, rows.Plane), end = _level.Index(_level.CountX, j, rows.Plane);
                body(new Rows(rows.Plane, j, j + 1), first * Lanes, end * Lanes);
            }
        });
    }
}
