namespace Epidura.Generator.Engine;

/// <summary>Discharge of an electrode through the blocking capacitor, in fixed point.</summary>
internal static class Recovery
{
    private const int Fraction = 32;

    /// <summary>exp(−time / constant) in Q32, rounded to the nearest within 2 units.</summary>
    /// <param name="time">ns, at least 0.</param>
    /// <param name="constant">Resistance × capacitance, ns, above 0.</param>
    public static long Decay(long time, long constant)
    {
        // exp(−x) = exp(−x / 2^k)^(2^k): a short series where x is small, then squarings, all in Q62.
        var exponent = ((Int128)time << 62) / constant;
        if (exponent >= (Int128)40 << 62)
            return 0;
        var halvings = 0;
        while (exponent > Int128.One << 58)
        {
            exponent >>= 1;
            halvings++;
        }

        Int128 sum = Int128.One << 62, term = sum;
        for (var i = 1; i < 12; i++)
        {
            term = -((term * exponent) >> 62) / i;
            sum += term;
        }

        for (var i = 0; i < halvings; i++)
            sum = (sum * sum) >> 62;
        return (long)((sum + (Int128.One << 29)) >> (62 - Fraction));
    }

    /// <summary>value × decay, towards zero, so that a charge always dies out.</summary>
    public static long Apply(long value, long decay)
    {
        var product = (Int128)Math.Abs(value) * decay >> Fraction;
        return value < 0 ? -(long)product : (long)product;
    }
}
