namespace Epidura.Quantities;

/// <summary>Length. Default is zero; always finite.</summary>
public readonly record struct Length : IComparable<Length>
{
    private Length(double value) => Metres = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Length Zero => default;

    /// <summary>Value, m.</summary>
    public double Metres { get; }

    /// <summary>Value, mm.</summary>
    public double Millimetres => Metres * 1e3;

    /// <summary>Value, µm.</summary>
    public double Micrometres => Metres * 1e6;

    /// <summary>From m.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Length FromMetres(double value) => new(value);

    /// <summary>From mm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Length FromMillimetres(double value) => new(value * 1e-3);

    /// <summary>From µm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Length FromMicrometres(double value) => new(value * 1e-6);

    /// <summary>Sum.</summary>
    public static Length operator +(Length left, Length right) => new(left.Metres + right.Metres);

    /// <summary>Difference.</summary>
    public static Length operator -(Length left, Length right) => new(left.Metres - right.Metres);

    /// <summary>Negation.</summary>
    public static Length operator -(Length value) => new(-value.Metres);

    /// <summary>Scaled.</summary>
    public static Length operator *(double factor, Length value) => new(factor * value.Metres);

    /// <summary>Scaled.</summary>
    public static Length operator *(Length value, double factor) => new(factor * value.Metres);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Length left, Length right) => left.Metres / right.Metres;

    /// <summary>Order by value.</summary>
    public static bool operator <(Length left, Length right) => left.Metres < right.Metres;

    /// <summary>Order by value.</summary>
    public static bool operator >(Length left, Length right) => left.Metres > right.Metres;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Length left, Length right) => left.Metres <= right.Metres;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Length left, Length right) => left.Metres >= right.Metres;

    /// <summary>Area of a rectangle.</summary>
    public static Area operator *(Length left, Length right) => Area.FromSquareMetres(left.Metres * right.Metres);

    /// <inheritdoc/>
    public int CompareTo(Length other) => Metres.CompareTo(other.Metres);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Metres:G6} m");
}
