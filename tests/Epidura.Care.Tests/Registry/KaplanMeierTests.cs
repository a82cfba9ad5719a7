using Epidura.Care.Registry;

namespace Epidura.Care.Tests.Registry;

public class KaplanMeierTests
{
    private static List<Duration> Of(params (double Years, bool IsEvent)[] items) =>
        [.. items.Select(item => new Duration(item.Years, item.IsEvent))];

    [Fact]
    public void The_product_of_conditional_shares_is_that_of_a_hand_calculation()
    {
        // 6 at risk: event at 1 (5/6), end at 2, event at 3 of 4 (3/4), two events at 4 of 3 (1/3), end at 5.
        var found = Of((1, true), (2, false), (3, true), (4, true), (4, true), (5, false));
        Assert.Equal(1 - (5.0 / 6), KaplanMeier.ShareBy(found, 2.5)!.Value, 12);
        Assert.Equal(1 - (5.0 / 6 * 3 / 4), KaplanMeier.ShareBy(found, 3)!.Value, 12);
        Assert.Equal(1 - (5.0 / 6 * 3 / 4 / 3), KaplanMeier.ShareBy(found, 10)!.Value, 12);
    }

    [Fact]
    public void An_end_on_the_day_of_an_event_still_counts_as_at_risk() =>
        Assert.Equal(0.5, KaplanMeier.ShareBy(Of((1, false), (1, true)), 1)!.Value, 12);

    [Fact]
    public void Nobody_gives_no_figure_and_no_event_an_interval_from_zero()
    {
        Assert.Null(KaplanMeier.ShareBy([], 1));
        Assert.Null(KaplanMeier.Share(0, 0));
        var none = KaplanMeier.ShareBy(Of((2, false), (3, false)), 1)!;
        Assert.Equal((0.0, 0.0), (none.Value, none.Low));
        Assert.Equal(1, KaplanMeier.ShareBy(Of((1, true)), 1)!.Value);
    }

    [Fact]
    public void The_interval_of_wilson_is_that_of_a_published_example()
    {
        // 81 of 263: 0.2553 to 0.3662 (Newcombe 1998 Stat Med 17:857, table I, method 3).
        var found = KaplanMeier.Share(81, 263)!;
        Assert.Equal(0.2553, found.Low, 4);
        Assert.Equal(0.3662, found.High, 4);
    }
}
