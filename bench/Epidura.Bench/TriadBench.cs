using System.Diagnostics;
using System.Runtime.Intrinsics;
using Epidura.Numerics;

namespace Epidura.Bench;

/// <summary>What the memory of this machine gives: a[i] = b[i] + s c[i], 24 bytes counted per element, arrays far larger than the
/// caches.</summary>
internal static class TriadBench
{
    private const int Length = 20_000_000;
    private const int Blocks = 64;

    /// <summary>GB/s of the best repeat with a number of threads.</summary>
    public static unsafe double Measure(int threads, int repeats)
    {
        var (a, b, c) = (new double[Length], new double[Length], new double[Length]);
        Array.Fill(b, 1);
        Array.Fill(c, 2);
        var best = double.PositiveInfinity;
        for (var n = 0; n < repeats; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            OrderedParallel.For(Blocks, threads, block =>
            {
                fixed (double* pa = a, pb = b, pc = c)
                    Triad(pa, pb, pc, (long)Length * block / Blocks, (long)Length * (block + 1) / Blocks);
            });
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return 24.0 * Length / best * 1e-9;
    }

    private static unsafe void Triad(double* a, double* b, double* c, long first, long end)
    {
        var factor = Vector512.Create(0.5);
        for (var n = first; n + 8 <= end; n += 8)
            (Vector512.Load(b + n) + (factor * Vector512.Load(c + n))).Store(a + n);
    }
}
