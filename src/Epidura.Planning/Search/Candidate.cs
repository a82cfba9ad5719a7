using Epidura.Stimulation;

namespace Epidura.Planning.Search;

/// <summary>The score a candidate would have without limits, and the first hard limit it would break.</summary>
/// <param name="Score">Objective.</param>
/// <param name="Coverage">Coverage of the pain map it would have had, 0–1.</param>
/// <param name="Finding">The limit.</param>
public sealed record LimitStop(double Score, double Coverage, LimitFinding Finding);

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

    /// <summary>True when some of the pain map is covered at the suggested amplitude.</summary>
    public bool ReachesPain => Judgement.Coverage > 0;

    /// <summary>
    /// What covers some of the pain map before what covers none; then the score, then the margin to discomfort in steps of 0.02, then
    /// the simpler pattern, then the key: the order never depends on chance.
    /// </summary>
    public static IOrderedEnumerable<Candidate> Order(IEnumerable<Candidate> candidates) =>
        candidates.OrderByDescending(c => c.ReachesPain)
            .ThenByDescending(c => Math.Round(c.Judgement.Score, 9))
            .ThenByDescending(c => Math.Round(c.Judgement.Margin / MarginStep))
            .ThenBy(c => c.Pattern.Contacts.Count)
            .ThenBy(c => c.WidthMicrosecond)
            .ThenBy(c => c.Pattern.Key, StringComparer.Ordinal);

    /// <summary>The list from what the cable decided, best first.</summary>
    /// <param name="decided">Candidates; a given one comes from the case and is always listed when it is allowed.</param>
    /// <param name="count">Largest number besides the given ones.</param>
    /// <param name="isSubPerception">A therapy that is not felt covers nothing by intent.</param>
    /// <returns>Places in <paramref name="decided"/>. One that covers none of the pain map is proposed only when none covers any.</returns>
    public static IReadOnlyList<int> Proposed(
        IReadOnlyList<(Candidate Candidate, bool IsGiven)> decided, int count, bool isSubPerception)
    {
        ArgumentNullException.ThrowIfNull(decided);
        var order = Order(decided.Where(d => d.Candidate.IsAllowed).Select(d => d.Candidate)).ToList();
        var ranked = Enumerable.Range(0, decided.Count).Where(i => decided[i].Candidate.IsAllowed)
            .OrderBy(i => order.IndexOf(decided[i].Candidate)).ToArray();
        var mayCoverNothing = isSubPerception || !ranked.Any(i => decided[i].Candidate.ReachesPain);
        var found = ranked.Where(i => !decided[i].IsGiven && (mayCoverNothing || decided[i].Candidate.ReachesPain)).Take(count).ToHashSet();
        return [.. ranked.Where(i => decided[i].IsGiven || found.Contains(i))];
    }

    /// <summary>Half the sum of the differences of all shares: 0 for the same pattern, 2 for nothing in common.</summary>
    public double Distance(Candidate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var mine = Pattern.Contacts.ToDictionary(c => c.Contact, c => c.PerMille);
        var theirs = other.Pattern.Contacts.ToDictionary(c => c.Contact, c => c.PerMille);
        return mine.Keys.Union(theirs.Keys).Sum(k => Math.Abs(mine.GetValueOrDefault(k) - theirs.GetValueOrDefault(k))) / 2000.0;
    }
}
