using Epidura.Numerics;

namespace Epidura.Field.Solution;

/// <summary>Rows of one plane: half open in j.</summary>
internal readonly record struct Rows(int Plane, int First, int End);

/// <summary>Does one stage on rows of a plane.</summary>
internal delegate void StageAction(int stage, Rows rows);

/// <summary>Runs stages of neighbour-to-neighbour work over a grid in one passage through memory.</summary>
/// <remarks>
/// Stage s of a row needs stage s - 1 of the rows around it, above and below. The rows are cut into bands. Within a band the stages follow
/// each other from plane to plane while its rows are in the cache; the band loses one row at either side with every stage. What is
/// missing around the borders of bands is filled in a second turn. Bands depend on the size of the grid only, so one thread and many do
/// the same arithmetic.
/// </remarks>
internal static class Wavefront
{
    private const int SerialCells = 20_000;
    private const int RowsMax = 32;

    public static void Run(Level level, int threads, int stages, StageAction body)
    {
        var workers = level.Padded < SerialCells ? 1 : threads;
        var least = (2 * stages) + 4;
        var bands = Math.Max(1, level.CountY / Math.Clamp(level.CountY / 4, least, Math.Max(RowsMax, least)));
        int Border(int n) => (int)((long)level.CountY * n / bands);
        OrderedParallel.For(bands, workers, n =>
        {
            var (low, high) = (Border(n), Border(n + 1));
            var (isFirst, isLast) = (n == 0, n + 1 == bands);
            Pass(level.CountZ, stages, body, stage => (isFirst ? low : low + stage, isLast ? high : high - stage));
        });
        OrderedParallel.For(bands - 1, workers, n =>
        {
            var middle = Border(n + 1);
            Pass(level.CountZ, stages, body, stage => (middle - stage, middle + stage));
        });
    }

    private static void Pass(int planes, int stages, StageAction body, Func<int, (int First, int End)> rows)
    {
        for (var step = 0; step < planes + stages - 1; step++)
        {
            for (var stage = 0; stage < stages; stage++)
            {
                var plane = step - stage;
                var (first, end) = rows(stage);
                if (plane >= 0 && plane < planes && first < end)
                    body(stage, new Rows(plane, first, end));
            }
        }
    }
}
