namespace Epidura.Planning.Reports;

/// <summary>The answer of a plan in plain words: what, how sure, and what it is not.</summary>
/// <remarks>The rule behind the word for the spread is in docs/guide/reading-the-report.md and is the same for every plan.</remarks>
public static class Answer
{
    /// <summary>A spread of coverage up to here is called narrow.</summary>
    public const double NarrowSpread = 0.15;

    /// <summary>A spread of coverage above this is called wide.</summary>
    public const double WideSpread = 0.35;

    /// <summary>What stands on every page and screen.</summary>
    public const string Notice = "Research and education use. Not a medical device. A model's prediction, not a promise of pain relief.";

    /// <summary>The best program in one sentence.</summary>
    public static string What(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Programs.Count == 0)
            return "No program stays inside the safety limits.";
        var best = result.Programs[0];
        var reach = double.IsFinite(best.Coverage.Value)
            ? $"is predicted to cover {Words.Percent(best.Coverage.Value)} of the painful area at "
                + $"{Words.Milliampere(best.SuggestedAmplitude)}"
            : $"is proposed at {Words.Milliampere(best.SuggestedAmplitude)}; no validated model predicts coverage for this therapy";
        return $"{Capital(best.Kind)} ({Words.Poles(best.Program.Areas[0])}) {reach}.";
    }

    /// <summary>How sure the plan is, one sentence per reason.</summary>
    public static IReadOnlyList<string> HowSure(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Programs.Count == 0)
            return ["The table of safety lists the limit that stopped each candidate."];
        var best = result.Programs[0];
        List<string> reasons = [];
        if (double.IsFinite(best.Coverage.Value) && best.Variants.Count > 1)
        {
            reasons.Add(
                $"Over {best.Variants.Count} named variants of the anatomy the coverage is {Words.Range(best.Coverage, 100, 0, "%")} when "
                    + $"the amplitude is "
                + $"adjusted: a {Spread(best.Coverage)} spread.");
            var held = best.Variants.Select(row => row.CoverageAtBase).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
            reasons.Add($"Left at {Words.Milliampere(best.SuggestedAmplitude)} it is at least {Words.Percent(held)}. Posture can change "
                + $"the anatomy this much.");
        }

        var amplitude = $"Felt from {Words.Milliampere(best.PerceptionThreshold)}";
        reasons.Add(double.IsFinite(best.DiscomfortThreshold.Value)
            ? $"{amplitude}, uncomfortable from {Words.Milliampere(best.DiscomfortThreshold)}."
            : $"{amplitude}; discomfort is not reached within the amplitude limit.");
        if (result.Field.Halving is { } halving)
        {
            var verdict = halving.MaxChange > halving.Limit ? "above" : "within";
            reasons.Add(
                $"A grid twice as fine moves the thresholds by up to {Words.Fixed(halving.MaxChange * 100, 1)} %, {verdict} the limit of "
                    + $"{Words.Fixed(halving.Limit * 100, 1)} %.");
        }

        reasons.Add("Not in the range: how this patient's anatomy differs in shape, how the lead moves, and how the person feels it.");
        return reasons;
    }

    /// <summary>Narrow, moderate or wide, by the difference between largest and smallest coverage.</summary>
    public static string Spread(Interval coverage) => (coverage.Max - coverage.Min) switch
    {
        <= NarrowSpread => "narrow",
        <= WideSpread => "moderate",
        _ => "wide",
    };

    /// <summary>The first letter in upper case.</summary>
    internal static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
