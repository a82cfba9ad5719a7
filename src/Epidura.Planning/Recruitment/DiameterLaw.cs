namespace Epidura.Planning.Recruitment;

/// <summary>Log-normal distribution of fibre diameters, cut at both ends and normalised.</summary>
/// <remarks>P(D &lt; d) before the cut is Φ(ln(d / median) / ln spread). docs/science/recruitment.md; checked by
/// DiameterLawTests.</remarks>
public sealed class DiameterLaw
{
    private readonly double _median;
    private readonly double _logSpread;
    private readonly double _below;
    private readonly double _mass;

    /// <summary>Makes the law.</summary>
    /// <param name="median">Of the uncut law, m.</param>
    /// <param name="spread">Geometric standard deviation, above 1.</param>
    /// <param name="min">Lower cut, m.</param>
    /// <param name="max">Upper cut, m; above <paramref name="min"/>.</param>
    public DiameterLaw(double median, double spread, double min, double max)
    {
        if (!(median > 0 && spread > 1 && min > 0 && max > min))
            throw new ArgumentException("A diameter law needs median > 0, spread > 1 and 0 < min < max.", nameof(median));
        _median = median;
        _logSpread = Math.Log(spread);
        (Min, Max) = (min, max);
        _below = Uncut(min);
        _mass = Uncut(max) - _below;
    }

    /// <summary>Lower cut, m.</summary>
    public double Min { get; }

    /// <summary>Upper cut, m.</summary>
    public double Max { get; }

    /// <summary>Share of fibres with a diameter in [from, to], m.</summary>
    public double Share(double from, double to) => to <= from ? 0 : Cumulative(to) - Cumulative(from);

    /// <summary>Share of fibres thinner than a diameter, m.</summary>
    public double Cumulative(double diameter) => (Uncut(Math.Clamp(diameter, Min, Max)) - _below) / _mass;

    private double Uncut(double diameter) => Normal(Math.Log(diameter / _median) / _logSpread);

    /// <summary>Standard normal distribution function; absolute error below 1e-12.</summary>
    /// <param name="x">Any.</param>
    /// <remarks>Abramowitz and Stegun 26.2.10 (series) inside |x| &lt; 6, 0 or 1 outside, where the tail is below 1e-9.</remarks>
    public static double Normal(double x)
    {
        if (x < -6)
            return 0;
        if (x > 6)
            return 1;
        double term = x, sum = x;
        for (var n = 1; n < 200; n++)
        {
            term *= x * x / ((2 * n) + 1);
            sum += term;
            if (Math.Abs(term) < 1e-17)
                break;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
