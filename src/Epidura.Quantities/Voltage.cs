namespace Epidura.Quantities;

/// <summary>Electric potential or its difference. Default is zero; always finite.</summary>
public readonly record struct Voltage : IComparable<Voltage>
{
    private Voltage(double value) => Volts = Check.Finite(value);

    /// <summary>Zero.</summary>
    public static Voltage Zero => default;

    /// <summary>Value, V.</summary>
    public double Volts { get; }

    /// <summary>Value, mV.</summary>
    public double Millivolts => Volts * 1e3;

    /// <summary>From V.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Voltage FromVolts(double value) => new(value);

    /// <summary>From mV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Voltage FromMillivolts(double value) => new(value * 1e-3);

    /// <summary>Sum.</summary>
    public static Voltage operator +(Voltage left, Voltage right) => new(left.Volts + right.Volts);

    /// <summary>Difference.</summary>
    public static Voltage operator -(Voltage left, Voltage right) => new(left.Volts - right.Volts);

    /// <summary>Negation.</summary>
    public static Voltage operator -(Voltage value) => new(-value.Volts);

    /// <summary>Scaled.</summary>
    public static Voltage operator *(double factor, Voltage value) => new(factor * value.Volts);

    /// <summary>Scaled.</summary>
    public static Voltage operator *(Voltage value, double factor) => new(factor * value.Volts);

    /// <summary>Ratio of two values.</summary>
    public static double operator /(Voltage left, Voltage right) => left.Volts / right.Volts;

    /// <summary>Order by value.</summary>
    public static bool operator <(Voltage left, Voltage right) => left.Volts < right.Volts;

    /// <summary>Order by value.</summary>
    public static bool operator >(Voltage left, Voltage right) => left.Volts > right.Volts;

    /// <summary>Order by value.</summary>
    public static bool operator <=(Voltage left, Voltage right) => left.Volts <= right.Volts;

    /// <summary>Order by value.</summary>
    public static bool operator >=(Voltage left, Voltage right) => left.Volts >= right.Volts;

    /// <inheritdoc/>
    public int CompareTo(Voltage other) => Volts.CompareTo(other.Volts);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Volts:G6} V");
}
