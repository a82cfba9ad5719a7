namespace Epidura.Care.Instruments;

/// <summary>Leg pain, general health and disability in one number, 0 (best) to 300 (Goudman 2022).</summary>
/// <param name="Baseline">Before.</param>
/// <param name="Later">After.</param>
/// <param name="ReachesAbsolute">The change is 87.97 points or more.</param>
/// <param name="ReachesPercent">The change is 48.4 % of the baseline or more.</param>
/// <remarks>The two published limits may disagree; both verdicts are shown and neither is preferred.</remarks>
public sealed record GoudmanComposite(Ratio Baseline, Ratio Later, bool ReachesAbsolute, bool ReachesPercent)
{
    private static readonly Ratio AbsoluteChange = Ratio.Of(87.97m);
    private static readonly Ratio PercentChange = Ratio.Of(48.4m);

    /// <summary>Above zero when better.</summary>
    public Ratio Improvement => Baseline - Later;

    /// <summary>Improvement in percent of the baseline; null when that is zero.</summary>
    public Ratio? Percent => Baseline.Sign == 0 ? null : Improvement * 100 / Baseline;

    /// <summary>Sum of leg pain 0–100, 100 less EQ-VAS, and ODI percent.</summary>
    public static Ratio Sum(Ratio legPain, Ratio eqVas, Ratio odi) => legPain + (100 - eqVas) + odi;

    /// <summary>Compares two sums.</summary>
    public static GoudmanComposite Of(Ratio baseline, Ratio later) => new(
        baseline, later, baseline - later >= AbsoluteChange, baseline.Sign > 0 && (baseline - later) * 100 / baseline >= PercentChange);
}
