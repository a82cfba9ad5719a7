using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics;

namespace Epidura.Fibers.Cables;

/// <summary>Channels of the node of Ranvier: fast and persistent sodium (m, h; p), slow potassium (s), leak.</summary>
/// <remarks>
/// McIntyre, Richardson, Grill 2002, doi:10.1152/jn.00353.2001, appendix; rates per millisecond against millivolts. A rate of the linear
/// form a (v + b) / (1 - exp(-(v + b) / c)) is a c x / (1 - exp(-x)) with x = (v + b) / c. Checked by CableStepTests.
/// </remarks>
internal static class NodeMembrane
{
    /// <summary>Where the linear rates switch to their series, in units of x; the series' error there is below 1e-18.</summary>
    private const double SeriesBelow = 1e-4;
    private const double VoltageMin = -700;
    private const double VoltageMax = 600;

    // Read once from data/fibres/node-gates.csv; the JIT turns them into constants.
    private static readonly double AlphaMScale = Scale("m", "alpha");
    private static readonly double AlphaMSlope = Slope("m", "alpha");
    private static readonly double AlphaMShift = Shift("m", "alpha");
    private static readonly double BetaMScale = Scale("m", "beta");
    private static readonly double BetaMSlope = Slope("m", "beta");
    private static readonly double BetaMShift = Shift("m", "beta");
    private static readonly double AlphaPScale = Scale("p", "alpha");
    private static readonly double AlphaPSlope = Slope("p", "alpha");
    private static readonly double AlphaPShift = Shift("p", "alpha");
    private static readonly double BetaPScale = Scale("p", "beta");
    private static readonly double BetaPSlope = Slope("p", "beta");
    private static readonly double BetaPShift = Shift("p", "beta");
    private static readonly double AlphaHScale = Scale("h", "alpha");
    private static readonly double AlphaHSlope = Slope("h", "alpha");
    private static readonly double AlphaHShift = Shift("h", "alpha");
    private static readonly double BetaHScale = Scale("h", "beta");
    private static readonly double BetaHSlope = Slope("h", "beta");
    private static readonly double BetaHShift = Shift("h", "beta");
    private static readonly double AlphaSScale = Scale("s", "alpha");
    private static readonly double AlphaSSlope = Slope("s", "alpha");
    private static readonly double AlphaSShift = Shift("s", "alpha");
    private static readonly double BetaSScale = Scale("s", "beta");
    private static readonly double BetaSSlope = Slope("s", "beta");
    private static readonly double BetaSShift = Shift("s", "beta");

    /// <summary>Rest and initial potential, mV: voltages of the kernel are deviations from it.</summary>
    public static readonly double RestMillivolt = FibreTables.Constant("rest");

    /// <summary>Reversal potentials as deviations from rest, V.</summary>
    public static readonly double SodiumDeviation = (FibreTables.Constant("sodium_reversal") - FibreTables.Constant("rest")) * 1e-3;

    /// <summary>Deviation of the potassium reversal from rest, V.</summary>
    public static readonly double PotassiumDeviation = (FibreTables.Constant("potassium_reversal") - FibreTables.Constant("rest")) * 1e-3;

    /// <summary>Deviation of the leak reversal from rest, V.</summary>
    public static readonly double LeakDeviation = (FibreTables.Constant("leak_reversal") - FibreTables.Constant("rest")) * 1e-3;

    /// <summary>Temperature factors of m and p, h, s.</summary>
    public static (double Activation, double Inactivation, double Slow) Factors(double temperatureCelsius) =>
        (Factor("m", temperatureCelsius), Factor("h", temperatureCelsius), Factor("s", temperatureCelsius));

    /// <summary>Membrane potential in the bounds of the rates, mV, from a deviation in volts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Millivolts(Vector512<double> deviation)
    {
        var v = Vector512.FusedMultiplyAdd(deviation, Vector512.Create(1000.0), Vector512.Create(RestMillivolt));
        var low = Vector512.Create(VoltageMin);
        var high = Vector512.Create(VoltageMax);
        v = Vector512.ConditionalSelect(Vector512.LessThan(v, low), low, v);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(v, high), high, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AdvanceM(Vector512<double> v, Vector512<double> gate, Vector512<double> decay)
    {
        var (an, ad) = Linear(v, AlphaMSlope, AlphaMShift);
        var (bn, bd) = Linear(v, BetaMSlope, BetaMShift);
        return Relax(gate, decay, an * Vector512.Create(AlphaMScale), ad, bn * Vector512.Create(BetaMScale), bd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AdvanceP(Vector512<double> v, Vector512<double> gate, Vector512<double> decay)
    {
        var (an, ad) = Linear(v, AlphaPSlope, AlphaPShift);
        var (bn, bd) = Linear(v, BetaPSlope, BetaPShift);
        return Relax(gate, decay, an * Vector512.Create(AlphaPScale), ad, bn * Vector512.Create(BetaPScale), bd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AdvanceH(Vector512<double> v, Vector512<double> gate, Vector512<double> decay)
    {
        var (an, ad) = Linear(v, AlphaHSlope, AlphaHShift);
        var bd = Sigmoid(v, BetaHSlope, BetaHShift);
        return Relax(gate, decay, an * Vector512.Create(AlphaHScale), ad, Vector512.Create(BetaHScale), bd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AdvanceS(Vector512<double> v, Vector512<double> gate, Vector512<double> decay)
    {
        // The steepest exponent of all: below -230 mV s is zero to the last bit anyway, and e^140 squared still fits a double.
        var low = Vector512.Create(-230.0);
        v = Vector512.ConditionalSelect(Vector512.LessThan(v, low), low, v);
        var ad = Sigmoid(v, AlphaSSlope, AlphaSShift);
        var bd = Sigmoid(v, BetaSSlope, BetaSShift);
        return Relax(gate, decay, Vector512.Create(AlphaSScale), ad, Vector512.Create(BetaSScale), bd);
    }

    /// <summary>Steady values of m, p, h, s at a potential, mV.</summary>
    public static (double M, double P, double H, double S) Steady(double millivolt)
    {
        // An endless step relaxes any start to the steady value.
        var v = Vector512.Create(millivolt);
        var decay = Vector512.Create(-1e200);
        var zero = Vector512<double>.Zero;
        return (AdvanceM(v, zero, decay)[0], AdvanceP(v, zero, decay)[0], AdvanceH(v, zero, decay)[0], AdvanceS(v, zero, decay)[0]);
    }

    /// <summary>gate + (1 - exp(decay (alpha + beta))) (steady - gate), alpha = an/ad, beta = bn/bd, for one division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Relax(
        Vector512<double> gate,
        Vector512<double> decay,
        Vector512<double> an,
        Vector512<double> ad,
        Vector512<double> bn,
        Vector512<double> bd)
    {
        var alpha = an * bd;
        var sum = Vector512.FusedMultiplyAdd(bn, ad, alpha);
        var denominator = ad * bd;
        var inverse = Vector512<double>.One / (denominator * sum);
        var exponent = sum * sum * inverse * decay;
        var low = Vector512.Create(-700.0);
        exponent = Vector512.ConditionalSelect(Vector512.LessThan(exponent, low), low, exponent);
        var steady = alpha * denominator * inverse;
        return Vector512.FusedMultiplyAdd(LaneMath.ExpWithin(exponent), gate - steady, steady);
    }

    /// <summary>x / (1 - e^-x) as numerator and denominator, with its series near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> Numerator, Vector512<double> Denominator) Linear(Vector512<double> v, double slope, double shift)
    {
        var minus = Vector512.FusedMultiplyAdd(v, Vector512.Create(-slope), Vector512.Create(-shift));
        var isSmall = Vector512.LessThan(Vector512.Abs(minus), Vector512.Create(SeriesBelow));
        var series = Vector512.FusedMultiplyAdd(
            minus,
            Vector512.FusedMultiplyAdd(minus, Vector512.Create(1.0 / 12), Vector512.Create(-0.5)),
            Vector512<double>.One);
        var denominator = Vector512<double>.One - LaneMath.ExpWithin(minus);
        return (Vector512.ConditionalSelect(isSmall, series, -minus),
            Vector512.ConditionalSelect(isSmall, Vector512<double>.One, denominator));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sigmoid(Vector512<double> v, double slope, double shift) =>
        Vector512<double>.One
        + LaneMath.ExpWithin(Vector512.FusedMultiplyAdd(v, Vector512.Create(-slope), Vector512.Create(-shift)));

    private static double Scale(string gate, string rate)
    {
        var r = FibreTables.Rate(gate, rate);
        return r.IsLinear ? r.Scale * r.Slope : r.Scale;
    }

    private static double Slope(string gate, string rate) => 1 / FibreTables.Rate(gate, rate).Slope;

    private static double Shift(string gate, string rate) => FibreTables.Rate(gate, rate).Shift / FibreTables.Rate(gate, rate).Slope;

    private static double Factor(string gate, double temperatureCelsius)
    {
        var r = FibreTables.Rate(gate, "alpha");
        // Rounded because the runtime's Pow may differ in its last bit between machines.
        return Math.Round(Math.Pow(r.Factor, (temperatureCelsius - r.FactorOrigin) / 10), 12);
    }
}
