using Epidura.Planning.Search;

namespace Epidura.Planning.Steps;

/// <summary>Collects the programs that no other beats in coverage, unwanted coverage and energy at once.</summary>
internal sealed class TradeOffAssembly(StudyFindings found, Objective objective)
{
    private const int PointsMax = 40;

    public TradeOff Result()
    {
        var predicted = found.Proposal.Ranked.Where(c => found.Decided.All(d => d.Candidate.Label != c.Label))
            .Select(c => Point(c, false, null));
        var decided = found.Decided.Where(d => d.Candidate.IsAllowed).Select(d => Point(d.Candidate, true, RankOf(d)));
        var front = Front([.. predicted]);
        return new TradeOff(
            [.. decided.OrderByDescending(p => p.Score).ThenBy(p => p.Label, StringComparer.Ordinal), .. front],
            found.Proposal.Bound, found.Proposal.Random, found.Proposal.Ranked.Count, found.Decided.Count);
    }

    private int? RankOf(DecidedProgram program)
    {
        for (var i = 0; i < found.Best.Count; i++)
            if (found.Best[i] == program)
                return i + 1;
        return null;
    }

    private TradeOffPoint Point(Candidate candidate, bool isChecked, int? rank)
    {
        var verdict = candidate.Judgement;
        return new TradeOffPoint(
            candidate.Label, candidate.Pattern.Contacts, candidate.WidthMicrosecond, verdict.Amplitude, verdict.Coverage, verdict.Unwanted,
            verdict.Amplitude * candidate.WidthMicrosecond * 1e-6 * objective.PulsesPerSecond, verdict.Score, isChecked, rank);
    }

    /// <summary>Points that no other dominates; of equal ones the first in the order of the list.</summary>
    private static IEnumerable<TradeOffPoint> Front(TradeOffPoint[] points)
    {
        List<TradeOffPoint> front = [];
        foreach (var point in points.OrderByDescending(p => p.Coverage).ThenBy(p => p.Unwanted).ThenBy(p => p.ChargePerSecond)
            .ThenBy(p => p.Label, StringComparer.Ordinal))
            if (front.TrueForAll(f => f.Unwanted > point.Unwanted || f.ChargePerSecond > point.ChargePerSecond))
                front.Add(point);
        return front.OrderByDescending(p => p.Score).ThenBy(p => p.Label, StringComparer.Ordinal).Take(PointsMax);
    }
}
