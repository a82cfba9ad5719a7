using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Numerics.Lanes;

/// <summary>Four doubles, half a bundle.</summary>
public readonly struct HalfDoubles(Vector256<double> value) : ILaneVector<HalfDoubles, double>
{
    /// <summary>The processor's vector.</summary>
    public Vector256<double> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value;
    }

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles Create(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles Load(ref double start, int index) => new(Vector256.LoadUnsafe(ref start, (nuint)(uint)index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double start, int index) => value.StoreUnsafe(ref start, (nuint)(uint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles operator +(HalfDoubles a, HalfDoubles b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles operator -(HalfDoubles a, HalfDoubles b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles operator -(HalfDoubles a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles operator *(HalfDoubles a, HalfDoubles b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles operator /(HalfDoubles a, HalfDoubles b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles MultiplyAdd(HalfDoubles a, HalfDoubles b, HalfDoubles c) =>
        new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles Abs(HalfDoubles a) => new(Vector256.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles SelectBelow(HalfDoubles a, HalfDoubles b, HalfDoubles below, HalfDoubles elsewhere) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), below.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles SelectRise(HalfDoubles before, HalfDoubles after, HalfDoubles level, HalfDoubles known, HalfDoubles value)
    {
        var isNew = Vector256.LessThan(before.Value, level.Value) & Vector256.GreaterThanOrEqual(after.Value, level.Value);
        return new(Vector256.ConditionalSelect(isNew & Vector256.IsNaN(known.Value), value.Value, known.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfDoubles ExpWithin(HalfDoubles x) => new(LaneMath.ExpWithin(x.Value));
}
