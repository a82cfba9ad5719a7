using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics.Lanes;

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
    private const double SingleLog2High = 0.693147182464599609375; // ln 2 as a float
    private const double SingleLog2Low = -1.9046542999577680e-9;

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
    public static Vector512<double> ExpWithin(Vector512<double> x) =>
        ExpDouble<WideDoubles, double>(new WideDoubles(x)).Value;

    /// <summary>e^x for bounded arguments in any vector; doubles have the bits of <see cref="ExpWithin(Vector512{double})"/>.</summary>
    /// <param name="x">From -708 to 709 for doubles, from -87 to 88 for floats; anything else gives a meaningless number.</param>
    /// <returns>Within 1 unit in the last place of the true value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpWithin<TVector, TScalar>(TVector x)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        // The comparison of types is decided when the method is compiled.
        return typeof(TScalar) == typeof(float) ? ExpSingle<TVector, TScalar>(x) : ExpDouble<TVector, TScalar>(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpDouble<TVector, TScalar>(TVector x)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        var magic = TVector.Create(TVector.RoundingMagic);
        var shifted = TVector.MultiplyAdd(x, TVector.Create(Log2OfE), magic);
        var n = shifted - magic;
        var r = TVector.MultiplyAdd(n, TVector.Create(-Log2High), x);
        r = TVector.MultiplyAdd(n, TVector.Create(-Log2Low), r);
        var r2 = r * r;

        // Pairs first (Estrin): half the dependent steps of Horner's rule.
        var q01 = TVector.MultiplyAdd(TVector.Create(0.16666666666666669), r, TVector.Create(0.5000000000000001));
        var q23 = TVector.MultiplyAdd(TVector.Create(0.008333333333330062), r, TVector.Create(0.04166666666662413));
        var q45 = TVector.MultiplyAdd(TVector.Create(0.00019841269863053618), r, TVector.Create(0.0013888888917213717));
        var q67 = TVector.MultiplyAdd(TVector.Create(2.7557268459997064e-06), r, TVector.Create(2.4801521295954376e-05));
        var q89 = TVector.MultiplyAdd(TVector.Create(2.510038549551032e-08), r, TVector.Create(2.7620088445409746e-07));
        var r4 = r2 * r2;
        var low = TVector.MultiplyAdd(q23, r2, q01);
        var high = TVector.MultiplyAdd(q67, r2, q45);
        high = TVector.MultiplyAdd(q89, r4, high);
        var q = TVector.MultiplyAdd(high, r4, low);
        var mantissa = TVector.Create(1) + TVector.MultiplyAdd(q, r2, r);

        // The low bits of the shifted sum hold n; adding them to the exponent field multiplies by 2^n.
        return TVector.ScaleByShifted(mantissa, shifted);
    }

    /// <summary>As <see cref="ExpDouble"/> with q of degree 4; largest relative error of the polynomial 1.0e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSingle<TVector, TScalar>(TVector x)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        var magic = TVector.Create(TVector.RoundingMagic);
        var shifted = TVector.MultiplyAdd(x, TVector.Create(Log2OfE), magic);
        var n = shifted - magic;
        var r = TVector.MultiplyAdd(n, TVector.Create(-SingleLog2High), x);
        r = TVector.MultiplyAdd(n, TVector.Create(-SingleLog2Low), r);
        var r2 = r * r;
        var q01 = TVector.MultiplyAdd(TVector.Create(0.1666657695378877), r, TVector.Create(0.5));
        var q23 = TVector.MultiplyAdd(TVector.Create(0.008363185031533224), r, TVector.Create(0.04166655457234514));
        var high = TVector.MultiplyAdd(TVector.Create(0.0013926191056242137), r2, q23);
        var q = TVector.MultiplyAdd(high, r2, q01);
        var mantissa = TVector.Create(1) + TVector.MultiplyAdd(q, r2, r);
        return TVector.ScaleByShifted(mantissa, shifted);
    }
}
