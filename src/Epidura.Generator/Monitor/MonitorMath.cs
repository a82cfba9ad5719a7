namespace Epidura.Generator.Monitor;

/// <summary>The monitor's own integer functions; the pulse engine uses none of them.</summary>
internal static class MonitorMath
{
    private const int Fraction = 60;

    /// <summary>ln 2 in Q60.</summary>
    private static readonly Int128 LogTwo = 799_144_290_325_165_979;

    /// <summary>charge / (exp(time / constant) − 1), rounded up: what a recovery leaves at steady state.</summary>
    /// <param name="charge">Per recovery cycle, at least 0.</param>
    /// <param name="time">Of the recovery, ns, at least 0.</param>
    /// <param name="constant">Time constant, ns, above 0.</param>
    /// <returns>Saturates at <see cref="long.MaxValue"/>.</returns>
    public static long SteadyResidual(Int128 charge, long time, long constant)
    {
        if (charge == 0)
            return 0;
        var exponent = ((Int128)time << Fraction) / constant;
        var halvings = exponent / LogTwo;
        if (halvings > 60)
            return 1;
        var rest = exponent - (halvings * LogTwo);
        Int128 sum = Int128.One << Fraction, term = sum;
        for (var i = 1; i < 40 && term != 0; i++)
        {
            term = (term * rest >> Fraction) / i;
            sum += term;
        }

        var growth = (sum << (int)halvings) - (Int128.One << Fraction);
        return growth <= 0 || charge >> 64 != 0
            ? long.MaxValue
            : (long)Int128.Min(long.MaxValue, ((charge << Fraction) / growth) + 1);
    }

    /// <summary>Greatest common divisor of two numbers above zero.</summary>
    public static long Gcd(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    /// <summary>a modulo m, from 0 up.</summary>
    public static long Mod(long a, long m) => ((a % m) + m) % m;

    /// <summary>a / b rounded up, for a at least 0.</summary>
    public static long Ceiling(Int128 a, Int128 b) => (long)Int128.Min(long.MaxValue, (a + b - 1) / b);

    /// <summary>1000 × log10(product / 10⁹), rounded up, by comparison with powers of the thousandth root of ten.</summary>
    /// <param name="productNano">Q·D × 10⁹.</param>
    public static int ShannonMilli(Int128 productNano)
    {
        if (productNano <= 0)
            return -9_000;

        // Decimal exponent by comparison, then three digits by raising the mantissa to the tenth power.
        var exponent = -9;
        Int128 mantissa = productNano * 1_000_000_000, one = 1_000_000_000;
        while (mantissa >= one * 10)
        {
            mantissa /= 10;
            exponent++;
        }

        var digits = 0;
        for (var i = 0; i < 4; i++)
        {
            var power = one;
            for (var k = 0; k < 10; k++)
                power = power * mantissa / one;
            var digit = 0;
            while (power >= one * 10)
            {
                power /= 10;
                digit++;
            }

            mantissa = power;
            digits = (digits * 10) + digit;
        }

        return (exponent * 1000) + ((digits + 9) / 10);
    }
}
