namespace Epidura.Quantities;

/// <summary>Electrical resistance. Default is zero; always finite.</summary>
public readonly record struct Resistance : IComparable<Resistance>
{
    private Resistance(double value) => Ohms = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Resistance Zero => default;

    /// <summary>Value, ohm.</summary>
    public double Ohms { get; }

    /// <summary>From ohm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Resistance FromOhms(double value) => new(value);

    /// <summary>Sum.</summary>
    public static Resistance operator +(Resistance left, Resistance right) => new(left.Ohms + right.Ohms);

    /// <summary>Difference.</summary>
    public static Resistance operator -(Resistance left, Resistance right) => new(left.Ohms - right.Ohms);

    /// <summary>Negation.</summary>
    public static Resistance operator -(Resistance value) => new(-value.Ohms);

    /// <summary>Scaled.</summary>
    public static Resistance operator *(double factor, Resistance value) => new(factor * value.Ohms);

    /// <summary>Scaled.</summary>
    public static Resistance operator *(Resistance value, double factor) => new(factor * value.Ohms);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Resistance left, Resistance right) => left.Ohms / right.Ohms;

    /// <summary>Order by value.</summary>
    public static bool operator <(Resistance left, Resistance right) => left.Ohms < right.Ohms;

    /// <summary>Order by value.</summary>
    public static bool operator >(Resistance left, Resistance right) => left.Ohms > right.Ohms;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Resistance left, Resistance right) => left.Ohms <= right.Ohms;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Resistance left, Resistance right) => left.Ohms >= right.Ohms;

    /// <inheritdoc/>
    public int CompareTo(Resistance other) => Ohms.CompareTo(other.Ohms);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Ohms:G6} ohm");
}
