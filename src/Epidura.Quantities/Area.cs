namespace Epidura.Quantities;

/// <summary>Area. Default is zero; always finite.</summary>
public readonly record struct Area : IComparable<Area>
{
    private Area(double value) => SquareMetres = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Area Zero => default;

    /// <summary>Value, m².</summary>
    public double SquareMetres { get; }

    /// <summary>Value, mm².</summary>
    public double SquareMillimetres => SquareMetres * 1e6;

    /// <summary>Value, cm².</summary>
    public double SquareCentimetres => SquareMetres * 1e4;

    /// <summary>From m².</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Area FromSquareMetres(double value) => new(value);

    /// <summary>From mm².</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Area FromSquareMillimetres(double value) => new(value * 1e-6);

    /// <summary>From cm².</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Area FromSquareCentimetres(double value) => new(value * 1e-4);

    /// <summary>Sum.</summary>
    public static Area operator +(Area left, Area right) => new(left.SquareMetres + right.SquareMetres);

    /// <summary>Difference.</summary>
    public static Area operator -(Area left, Area right) => new(left.SquareMetres - right.SquareMetres);

    /// <summary>Negation.</summary>
    public static Area operator -(Area value) => new(-value.SquareMetres);

    /// <summary>Scaled.</summary>
    public static Area operator *(double factor, Area value) => new(factor * value.SquareMetres);

    /// <summary>Scaled.</summary>
    public static Area operator *(Area value, double factor) => new(factor * value.SquareMetres);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Area left, Area right) => left.SquareMetres / right.SquareMetres;

    /// <summary>Order by value.</summary>
    public static bool operator <(Area left, Area right) => left.SquareMetres < right.SquareMetres;

    /// <summary>Order by value.</summary>
    public static bool operator >(Area left, Area right) => left.SquareMetres > right.SquareMetres;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Area left, Area right) => left.SquareMetres <= right.SquareMetres;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Area left, Area right) => left.SquareMetres >= right.SquareMetres;

    /// <inheritdoc/>
    public int CompareTo(Area other) => SquareMetres.CompareTo(other.SquareMetres);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{SquareMetres:G6} m²");
}
