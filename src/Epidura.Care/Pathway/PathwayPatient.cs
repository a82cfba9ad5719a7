using Epidura.Care.Patients;
using Epidura.Care.Rules;

namespace Epidura.Care.Pathway;

/// <summary>The record as the rules on follow-up read it.</summary>
internal static class PathwayPatient
{
    private static readonly string[] Surgery = ["trial.started", "implant.performed", "revision.completed", "explant.performed",
        "surgery.performed"];

    /// <summary>When the latest surgery with a lead or on the spine ended; null when there was none.</summary>
    public static DateTimeOffset? SurgeryEnd(PathwayView view) =>
        Surgery.SelectMany(view.All).MaxBy(entry => entry.Number)?.Effective is { } last
            ? last.Fields.Instant("surgery_end_at") ?? last.Fields.Instant("completed_at") ?? last.OccurredAt : null;

    /// <summary>Day of the definitive implant; null when there is none.</summary>
    public static DateOnly? ImplantedOn(PathwayView view)
    {
        var own = view.Latest("implant.performed");
        var adopted = view.Latest("system.adopted");
        return (own?.Number ?? 0) >= (adopted?.Number ?? 0) ? own?.Effective!.Day : adopted!.Effective!.Fields.Date("implanted_on");
    }

    /// <summary>A patient with the follow-up that the record holds.</summary>
    public static Patient Of(PathwayView view, DateOnly day, IReadOnlyList<string> profiles)
    {
        var loss = view.Latest("relief.lost")?.Effective!.Fields;
        return new Patient("record", day, profiles)
        {
            FollowUp = new FollowUpRecord
            {
                ImplantedOn = ImplantedOn(view) ?? DayOf(SurgeryEnd(view)),
                SurgeryEndAt = SurgeryEnd(view),
                Visits = [.. view.All("visit.held").Select(entry => new Visit(
                    entry.Effective!.Fields.Date("on")!.Value, entry.Effective.Fields.Exact("relief_percent")))],
                Activities = [.. view.All("activity.reported").Select(entry => entry.Effective!.Fields).Select(fields =>
                    new ReportedActivity(fields.Date("on")!.Value, fields.Text("movement")!, fields.Exact("load_kg")))],
                Symptoms = [],
                HasLoss = loss is not null,
                LossOverHours = loss?.Exact("over_hours"),
                LossImpedance = loss?.Text("impedance"),
                AnalysesOn = [.. view.All("visit.held").Where(entry => entry.Effective!.Fields.Flag("billed_analysis") is true)
                    .Select(entry => entry.Effective!.Fields.Date("on")!.Value)],
            },
        };
    }

    /// <summary>The strictest finding of a rule over the profiles.</summary>
    public static RuleFinding Find(Patient patient, string rule) =>
        patient.Profiles.Distinct().Select(profile => new RuleRun(patient, profile).Find(rule)).MaxBy(finding => finding.Strictness)!;

    private static DateOnly? DayOf(DateTimeOffset? instant) =>
        instant is { } value ? DateOnly.FromDateTime(value.UtcDateTime) : null;
}
