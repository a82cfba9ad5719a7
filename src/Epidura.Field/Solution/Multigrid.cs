namespace Epidura.Field.Solution;

/// <summary>A symmetric multigrid cycle for eight right-hand sides at once, in single precision.</summary>
/// <remarks>
/// Red-black Gauss-Seidel from the one colour to the other before, back after. The colour that was relaxed last has no residual, and the
/// colour that is relaxed first after the coarse grid does not read its own value: restriction and interpolation touch half the cells.
/// </remarks>
internal sealed unsafe class Multigrid
{
    private const int CoarsestSweeps = 30;
    private const int Sweeps = 3;
    private readonly List<Level> _levels;
    private readonly int _threads;
    private readonly int _sweeps;
    private readonly double[] _dots;

    /// <summary>Takes the hierarchy.</summary>
    /// <param name="levels">From fine to coarse.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="sweeps">Before and after the coarser grid.</param>
    public Multigrid(List<Level> levels, int threads, int sweeps = Sweeps)
    {
        _levels = levels;
        _threads = threads;
        _sweeps = sweeps;
        foreach (var level in levels)
            level.Allocate();
        _dots = new double[Finest.CountY * Finest.CountZ * Level.Lanes];
    }

    /// <summary>The finest grid: its source goes in, its value comes out.</summary>
    public Level Finest => _levels[0];

    /// <summary>Replaces the value of the finest grid by an approximate solution for its source; returns dot products of both.</summary>
    public double[] Apply()
    {
        Cycle(0);
        return Finest.SumRows(_dots);
    }

    /// <summary>What the finest grid costs alone, for the bench.</summary>
    internal void SmoothFinest()
    {
        Descend(Finest);
        Ascend(Finest, true);
    }

    private void Cycle(int depth)
    {
        var level = _levels[depth];
        if (level.Down is null)
        {
            Solve(level, depth == 0);
            return;
        }

        Descend(level);
        Cycle(depth + 1);
        Ascend(level, depth == 0);
    }

    /// <summary>Sweeps from zero, then the residual to the coarser grid.</summary>
    private void Descend(Level level)
    {
        var coarse = level.Down!.Coarse;
        Array.Clear(coarse.Source);
        var stages = (2 * _sweeps) + 1;
        Wavefront.Run(level, _threads, stages, (stage, rows) =>
        {
            fixed (float* value = level.Value, source = level.Source, target = coarse.Source)
            {
                if (stage == 0)
                    Kernels.Start(level, value, source, rows, 0);
                else if (stage + 1 < stages)
                    Kernels.Relax(level, value, source, rows, stage & 1);
                else
                    Kernels.Restrict(level, value, source, target, rows, 0);
            }
        });
    }

    /// <summary>The correction from the coarser grid, then sweeps.</summary>
    private void Ascend(Level level, bool isFinest)
    {
        var stages = (2 * _sweeps) + 1;
        Wavefront.Run(level, _threads, stages, (stage, rows) =>
        {
            fixed (float* value = level.Value, source = level.Source, from = level.Down!.Coarse.Value)
            fixed (double* dots = _dots)
            {
                if (stage == 0)
                    Kernels.Prolong(level, value, from, rows, 0);
                else if (isFinest && stage + 1 == stages)
                    Kernels.RelaxAndDot(level, value, source, rows, stage & 1, dots);
                else
                    Kernels.Relax(level, value, source, rows, stage & 1);
            }
        });
    }

    private void Solve(Level level, bool isFinest)
    {
        fixed (float* value = level.Value, source = level.Source)
        fixed (double* dots = _dots)
        {
            for (var stage = 0; stage < 4 * CoarsestSweeps; stage++)
            {
                var colour = (stage < 2 * CoarsestSweeps ? stage : stage + 1) & 1;
                for (var k = 0; k < level.CountZ; k++)
                {
                    var rows = new Rows(k, 0, level.CountY);
                    if (stage == 0)
                        Kernels.Start(level, value, source, rows, 0);
                    else if (isFinest && stage + 1 == 4 * CoarsestSweeps)
                        Kernels.RelaxAndDot(level, value, source, rows, colour, dots);
                    else
                        Kernels.Relax(level, value, source, rows, colour);
                }
            }
        }
    }
}
