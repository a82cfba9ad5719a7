using Epidura.Care.Patients;
using Epidura.Care.Rules;

namespace Epidura.Care.FollowUp;

/// <summary>Rules F01 to F07 after an implant.</summary>
internal static class FollowUpRules
{
    private static readonly string[] Alarms = ["motor-deficit", "sensory-deficit", "sphincter", "severe-back-pain"];
    private static readonly string[] WoundSigns = ["wound-erythema", "wound-pain"];

    public static IEnumerable<KeyValuePair<string, Func<Trail, Outcome>>> All =>
    [
        new("F01", Visits), new("F02", FirstWeeks), new("F03", NoDeficit), new("F04", NoInfection), new("F05", LossOfRelief),
        new("F06", ReliefHolds), new("F07", Analyses),
    ];

    private static Outcome None() => Outcome.NotApplicable("no implant");

    private static DateOnly? Implanted(Trail trail) => trail.Need("follow_up.implanted_on", trail.Patient.FollowUp?.ImplantedOn);

    private static Outcome Visits(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        if (Implanted(trail) is not { } implanted || trail.Need("follow_up.visits", record.Visits) is not { } visits)
            return Outcome.Missing("day of the implant or visits are not known");
        var missed = VisitPlan.Of(implanted, trail.Patient.EvaluatedOn, VisitPlan.LimitsOf(trail.Profile))
            .Where(due => due.Last < trail.Patient.EvaluatedOn && visits.All(visit => visit.On < due.First || visit.On > due.Until))
            .Select(due => due.Name).ToList();
        return missed.Count == 0 ? Outcome.Met("all visits that were due took place")
            : Outcome.Fails($"missed: {string.Join(", ", missed)}");
    }

    private static Outcome FirstWeeks(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        if (Implanted(trail) is not { } implanted || trail.Need("follow_up.activities", record.Activities) is not { } activities)
            return Outcome.Missing("day of the implant or activities are not known");
        var end = implanted.AddDays(7 * trail.WholeLimit("weeks"));
        var early = activities.Where(item => item.On >= implanted && item.On < end
            && (item.Key != "lifting" || item.LoadKilogram is null || item.LoadKilogram > trail.Limit("load"))).ToList();
        return early.Count == 0
            ? Outcome.Met($"nothing reported before {end:yyyy-MM-dd}")
            : Outcome.Fails($"before {end:yyyy-MM-dd}: {string.Join(", ", early.Select(item => $"{item.Key} on {item.On:yyyy-MM-dd}"))}");
    }

    private static Outcome NoDeficit(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        if (trail.Need("follow_up.symptoms", record.Symptoms) is not { } symptoms)
            return Outcome.Missing("symptoms were not asked for");
        if (symptoms.Where(item => Alarms.Contains(item.Key)).OrderBy(item => item.At).FirstOrDefault() is not { } first)
            return Outcome.Met("none reported");
        trail.See($"symptom {first.Key}", (DateTimeOffset?)first.At);
        if (trail.See("follow_up.surgery_end_at", record.SurgeryEndAt) is not { } end)
            return Outcome.Fails($"{first.Key}: haematoma, abscess, lead");
        var hours = (first.At - end).TotalHours;
        return Outcome.Fails(hours <= trail.WholeLimit("haematoma_hours")
            ? FormattableString.Invariant($"{first.Key} {hours:0} hours after surgery: haematoma first")
            : FormattableString.Invariant($"{first.Key} {hours / 24:0} days after surgery: abscess and haematoma"));
    }

    private static Outcome NoInfection(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        if (Implanted(trail) is not { } implanted || trail.Need("follow_up.symptoms", record.Symptoms) is not { } symptoms)
            return Outcome.Missing("day of the implant or symptoms are not known");
        List<string> signs = [];
        foreach (var item in symptoms)
        {
            var day = DateOnly.FromDateTime(item.At.UtcDateTime).DayNumber - implanted.DayNumber;
            if (item.Key == "fever" && item.TemperatureCelsius is null)
                trail.Lack("follow_up.symptoms.temperature_c");
            else if (item.Key == "fever" && item.TemperatureCelsius >= trail.Limit("fever"))
                signs.Add($"fever {item.TemperatureCelsius.Value.ToText(1)} °C on day {day}");
            else if (WoundSigns.Contains(item.Key) && day > trail.Limit("day") && item.Course is not ("steady" or "falling"))
                signs.Add($"{item.Key.Replace('-', ' ')} on day {day}");
        }

        if (signs.Count > 0)
            return Outcome.Fails(string.Join(", ", signs));
        return trail.Missing.Count > 0 ? Outcome.Missing("fever without a temperature") : Outcome.Met("no sign");
    }

    private static Outcome LossOfRelief(Trail trail)
    {
        if (trail.Patient.FollowUp is not { HasLoss: true } record)
            return Outcome.NotApplicable("no loss of relief");
        var hours = trail.Need("follow_up.loss.over_hours", record.LossOverHours);
        if (hours > trail.Limit("sudden_hours"))
            return Outcome.Fails("gradual loss: habituation; check drugs, mood and programs");
        var impedance = trail.Need("follow_up.loss.impedance", record.LossImpedance);
        if (hours is null || impedance is null)
            return Outcome.Missing("course or impedance is not known");
        return Outcome.Fails(impedance == "out-of-band"
            ? "sudden loss with impedance out of its band: fracture or disconnection"
            : "sudden loss with normal impedance: X-ray of the lead for migration");
    }

    private static Outcome ReliefHolds(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        var visits = (record.Visits ?? []).Where(visit => visit.ReliefPercent is not null).OrderBy(visit => visit.On).ToList();
        if (visits.Count < 2)
            return Outcome.NotApplicable("fewer than two visits with a figure of relief");
        var (before, last) = (visits[^2], visits[^1]);
        trail.See($"relief on {before.On:yyyy-MM-dd}, %", before.ReliefPercent);
        trail.See($"relief on {last.On:yyyy-MM-dd}, %", last.ReliefPercent);
        var limit = trail.Limit("relief");
        return before.ReliefPercent < limit && last.ReliefPercent < limit
            && last.On.DayNumber - before.On.DayNumber >= trail.WholeLimit("days")
            ? Outcome.Fails("salvage: reprogram, other waveform, holiday, imaging, drug and mood review, revise, explant")
            : Outcome.Met("not under the limit at two visits");
    }

    private static Outcome Analyses(Trail trail)
    {
        if (trail.Patient.FollowUp is not { } record)
            return None();
        if (Implanted(trail) is not { } implanted || trail.Need("follow_up.analyses_on", record.AnalysesOn) is not { } days)
            return Outcome.Missing("day of the implant or analyses are not known");
        var ordered = days.Order().ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            var apart = ordered[i].DayNumber - ordered[i - 1].DayNumber;
            var isEarly = ordered[i].DayNumber - implanted.DayNumber <= trail.WholeLimit("first_days");
            if (apart < trail.Limit("days") && !isEarly)
                return Outcome.Fails($"two analyses {apart} days apart, the second on {ordered[i]:yyyy-MM-dd}");
        }

        return Outcome.Met("thirty days apart, the first month aside");
    }
}
