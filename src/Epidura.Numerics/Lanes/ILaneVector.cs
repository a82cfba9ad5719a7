namespace Epidura.Numerics.Lanes;

/// <summary>Several lanes that one operation of the processor carries: kernels are written once and compiled for each.</summary>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="TScalar">One lane: double or float.</typeparam>
/// <remarks>
/// Which vector a processor likes best is the only thing that may depend on it: a bundle has eight doubles or sixteen floats everywhere,
/// and every operation here is exact or correctly rounded, so the bits do not depend on the choice. Checked by CableKernelTests.
/// </remarks>
public interface ILaneVector<TSelf, TScalar>
    where TSelf : struct, ILaneVector<TSelf, TScalar>
    where TScalar : unmanaged
{
    /// <summary>Lanes of this vector; divides those of a bundle.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in every lane, rounded to the lane's type.</summary>
    static abstract TSelf Create(double value);

    /// <summary>Lanes from memory.</summary>
    /// <param name="start">First value of an array.</param>
    /// <param name="index">Values to skip.</param>
    static abstract TSelf Load(ref TScalar start, int index);

    /// <summary>Lanes to memory.</summary>
    /// <param name="start">First value of an array.</param>
    /// <param name="index">Values to skip.</param>
    void Store(ref TScalar start, int index);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Sign changed.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Without sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>Where a is below b the third, elsewhere the fourth; NaN counts as not below.</summary>
    static abstract TSelf SelectBelow(TSelf a, TSelf b, TSelf below, TSelf elsewhere);

    /// <summary>The new value where a lane rises from below the level to it or above and <paramref name="known"/> is NaN; elsewhere
    /// known.</summary>
    static abstract TSelf SelectRise(TSelf before, TSelf after, TSelf level, TSelf known, TSelf value);

    /// <summary>e^x for bounded arguments: doubles from -708 to 709, floats from -87 to 88; <see cref="LaneMath"/>.</summary>
    static abstract TSelf ExpWithin(TSelf x);
}
