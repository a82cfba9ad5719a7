using Epidura.Care.Rules;
using Epidura.Care.Trials;

namespace Epidura.Care.Pathway;

/// <summary>Tasks of a trial and of the procedures.</summary>
public static partial class Tasks
{
    private static readonly string[] BeforeTrial = ["team", "prepared"];

    private static IEnumerable<PathwayTask> OfTrial(PathwayView view, DateTimeOffset now, List<string> profiles)
    {
        if (BeforeTrial.Contains(view.State) && view.Latest("team.decided")?.Effective!.Fields.Text("decision") == "trial")
        {
            var days = view.All("diary.entered").Select(entry => entry.Effective!.Fields.Date("on")).Distinct().Count();
            if (days < TaskRule.Of("P02").Limit)
                yield return TaskRule.Of("P02").Task(
                    $"{days} of {TaskRule.Of("P02").Limit:0} days", view.Latest("trial.prepared")?.Effective!.Fields.Instant("planned_at")
                        ?? now);
        }

        if (TrialView.Of(view) is not [.., var trial] || view.Latest("implant.performed")?.Number > trial.Start.Number)
            yield break;
        if (view.State is "trial-active" or "trial-evaluated" && trial.EndedOn is null)
        {
            foreach (var task in OfActiveTrial(view, trial, now, profiles))
                yield return task;
        }
        else if (view.State == "lead-removed" && trial.Judgement is null)
            yield return TaskRule.Of("P03").Task(
                $"trial {trial.Number} ended on {trial.EndedOn:yyyy-MM-dd}",
                AtStart(trial.EndedOn!.Value).AddDays(TaskRule.Of("P03").Limit), trial.Start.Number);
    }

    private static IEnumerable<PathwayTask> OfActiveTrial(
        PathwayView view, TrialView trial, DateTimeOffset now, List<string> profiles)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var days = today.DayNumber - trial.StartedOn.DayNumber;
        var (warn, hard) = (Strictest(profiles, "T03", "warn_over"), Strictest(profiles, "T03", "hard_over"));
        if (days > warn)
        {
            var task = TaskRule.Of("T03").Task(
                $"day {days}; more than {warn} is long, {hard} the hard maximum", AtStart(trial.StartedOn.AddDays(days > hard ? hard
                    : warn)),
                trial.Start.Number, days > hard ? "Take the trial leads out" : null);
            yield return days > hard ? task with { Urgency = TaskUrgency.Emergency } : task;
        }

        var last = view.All("diary.entered").Select(entry => entry.Effective!.Fields.Date("on")!.Value)
            .Where(day => day >= trial.StartedOn).DefaultIfEmpty(trial.StartedOn).Max();
        var due = AtStart(last.AddDays(1)).AddHours(TaskRule.Of("P01").Limit);
        if (view.State == "trial-active" && now > due)
            yield return TaskRule.Of("P01").Task($"no entry after {last:yyyy-MM-dd}", due);
        var checks = view.All("trial.checked").Select(entry => entry.Effective!.Fields.Date("on")!.Value).ToHashSet();
        var open = Enumerable.Range(1, Math.Max(0, Math.Min(days - 1, hard))).Select(day => trial.StartedOn.AddDays(day))
            .Where(day => !checks.Contains(day)).ToList();
        if (open.Count == 0)
            yield break;
        var list = string.Join(", ", open.TakeLast(3).Select(day => $"{day:yyyy-MM-dd}"));
        yield return TaskRule.Of("T08").Task($"no check on {list}", AtStart(open[^1].AddDays(1)));
    }

    private static int Strictest(List<string> profiles, string rule, string name) =>
        profiles.Min(profile => (int)RuleBook.Limit(profile, rule, name).Numerator);

    /// <summary>Checklists, agents against clotting, checks after surgery.</summary>
    private static IEnumerable<PathwayTask> OfProcedures(PathwayView view, DateTimeOffset now)
    {
        var plan = view.State switch
        {
            "prepared" => view.Latest("trial.prepared"),
            "implant-planned" => view.Latest("implant.planned"),
            "surgery-planned" => view.Latest("surgery.planned"),
            _ => null,
        };
        var checklist = view.Latest("checklist.completed");
        if (plan?.Effective!.Fields.Instant("planned_at") is { } planned && !(checklist?.Number > plan.Number))
            yield return TaskRule.Of("P12").Task(
                $"the procedure is planned for {planned:yyyy-MM-dd}", planned.AddDays(-TaskRule.Of("P12").Limit), plan.Number);
        foreach (var task in OfAgents(checklist, now))
            yield return task;
        if (PathwayPatient.SurgeryEnd(view) is { } end && now >= end && now < end.AddHours(TaskRule.Of("P11").Limit))
            yield return TaskRule.Of("P11").Task($"surgery ended at {end:yyyy-MM-dd HH:mm}", NextCheck(view, end));
    }

    private static IEnumerable<PathwayTask> OfAgents(HistoryEntry? checklist, DateTimeOffset now)
    {
        if (checklist is null || checklist.Effective!.Fields.Text("procedure") == "surgery")
            yield break;
        var rule = TaskRule.Of("P13");
        var procedure = checklist.Effective.Fields.Instant("procedure_at")!.Value;
        foreach (var agent in Checklist.Agents(checklist.Effective.Fields))
        {
            if (agent.LastDoseBy is { } last && now < procedure)
                yield return rule.Task($"before the procedure of {procedure:yyyy-MM-dd HH:mm}", last, checklist.Number,
                    $"Last dose of {agent.Agent}");
            if (agent.RestartFrom is { } restart && now >= procedure && now < restart.AddDays(rule.Limit))
                yield return rule.Task("none while a trial lead is in place", restart, checklist.Number,
                    $"{agent.Agent} again, not before");
        }
    }

    /// <summary>Every hour four times, then every four hours, from the last examination.</summary>
    private static DateTimeOffset NextCheck(PathwayView view, DateTimeOffset end)
    {
        var last = view.All("examination.recorded").Select(entry => entry.Effective!.OccurredAt).Where(at =>
            at >= end).DefaultIfEmpty(end).Max();
        return last.AddHours((last - end).TotalHours < 4 ? 1 : 4);
    }
}
