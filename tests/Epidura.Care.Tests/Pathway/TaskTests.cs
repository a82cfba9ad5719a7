using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

public class TaskTests
{
    private static List<PathwayTask> Of(Walk walk, double days = 0) =>
        [.. Tasks.From(walk.View, walk.Now.AddDays(days), SiteProfile.Default)];

    private static PathwayTask One(Walk walk, string rule, double days = 0) => Assert.Single(Of(walk, days), task => task.Rule == rule);

    private static DateOnly Day(Walk walk, int offset) => DateOnly.FromDateTime(walk.Now.UtcDateTime).AddDays(offset);

    [Fact]
    public void Item_nine_of_the_questionnaire_on_mood_is_an_emergency_at_once_in_every_state_until_somebody_saw_to_it()
    {
        var walk = Walk.To("referred").Do("instrument.answered", ("instrument", "phq-9"),
            ("items", PathwayValue.Of([0m, 0, 0, 0, 0, 0, 0, 0, 1])));
        var task = Of(walk)[0];
        Assert.Equal(("phq-9", TaskUrgency.Emergency, walk.View.Revision), (task.Rule, task.Urgency, task.About!.Value));
        walk.Do("pathway.closed");
        Assert.Equal("phq-9", Of(walk)[0].Rule);
        walk.Do("task.done", ("rule", "phq-9"), ("about", task.About!.Value));
        Assert.DoesNotContain(Of(walk), item => item.Rule == "phq-9");
    }

    [Theory]
    [InlineData("motor-deficit", null, "F03", TaskUrgency.Emergency)]
    [InlineData("severe-back-pain", null, "F03", TaskUrgency.Emergency)]
    [InlineData("fever", "38.0", "F04", TaskUrgency.Urgent)]
    [InlineData("fever", "37.9", null, TaskUrgency.Routine)]
    [InlineData("shock", null, null, TaskUrgency.Routine)]
    public void A_symptom_after_surgery_raises_the_alarm_of_its_rule(string symptom, string? temperature, string? rule, TaskUrgency urgency)
    {
        foreach (var state in new[] { "trial-active", "follow-up" })
        {
            var walk = Walk.To(state);
            PathwayValue? degrees = temperature is null ? null
                : (PathwayValue)decimal.Parse(temperature, System.Globalization.CultureInfo.InvariantCulture);
            walk.Do("symptom.reported", ("symptom", symptom), ("temperature_c", degrees), ("course", "new"));
            var alarms = Of(walk).Where(task => task.Rule is "F03" or "F04").ToList();
            Assert.Equal(rule is null ? [] : [(rule, urgency)], alarms.Select(task => (task.Rule, task.Urgency)));
        }
    }

    [Fact]
    public void A_symptom_within_three_days_names_haematoma_first()
    {
        var walk = Walk.To("implant-planned").Do("checklist.completed").Do("implant.performed");
        walk.Do("symptom.reported", ("symptom", "motor-deficit"));
        Assert.Contains("haematoma first", One(walk, "F03").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_without_a_diary_without_checks_and_of_too_many_days_says_so()
    {
        var walk = Walk.To("trial-active");
        Assert.DoesNotContain(Of(walk), task => task.Rule is "P01" or "T03");
        Assert.Equal(TaskUrgency.Urgent, One(walk, "P01", 3).Urgency);
        Assert.Contains("2026", One(walk, "T08", 3).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(walk, 9), task => task.Rule == "T03");
        Assert.Equal(TaskUrgency.Urgent, One(walk, "T03", 11).Urgency);
        Assert.Equal(TaskUrgency.Emergency, One(walk, "T03", 31).Urgency);
        walk.Do("diary.entered", ("on", Day(walk, 0)));
        Assert.DoesNotContain(Of(walk), task => task.Rule == "P01");
    }

    [Fact]
    public void Lost_relief_is_sorted_by_its_course_and_by_impedance()
    {
        string Reason(int hours, string impedance) =>
            One(Walk.To("follow-up").Do("relief.lost", ("over_hours", hours), ("impedance", impedance)), "F05").Reason;
        Assert.Contains("fracture", Reason(10, "out-of-band"), StringComparison.Ordinal);
        Assert.Contains("migration", Reason(10, "in-band"), StringComparison.Ordinal);
        Assert.Contains("habituation", Reason(900, "in-band"), StringComparison.Ordinal);
        var explanted = Walk.To("follow-up").Do("relief.lost", ("over_hours", 900), ("impedance", "in-band")).Do("explant.performed");
        Assert.Equal("explanted", explanted.View.State);
        Assert.DoesNotContain(Of(explanted), task => task.Rule == "F05");
    }

    [Fact]
    public void Two_visits_under_thirty_percent_ask_for_salvage()
    {
        var walk = Walk.To("follow-up");
        walk.Do("visit.held", ("on", Day(walk, -16)), ("relief_percent", 20));
        Assert.DoesNotContain(Of(walk), task => task.Rule == "F06");
        walk.Do("visit.held", ("on", Day(walk, 0)), ("relief_percent", 10));
        Assert.Contains("salvage", One(walk, "F06").Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(walk.Do("salvage.started")), task => task.Rule == "F06");
    }

    [Fact]
    public void Battery_and_impedance_come_from_the_latest_reading()
    {
        var walk = Walk.To("follow-up");
        walk.Do("generator.read", ("battery_state", "end-of-service"), ("impedances_ohm", PathwayValue.Of([500m, 9000, null])),
            ("impedance_min_ohm", 200), ("impedance_max_ohm", 2500));
        Assert.Equal(TaskUrgency.Urgent, One(walk, "P06").Urgency);
        Assert.Contains("1: 9000 ohm", One(walk, "P07").Reason, StringComparison.Ordinal);
        walk.Do("generator.read", ("battery_percent", 80), ("battery_state", "ok"), ("impedances_ohm", PathwayValue.Of([500m, 600])));
        Assert.DoesNotContain(Of(walk), task => task.Rule is "P06" or "P07");
    }

    [Fact]
    public void Visits_and_their_questionnaires_are_due_by_the_plan()
    {
        var walk = Walk.To("programmed");
        Assert.Contains(Of(walk, 10), task => task.Rule == "F01" && task.Title == "Visit wound");
        Assert.Contains(Of(walk, 92), task => task.Rule == "F01" && task.Title == "Visit month 3");
        Assert.Contains("nrs", One(walk, "P05", 92).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Checklist_agents_checks_after_surgery_cultures_and_serious_events_are_tasks()
    {
        var walk = Walk.To("prepared");
        Assert.Equal("P12", One(walk, "P12").Rule);
        var at = walk.Now.AddDays(10);
        walk.Do("checklist.completed", ("procedure_at", at), ("lead_removal_at", at.AddDays(7)), ("mrsa_screened_on", Day(walk, 0)),
            ("antithrombotics", PathwayValue.Of([EventFields.Of(
                ("agent", "apixaban"), ("last_dose_at", at.AddDays(-4)), ("restart_at", at.AddDays(9)))])));
        Assert.Equal(at.AddDays(-3), One(walk, "P13").DueAt);
        Assert.Equal(at.AddDays(8), One(walk, "P13", 15).DueAt);
        walk.Do("trial.started");
        Assert.Equal("P11", One(walk, "P11", -0.9).Rule);
        walk.Do("adverse.reported", ("serious", true), ("seriousness", PathwayValue.Of("hospitalisation")));
        Assert.Equal(TaskUrgency.Urgent, One(walk, "P10").Urgency);
        walk.Do("explant.performed", ("cultures_result", "pending"));
        Assert.Equal("P09", One(walk, "P09").Rule);
    }

    [Fact]
    public void A_pause_that_is_over_asks_to_resume()
    {
        var walk = Walk.To("follow-up");
        walk.Do("pathway.paused", ("expected_until", Day(walk, 30)));
        Assert.DoesNotContain(Of(walk), task => task.Rule == "P08");
        Assert.Equal("P08", One(walk, "P08", 31).Rule);
    }

    [Fact]
    public void Every_task_has_rule_reason_day_and_source_for_random_patients_at_any_time()
    {
        foreach (var patient in Care.Demo.SyntheticClinic.Create(2, 60, true))
        {
            foreach (var days in new[] { 0, 1, 30, 400 })
            {
                var tasks = Tasks.From(patient.View, Care.Demo.SyntheticClinic.Today.AddDays(days), SiteProfile.Default);
                Assert.All(tasks, task => Assert.True(
                    task.Rule.Length > 1 && task.Title.Length > 5 && task.Reason.Length > 3 && task.Source.Length > 5
                    && task.DueAt.Year > 2000));
                Assert.Equal(tasks, tasks.OrderByDescending(task => task.Urgency).ThenBy(task => task.DueAt));
            }
        }
    }
}
