namespace Epidura.Quantities;

/// <summary>Electric current. Default is zero; always finite.</summary>
public readonly record struct Current : IComparable<Current>
{
    private Current(double value) => Amperes = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Current Zero => default;

    /// <summary>Value, A.</summary>
    public double Amperes { get; }

    /// <summary>Value, mA.</summary>
    public double Milliamperes => Amperes * 1e3;

    /// <summary>Value, µA.</summary>
    public double Microamperes => Amperes * 1e6;

    /// <summary>From A.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Current FromAmperes(double value) => new(value);

    /// <summary>From mA.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Current FromMilliamperes(double value) => new(value * 1e-3);

    /// <summary>From µA.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Current FromMicroamperes(double value) => new(value * 1e-6);

    /// <summary>Sum.</summary>
    public static Current operator +(Current left, Current right) => new(left.Amperes + right.Amperes);

    /// <summary>Difference.</summary>
    public static Current operator -(Current left, Current right) => new(left.Amperes - right.Amperes);

    /// <summary>Negation.</summary>
    public static Current operator -(Current value) => new(-value.Amperes);

    /// <summary>Scaled.</summary>
    public static Current operator *(double factor, Current value) => new(factor * value.Amperes);

    /// <summary>Scaled.</summary>
    public static Current operator *(Current value, double factor) => new(factor * value.Amperes);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Current left, Current right) => left.Amperes / right.Amperes;

    /// <summary>Order by value.</summary>
    public static bool operator <(Current left, Current right) => left.Amperes < right.Amperes;

    /// <summary>Order by value.</summary>
    public static bool operator >(Current left, Current right) => left.Amperes > right.Amperes;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Current left, Current right) => left.Amperes <= right.Amperes;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Current left, Current right) => left.Amperes >= right.Amperes;

    /// <summary>Charge carried in a time.</summary>
    public static Charge operator *(Current current, TimeSpan time) => Charge.FromCoulombs(current.Amperes * time.TotalSeconds);

    /// <summary>Ohm's law.</summary>
    public static Voltage operator *(Current current, Resistance resistance) => Voltage.FromVolts(current.Amperes * resistance.Ohms);

    /// <inheritdoc/>
    public int CompareTo(Current other) => Amperes.CompareTo(other.Amperes);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Amperes:G6} A");
}
