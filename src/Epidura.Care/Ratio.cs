using System.Globalization;
using System.Numerics;

namespace Epidura.Care;

/// <summary>An exact fraction of two whole numbers. Scores, means and percentages are compared as these, never as rounded
/// decimals.</summary>
/// <remarks>Kept in lowest terms with a denominator above zero; the default is 0. Checked by RatioTests.</remarks>
public readonly struct Ratio : IEquatable<Ratio>, IComparable<Ratio>
{
    private readonly BigInteger _denominatorLessOne;

    private Ratio(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A ratio needs a denominator other than zero.");
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - BigInteger.One;
    }

    /// <summary>Above the line; carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line; 1 or more.</summary>
    public BigInteger Denominator => _denominatorLessOne + BigInteger.One;

    /// <summary>Minus one, zero or one.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>The fraction of two whole numbers.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public static Ratio Of(BigInteger numerator, BigInteger denominator) => new(numerator, denominator);

    /// <summary>A decimal fraction, exactly.</summary>
    public static Ratio Of(decimal value)
    {
        var bits = decimal.GetBits(value);
        var digits = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + new BigInteger((uint)bits[0]);
        return new Ratio(value < 0 ? -digits : digits, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    /// <summary>The number that the shortest decimal text of a double stands for.</summary>
    /// <remarks>A file says 37.5 and means 375/10; numbers beyond a decimal's range are a bug of the caller.</remarks>
    /// <exception cref="OverflowException">Not finite or beyond the range of a decimal.</exception>
    public static Ratio OfText(double value) =>
        Of(decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>Mean of some ratios.</summary>
    /// <exception cref="DivideByZeroException">There is none.</exception>
    public static Ratio Mean(IReadOnlyCollection<Ratio> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Sum(values) / values.Count;
    }

    /// <summary>Sum of some ratios; zero for none.</summary>
    public static Ratio Sum(IEnumerable<Ratio> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sum = default(Ratio);
        foreach (var value in values)
            sum += value;
        return sum;
    }

    /// <summary>The size without its sign.</summary>
    public Ratio Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>To the nearest whole number, halves away from zero.</summary>
    public BigInteger Round()
    {
        var twice = (BigInteger.Abs(Numerator) * 2) + Denominator;
        return Sign * (twice / (Denominator * 2));
    }

    /// <summary>The nearest double, for showing; never for deciding.</summary>
    public double ToDouble() => (double)Numerator / (double)Denominator;

    /// <summary>A decimal text with at most this many digits after the point, halves away from zero.</summary>
    public string ToText(int digits)
    {
        var scaled = (this * Of(BigInteger.Pow(10, digits), 1)).Round();
        var value = (double)scaled / Math.Pow(10, digits);
        return value.ToString("0." + new string('#', digits), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public int CompareTo(Ratio other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Ratio other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ratio other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorLessOne);

    /// <inheritdoc/>
    public override string ToString() => ToText(4);

    /// <summary>Whole numbers are ratios.</summary>
    public static implicit operator Ratio(int value) => new(value, BigInteger.One);

    /// <summary>Sum.</summary>
    public static Ratio operator +(Ratio left, Ratio right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Difference.</summary>
    public static Ratio operator -(Ratio left, Ratio right) =>
        new((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Opposite.</summary>
    public static Ratio operator -(Ratio value) => new(-value.Numerator, value.Denominator);

    /// <summary>Product.</summary>
    public static Ratio operator *(Ratio left, Ratio right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Ratio operator /(Ratio left, Ratio right) =>
        new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    /// <summary>Equal.</summary>
    public static bool operator ==(Ratio left, Ratio right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(Ratio left, Ratio right) => !left.Equals(right);

    /// <summary>Smaller, by cross-multiplication.</summary>
    public static bool operator <(Ratio left, Ratio right) => left.CompareTo(right) < 0;

    /// <summary>Larger, by cross-multiplication.</summary>
    public static bool operator >(Ratio left, Ratio right) => left.CompareTo(right) > 0;

    /// <summary>Smaller or equal, by cross-multiplication.</summary>
    public static bool operator <=(Ratio left, Ratio right) => left.CompareTo(right) <= 0;

    /// <summary>Larger or equal, by cross-multiplication.</summary>
    public static bool operator >=(Ratio left, Ratio right) => left.CompareTo(right) >= 0;
}
