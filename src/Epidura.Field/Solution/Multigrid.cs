using Epidura.Numerics;

namespace Epidura.Field.Solution;

/// <summary>A symmetric multigrid cycle for eight right-hand sides at once, in single precision.</summary>
internal sealed unsafe class Multigrid
{
    private const int SerialCells = 20_000;
    private const int PlanesPerItem = 4;
    private const int CoarsestSweeps = 30;
    private readonly List<Level> _levels;
    private readonly int _threads;
    private readonly int _sweeps;

    public Multigrid(List<Level> levels, int threads, int sweeps)
    {
        _levels = levels;
        _threads = threads;
        _sweeps = sweeps;
        foreach (var level in levels)
            level.Allocate();
    }

    /// <summary>The finest grid: its source goes in, its value comes out.</summary>
    public Level Finest => _levels[0];

    /// <summary>Replaces the value of the finest grid by an approximate solution for its source.</summary>
    public void Apply() => Cycle(0);

    /// <summary>Runs an action over the planes of a level; bits do not depend on the number of threads.</summary>
    public static void ForPlanes(Level level, int threads, Action<int> body)
    {
        if (level.Padded < SerialCells || threads == 1)
        {
            for (var k = 0; k < level.CountZ; k++)
                body(k);
            return;
        }

        var items = (level.CountZ + PlanesPerItem - 1) / PlanesPerItem;
        OrderedParallel.For(items, threads, item =>
        {
            for (var k = item * PlanesPerItem; k < Math.Min(level.CountZ, (item + 1) * PlanesPerItem); k++)
                body(k);
        });
    }

    private void Cycle(int depth)
    {
        var level = _levels[depth];
        if (level.Down is null)
        {
            Begin(level);
            for (var n = 0; n < CoarsestSweeps; n++)
                Sweep(level, n == 0 ? 1 : 0, n == 0 ? -1 : 1);
            for (var n = 0; n < CoarsestSweeps; n++)
                Sweep(level, 1, 0);
            return;
        }

        Begin(level);
        Sweep(level, 1, -1);
        for (var n = 1; n < _sweeps; n++)
            Sweep(level, 0, 1);
        Descend(level);
        Cycle(depth + 1);
        Ascend(level);
        for (var n = 0; n < _sweeps; n++)
            Sweep(level, 1, 0);
    }

    private void Begin(Level level)
    {
        ForPlanes(level, _threads, k =>
        {
            fixed (float* value = level.Value, source = level.Source)
                Kernels.Start(level, value, source, k, 0);
        });
    }

    private void Sweep(Level level, int first, int second)
    {
        Colour(level, first);
        if (second >= 0)
            Colour(level, second);
    }

    private void Colour(Level level, int colour)
    {
        ForPlanes(level, _threads, k =>
        {
            fixed (float* value = level.Value, source = level.Source)
                Kernels.Relax(level, value, source, k, colour);
        });
    }

    /// <summary>Every coarse plane receives from three; taking each third plane at a time keeps the order of additions fixed.</summary>
    private void Descend(Level level)
    {
        var down = level.Down!;
        var coarse = down.Coarse;
        Array.Clear(coarse.Source);
        for (var turn = 0; turn < 3; turn++)
        {
            var start = turn;
            var count = (coarse.CountZ - start + 2) / 3;
            OrderedParallel.For(Math.Max(0, count), level.Padded < SerialCells ? 1 : _threads, n =>
            {
                var plane = start + (3 * n);
                fixed (float* value = level.Value, source = level.Source, target = coarse.Source)
                {
                    for (var k = down.Z.First[plane]; k < down.Z.First[plane + 1]; k++)
                        Kernels.Restrict(level, value, source, target, k);
                }
            });
        }
    }

    private void Ascend(Level level)
    {
        ForPlanes(level, _threads, k =>
        {
            fixed (float* value = level.Value, from = level.Down!.Coarse.Value)
                Kernels.Prolong(level, value, from, k);
        });
    }
}
