using Epidura.Care.Medication;
using Epidura.Care.Tables;

namespace Epidura.Care.Tests.Medication;

public class MedicationTests
{
    private static readonly DateTimeOffset Procedure = new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Removal = new(2026, 3, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Oxycodone_twice_and_tramadol_three_times_are_60()
    {
        var found = MorphineEquivalents.Of([new("oxycodone", 10, 2, null), new("tramadol", 50, 3, null), new("pregabalin", 150, 2, null)]);
        Assert.Equal(60, found.MilligramPerDay);
        Assert.Equal("caution", found.Level);
        Assert.Equal(2, found.Lines.Count);
    }

    [Theory]
    [InlineData("codeine", 100, 1, "15")]
    [InlineData("tramadol", 100, 1, "20")]
    [InlineData("tapentadol", 100, 1, "40")]
    [InlineData("hydrocodone", 10, 1, "10")]
    [InlineData("morphine", 10, 1, "10")]
    [InlineData("oxycodone", 10, 1, "15")]
    [InlineData("oxymorphone", 10, 1, "30")]
    [InlineData("methadone", 10, 1, "47")]
    [InlineData("hydromorphone", 10, 1, "50")]
    public void Factors_are_those_of_the_table(string drug, int dose, int times, string expected) =>
        Assert.Equal(expected, MorphineEquivalents.Of([new(drug, dose, times, null)]).MilligramPerDay!.Value.ToText(2));

    [Fact]
    public void A_patch_counts_by_its_rate() =>
        Assert.Equal(60, MorphineEquivalents.Of([new("fentanyl-patch", null, null, 25)]).MilligramPerDay);

    [Theory]
    [InlineData("buprenorphine")]
    [InlineData("other-opioid")]
    public void An_opioid_without_a_factor_leaves_no_sum(string drug)
    {
        var found = MorphineEquivalents.Of([new("oxycodone", 10, 2, null), new(drug, 1, 1, null)]);
        Assert.Null(found.MilligramPerDay);
        Assert.Contains(found.Lines, line => line.Reason == "no accepted factor");
    }

    [Fact]
    public void An_unknown_dose_leaves_no_sum() => Assert.Null(MorphineEquivalents.Of([new("oxycodone", null, 2, null)]).MilligramPerDay);

    [Theory]
    [InlineData(49, "usual")]
    [InlineData(50, "caution")]
    [InlineData(89, "caution")]
    [InlineData(90, "high")]
    public void Levels_start_at_50_and_90(int dose, string level) =>
        Assert.Equal(level, MorphineEquivalents.Of([new("morphine", dose, 1, null)]).Level);

    [Fact]
    public void Dabigatran_with_reduced_renal_function_stops_five_days_before_at_least()
    {
        var plan = Plan("dabigatran", null, 49);
        Assert.Equal(Procedure.AddDays(-5), plan.LastDoseBy);
        Assert.Equal(Procedure.AddDays(-6), plan.LastDoseByUpper);
        Assert.Equal(Procedure.AddDays(-4), Plan("dabigatran", null, 50).LastDoseBy);
    }

    [Fact]
    public void Dabigatran_without_a_clearance_takes_the_stricter_row_and_names_what_is_missing()
    {
        var plan = AntithromboticPlan.Of([Agent("dabigatran", null)], Times(null))[0];
        Assert.Equal(Procedure.AddDays(-5), plan.LastDoseBy);
        Assert.Contains("laboratory.creatinine_clearance_ml_min", plan.Missing);
    }

    [Theory]
    [InlineData("warfarin", 120, 6)]
    [InlineData("acenocoumarol", 72, 24)]
    [InlineData("rivaroxaban", 72, 24)]
    [InlineData("apixaban", 72, 24)]
    [InlineData("clopidogrel", 168, 12)]
    [InlineData("naproxen", 96, 24)]
    [InlineData("piroxicam", 240, 24)]
    [InlineData("dalteparin", 24, 12)]
    public void Times_count_back_from_the_procedure_and_on_from_lead_removal(string agent, int stop, int restart)
    {
        var plan = Plan(agent, null, 90);
        Assert.Equal(Procedure.AddHours(-stop), plan.LastDoseBy);
        Assert.Equal(Removal.AddHours(restart), plan.RestartFrom);
    }

    [Fact]
    public void Restart_of_an_implant_counts_from_the_end_of_surgery()
    {
        var times = new ProcedureTimes(false, Procedure, Removal, Procedure.AddHours(2), 90);
        Assert.Equal(Procedure.AddHours(8), AntithromboticPlan.Of([Agent("warfarin", null)], times)[0].RestartFrom);
    }

    [Fact]
    public void A_last_dose_too_late_and_a_restart_too_early_are_problems()
    {
        var agent = Agent("apixaban", null) with { LastDoseAt = Procedure.AddHours(-48), RestartAt = Removal.AddHours(23) };
        Assert.Equal(2, AntithromboticPlan.Of([agent], Times(90))[0].Problems.Count);
        var right = agent with { LastDoseAt = Procedure.AddHours(-72), RestartAt = Removal.AddHours(24) };
        Assert.Empty(AntithromboticPlan.Of([right], Times(90))[0].Problems);
    }

    [Fact]
    public void An_agent_without_a_rule_is_a_problem_and_never_passes() =>
        Assert.Contains("no rule", Assert.Single(AntithromboticPlan.Of([Agent("other", null)], Times(90))[0].Problems),
            StringComparison.Ordinal);

    [Fact]
    public void An_agent_with_two_rows_asks_which() =>
        Assert.Contains("prophylactic or therapeutic",
            Assert.Single(AntithromboticPlan.Of([Agent("enoxaparin", null)], Times(90))[0].Missing));

    [Fact]
    public void A_recorded_decision_to_continue_aspirin_is_in_order()
    {
        var agent = new Antithrombotic("aspirin", "secondary-prevention", null, null, null, "continue", "cardiologist");
        var plan = AntithromboticPlan.Of([agent], Times(90))[0];
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Missing);
        Assert.NotEmpty(AntithromboticPlan.Of([agent with { DecidedBy = null }], Times(90))[0].Missing);
    }

    [Fact]
    public void No_row_stops_later_than_its_lower_bound_and_every_row_has_a_source()
    {
        foreach (var row in CareTable.Of("antithrombotics").Rows)
        {
            Assert.True(row.Text("source").Length > 5);
            if (row.NumberOrNull("stop_low_h") is { } low)
                Assert.True(row.Number("stop_high_h") >= low && low > 0);
            if (row.NumberOrNull("restart_low_h") is { } restart)
                Assert.True(row.Number("restart_high_h") >= restart && restart > 0);
        }
    }

    private static Antithrombotic Agent(string agent, string? use) =>
        new(agent, use, null, Procedure.AddDays(-12), Removal.AddDays(3), null, null);

    private static ProcedureTimes Times(Ratio? clearance) => new(true, Procedure, Removal, null, clearance);

    private static AgentPlan Plan(string agent, string? use, int clearance) =>
        AntithromboticPlan.Of([Agent(agent, use)], Times(clearance))[0];
}
