using Epidura.Care.Instruments;

namespace Epidura.Care.Pathway;

/// <summary>Something that is to be done, or an alarm, because of what the record holds.</summary>
/// <param name="Rule">Rule or row of <c>data/care/task-rules.csv</c> that asks for it.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Title">What to do.</param>
/// <param name="Reason">What in the record asks for it.</param>
/// <param name="DueAt">When it is due, UTC.</param>
/// <param name="Source">Where the demand comes from.</param>
/// <param name="About">Number of the event it speaks of; null for none.</param>
public sealed record PathwayTask(
    string Rule, TaskUrgency Urgency, string Title, string Reason, DateTimeOffset DueAt, string Source, int? About);

/// <summary>Tasks and alarms from the record, never from memory.</summary>
public static partial class Tasks
{
    /// <summary>What is to be done, the most urgent first, then by day; a routine task is listed two weeks before it is due.</summary>
    /// <param name="view">The patient.</param>
    /// <param name="now">The clock of the caller.</param>
    /// <param name="site">The clinic; its profiles are added to those of the record, the stricter answer wins.</param>
    public static IReadOnlyList<PathwayTask> From(PathwayView view, DateTimeOffset now, SiteProfile site)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(site);
        List<string> profiles = [.. view.Profiles.Concat(site.Profiles).Distinct()];
        IEnumerable<PathwayTask> tasks = [.. Questionnaires(view), .. Alarms(view, now, profiles), .. OpenEnds(view)];
        if (view.State is not ("none" or "closed"))
            tasks = [.. tasks, .. OfTrial(view, now, profiles), .. OfProcedures(view, now), .. OfFollowUp(view, now, profiles),
                .. OfDevice(view)];
        var horizon = now.AddDays(TaskRule.Of("P14").Limit);
        return
        [
            .. tasks.Where(task => task.DueAt <= horizon || task.Urgency > TaskUrgency.Routine)
                .Where(task => !IsDone(view, task)).Distinct()
                .OrderByDescending(task => task.Urgency).ThenBy(task => task.DueAt).ThenBy(task => task.Rule, StringComparer.Ordinal)
                .ThenBy(task => task.About),
        ];
    }

    private static IEnumerable<PathwayTask> Questionnaires(PathwayView view) =>
        from entry in view.All("instrument.answered")
        let fields = entry.Effective!.Fields
        let instrument = Instrument.Of(fields.Text("instrument")!)
        from task in InstrumentScoring.Score(instrument, Needs.AnswersOf(fields)).Tasks
        select new PathwayTask(
            task.Rule, task.Urgency, task.Text, $"event {entry.Number} of {entry.Effective!.Day:yyyy-MM-dd}", entry.Effective.OccurredAt,
            task.Source, entry.Number);

    /// <summary>F03 to F06: a symptom or a loss that nobody has seen to yet.</summary>
    private static IEnumerable<PathwayTask> Alarms(PathwayView view, DateTimeOffset now, List<string> profiles)
    {
        var patient = PathwayPatient.Of(view, DateOnly.FromDateTime(now.UtcDateTime), profiles);
        foreach (var entry in view.All("symptom.reported"))
        {
            var fields = entry.Effective!.Fields;
            var symptom = new Patients.Symptom(
                entry.Effective.OccurredAt, fields.Text("symptom")!, fields.Exact("temperature_c"), fields.Text("course"));
            var alone = patient with { FollowUp = patient.FollowUp! with { Symptoms = [symptom] } };
            foreach (var rule in new[] { "F03", "F04" })
            {
                var finding = PathwayPatient.Find(alone, rule);
                if (finding.Answer is Rules.RuleAnswer.Block or Rules.RuleAnswer.Review)
                    yield return TaskRule.Of(rule).Task(finding.Reason, entry.Effective.OccurredAt, entry.Number);
            }
        }

        // Without a device in the body there is no relief of it to lose.
        if (view.State is not ("explanted" or "closed") && view.Latest("relief.lost") is { } lost)
            yield return TaskRule.Of("F05").Task(PathwayPatient.Find(patient, "F05").Reason, lost.Effective!.OccurredAt, lost.Number);
        if (view.State is "programmed" or "follow-up" && view.Latest("visit.held") is { } visit
            && PathwayPatient.Find(patient, "F06") is { Answer: Rules.RuleAnswer.Review } salvage)
            yield return TaskRule.Of("F06").Task(salvage.Reason, visit.Effective!.OccurredAt, visit.Number);
    }

    /// <summary>What stays open whatever the state: cultures, serious events.</summary>
    private static IEnumerable<PathwayTask> OpenEnds(PathwayView view)
    {
        if (view.Latest("explant.performed") is { } explant && explant.Effective!.Fields.Text("cultures_result") == "pending")
            yield return TaskRule.Of("P09").Task(
                "the result is pending", explant.Effective.OccurredAt.AddDays(TaskRule.Of("P09").Limit), explant.Number);
        foreach (var item in AdverseEvents.Of(view).Where(item => item.IsSerious && item.Outcome is null))
        {
            var reported = view.History[item.Number - 1].Effective!.OccurredAt;
            var codes = item.MissingForExport is { Count: > 0 } missing ? $"; choose {string.Join(" and ", missing)} first" : "";
            yield return TaskRule.Of("P10").Task(
                $"{item.Category} of {item.OnsetOn:yyyy-MM-dd}{codes}", reported.AddDays(TaskRule.Of("P10").Limit), item.Number);
        }
    }

    /// <summary>Somebody wrote that the task about an event was done; a task about no event is done by its state.</summary>
    private static bool IsDone(PathwayView view, PathwayTask task) => task.About is not null && view.All("task.done").Any(done =>
        done.Effective!.Fields.Text("rule") == task.Rule && done.Effective.Fields.Whole("about") == task.About);

    private static DateTimeOffset AtStart(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
