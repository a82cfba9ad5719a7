namespace Epidura.Quantities;

/// <summary>Charge per area of a contact. Default is zero; always finite.</summary>
public readonly record struct ChargeDensity : IComparable<ChargeDensity>
{
    private ChargeDensity(double value) => CoulombsPerSquareMetre = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static ChargeDensity Zero => default;

    /// <summary>Value, C/m².</summary>
    public double CoulombsPerSquareMetre { get; }

    /// <summary>Value, µC/cm².</summary>
    public double MicrocoulombsPerSquareCentimetre => CoulombsPerSquareMetre * 1e2;

    /// <summary>From C/m².</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static ChargeDensity FromCoulombsPerSquareMetre(double value) => new(value);

    /// <summary>From µC/cm².</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static ChargeDensity FromMicrocoulombsPerSquareCentimetre(double value) => new(value * 1e-2);

    /// <summary>Sum.</summary>
    public static ChargeDensity operator +(ChargeDensity left, ChargeDensity right) =>
        new(left.CoulombsPerSquareMetre + right.CoulombsPerSquareMetre);

    /// <summary>Difference.</summary>
    public static ChargeDensity operator -(ChargeDensity left, ChargeDensity right) =>
        new(left.CoulombsPerSquareMetre - right.CoulombsPerSquareMetre);

    /// <summary>Negation.</summary>
    public static ChargeDensity operator -(ChargeDensity value) => new(-value.CoulombsPerSquareMetre);

    /// <summary>Scaled.</summary>
    public static ChargeDensity operator *(double factor, ChargeDensity value) => new(factor * value.CoulombsPerSquareMetre);

    /// <summary>Scaled.</summary>
    public static ChargeDensity operator *(ChargeDensity value, double factor) => new(factor * value.CoulombsPerSquareMetre);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(ChargeDensity left, ChargeDensity right) => left.CoulombsPerSquareMetre / right.CoulombsPerSquareMetre;

    /// <summary>Order by value.</summary>
    public static bool operator <(ChargeDensity left, ChargeDensity right) => left.CoulombsPerSquareMetre < right.CoulombsPerSquareMetre;

    /// <summary>Order by value.</summary>
    public static bool operator >(ChargeDensity left, ChargeDensity right) => left.CoulombsPerSquareMetre > right.CoulombsPerSquareMetre;

    /// <summary>Order by value.</summary>
    public static bool operator <=(ChargeDensity left, ChargeDensity right) => left.CoulombsPerSquareMetre <= right.CoulombsPerSquareMetre;

    /// <summary>Order by value.</summary>
    public static bool operator >=(ChargeDensity left, ChargeDensity right) => left.CoulombsPerSquareMetre >= right.CoulombsPerSquareMetre;

    /// <inheritdoc/>
    public int CompareTo(ChargeDensity other) => CoulombsPerSquareMetre.CompareTo(other.CoulombsPerSquareMetre);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{CoulombsPerSquareMetre:G6} C/m²");
}
