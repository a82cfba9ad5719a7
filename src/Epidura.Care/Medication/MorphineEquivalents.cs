using Epidura.Care.Tables;

namespace Epidura.Care.Medication;

/// <summary>A drug as it is taken.</summary>
/// <param name="Drug">Word of <c>data/care/drugs.csv</c>.</param>
/// <param name="DoseMilligram">One dose; null for a patch or when not known.</param>
/// <param name="PerDay">Doses a day; null for a patch or when not known.</param>
/// <param name="MicrogramPerHour">Rate of a patch.</param>
public sealed record Dose(string Drug, Ratio? DoseMilligram, Ratio? PerDay, Ratio? MicrogramPerHour)
{
    /// <summary>Class of the drug.</summary>
    public string Class => CareTable.Of("drugs").Find("drug", Drug)?.Text("class")
        ?? throw new InvalidOperationException($"There is no drug '{Drug}'.");
}

/// <summary>The morphine equivalent of one drug.</summary>
/// <param name="Drug">Which.</param>
/// <param name="Factor">Of the table; null when there is none.</param>
/// <param name="MilligramPerDay">Morphine equivalents; null when not computable.</param>
/// <param name="Reason">Why not; empty when computable.</param>
/// <param name="Source">Of the factor.</param>
public sealed record MorphineLine(string Drug, Ratio? Factor, Ratio? MilligramPerDay, string Reason, string Source);

/// <summary>Morphine equivalents of a day: the sum of dose times factor over the opioids.</summary>
/// <param name="Lines">One for each opioid.</param>
/// <param name="MilligramPerDay">The sum; null when one line is not computable.</param>
/// <param name="Level">usual, caution or high; null when there is no sum.</param>
/// <param name="Version">Of the table of factors.</param>
/// <remarks>A surveillance measure, not a table for changing from one opioid to another (CDC 2022).</remarks>
public sealed record MorphineEquivalents(IReadOnlyList<MorphineLine> Lines, Ratio? MilligramPerDay, string? Level, string Version)
{
    /// <summary>Adds up a list of drugs; those that are no opioids are left out.</summary>
    public static MorphineEquivalents Of(IEnumerable<Dose> medication)
    {
        ArgumentNullException.ThrowIfNull(medication);
        var lines = medication.Where(dose => dose.Class == "opioid").Select(Line).ToList();
        Ratio? sum = lines.All(line => line.MilligramPerDay is not null)
            ? Ratio.Sum(lines.Select(line => line.MilligramPerDay!.Value))
            : null;
        return new MorphineEquivalents(lines, sum, sum is { } value ? LevelOf(value) : null, CareTable.Of("drugs").Version);
    }

    /// <summary>The cut of the dose in percent; null when there was none before.</summary>
    public static Ratio? Cut(Ratio before, Ratio after) => before.Sign > 0 ? (before - after) * 100 / before : null;

    private static string LevelOf(Ratio value) =>
        value >= Limit("high") ? "high" : value >= Limit("caution") ? "caution" : "usual";

    private static Ratio Limit(string name) => CareTable.Of("mme-levels").Find("name", name)!.Exact("value");

    private static MorphineLine Line(Dose dose)
    {
        var row = CareTable.Of("drugs").Find("drug", dose.Drug)!;
        var source = row.Text("source") + (row.Flag("verified") ? "" : " (not verified)");
        if (row.ExactOrNull("factor") is not { } factor)
            return new MorphineLine(dose.Drug, null, null, "no accepted factor", source);
        var isPatch = row.Text("unit") == "ug/h";
        if (isPatch)
        {
            return dose.MicrogramPerHour is { } rate
                ? new MorphineLine(dose.Drug, factor, rate * factor, "", source)
                : new MorphineLine(dose.Drug, factor, null, "rate_ug_h is missing", source);
        }

        if (dose.DoseMilligram is not { } milligram || dose.PerDay is not { } times)
            return new MorphineLine(dose.Drug, factor, null, "dose_mg or per_day is missing", source);
        return new MorphineLine(dose.Drug, factor, milligram * times * factor, "", source);
    }
}
