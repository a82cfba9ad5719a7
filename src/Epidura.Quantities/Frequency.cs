namespace Epidura.Quantities;

/// <summary>Frequency or pulse rate. Default is zero; always finite.</summary>
public readonly record struct Frequency : IComparable<Frequency>
{
    private Frequency(double value) => Hertz = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Frequency Zero => default;

    /// <summary>Value, Hz.</summary>
    public double Hertz { get; }

    /// <summary>Value, kHz.</summary>
    public double Kilohertz => Hertz * 1e-3;

    /// <summary>From Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Frequency FromHertz(double value) => new(value);

    /// <summary>From kHz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Frequency FromKilohertz(double value) => new(value * 1e3);

    /// <summary>Sum.</summary>
    public static Frequency operator +(Frequency left, Frequency right) => new(left.Hertz + right.Hertz);

    /// <summary>Difference.</summary>
    public static Frequency operator -(Frequency left, Frequency right) => new(left.Hertz - right.Hertz);

    /// <summary>Negation.</summary>
    public static Frequency operator -(Frequency value) => new(-value.Hertz);

    /// <summary>Scaled.</summary>
    public static Frequency operator *(double factor, Frequency value) => new(factor * value.Hertz);

    /// <summary>Scaled.</summary>
    public static Frequency operator *(Frequency value, double factor) => new(factor * value.Hertz);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Frequency left, Frequency right) => left.Hertz / right.Hertz;

    /// <summary>Order by value.</summary>
    public static bool operator <(Frequency left, Frequency right) => left.Hertz < right.Hertz;

    /// <summary>Order by value.</summary>
    public static bool operator >(Frequency left, Frequency right) => left.Hertz > right.Hertz;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Frequency left, Frequency right) => left.Hertz <= right.Hertz;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Frequency left, Frequency right) => left.Hertz >= right.Hertz;

    /// <inheritdoc/>
    public int CompareTo(Frequency other) => Hertz.CompareTo(other.Hertz);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Hertz:G6} Hz");
}
