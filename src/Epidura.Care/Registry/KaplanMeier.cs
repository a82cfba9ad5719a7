namespace Epidura.Care.Registry;

/// <summary>A time until an event, or until the record of a patient ends.</summary>
/// <param name="Years">Time, years; 0 or more.</param>
/// <param name="IsEvent">True when the event happened then, false when only the record ends.</param>
public readonly record struct Duration(double Years, bool IsEvent);

/// <summary>A share with its interval.</summary>
/// <param name="Value">The share, 0 to 1.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Count">Patients it rests on: at risk at the start, or counted.</param>
public sealed record Estimate(double Value, double Low, double High, int Count);

/// <summary>Survival by the product of conditional shares (Kaplan and Meier 1958) with Greenwood's variance on the log-log scale.</summary>
public static class KaplanMeier
{
    /// <summary>Half width of a 95 % interval, standard deviations.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>Share that has met the event by a time; patients whose record ended earlier count until then.</summary>
    /// <param name="durations">In any order.</param>
    /// <param name="years">Time, years.</param>
    /// <returns>Null when there is no patient.</returns>
    public static Estimate? ShareBy(IReadOnlyList<Duration> durations, double years)
    {
        ArgumentNullException.ThrowIfNull(durations);
        if (durations.Count == 0)
            return null;
        var ordered = durations.OrderBy(item => item.Years).ThenByDescending(item => item.IsEvent).ToList();
        var (survival, variance, atRisk) = (1.0, 0.0, ordered.Count);
        for (var i = 0; i < ordered.Count && ordered[i].Years <= years;)
        {
            var (time, events, gone) = (ordered[i].Years, 0, 0);
            for (; i < ordered.Count && ordered[i].Years.Equals(time); i++, gone++)
                events += ordered[i].IsEvent ? 1 : 0;
            if (events == atRisk)
                return new Estimate(1, 1, 1, ordered.Count);
            survival *= 1 - ((double)events / atRisk);
            variance += (double)events / ((double)atRisk * (atRisk - events));
            atRisk -= gone;
        }

        if (survival >= 1)
            return new Estimate(0, 0, 3.0 / ordered.Count, ordered.Count);
        var error = Math.Sqrt(variance) / Math.Abs(Math.Log(survival));
        return new Estimate(
            1 - survival, 1 - Math.Pow(survival, Math.Exp(-Z * error)), 1 - Math.Pow(survival, Math.Exp(Z * error)), ordered.Count);
    }

    /// <summary>A share of patients with the interval of Wilson (1927); null when there is none.</summary>
    public static Estimate? Share(int events, int count)
    {
        if (count == 0)
            return null;
        var share = (double)events / count;
        var middle = share + (Z * Z / (2 * count));
        var half = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count)));
        var scale = 1 + (Z * Z / count);
        return new Estimate(share, (middle - half) / scale, (middle + half) / scale, count);
    }
}
