namespace Epidura.Quantities;

/// <summary>Electrical conductivity. Default is zero; always finite.</summary>
public readonly record struct Conductivity : IComparable<Conductivity>
{
    private Conductivity(double value) => SiemensPerMetre = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Conductivity Zero => default;

    /// <summary>Value, S/m.</summary>
    public double SiemensPerMetre { get; }

    /// <summary>From S/m.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Conductivity FromSiemensPerMetre(double value) => new(value);

    /// <summary>Sum.</summary>
    public static Conductivity operator +(Conductivity left, Conductivity right) => new(left.SiemensPerMetre + right.SiemensPerMetre);

    /// <summary>Difference.</summary>
    public static Conductivity operator -(Conductivity left, Conductivity right) => new(left.SiemensPerMetre - right.SiemensPerMetre);

    /// <summary>Negation.</summary>
    public static Conductivity operator -(Conductivity value) => new(-value.SiemensPerMetre);

    /// <summary>Scaled.</summary>
    public static Conductivity operator *(double factor, Conductivity value) => new(factor * value.SiemensPerMetre);

    /// <summary>Scaled.</summary>
    public static Conductivity operator *(Conductivity value, double factor) => new(factor * value.SiemensPerMetre);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Conductivity left, Conductivity right) => left.SiemensPerMetre / right.SiemensPerMetre;

    /// <summary>Order by value.</summary>
    public static bool operator <(Conductivity left, Conductivity right) => left.SiemensPerMetre < right.SiemensPerMetre;

    /// <summary>Order by value.</summary>
    public static bool operator >(Conductivity left, Conductivity right) => left.SiemensPerMetre > right.SiemensPerMetre;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Conductivity left, Conductivity right) => left.SiemensPerMetre <= right.SiemensPerMetre;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Conductivity left, Conductivity right) => left.SiemensPerMetre >= right.SiemensPerMetre;

    /// <inheritdoc/>
    public int CompareTo(Conductivity other) => SiemensPerMetre.CompareTo(other.SiemensPerMetre);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{SiemensPerMetre:G6} S/m");
}
