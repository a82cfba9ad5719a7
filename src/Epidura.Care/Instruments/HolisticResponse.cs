using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>One domain of the holistic response.</summary>
/// <param name="Domain">For example <c>sleep</c>.</param>
/// <param name="Instrument">Instrument that was used; null when none has both visits.</param>
/// <param name="IsImpaired">At baseline.</param>
/// <param name="Improvement">Above zero when better.</param>
/// <param name="Mcid">Smallest change that matters.</param>
public sealed record HolisticDomain(string Domain, string? Instrument, bool IsImpaired, Ratio? Improvement, Ratio? Mcid)
{
    /// <summary>Improvement in units of the smallest change that matters.</summary>
    public Ratio? Units => Improvement / Mcid;

    /// <summary>The smallest change that matters is reached.</summary>
    public bool IsReached => Improvement >= Mcid;
}

/// <summary>Response over all domains that were impaired at baseline (Levy 2023, Taylor 2024).</summary>
/// <param name="Set">Set of instruments in <c>data/care/holistic.csv</c>.</param>
/// <param name="Domains">All domains of the set.</param>
/// <param name="IsResponder">Every impaired domain reached its change; null when it cannot be said.</param>
/// <param name="Cumulative">Sum over impaired domains of improvement in units of the change; null when it cannot be said.</param>
/// <param name="Mean">The sum over the number of impaired domains.</param>
/// <param name="Missing">Domains without both visits.</param>
public sealed record HolisticResponse(
    string Set, IReadOnlyList<HolisticDomain> Domains, bool? IsResponder, Ratio? Cumulative, Ratio? Mean, IReadOnlyList<string> Missing)
{
    /// <summary>Compares two visits.</summary>
    /// <param name="baseline">Scores before.</param>
    /// <param name="later">Scores after.</param>
    /// <param name="set">Set of instruments.</param>
    public static HolisticResponse Of(IReadOnlyList<InstrumentScore> baseline, IReadOnlyList<InstrumentScore> later, string set = "default")
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(later);
        var rows = CareTable.Of("holistic").Rows.Where(row => row.Text("set") == set).ToList();
        if (rows.Count == 0)
            throw new ArgumentException($"There is no set '{set}'.", nameof(set));
        List<HolisticDomain> domains = [];
        foreach (var group in rows.GroupBy(row => row.Text("domain")))
        {
            HolisticDomain? found = null;
            foreach (var row in group)
            {
                var instrument = Instrument.Of(row.Text("instrument"));
                if (found is null && Find(baseline, instrument, row.Text("scale")) is { } before
                    && Find(later, instrument, row.Text("scale")) is { } after)
                {
                    var limit = row.Exact("impaired");
                    var change = Change.Of(instrument, row.Text("scale"), before, after);
                    var isImpaired = Change.IsHigherBetter(instrument, row.Text("scale")) ? before <= limit : before >= limit;
                    found = new HolisticDomain(group.Key, instrument.Key, isImpaired, change.Improvement, row.Exact("mcid"));
                }
            }

            domains.Add(found ?? new HolisticDomain(group.Key, null, false, null, null));
        }

        return Judge(set, domains);
    }

    private static HolisticResponse Judge(string set, List<HolisticDomain> domains)
    {
        var missing = domains.Where(domain => domain.Instrument is null).Select(domain => domain.Domain).ToList();
        var impaired = domains.Where(domain => domain.IsImpaired).ToList();
        if (impaired.Count == 0 || missing.Count > 0)
        {
            bool? failed = impaired.Any(domain => !domain.IsReached) ? false : null;
            return new HolisticResponse(set, domains, failed, null, null, missing);
        }

        var sum = Ratio.Sum(impaired.Select(domain => domain.Units!.Value));
        return new HolisticResponse(set, domains, impaired.All(domain => domain.IsReached), sum, sum / impaired.Count, missing);
    }

    private static Ratio? Find(IReadOnlyList<InstrumentScore> scores, Instrument instrument, string scale) =>
        scores.FirstOrDefault(score => score.Instrument.Key == instrument.Key)?.Of(scale);
}
