using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Numerics.Lanes;

/// <summary>Sixteen floats, a whole bundle.</summary>
public readonly struct WideFloats(Vector512<float> value) : ILaneVector<WideFloats, float>
{
    /// <summary>The processor's vector.</summary>
    public Vector512<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value;
    }

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats Create(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats Load(ref float start, int index) => new(Vector512.LoadUnsafe(ref start, (nuint)(uint)index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float start, int index) => value.StoreUnsafe(ref start, (nuint)(uint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats operator +(WideFloats a, WideFloats b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats operator -(WideFloats a, WideFloats b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats operator -(WideFloats a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats operator *(WideFloats a, WideFloats b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats operator /(WideFloats a, WideFloats b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats MultiplyAdd(WideFloats a, WideFloats b, WideFloats c) =>
        new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats Abs(WideFloats a) => new(Vector512.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats SelectBelow(WideFloats a, WideFloats b, WideFloats below, WideFloats elsewhere) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), below.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats SelectRise(WideFloats before, WideFloats after, WideFloats level, WideFloats known, WideFloats value)
    {
        var isNew = Vector512.LessThan(before.Value, level.Value) & Vector512.GreaterThanOrEqual(after.Value, level.Value);
        return new(Vector512.ConditionalSelect(isNew & Vector512.IsNaN(known.Value), value.Value, known.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideFloats ExpWithin(WideFloats x) => new(LaneMath.ExpWithin(x.Value));
}
