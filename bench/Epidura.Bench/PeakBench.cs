using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Bench;

/// <summary>What one core can do at most: independent fused multiply-adds in registers.</summary>
internal static class PeakBench
{
    private const int Rounds = 2_000_000;
    private const int Chains = 12;

    /// <summary>GFlop/s in 64 bits; a fused multiply-add counts two.</summary>
    public static double Double() =>
        Timing.Best(() => Chain(Vector512.Create(0.999999), Vector512.Create(1e-9)), Rounds * Chains * 8 * 2.0);

    /// <summary>GFlop/s in 32 bits.</summary>
    public static double Single() =>
        Timing.Best(() => Chain(Vector512.Create(0.999f), Vector512.Create(1e-5f)), Rounds * Chains * 16 * 2.0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Chain(Vector512<double> a, Vector512<double> b)
    {
        var (x0, x1, x2, x3, x4, x5) = (b, b, b, b, b, b);
        var (x6, x7, x8, x9, xa, xb) = (b, b, b, b, b, b);
        for (var i = 0; i < Rounds; i++)
        {
            x0 = Vector512.FusedMultiplyAdd(x0, a, b);
            x1 = Vector512.FusedMultiplyAdd(x1, a, b);
            x2 = Vector512.FusedMultiplyAdd(x2, a, b);
            x3 = Vector512.FusedMultiplyAdd(x3, a, b);
            x4 = Vector512.FusedMultiplyAdd(x4, a, b);
            x5 = Vector512.FusedMultiplyAdd(x5, a, b);
            x6 = Vector512.FusedMultiplyAdd(x6, a, b);
            x7 = Vector512.FusedMultiplyAdd(x7, a, b);
            x8 = Vector512.FusedMultiplyAdd(x8, a, b);
            x9 = Vector512.FusedMultiplyAdd(x9, a, b);
            xa = Vector512.FusedMultiplyAdd(xa, a, b);
            xb = Vector512.FusedMultiplyAdd(xb, a, b);
        }

        return Vector512.Sum(((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)) + ((x8 + x9) + (xa + xb)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Chain(Vector512<float> a, Vector512<float> b)
    {
        var (x0, x1, x2, x3, x4, x5) = (b, b, b, b, b, b);
        var (x6, x7, x8, x9, xa, xb) = (b, b, b, b, b, b);
        for (var i = 0; i < Rounds; i++)
        {
            x0 = Vector512.FusedMultiplyAdd(x0, a, b);
            x1 = Vector512.FusedMultiplyAdd(x1, a, b);
            x2 = Vector512.FusedMultiplyAdd(x2, a, b);
            x3 = Vector512.FusedMultiplyAdd(x3, a, b);
            x4 = Vector512.FusedMultiplyAdd(x4, a, b);
            x5 = Vector512.FusedMultiplyAdd(x5, a, b);
            x6 = Vector512.FusedMultiplyAdd(x6, a, b);
            x7 = Vector512.FusedMultiplyAdd(x7, a, b);
            x8 = Vector512.FusedMultiplyAdd(x8, a, b);
            x9 = Vector512.FusedMultiplyAdd(x9, a, b);
            xa = Vector512.FusedMultiplyAdd(xa, a, b);
            xb = Vector512.FusedMultiplyAdd(xb, a, b);
        }

        return Vector512.Sum(((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)) + ((x8 + x9) + (xa + xb)));
    }
}
