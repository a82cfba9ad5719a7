using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epidura.Numerics.Lanes;

/// <summary>Eight doubles, a whole bundle.</summary>
public readonly struct WideDoubles(Vector512<double> value) : ILaneVector<WideDoubles, double>
{
    /// <summary>The processor's vector.</summary>
    public Vector512<double> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value;
    }

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Create(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Load(ref double start, int index) => new(Vector512.LoadUnsafe(ref start, (nuint)(uint)index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double start, int index) => value.StoreUnsafe(ref start, (nuint)(uint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator +(WideDoubles a, WideDoubles b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles a, WideDoubles b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator *(WideDoubles a, WideDoubles b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator /(WideDoubles a, WideDoubles b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles MultiplyAdd(WideDoubles a, WideDoubles b, WideDoubles c) =>
        new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Abs(WideDoubles a) => new(Vector512.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles SelectBelow(WideDoubles a, WideDoubles b, WideDoubles below, WideDoubles elsewhere) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), below.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles SelectRise(WideDoubles before, WideDoubles after, WideDoubles level, WideDoubles known, WideDoubles value)
    {
        var isNew = Vector512.LessThan(before.Value, level.Value) & Vector512.GreaterThanOrEqual(after.Value, level.Value);
        return new(Vector512.ConditionalSelect(isNew & Vector512.IsNaN(known.Value), value.Value, known.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles ExpWithin(WideDoubles x) => new(LaneMath.ExpWithin(x.Value));
}
