using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

public class RehabilitationPlanTests
{
    [Theory]
    [InlineData("microdiscectomy", "week 4 to 6", "formal exercise programme starts")]
    [InlineData("foraminotomy", "week 4 to 6", "formal exercise programme starts")]
    [InlineData("decompression", "week 4 to 6", "formal exercise programme starts")]
    [InlineData("fusion", "week 4 to 6", "physiotherapy phase 2")]
    public void Each_of_the_four_operations_has_its_template_on_the_days_of_the_patient(string surgery, string phase, string what)
    {
        var walk = Walk.To("surgery-planned").Do("checklist.completed");
        var day = DateOnly.FromDateTime(walk.Now.UtcDateTime);
        walk.Do("surgery.performed", ("surgery", surgery));
        var found = Assert.Single(RehabilitationPlan.Of(walk.View), item => item.Phase == phase);
        Assert.Equal((what, day.AddDays(21), day.AddDays(41)), (found.What, found.From, found.To!.Value));
        Assert.Null(Assert.Single(RehabilitationPlan.Of(walk.View), item => item.Phase.Contains("yearly", StringComparison.Ordinal)).To);
    }

    [Fact]
    public void The_team_writes_other_restrictions_and_the_event_is_named()
    {
        var walk = Walk.To("rehabilitation").Do(
            "rehabilitation.phase", ("phase", "week 2 to 6"), ("restrictions", "none"), ("by_role", "surgeon"));
        var found = Assert.Single(RehabilitationPlan.Of(walk.View), item => item.Phase == "week 2 to 6");
        Assert.Equal(("none", (int?)walk.View.Revision), (found.What, found.EditedBy));
    }

    [Fact]
    public void After_an_implant_the_limits_of_movement_end_after_eight_weeks()
    {
        var walk = Walk.To("implanted");
        var implanted = walk.View.Latest("implant.performed")!.Effective!.Day;
        var limits = Assert.Single(RehabilitationPlan.Of(walk.View), item => item.Phase == "limits");
        Assert.Equal((implanted, implanted.AddDays(55)), (limits.From, limits.To!.Value));
        Assert.Empty(RehabilitationPlan.Of(Walk.To("trial-active").View));
    }
}
