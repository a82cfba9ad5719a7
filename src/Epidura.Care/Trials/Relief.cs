namespace Epidura.Care.Trials;

/// <summary>An entry of the diary.</summary>
/// <param name="On">Day.</param>
/// <param name="Nrs">Pain 0 to 10.</param>
/// <param name="StimulationPercent">Share of the waking hours with stimulation on; null when not written.</param>
/// <param name="SleepHours">Hours of sleep.</param>
/// <param name="Activity">better, same or worse than before.</param>
public sealed record DiaryEntry(DateOnly On, Ratio Nrs, Ratio? StimulationPercent, Ratio? SleepHours, string? Activity);

/// <summary>What the pain diary says of a trial.</summary>
public enum ReliefVerdict
{
    /// <summary>The diary does not allow a figure.</summary>
    NotComputable,

    /// <summary>Half or more.</summary>
    Reached,

    /// <summary>From 40 to under 50 percent: to the team, never rounded up.</summary>
    Equivocal,

    /// <summary>Under 40 percent.</summary>
    NotReached,
}

/// <summary>Relief worked out from the diary (T05).</summary>
/// <param name="Verdict">What the figure means.</param>
/// <param name="Percent">Exact; null when not computable.</param>
/// <param name="BaselineMean">Mean of the daily means before the trial.</param>
/// <param name="TrialMean">Mean of the daily means that count.</param>
/// <param name="BaselineDays">Number of days before.</param>
/// <param name="TrialDays">Days that count.</param>
/// <param name="LeftOut">Days of the trial that do not count, with the reason.</param>
/// <param name="Reason">Why there is no figure; empty when there is.</param>
public sealed record Relief(
    ReliefVerdict Verdict, Ratio? Percent, Ratio? BaselineMean, Ratio? TrialMean, int BaselineDays, IReadOnlyList<DateOnly> TrialDays,
    IReadOnlyList<string> LeftOut, string Reason)
{
    /// <summary>Fewest days with an entry before the trial.</summary>
    public const int BaselineDaysMin = 7;

    /// <summary>Fewest days of the trial that count.</summary>
    public const int TrialDaysMin = 3;

    /// <summary>Below this mean of the baseline no figure is given.</summary>
    public const int BaselineMeanMin = 4;

    private const int StimulationPercentMin = 50;

    /// <summary>
    /// Relief = 100 × (baseline mean − trial mean) / baseline mean, from means of daily means: every day before the leads, and days 2 to
    /// the
    /// end of the trial on which stimulation was on for half of the waking hours or more.
    /// </summary>
    /// <param name="diary">In any order; several entries of a day count as their mean.</param>
    /// <param name="started">Day of the leads: day 1.</param>
    /// <param name="ended">Day the leads came out; null when the trial goes on.</param>
    public static Relief Of(IReadOnlyList<DiaryEntry> diary, DateOnly started, DateOnly? ended)
    {
        ArgumentNullException.ThrowIfNull(diary);
        var days = diary.GroupBy(entry => entry.On).OrderBy(day => day.Key).ToList();
        List<Ratio> before = [], during = [];
        List<DateOnly> counted = [];
        List<string> leftOut = [];
        foreach (var day in days)
        {
            var mean = Ratio.Mean([.. day.Select(entry => entry.Nrs)]);
            if (day.Key < started)
                before.Add(mean);
            else if (day.Key <= (ended ?? DateOnly.MaxValue))
            {
                if (WhyLeftOut(day, started) is { } reason)
                {
                    leftOut.Add($"{day.Key:yyyy-MM-dd}: {reason}");
                    continue;
                }

                during.Add(mean);
                counted.Add(day.Key);
            }
        }

        return Judge(before, during, counted, leftOut);
    }

    /// <summary>Relief of two means, and what it means.</summary>
    public static (Ratio Percent, ReliefVerdict Verdict) Of(Ratio baselineMean, Ratio trialMean)
    {
        var percent = (baselineMean - trialMean) * 100 / baselineMean;
        return (percent, VerdictOf(percent));
    }

    /// <summary>From 50: reached; [40, 50): equivocal; compared exactly.</summary>
    public static ReliefVerdict VerdictOf(Ratio percent) =>
        percent >= 50 ? ReliefVerdict.Reached : percent >= 40 ? ReliefVerdict.Equivocal : ReliefVerdict.NotReached;

    private static string? WhyLeftOut(IEnumerable<DiaryEntry> day, DateOnly started)
    {
        if (day.First().On == started)
            return "the day of the leads";
        var shares = day.Where(entry => entry.StimulationPercent is not null).Select(entry => entry.StimulationPercent!.Value).ToList();
        if (shares.Count == 0)
            return "nothing says how long stimulation was on";
        return Ratio.Mean(shares) < StimulationPercentMin ? "stimulation was on for less than half of the waking hours" : null;
    }

    private static Relief Judge(List<Ratio> before, List<Ratio> during, List<DateOnly> counted, List<string> leftOut)
    {
        Ratio? baseline = before.Count > 0 ? Ratio.Mean(before) : null;
        Ratio? trial = during.Count > 0 ? Ratio.Mean(during) : null;
        string? why = null;
        if (before.Count < BaselineDaysMin)
            why = $"{before.Count} days before the trial where {BaselineDaysMin} are needed";
        else if (baseline < BaselineMeanMin)
            why = $"the mean before the trial is {baseline.Value.ToText(2)}, under {BaselineMeanMin}";
        else if (during.Count < TrialDaysMin)
            why = $"{during.Count} days of the trial count where {TrialDaysMin} are needed";
        if (why is not null)
            return new Relief(ReliefVerdict.NotComputable, null, baseline, trial, before.Count, counted, leftOut, why);
        var (percent, verdict) = Of(baseline!.Value, trial!.Value);
        return new Relief(verdict, percent, baseline, trial, before.Count, counted, leftOut, "");
    }
}
