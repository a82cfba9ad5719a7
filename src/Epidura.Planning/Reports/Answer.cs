namespace Epidura.Planning.Reports;

/// <summary>The answer of a plan in plain words: what, how sure, and what it is not.</summary>
/// <remarks>The rule behind the word for the spread is in docs/guide/reading-the-report.md and is the same for every plan.</remarks>
public static class Answer
{
    /// <summary>A spread of coverage up to here is called narrow.</summary>
    public const double NarrowSpread = 0.15;

    /// <summary>A spread of coverage above this is called wide.</summary>
    public const double WideSpread = 0.35;

    /// <summary>Below this the first program is not said to cover the pain.</summary>
    public const double CoverageMin = 0.005;

    /// <summary>What stands on every page and screen.</summary>
    public const string Notice = "Research and education use. Not a medical device. A model's prediction, not a promise of pain relief.";

    /// <summary>True when the plan says where the first program would be felt; therapies that are not felt have no such model.</summary>
    public static bool HasCoverage(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Programs.Count > 0 && result.Case.Therapy == "tonic" && double.IsFinite(result.Programs[0].Coverage.Value);
    }

    /// <summary>True when a warning says that the plan must not be used, or there is no program.</summary>
    public static bool IsRefused(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Programs.Count == 0 || result.Warnings.Any(warning => warning.Level == WarningLevel.Serious);
    }

    /// <summary>The plan as it may be shown: where no model predicts coverage, numbers of coverage are taken out.</summary>
    public static PlanResult WithoutUnknownCoverage(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Programs.Count == 0 || HasCoverage(result))
            return result;
        var unknown = Interval.Single(double.NaN);
        return result with
        {
            Programs =
            [
                .. result.Programs.Select(program => program with
                {
                    Coverage = unknown,
                    Unwanted = unknown,
                    Areas = [],
                    Segments = [.. program.Segments.Select(item => item with { IsCovered = false })],
                    Variants =
                    [
                        .. program.Variants.Select(row => row with
                            { Coverage = double.NaN, Unwanted = double.NaN, CoverageAtBase = double.NaN }),
                    ],
                }),
            ],
        };
    }

    /// <summary>The best program in one sentence.</summary>
    public static string What(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Programs.Count == 0)
            return "No program is felt inside the limits.";
        var best = result.Programs[0];
        var name = $"{best.Kind} ({Words.Poles(best.Program.Areas[0])})";
        var amplitude = Words.Milliampere(best.SuggestedAmplitude);
        if (!HasCoverage(result))
            return $"{Capital(name)} is proposed at {amplitude}; no validated model predicts coverage for this therapy.";
        return best.Coverage.Value < CoverageMin
            ? $"No program reaches the painful area. The first of the list, {name}, would not cover it at {amplitude}."
            : $"{Capital(name)} is predicted to cover {Words.Percent(best.Coverage.Value)} of the painful area at {amplitude}.";
    }

    /// <summary>How sure the plan is, one sentence per reason.</summary>
    public static IReadOnlyList<string> HowSure(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Programs.Count == 0)
            return ["Section Safety limits lists what stopped the candidates, if a limit did."];
        var best = result.Programs[0];
        return
        [
            .. Coverage(result, best),
            Window(best),
            .. Grid(result.Field),
            "Not in any range: how this patient's anatomy differs in shape, how the lead moves, and how the person feels it.",
        ];
    }

    private static IEnumerable<string> Coverage(PlanResult result, PlannedProgram best)
    {
        if (best.Variants.Count < 2)
        {
            yield return "The anatomy was not varied: no range is known.";
            yield break;
        }

        if (!HasCoverage(result))
            yield break;
        yield return $"Over {best.Variants.Count} named variants of the anatomy the coverage is {Words.Range(best.Coverage, 100, 0, "%")} "
            + $"when the amplitude is adjusted: a {Spread(best.Coverage)} spread.";
        var held = best.Variants.Select(row => row.CoverageAtBase).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        yield return $"Left at {Words.Milliampere(best.SuggestedAmplitude)} it is at least {Words.Percent(held)}. "
            + "Posture can change the anatomy this much.";
        var painful = best.Variants.Count(row => row.DiscomfortThreshold < best.SuggestedAmplitude);
        if (painful > 0)
            yield return $"Left at {Words.Milliampere(best.SuggestedAmplitude)} it is above the discomfort threshold in {painful} of "
                + $"{best.Variants.Count} variants: the amplitude must be adjusted there.";
    }

    private static string Window(PlannedProgram best)
    {
        if (double.IsPositiveInfinity(best.PerceptionThreshold.Value))
            return "Nothing is felt within the amplitude limit.";
        var felt = $"Felt from {Words.Milliampere(best.PerceptionThreshold)}";
        return double.IsFinite(best.DiscomfortThreshold.Value)
            ? $"{felt}, uncomfortable from {Words.Milliampere(best.DiscomfortThreshold)}."
            : $"{felt}; discomfort is not reached within the amplitude limit.";
    }

    private static IEnumerable<string> Grid(FieldSummary field)
    {
        if (field.Halving is not { } halving)
        {
            yield return "The grid was not halved: its part of the error is not known.";
            yield break;
        }

        var verdict = halving.MaxChange > halving.Limit ? "above" : "within";
        var best = halving.Programs[0];
        yield return $"Halving a grid of {Words.Fixed(halving.Factor, 0)} times the plan's spacing moves the thresholds of program "
            + $"{best.Rank} by {Words.Signed(best.MedianChange * 100, 1)} % (median of {Words.Count(best.Fibres)} fibres), and by up to "
            + $"{Words.Fixed(halving.MaxChange * 100, 1)} % over all listed programs, {verdict} the limit of "
            + $"{Words.Fixed(halving.Limit * 100, 1)} %.";
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
