using Epidura.Care.FollowUp;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Pathway;

/// <summary>Tasks of the follow-up and of the device.</summary>
public static partial class Tasks
{
    private static readonly string[] Following = ["implanted", "programmed", "follow-up", "salvage"];

    private static IEnumerable<PathwayTask> OfFollowUp(PathwayView view, DateTimeOffset now, List<string> profiles)
    {
        if (view.State == "paused" && view.Latest("pathway.paused") is { } pause
            && pause.Effective!.Fields.Date("expected_until") is { } until)
            yield return TaskRule.Of("P08").Task($"expected until {until:yyyy-MM-dd}", AtStart(until), pause.Number);
        if (!Following.Contains(view.State) || PathwayPatient.ImplantedOn(view) is not { } implanted)
            yield break;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var visits = view.All("visit.held").Select(entry => entry.Effective!.Fields.Date("on")!.Value).ToList();
        foreach (var due in VisitPlan.Of(implanted, today, VisitPlan.LimitsOf(profiles[0])))
        {
            var wasHeld = visits.Exists(day => day >= due.First && day <= due.Until);
            if (!wasHeld && due.Until >= today)
                yield return TaskRule.Of("F01").Task(
                    due.Last < today ? $"{due.Name} is missed since {due.Last:yyyy-MM-dd}"
                        : $"due between {due.First:yyyy-MM-dd} and {due.Last:yyyy-MM-dd}",
                    AtStart(due.Due), null, $"Visit {due.Name}");
            if (MissingInstruments(view, due, today) is { Count: > 0 } missing)
                yield return TaskRule.Of("P05").Task($"{due.Name}: {string.Join(", ", missing)}", AtStart(due.Due));
        }

        var patient = PathwayPatient.Of(view, today, profiles);
        if (view.Latest("activity.reported") is { } activity && PathwayPatient.Find(patient, "F02") is { Answer: RuleAnswer.Warn } limits)
            yield return TaskRule.Of("F02").Task(limits.Reason, activity.Effective!.OccurredAt, activity.Number);
        if (view.Latest("visit.held") is { } visit && PathwayPatient.Find(patient, "F07") is { Answer: RuleAnswer.Warn } billed)
            yield return TaskRule.Of("F07").Task(billed.Reason, visit.Effective!.OccurredAt, visit.Number);
    }

    /// <summary>Questionnaires of the baseline set that nobody answered around a visit of the third month or later.</summary>
    private static List<string> MissingInstruments(PathwayView view, DueVisit due, DateOnly today)
    {
        if (due.Name is "wound" or "month 1" || due.First > today || due.Until < today)
            return [];
        var answered = view.All("instrument.answered").Select(entry => entry.Effective!.Fields)
            .Where(fields => fields.Date("on") >= due.First).Select(fields => fields.Text("instrument")!).ToHashSet();
        return [.. CareTable.Of("instrument-sets").Words("instrument").Where(name => !answered.Contains(name))];
    }

    private static IEnumerable<PathwayTask> OfDevice(PathwayView view)
    {
        if (Body.Of(view).IsEmpty || view.Latest("generator.read") is not { } read)
            yield break;
        var fields = read.Effective!.Fields;
        var at = fields.Instant("read_at")!.Value;
        if (fields.Text("battery_state") is { } state and not "ok")
        {
            var task = TaskRule.Of("P06").Task($"state {state}", at, read.Number, $"Battery: {state}");
            yield return state is "end-of-service" or "fault" ? task with { Urgency = TaskUrgency.Urgent } : task;
        }
        else if ((double?)fields.Number("battery_percent") < TaskRule.Of("P06").Limit)
            yield return TaskRule.Of("P06").Task($"{fields.Number("battery_percent")} % of charge", at, read.Number);
        var (min, max) = (fields.Number("impedance_min_ohm"), fields.Number("impedance_max_ohm"));
        var outside = fields.Numbers("impedances_ohm").Select((value, i) => (value, contact: i))
            .Where(pair => pair.value < min || pair.value > max).ToList();
        if (outside.Count < TaskRule.Of("P07").Limit)
            yield break;
        var list = string.Join(", ", outside.Select(pair => $"{pair.contact}: {PathwayEventJson.NumberText(pair.value!.Value)} ohm"));
        yield return TaskRule.Of("P07").Task($"contact {list}; band {min} to {max} ohm", at, read.Number);
    }
}
