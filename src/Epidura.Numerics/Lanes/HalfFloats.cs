using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Numerics.Lanes;

/// <summary>Eight floats, half a bundle.</summary>
public readonly struct HalfFloats(Vector256<float> value) : ILaneVector<HalfFloats, float>
{
    /// <summary>The processor's vector.</summary>
    public Vector256<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value;
    }

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats Create(double value) => new(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats Load(ref float start, int index) => new(Vector256.LoadUnsafe(ref start, (nuint)(uint)index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float start, int index) => value.StoreUnsafe(ref start, (nuint)(uint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats operator +(HalfFloats a, HalfFloats b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats operator -(HalfFloats a, HalfFloats b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats operator -(HalfFloats a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats operator *(HalfFloats a, HalfFloats b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats operator /(HalfFloats a, HalfFloats b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats MultiplyAdd(HalfFloats a, HalfFloats b, HalfFloats c) =>
        new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats Abs(HalfFloats a) => new(Vector256.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats SelectBelow(HalfFloats a, HalfFloats b, HalfFloats below, HalfFloats elsewhere) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), below.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats SelectRise(HalfFloats before, HalfFloats after, HalfFloats level, HalfFloats known, HalfFloats value)
    {
        var isNew = Vector256.LessThan(before.Value, level.Value) & Vector256.GreaterThanOrEqual(after.Value, level.Value);
        return new(Vector256.ConditionalSelect(isNew & Vector256.IsNaN(known.Value), value.Value, known.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfFloats ExpWithin(HalfFloats x) => new(LaneMath.ExpWithin(x.Value));
}
