using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Numerics;

/// <summary>Elementary functions on eight lanes whose bits do not depend on the processor.</summary>
/// <remarks>
/// Only additions, products, fused multiply-adds, comparisons and integer shifts, all of which are exact or correctly rounded everywhere.
/// The library's vector functions are not used because they differ between machines.
/// </remarks>
public static class LaneMath
{
    private const double ArgumentMin = -708.0;
    private const double ArgumentMax = 709.0;
    private const double Log2OfE = 1.4426950408889634;
    private const double Log2High = 0.6931471805599453;
    private const double Log2Low = 2.3190468138462996e-17;
    private const double RoundingMagic = 6755399441055744.0; // 1.5 × 2^52: adding it rounds to the nearest whole number
    private const float SingleRoundingMagic = 12582912f; // 1.5 × 2^23
    private const float SingleLog2High = 0.69314718f;
    private const float SingleLog2Low = -1.9046543e-9f;

    /// <summary>e^x, lane by lane.</summary>
    /// <param name="x">Any values; below -708 counts as -708, above 709 as 709, so the result is a normal number. NaN gives NaN.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var low = Vector512.Create(ArgumentMin);
        var high = Vector512.Create(ArgumentMax);
        // Compare and select instead of Max and Min: those spend further operations on NaN and signed zero.
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, low), low, x);
        return ExpWithin(Vector512.ConditionalSelect(Vector512.GreaterThan(x, high), high, x));
    }

    /// <summary>e^x for arguments that the caller knows to be bounded; four operations cheaper than <see cref="Exp"/>, same bits.</summary>
    /// <param name="x">From -708 to 709; anything else gives a meaningless number.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2; e^r is 1 + r + r² q(r), with q of degree 9 interpolated at Chebyshev nodes
    /// (largest relative error of the polynomial 1.6e-17); 2^n by shifting n into the exponent. Checked by LaneMathTests.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpWithin(Vector512<double> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2OfE), Vector512.Create(RoundingMagic));
        var n = shifted - Vector512.Create(RoundingMagic);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Log2Low), r);
        var r2 = r * r;

        // Pairs first (Estrin): half the dependent steps of Horner's rule.
        var q01 = Vector512.FusedMultiplyAdd(Vector512.Create(0.16666666666666669), r, Vector512.Create(0.5000000000000001));
        var q23 = Vector512.FusedMultiplyAdd(Vector512.Create(0.008333333333330062), r, Vector512.Create(0.04166666666662413));
        var q45 = Vector512.FusedMultiplyAdd(Vector512.Create(0.00019841269863053618), r, Vector512.Create(0.0013888888917213717));
        var q67 = Vector512.FusedMultiplyAdd(Vector512.Create(2.7557268459997064e-06), r, Vector512.Create(2.4801521295954376e-05));
        var q89 = Vector512.FusedMultiplyAdd(Vector512.Create(2.510038549551032e-08), r, Vector512.Create(2.7620088445409746e-07));
        var r4 = r2 * r2;
        var low = Vector512.FusedMultiplyAdd(q23, r2, q01);
        var high = Vector512.FusedMultiplyAdd(q67, r2, q45);
        high = Vector512.FusedMultiplyAdd(q89, r4, high);
        var q = Vector512.FusedMultiplyAdd(high, r4, low);
        var mantissa = Vector512<double>.One + Vector512.FusedMultiplyAdd(q, r2, r);

        // The low bits of the shifted sum hold n; adding them to the exponent field multiplies by 2^n.
        return (mantissa.AsInt64() + Vector512.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
    }

    /// <summary>As for eight doubles, on four; same bits. Written out, because the compiler gives up on registers in methods that hold
    /// many small wrapped calls.</summary>
    /// <param name="x">From -708 to 709.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpWithin(Vector256<double> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2OfE), Vector256.Create(RoundingMagic));
        var n = shifted - Vector256.Create(RoundingMagic);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Log2High), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Log2Low), r);
        var r2 = r * r;

        // Pairs first (Estrin): half the dependent steps of Horner's rule.
        var q01 = Vector256.FusedMultiplyAdd(Vector256.Create(0.16666666666666669), r, Vector256.Create(0.5000000000000001));
        var q23 = Vector256.FusedMultiplyAdd(Vector256.Create(0.008333333333330062), r, Vector256.Create(0.04166666666662413));
        var q45 = Vector256.FusedMultiplyAdd(Vector256.Create(0.00019841269863053618), r, Vector256.Create(0.0013888888917213717));
        var q67 = Vector256.FusedMultiplyAdd(Vector256.Create(2.7557268459997064e-06), r, Vector256.Create(2.4801521295954376e-05));
        var q89 = Vector256.FusedMultiplyAdd(Vector256.Create(2.510038549551032e-08), r, Vector256.Create(2.7620088445409746e-07));
        var r4 = r2 * r2;
        var low = Vector256.FusedMultiplyAdd(q23, r2, q01);
        var high = Vector256.FusedMultiplyAdd(q67, r2, q45);
        high = Vector256.FusedMultiplyAdd(q89, r4, high);
        var q = Vector256.FusedMultiplyAdd(high, r4, low);
        var mantissa = Vector256<double>.One + Vector256.FusedMultiplyAdd(q, r2, r);

        // The low bits of the shifted sum hold n; adding them to the exponent field multiplies by 2^n.
        return (mantissa.AsInt64() + Vector256.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
    }

    /// <summary>e^x for bounded floats: as for doubles with q of degree 4, whose largest relative error is 1.0e-8.</summary>
    /// <param name="x">From -87 to 88; anything else gives a meaningless number.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpWithin(Vector512<float> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create((float)Log2OfE), Vector512.Create(SingleRoundingMagic));
        var n = shifted - Vector512.Create(SingleRoundingMagic);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-SingleLog2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-SingleLog2Low), r);
        var r2 = r * r;
        var q01 = Vector512.FusedMultiplyAdd(Vector512.Create(0.1666657695378877f), r, Vector512.Create(0.5f));
        var q23 = Vector512.FusedMultiplyAdd(Vector512.Create(0.008363185031533224f), r, Vector512.Create(0.04166655457234514f));
        var high = Vector512.FusedMultiplyAdd(Vector512.Create(0.0013926191056242137f), r2, q23);
        var q = Vector512.FusedMultiplyAdd(high, r2, q01);
        var mantissa = Vector512<float>.One + Vector512.FusedMultiplyAdd(q, r2, r);
        return (mantissa.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
    }

    /// <summary>As for sixteen floats, on eight; same bits.</summary>
    /// <param name="x">From -87 to 88.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpWithin(Vector256<float> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create((float)Log2OfE), Vector256.Create(SingleRoundingMagic));
        var n = shifted - Vector256.Create(SingleRoundingMagic);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-SingleLog2High), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-SingleLog2Low), r);
        var r2 = r * r;
        var q01 = Vector256.FusedMultiplyAdd(Vector256.Create(0.1666657695378877f), r, Vector256.Create(0.5f));
        var q23 = Vector256.FusedMultiplyAdd(Vector256.Create(0.008363185031533224f), r, Vector256.Create(0.04166655457234514f));
        var high = Vector256.FusedMultiplyAdd(Vector256.Create(0.0013926191056242137f), r2, q23);
        var q = Vector256.FusedMultiplyAdd(high, r2, q01);
        var mantissa = Vector256<float>.One + Vector256.FusedMultiplyAdd(q, r2, r);
        return (mantissa.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
    }
}
