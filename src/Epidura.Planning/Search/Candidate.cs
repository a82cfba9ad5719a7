using Epidura.Stimulation;

namespace Epidura.Planning.Search;

/// <summary>The score a candidate would have without limits, and the first hard limit it would break.</summary>
/// <param name="Score">Objective.</param>
/// <param name="Finding">The limit.</param>
public sealed record LimitStop(double Score, LimitFinding Finding);

/// <summary>A pattern at a pulse width with its verdict.</summary>
/// <param name="Pattern">Shares of the amplitude.</param>
/// <param name="WidthMicrosecond">First phase, µs.</param>
/// <param name="Judgement">Verdict within the limits.</param>
/// <param name="Stop">What a limit took away; null when none acted.</param>
public sealed record Candidate(CurrentPattern Pattern, int WidthMicrosecond, Judgement Judgement, LimitStop? Stop)
{
    private const double MarginStep = 0.02;

    /// <summary>True when something is felt within the limits.</summary>
    public bool IsAllowed => double.IsFinite(Judgement.Score);

    /// <summary>Contacts and width in short.</summary>
    public string Label => FormattableString.Invariant($"{Pattern.Label} {WidthMicrosecond} µs");

    /// <summary>
    /// Score first, then the margin to discomfort in steps of 0.02, then the simpler pattern, then the key: the order never depends on
    /// chance.
    /// </summary>
    public static IOrderedEnumerable<Candidate> Order(IEnumerable<Candidate> candidates) =>
        candidates.OrderByDescending(c => Math.Round(c.Judgement.Score, 9))
            .ThenByDescending(c => Math.Round(c.Judgement.Margin / MarginStep))
            .ThenBy(c => c.Pattern.Contacts.Count)
            .ThenBy(c => c.WidthMicrosecond)
            .ThenBy(c => c.Pattern.Key, StringComparer.Ordinal);

    /// <summary>Half the sum of the differences of all shares: 0 for the same pattern, 2 for nothing in common.</summary>
    public double Distance(Candidate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var mine = Pattern.Contacts.ToDictionary(c => c.Contact, c => c.PerMille);
        var theirs = other.Pattern.Contacts.ToDictionary(c => c.Contact, c => c.PerMille);
        return mine.Keys.Union(theirs.Keys).Sum(k => Math.Abs(mine.GetValueOrDefault(k) - theirs.GetValueOrDefault(k))) / 2000.0;
    }
}
