using Epidura.Care.FollowUp;

namespace Epidura.Care.Tests.FollowUp;

public class VisitPlanTests
{
    [Fact]
    public void Visits_are_due_for_the_wound_at_1_3_6_12_months_and_then_every_year()
    {
        var plan = VisitPlan.Of(new DateOnly(2024, 1, 31), new DateOnly(2026, 3, 20), VisitPlan.LimitsOf("default"));
        Assert.Equal(["wound", "month 1", "month 3", "month 6", "month 12", "month 24", "month 36"], plan.Select(visit => visit.Name));
        Assert.Equal((new DateOnly(2024, 2, 7), new DateOnly(2024, 2, 14)), (plan[0].First, plan[0].Last));
        Assert.Equal(new DateOnly(2024, 2, 29), plan[1].Due);
        Assert.Equal(new DateOnly(2027, 1, 31), plan[^1].Due);
    }

    [Fact]
    public void No_day_counts_for_two_visits()
    {
        var plan = VisitPlan.Of(new DateOnly(2025, 3, 10), new DateOnly(2026, 3, 20), VisitPlan.LimitsOf("default"));
        foreach (var (one, next) in plan.Zip(plan.Skip(1)))
            Assert.True(one.First <= one.Due && one.Due <= one.Last && one.Until < next.First, one.Name);
    }
}
