using Epidura.Care.Trials;
using FsCheck;
using FsCheck.Fluent;

namespace Epidura.Care.Tests.Trials;

public class ReliefTests
{
    private static readonly DateOnly Start = new(2026, 3, 9);

    [Theory]
    [InlineData(8.0, 3.5, "56.25", ReliefVerdict.Reached)]
    [InlineData(8.0, 4.0, "50", ReliefVerdict.Reached)]
    [InlineData(8.0, 4.1, "48.75", ReliefVerdict.Equivocal)]
    [InlineData(8.0, 4.8, "40", ReliefVerdict.Equivocal)]
    [InlineData(8.0, 4.81, "39.875", ReliefVerdict.NotReached)]
    [InlineData(8.0, 8.8, "-10", ReliefVerdict.NotReached)]
    public void Worked_examples(double baseline, double trial, string percent, ReliefVerdict verdict)
    {
        var relief = Of(baseline, trial);
        Assert.Equal(percent, relief.Percent!.Value.ToText(4));
        Assert.Equal(verdict, relief.Verdict);
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(3.99)]
    [InlineData(0.0)]
    public void A_baseline_under_four_is_not_computable(double baseline)
    {
        var relief = Of(baseline, 1);
        Assert.Equal(ReliefVerdict.NotComputable, relief.Verdict);
        Assert.Null(relief.Percent);
        Assert.Contains("under 4", relief.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hair_under_half_is_equivocal_even_where_a_rounded_number_says_50()
    {
        // Seven days before sum to 56 (mean 8); of 300 entries on each of three days all are 4 but one, 4.01.
        var diary = Days(Start.AddDays(-7), 7, 8, null);
        for (var day = 1; day <= 3; day++)
        {
            for (var entry = 0; entry < 300; entry++)
                diary.Add(new DiaryEntry(Start.AddDays(day), day == 2 && entry == 7 ? Ratio.Of(4.01m) : 4, 80, null, null));
        }

        var relief = Relief.Of(diary, Start, Start.AddDays(7));
        Assert.Equal("50", relief.Percent!.Value.ToText(3));
        Assert.Equal(ReliefVerdict.Equivocal, relief.Verdict);
    }

    [Theory]
    [InlineData(6, 5)]
    [InlineData(7, 2)]
    [InlineData(0, 0)]
    public void Too_few_days_are_not_computable(int before, int during) =>
        Assert.Equal(
            ReliefVerdict.NotComputable,
            Relief.Of([.. Days(Start.AddDays(-before), before, 8, null), .. Days(Start.AddDays(1), during, 3, 80)], Start,
                Start.AddDays(7)).Verdict);

    [Fact]
    public void The_first_day_days_after_the_end_and_days_mostly_off_do_not_count()
    {
        List<DiaryEntry> diary =
        [
            .. Days(Start.AddDays(-7), 7, 8, null), .. Days(Start, 1, 0, 100), .. Days(Start.AddDays(1), 3, 4, 50),
            .. Days(Start.AddDays(4), 1, 0, 49), .. Days(Start.AddDays(5), 1, 0, null), .. Days(Start.AddDays(8), 5, 0, 100),
        ];
        var relief = Relief.Of(diary, Start, Start.AddDays(7));
        Assert.Equal(50, relief.Percent);
        Assert.Equal(3, relief.TrialDays.Count);
        Assert.Equal(3, relief.LeftOut.Count);
    }

    [Fact]
    public void Several_entries_of_a_day_count_as_their_mean()
    {
        List<DiaryEntry> diary = [.. Days(Start.AddDays(-7), 7, 8, null), .. Days(Start.AddDays(1), 2, 4, 90)];
        diary.AddRange([new(Start.AddDays(3), 2, 90, null, null), new(Start.AddDays(3), 6, 90, null, null)]);
        Assert.Equal(50, Relief.Of(diary, Start, null).Percent);
    }

    [Fact]
    public void The_order_of_the_entries_does_not_matter_and_less_pain_is_never_less_relief() =>
        Prop.ForAll(
            Gen.ArrayOf(Gen.Choose(0, 10), 12).ToArbitrary(),
            scores =>
            {
                List<DiaryEntry> diary = [.. Days(Start.AddDays(-8), 8, 9, null)];
                diary.AddRange(scores.Select((score, i) => new DiaryEntry(Start.AddDays(1 + (i / 2)), score, 90, null, null)));
                var relief = Relief.Of(diary, Start, null);
                var turned = Relief.Of([.. diary.AsEnumerable().Reverse()], Start, null);
                var better = Relief.Of(
                    [.. diary.Select(entry => entry.On > Start && entry.Nrs > 0 ? entry with { Nrs = entry.Nrs - 1 } : entry)], Start,
                        null);
                return relief.Percent == turned.Percent && better.Percent >= relief.Percent;
            }).QuickCheckThrowOnFailure();

    private static Relief Of(double baseline, double trial) => Relief.Of(
        [.. Days(Start.AddDays(-7), 7, Ratio.OfText(baseline), null), .. Days(Start.AddDays(1), 5, Ratio.OfText(trial), 80)],
        Start, Start.AddDays(7));

    private static List<DiaryEntry> Days(DateOnly first, int count, Ratio nrs, int? on) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
            new DiaryEntry(first.AddDays(i), nrs, on is { } share ? (Ratio?)share : null, null, null)),
    ];
}
