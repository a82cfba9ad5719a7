namespace Epidura.Quantities;

/// <summary>Electric charge. Default is zero; always finite.</summary>
public readonly record struct Charge : IComparable<Charge>
{
    private Charge(double value) => Coulombs = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Charge Zero => default;

    /// <summary>Value, C.</summary>
    public double Coulombs { get; }

    /// <summary>Value, µC.</summary>
    public double Microcoulombs => Coulombs * 1e6;

    /// <summary>From C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Charge FromCoulombs(double value) => new(value);

    /// <summary>From µC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Charge FromMicrocoulombs(double value) => new(value * 1e-6);

    /// <summary>Sum.</summary>
    public static Charge operator +(Charge left, Charge right) => new(left.Coulombs + right.Coulombs);

    /// <summary>Difference.</summary>
    public static Charge operator -(Charge left, Charge right) => new(left.Coulombs - right.Coulombs);

    /// <summary>Negation.</summary>
    public static Charge operator -(Charge value) => new(-value.Coulombs);

    /// <summary>Scaled.</summary>
    public static Charge operator *(double factor, Charge value) => new(factor * value.Coulombs);

    /// <summary>Scaled.</summary>
    public static Charge operator *(Charge value, double factor) => new(factor * value.Coulombs);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Charge left, Charge right) => left.Coulombs / right.Coulombs;

    /// <summary>Order by value.</summary>
    public static bool operator <(Charge left, Charge right) => left.Coulombs < right.Coulombs;

    /// <summary>Order by value.</summary>
    public static bool operator >(Charge left, Charge right) => left.Coulombs > right.Coulombs;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Charge left, Charge right) => left.Coulombs <= right.Coulombs;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Charge left, Charge right) => left.Coulombs >= right.Coulombs;

    /// <summary>Charge per area.</summary>
    public static ChargeDensity operator /(Charge charge, Area area) =>
        ChargeDensity.FromCoulombsPerSquareMetre(charge.Coulombs / area.SquareMetres);

    /// <inheritdoc/>
    public int CompareTo(Charge other) => Coulombs.CompareTo(other.Coulombs);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Coulombs:G6} C");
}
