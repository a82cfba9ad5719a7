using Epidura.Care.Candidacy;
using Epidura.Care.Instruments;
using Epidura.Care.Medication;
using Epidura.Care.Patients;
using Epidura.Care.Rules;

namespace Epidura.Care.Trials;

/// <summary>Rules T01 to T08 on the latest trial of the file.</summary>
internal static class TrialRules
{
    public static IEnumerable<KeyValuePair<string, Func<Trail, Outcome>>> All =>
    [
        new("T01", Antibiotic), new("T02", LeadsAndTrials), new("T03", Duration), new("T04", Success), new("T05", Computable),
        new("T06", EquivocalWithGain), new("T07", NoImplantAfterFailure), new("T08", DailyChecks),
    ];

    private static TrialRecord? Latest(Trail trail) => trail.Patient.Trials is { Count: > 0 } trials ? trials[^1] : null;

    private static Outcome None() => Outcome.NotApplicable("no trial");

    private static Outcome Antibiotic(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        if (trail.Need("trials.antibiotic", trial.Antibiotic) is not { } given)
            return Outcome.Missing("nobody wrote which antibiotic was given");
        var drug = trail.Need("trials.antibiotic.drug", given.Drug);
        var at = trail.Need("trials.antibiotic.given_at", given.GivenAt);
        var incision = trail.Need("trials.antibiotic.incision_at", given.IncisionAt);
        var stopped = trail.Need("trials.antibiotic.stopped_at", given.StoppedAt);
        var byWeight = trail.Need("trials.antibiotic.weight_based", given.IsWeightBased);
        var before = incision - at;
        var limit = TimeSpan.FromMinutes(trail.WholeLimit(drug == "vancomycin" ? "minutes_vancomycin" : "minutes"));
        if (before < TimeSpan.Zero || before > limit)
            return Outcome.Fails($"given {before.Value.TotalMinutes:0} minutes before the incision");
        if (stopped - incision > TimeSpan.FromHours(trail.WholeLimit("stop_hours")))
            return Outcome.Fails("went on for more than a day");
        if (byWeight is false)
            return Outcome.Fails("not dosed by weight");
        return trail.Missing.Count > 0 ? Outcome.Missing("part of the record is missing")
            : Outcome.Met("within the hour, by weight, stopped in time");
    }

    private static Outcome LeadsAndTrials(Trail trail)
    {
        var patient = trail.Patient;
        var isPlanned = patient.Plan.Stage != "implant" || Latest(trail) is null;
        var leads = trail.Need(isPlanned ? "plan.leads" : "trials.leads", isPlanned ? patient.Plan.Leads : Latest(trail)!.Leads);
        var contacts = trail.Need(isPlanned ? "plan.contacts" : "trials.contacts", isPlanned ? patient.Plan.Contacts
            : Latest(trail)!.Contacts);
        var region = patient.Plan.Region;
        var trials = trail.Need("trials", patient.Trials);
        var count = (trials ?? []).Count(trial => region is null || trial.Region is null || trial.Region == region)
            + (patient.Plan.Stage == "trial" ? 1 : 0);
        trail.See("trials in the region", (int?)count);
        if (leads > trail.Limit("leads") || contacts > trail.Limit("contacts"))
            return Outcome.Fails($"{leads} leads with {contacts} contacts");
        if (count > trail.Limit("trials"))
            return Outcome.Fails($"{count} trials in the same region");
        return leads is null || contacts is null || trials is null ? Outcome.Missing("leads, contacts or earlier trials are not known")
            : Outcome.Met($"{leads} leads, {contacts} contacts");
    }

    private static Outcome Duration(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        var end = trail.See("trials.ended_on", trial.EndedOn) ?? trail.Patient.EvaluatedOn;
        var days = end.DayNumber - trial.StartedOn.DayNumber;
        trail.See("days", (int?)days);
        if (days > trail.Limit("hard_over"))
            return Outcome.Fails($"{days} days, over the hard maximum of {trail.WholeLimit("hard_over")}");
        if (days > trail.Limit("warn_over"))
            return Outcome.FailsLess($"{days} days{(days >= trail.Limit("strong_from") ? ": end it now" : "")}");
        if (trial.EndedOn is null)
            return Outcome.Met($"day {days} of a trial that goes on");
        return days < trail.Limit("info_under") || days > trail.Limit("info_over")
            ? Outcome.Says(RuleAnswer.Info, $"{days} days, usual are {trail.WholeLimit("info_under")} to {trail.WholeLimit("info_over")}")
            : Outcome.Met($"{days} days");
    }

    /// <summary>Relief from the diary, or the figure worked out elsewhere when the diary does not allow one.</summary>
    private static (Ratio? Percent, ReliefVerdict Verdict) ReliefOf(Trail trail, TrialRecord trial)
    {
        var relief = Relief.Of(trail.Patient.Diary, trial.StartedOn, trial.EndedOn);
        if (relief.Percent is { } percent)
            return (trail.See("relief from the diary, %", (Ratio?)percent), relief.Verdict);
        return trail.See("trials.relief_percent", trial.ReliefPercent) is { } given
            ? (given, Relief.VerdictOf(given))
            : (null, ReliefVerdict.NotComputable);
    }

    private static Outcome Success(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        if (trail.See("plan.stage", trail.Patient.Plan.Stage) == "trial")
            return Outcome.NotApplicable("another trial is planned");
        var (percent, verdict) = ReliefOf(trail, trial);
        switch (verdict)
        {
            case ReliefVerdict.NotComputable:
                trail.Lack("diary or trials.relief_percent");
                return Outcome.Missing("relief is not computable");
            case ReliefVerdict.NotReached:
                return Outcome.Fails($"relief {percent!.Value.ToText(2)} %");
            case ReliefVerdict.Equivocal:
                return trail.Of("T06").Answer switch
                {
                    RuleAnswer.Review =>
                        Outcome.FailsLess($"relief {percent!.Value.ToText(2)} %, under half, with other gain: to the team"),
                    RuleAnswer.Missing => Missing(trail, percent!.Value),
                    _ => Outcome.Fails($"relief {percent!.Value.ToText(2)} %, under half, without other gain"),
                };
        }

        var before = trail.Need("trials.mme_before_mg", trial.MorphineBefore);
        var end = trail.Need("trials.mme_end_mg", trial.MorphineEnd);
        var activity = trail.Need("trials.activity", trial.Activity);
        if (before is not null && end is not null && !IsStable(before.Value, end.Value, trail.Limit("analgesics")))
            return Outcome.FailsLess("half of the pain gone, but with more analgesics: to the team");
        if (activity == "worse")
            return Outcome.FailsLess("half of the pain gone, but activity is worse: to the team");
        return trail.Missing.Count > 0
            ? Outcome.Missing("analgesics or activity are not known")
            : Outcome.Met($"relief {percent!.Value.ToText(2)} %, analgesics stable, activity no worse");
    }

    private static Outcome Missing(Trail trail, Ratio percent)
    {
        trail.Lack("odi or pgic of the trial");
        return Outcome.MissingLess($"relief {percent.ToText(2)} %, under half; whether there is other gain is not known");
    }

    /// <summary>At most so many percent more than before; less is always stable.</summary>
    private static bool IsStable(Ratio before, Ratio end, Ratio percent) => end * 100 <= before * (100 + percent);

    private static Outcome Computable(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        var relief = Relief.Of(trail.Patient.Diary, trial.StartedOn, trial.EndedOn);
        trail.See("days before", (int?)relief.BaselineDays);
        trail.See("days that count", (int?)relief.TrialDays.Count);
        if (relief.Percent is { } percent)
            return Outcome.Met($"relief {percent.ToText(2)} %");
        trail.Lack("diary");
        return Outcome.Missing($"not computable: {relief.Reason}");
    }

    private static Outcome EquivocalWithGain(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        if (trail.See("plan.stage", trail.Patient.Plan.Stage) == "trial")
            return Outcome.NotApplicable("another trial is planned");
        var (percent, verdict) = ReliefOf(trail, trial);
        if (verdict != ReliefVerdict.Equivocal)
            return Outcome.NotApplicable("relief is not between 40 and 50 %");
        var baseline = ScoreOf(trail.Patient, "odi", "baseline");
        var later = ScoreOf(trail.Patient, "odi", "trial-end");
        var gain = trail.Need("odi gain", baseline - later);
        var pgic = trail.Need("pgic", ScoreOf(trail.Patient, "pgic", "trial-end"));
        if (gain >= trail.Limit("odi") || pgic <= trail.Limit("pgic"))
            return Outcome.Fails($"relief {percent!.Value.ToText(2)} % with other gain: the team decides, nothing is rounded up");
        return gain is null && pgic is null
            ? Outcome.Missing("neither disability nor global impression at the end of the trial")
            : Outcome.NotApplicable("no other gain");
    }

    private static Ratio? ScoreOf(Patient patient, string key, string visit) => patient.Instruments
        .Where(item => item.Instrument.Key == key && item.Visit == visit).OrderBy(item => item.On).LastOrDefault()?.Score.Score;

    private static Outcome NoImplantAfterFailure(Trail trail)
    {
        if (trail.Need("trials", trail.Patient.Trials) is null)
            return Outcome.Missing("nobody said whether there was a trial");
        if (Latest(trail) is not { } trial)
            return None();
        trail.See("trials.outcome", trial.Outcome);
        var (_, verdict) = ReliefOf(trail, trial);
        if (trail.Patient.Plan.Stage == "trial")
        {
            if (trial.Outcome is not ("fail" or "complication") && verdict != ReliefVerdict.NotReached)
                return Outcome.Met("the last trial did not fail");
            return trail.Need("plan.repeat_reason", trail.Patient.Plan.RepeatReason) switch
            {
                "technical" => Outcome.Met("repeated for a documented technical reason"),
                null => Outcome.Missing("not known why the trial is repeated"),
                _ => Outcome.Fails("a failed trial is repeated without a technical reason"),
            };
        }

        if (trial.Outcome is "fail" or "complication")
            return Outcome.Fails("the trial failed");
        var judged = trail.Of("T04");
        if (judged.Answer == RuleAnswer.Missing)
        {
            foreach (var name in judged.Missing)
                trail.Lack(name);
            return Outcome.Missing("the figures that would show a failure are missing");
        }

        return judged.Answer == RuleAnswer.Block ? Outcome.Fails("the figures of the trial are those of a failure")
            : Outcome.Met("not failed");
    }

    private static Outcome DailyChecks(Trail trail)
    {
        if (Latest(trail) is not { } trial)
            return None();
        if (trail.Need("trials.checks", trial.Checks) is not { } checks)
            return Outcome.Missing("nobody wrote down the checks");
        var end = trial.EndedOn ?? trail.Patient.EvaluatedOn;
        List<string> without = [];
        for (var day = trial.StartedOn; day <= end; day = day.AddDays(1))
        {
            if (!checks.Contains(day))
                without.Add($"{day:yyyy-MM-dd}");
        }

        return without.Count == 0 ? Outcome.Met("on every day") : Outcome.Fails($"no checks on {string.Join(", ", without.Take(5))}");
    }
}
