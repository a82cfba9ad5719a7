using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics;
using Epidura.Numerics.Lanes;

namespace Epidura.Fibers.Cables;

/// <summary>Channels of the node of Ranvier: fast and persistent sodium (m, h; p), slow potassium (s), leak.</summary>
/// <remarks>
/// McIntyre, Richardson, Grill 2002, doi:10.1152/jn.00353.2001, appendix; rates per millisecond against millivolts. A rate of the linear
/// form a (v + b) / (1 - exp(-(v + b) / c)) is a c x / (1 - exp(-x)) with x = (v + b) / c. Checked by CableStepTests.
/// </remarks>
internal static class NodeMembrane
{
    // Bounds that keep a number type from overflow. Doubles: the series' error is under 1e-18 and s is zero to the last bit at its lowest
    // potential. Floats: products of two exponentials stay under 1e38; beyond the bounds every gate saturates within a step; the series'
    // error is 1.4e-7, and the closing rate of s is at its limit to the last bit above its highest potential.
    private static readonly (double Wide, double Narrow) VoltageMin = (-700, -250);
    private static readonly (double Wide, double Narrow) VoltageMax = (600, 200);
    private static readonly (double Wide, double Narrow) SlowVoltageMin = (-230, -120);
    private static readonly (double Wide, double Narrow) SlowVoltageMax = (600, -4);
    private static readonly (double Wide, double Narrow) ExponentMin = (-700, -87);
    private static readonly (double Wide, double Narrow) SeriesBelow = (1e-4, 0.1);

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
    public static TVector Millivolts<TVector, TScalar>(TVector deviation)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        var v = TVector.MultiplyAdd(deviation, TVector.Create(1000), TVector.Create(RestMillivolt));
        var (low, high) = (TVector.Create(Of<TScalar>(VoltageMin)), TVector.Create(Of<TScalar>(VoltageMax)));
        v = TVector.SelectBelow(v, low, low, v);
        return TVector.SelectBelow(high, v, high, v);
    }

    /// <summary>Steady values of m, p, h, s at a potential, mV.</summary>
    public static (double M, double P, double H, double S) Steady(double millivolt)
    {
        // An endless step relaxes any start to the steady value.
        var v = WideDoubles.Create(millivolt);
        var decay = WideDoubles.Create(-1e200);
        var zero = WideDoubles.Create(0);
        return (GateM.Advance<WideDoubles, double>(v, zero, decay).Value[0], GateP.Advance<WideDoubles, double>(v, zero, decay).Value[0],
            GateH.Advance<WideDoubles, double>(v, zero, decay).Value[0], GateS.Advance<WideDoubles, double>(v, zero, decay).Value[0]);
    }

    /// <summary>gate + (1 - exp(decay (alpha + beta))) (steady - gate), alpha = an/ad, beta = bn/bd, for one division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Relax<TVector, TScalar>(TVector gate, TVector decay, TVector an, TVector ad, TVector bn, TVector bd)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        var alpha = an * bd;
        var sum = TVector.MultiplyAdd(bn, ad, alpha);
        var denominator = ad * bd;
        var inverse = TVector.Create(1) / (denominator * sum);
        var exponent = sum * sum * inverse * decay;
        var low = TVector.Create(Of<TScalar>(ExponentMin));
        exponent = TVector.SelectBelow(exponent, low, low, exponent);
        var steady = alpha * denominator * inverse;
        return TVector.MultiplyAdd(TVector.ExpWithin(exponent), gate - steady, steady);
    }

    /// <summary>As above for eight doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Relax(
        Vector512<double> gate,
        Vector512<double> decay,
        Vector512<double> an,
        Vector512<double> ad,
        Vector512<double> bn,
        Vector512<double> bd) =>
        Relax<WideDoubles, double>(new(gate), new(decay), new(an), new(ad), new(bn), new(bd)).Value;

    /// <summary>x / (1 - e^-x) as numerator and denominator, with its series near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector Numerator, TVector Denominator) Linear<TVector, TScalar>(TVector v, double slope, double shift)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged
    {
        var minus = TVector.MultiplyAdd(v, TVector.Create(-slope), TVector.Create(-shift));
        var size = TVector.Abs(minus);
        var limit = TVector.Create(Of<TScalar>(SeriesBelow));
        var one = TVector.Create(1);
        var series = TVector.MultiplyAdd(minus, TVector.MultiplyAdd(minus, TVector.Create(1.0 / 12), TVector.Create(-0.5)), one);
        var denominator = one - TVector.ExpWithin(minus);
        return (TVector.SelectBelow(size, limit, series, -minus), TVector.SelectBelow(size, limit, one, denominator));
    }

    /// <summary>As above for eight doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> Numerator, Vector512<double> Denominator) Linear(Vector512<double> v, double slope, double shift)
    {
        var (numerator, denominator) = Linear<WideDoubles, double>(new(v), slope, shift);
        return (numerator.Value, denominator.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sigmoid<TVector, TScalar>(TVector v, double slope, double shift)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged =>
        TVector.Create(1) + TVector.ExpWithin(TVector.MultiplyAdd(v, TVector.Create(-slope), TVector.Create(-shift)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Of<TScalar>((double Wide, double Narrow) bound) => typeof(TScalar) == typeof(float) ? bound.Narrow : bound.Wide;

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

    /// <summary>Activation of the fast sodium current.</summary>
    internal readonly struct GateM : INodeGate
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Advance<TVector, TScalar>(TVector v, TVector gate, TVector decay)
            where TVector : struct, ILaneVector<TVector, TScalar>
            where TScalar : unmanaged
        {
            var (an, ad) = Linear<TVector, TScalar>(v, AlphaMSlope, AlphaMShift);
            var (bn, bd) = Linear<TVector, TScalar>(v, BetaMSlope, BetaMShift);
            return Relax<TVector, TScalar>(gate, decay, an * TVector.Create(AlphaMScale), ad, bn * TVector.Create(BetaMScale), bd);
        }
    }

    /// <summary>Activation of the persistent sodium current.</summary>
    internal readonly struct GateP : INodeGate
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Advance<TVector, TScalar>(TVector v, TVector gate, TVector decay)
            where TVector : struct, ILaneVector<TVector, TScalar>
            where TScalar : unmanaged
        {
            var (an, ad) = Linear<TVector, TScalar>(v, AlphaPSlope, AlphaPShift);
            var (bn, bd) = Linear<TVector, TScalar>(v, BetaPSlope, BetaPShift);
            return Relax<TVector, TScalar>(gate, decay, an * TVector.Create(AlphaPScale), ad, bn * TVector.Create(BetaPScale), bd);
        }
    }

    /// <summary>Inactivation of the fast sodium current.</summary>
    internal readonly struct GateH : INodeGate
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Advance<TVector, TScalar>(TVector v, TVector gate, TVector decay)
            where TVector : struct, ILaneVector<TVector, TScalar>
            where TScalar : unmanaged
        {
            var (an, ad) = Linear<TVector, TScalar>(v, AlphaHSlope, AlphaHShift);
            var bd = Sigmoid<TVector, TScalar>(v, BetaHSlope, BetaHShift);
            return Relax<TVector, TScalar>(gate, decay, an * TVector.Create(AlphaHScale), ad, TVector.Create(BetaHScale), bd);
        }
    }

    /// <summary>Activation of the slow potassium current.</summary>
    internal readonly struct GateS : INodeGate
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Advance<TVector, TScalar>(TVector v, TVector gate, TVector decay)
            where TVector : struct, ILaneVector<TVector, TScalar>
            where TScalar : unmanaged
        {
            var low = TVector.Create(Of<TScalar>(SlowVoltageMin));
            v = TVector.SelectBelow(v, low, low, v);
            var ad = Sigmoid<TVector, TScalar>(v, AlphaSSlope, AlphaSShift);
            var high = TVector.Create(Of<TScalar>(SlowVoltageMax));
            var bd = Sigmoid<TVector, TScalar>(TVector.SelectBelow(high, v, high, v), BetaSSlope, BetaSShift);
            return Relax<TVector, TScalar>(gate, decay, TVector.Create(AlphaSScale), ad, TVector.Create(BetaSScale), bd);
        }
    }
}

/// <summary>A gate of the node of Ranvier.</summary>
internal interface INodeGate
{
    /// <summary>The gate after a step at a potential, mV.</summary>
    /// <param name="v">Within the bounds of the rates, mV.</param>
    /// <param name="gate">Before the step.</param>
    /// <param name="decay">Minus temperature factor times step, ms.</param>
    static abstract TVector Advance<TVector, TScalar>(TVector v, TVector gate, TVector decay)
        where TVector : struct, ILaneVector<TVector, TScalar>
        where TScalar : unmanaged;
}
