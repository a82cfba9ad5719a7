using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Fibers.Cables;
using Epidura.Numerics;

namespace Epidura.Fibers.Unmyelinated;

/// <summary>Sodium (m³h), potassium (n⁴) and leak of the squid's giant axon.</summary>
/// <remarks>
/// Hodgkin and Huxley 1952, doi:10.1113/jphysiol.1952.sp004764, table 3; rates per millisecond against millivolts from rest.
/// Rattay and Aberham 1993, doi:10.1109/10.250575, keep the kinetics and change the row of constants. Checked by UnmyelinatedTests.
/// </remarks>
internal readonly struct HodgkinHuxleyMembrane : IMembrane
{
    private const int Lanes = LaneArray.Lanes;
    private const double DeviationMax = 500; // mV; the products of the rates stay far inside a double

    private static readonly LaneRate AlphaM = LaneRate.Of("m", "alpha");
    private static readonly LaneRate BetaM = LaneRate.Of("m", "beta");
    private static readonly LaneRate AlphaH = LaneRate.Of("h", "alpha");
    private static readonly LaneRate BetaH = LaneRate.Of("h", "beta");
    private static readonly LaneRate AlphaN = LaneRate.Of("n", "alpha");
    private static readonly LaneRate BetaN = LaneRate.Of("n", "beta");

    /// <inheritdoc/>
    public static string Name => "hodgkin-huxley";

    /// <inheritdoc/>
    public static int Gates => 3;

    /// <inheritdoc/>
    public static int Constants => 7;

    /// <inheritdoc/>
    public static (double Deviation, double Time) Quiet => (1e-3, 4e-3);

    /// <inheritdoc/>
    public static void Lower(UnmyelinatedRow row, double area, double decay, Span<double> constants)
    {
        (constants[0], constants[1]) = (row.Sodium.Conductance * area, row.Sodium.Deviation);
        (constants[2], constants[3]) = (row.Potassium.Conductance * area, row.Potassium.Deviation);
        (constants[4], constants[5]) = (row.Leak.Conductance * area, row.Leak.Deviation);
        constants[6] = decay;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Conductance, Vector512<double> Current) Currents(ref double gates, ref double constants)
    {
        var m = At(ref gates, 0);
        var n = At(ref gates, 2);
        var sodium = At(ref constants, 0) * (m * m * m * At(ref gates, 1));
        var squared = n * n;
        var potassium = At(ref constants, 2) * (squared * squared);
        var leak = At(ref constants, 4);
        var current = leak * At(ref constants, 5);
        current = Vector512.FusedMultiplyAdd(potassium, At(ref constants, 3), current);
        current = Vector512.FusedMultiplyAdd(sodium, At(ref constants, 1), current);
        return (leak + potassium + sodium, current);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(Vector512<double> deviation, ref double gates, ref double constants)
    {
        var u = deviation * Vector512.Create(1000.0);
        var high = Vector512.Create(DeviationMax);
        u = Vector512.ConditionalSelect(Vector512.LessThan(u, -high), -high, u);
        u = Vector512.ConditionalSelect(Vector512.GreaterThan(u, high), high, u);
        var decay = At(ref constants, 6);
        var one = Vector512<double>.One;
        var (mn, md) = Linear(u, AlphaM);
        Set(ref gates, 0, NodeMembrane.Relax(At(ref gates, 0), decay, mn, md, Exponential(u, BetaM), one));
        var closing = one + Power(u, BetaH);
        Set(ref gates, 1, NodeMembrane.Relax(
            At(ref gates, 1), decay, Exponential(u, AlphaH), one, Vector512.Create(BetaH.Scale), closing));
        var (nn, nd) = Linear(u, AlphaN);
        Set(ref gates, 2, NodeMembrane.Relax(At(ref gates, 2), decay, nn, nd, Exponential(u, BetaN), one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Numerator, Vector512<double> Denominator) Linear(Vector512<double> u, LaneRate rate)
    {
        var (numerator, denominator) = NodeMembrane.Linear(u, rate.Slope, rate.Shift);
        return (numerator * Vector512.Create(rate.LinearScale), denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exponential(Vector512<double> u, LaneRate rate) => Vector512.Create(rate.Scale) * Power(u, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Power(Vector512<double> u, LaneRate rate) =>
        LaneMath.ExpWithin(Vector512.FusedMultiplyAdd(u, Vector512.Create(-rate.Slope), Vector512.Create(-rate.Shift)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ref double start, int bundle) => Vector512.LoadUnsafe(ref start, (nuint)(uint)(bundle * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(ref double start, int bundle, Vector512<double> value) =>
        value.StoreUnsafe(ref start, (nuint)(uint)(bundle * Lanes));

    /// <summary>A rate with its divisions done: exponents are slope u + shift.</summary>
    private readonly record struct LaneRate(double Scale, double LinearScale, double Slope, double Shift)
    {
        public static LaneRate Of(string gate, string name)
        {
            var rate = FibreTables.MembraneRate(HodgkinHuxleyMembrane.Name, gate, name);
            return new LaneRate(rate.Scale, rate.Scale * rate.Slope, 1 / rate.Slope, rate.Shift / rate.Slope);
        }
    }
}
