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
public static class Tasks
{
    /// <summary>What is to be done now, the most urgent first, then by day.</summary>
    /// <param name="view">The patient.</param>
    /// <param name="now">The clock of the caller.</param>
    /// <param name="site">The clinic.</param>
    public static IReadOnlyList<PathwayTask> From(PathwayView view, DateTimeOffset now, SiteProfile site)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(site);
        return [.. Questionnaires(view).Where(task => task.DueAt <= now || task.Urgency > TaskUrgency.Routine)
            .OrderByDescending(task => task.Urgency).ThenBy(task => task.DueAt).ThenBy(task => task.Rule, StringComparer.Ordinal)];
    }

    private static IEnumerable<PathwayTask> Questionnaires(PathwayView view) =>
        from entry in view.All("instrument.answered")
        let fields = entry.Effective!.Fields
        let instrument = Instruments.Instrument.Of(fields.Text("instrument")!)
        from task in Instruments.InstrumentScoring.Score(instrument, Needs.AnswersOf(fields)).Tasks
        where !IsDone(view, task.Rule, entry.Number)
        select new PathwayTask(
            task.Rule, task.Urgency, task.Text, $"event {entry.Number} of {entry.Effective!.Day:yyyy-MM-dd}", entry.Effective.OccurredAt,
            task.Source, entry.Number);

    /// <summary>Somebody wrote that the task about an event was done.</summary>
    private static bool IsDone(PathwayView view, string rule, int? about) => view.All("task.done").Any(done =>
        done.Effective!.Fields.Text("rule") == rule && done.Effective.Fields.Whole("about") == about);
}
