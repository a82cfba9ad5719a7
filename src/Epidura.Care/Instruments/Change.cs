using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>Which end of a published range of the smallest change that matters is used.</summary>
public enum McidChoice
{
    /// <summary>The upper end: the stricter one.</summary>
    Upper,

    /// <summary>The lower end.</summary>
    Lower,
}

/// <summary>The change of one scale between two visits.</summary>
/// <param name="Instrument">Key.</param>
/// <param name="Scale">Part; empty for the whole.</param>
/// <param name="Baseline">Exact score before.</param>
/// <param name="Later">Exact score after.</param>
/// <param name="Improvement">Above zero when the state is better.</param>
/// <param name="Percent">Improvement in percent of the baseline; null when the baseline is zero or below.</param>
/// <param name="Mcid">Smallest change that matters; null when none is known.</param>
/// <param name="ReachesMcid">Null when no such change is known.</param>
/// <param name="Immpact">For pain: none, minimal, moderate, substantial; else null.</param>
/// <param name="Source">Of the smallest change.</param>
public sealed record Change(
    string Instrument, string Scale, Ratio Baseline, Ratio Later, Ratio Improvement, Ratio? Percent, Ratio? Mcid, bool? ReachesMcid,
    string? Immpact, string Source)
{
    /// <summary>Compares two scores of one scale.</summary>
    public static Change Of(Instrument instrument, string scale, Ratio baseline, Ratio later, McidChoice choice = McidChoice.Upper)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var improvement = IsHigherBetter(instrument, scale) ? later - baseline : baseline - later;
        Ratio? percent = baseline.Sign > 0 ? improvement * 100 / baseline : null;
        var row = CareTable.Of("mcid").Rows
            .FirstOrDefault(row => row.Text("instrument") == instrument.Key && row.Text("scale") == scale);
        var mcid = row?.ExactOrNull(choice == McidChoice.Upper ? "high" : "low");
        return new Change(
            instrument.Key, scale, baseline, later, improvement, percent, mcid, mcid is { } needed ? improvement >= needed : null,
            instrument.Key is "nrs" or "vas" && percent is { } relief ? ImmpactOf(relief) : null, row?.Text("source") ?? "");
    }

    /// <summary>True when a larger score of this scale means a better state.</summary>
    public static bool IsHigherBetter(Instrument instrument, string scale)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.HigherIsBetter || scale is "physical function" or "social roles";
    }

    /// <summary>Class of relief in percent: minimal [10, 30), moderate [30, 50), substantial from 50 (IMMPACT; Dworkin 2008).</summary>
    public static string ImmpactOf(Ratio relief) =>
        relief >= 50 ? "substantial" : relief >= 30 ? "moderate" : relief >= 10 ? "minimal" : "none";
}
