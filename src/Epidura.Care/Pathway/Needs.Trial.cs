using Epidura.Care.Rules;
using Epidura.Care.Trials;

namespace Epidura.Care.Pathway;

/// <summary>Needs of a trial and of an implant after it.</summary>
internal static partial class Needs
{
    private static Lack? TrialLeads(PathwayView view, PathwayEvent item)
    {
        var leads = item.Fields.Groups("leads");
        var contacts = item.Fields.Whole("contacts_total") ?? leads.Sum(lead => lead.Whole("contacts") ?? 0);
        foreach (var profile in view.Profiles.Where(profile => RuleBook.Row(profile, "T02").Text("failure") == "block"))
        {
            var (leadsMax, contactsMax) = (RuleBook.Limit(profile, "T02", "leads"), RuleBook.Limit(profile, "T02", "contacts"));
            if (leads.Count > leadsMax || contacts > contactsMax)
                return new Lack("leads", $"{leads.Count} leads, {contacts} contacts", $"{leadsMax} leads, {contactsMax} contacts",
                    $"Profile {profile} allows no more (T02).");
        }

        return null;
    }

    private static Lack? TrialLeadsClear(PathwayView view, PathwayEvent item)
    {
        var isIn = Body.Of(view).HasTrialLeads;
        var areUsed = item.Fields.Flag("use_trial_leads") is true;
        if (isIn && !areUsed)
            return new Lack("use_trial_leads", "false", "true, or trial.leads-removed first", "Trial leads are still in the body.");
        return !isIn && areUsed
            ? new Lack("use_trial_leads", "true", "false", "There are no trial leads in the body to go on with.") : null;
    }

    private static Lack? OutcomeHolds(PathwayView view, PathwayEvent item)
    {
        var outcome = item.Fields.Text("outcome")!;
        if (TrialView.Of(view) is not [.., var trial])
            return State(view, "a trial", "There is no trial to judge.");
        if (outcome == "fail" && item.Fields.Text("failure_reason") is null)
            return new Lack("failure_reason", "", EventSchema.Field("failure_reason")!.Allowed, "A failed trial needs its reason.");
        if (outcome != "success")
            return null;
        var relief = Relief.Of(DiaryOf(view), trial.StartedOn, trial.EndedOn ?? item.Day);
        if ((relief.Percent ?? item.Fields.Exact("relief_percent")) is not { } percent)
            return new Lack("diary.entered", relief.Reason, "a diary that allows a figure, or relief_percent",
                "Relief is not computable (T05).");
        if (Relief.VerdictOf(percent) != ReliefVerdict.Reached)
            return new Lack("outcome", "success", "equivocal or fail",
                $"Relief is {percent.ToText(2)} %, under half; it is never rounded up (T04, T06).");
        var (before, end) = (item.Fields.Exact("mme_before_mg"), item.Fields.Exact("mme_end_mg"));
        if (before is null || end is null || item.Fields.Text("activity") is null)
            return new Lack("mme_before_mg, mme_end_mg, activity", "", "all three",
                "A success needs stable analgesics and activity (T04).");
        var limit = view.Profiles.Min(profile => RuleBook.Limit(profile, "T04", "analgesics"));
        if (end.Value * 100 > before.Value * (100 + limit))
            return new Lack("mme_end_mg", end.Value.ToText(2), $"at most {limit} % more than before",
                "More analgesics: to the team (T04).");
        return item.Fields.Text("activity") == "worse"
            ? new Lack("activity", "worse", "same or better", "Activity is worse: to the team (T04).") : null;
    }

    /// <summary>The diary as the relief rules read it.</summary>
    internal static IReadOnlyList<DiaryEntry> DiaryOf(PathwayView view) =>
    [
        .. view.All("diary.entered").Select(entry => entry.Effective!.Fields).Select(fields => new DiaryEntry(
            fields.Date("on")!.Value, fields.Exact("nrs")!.Value, fields.Exact("stimulation_percent"), fields.Exact("sleep_h"),
            fields.Text("activity"))),
    ];

    private static Lack? TrialWasJudged(PathwayView view, PathwayEvent item)
    {
        var outcome = TrialView.Of(view) is [.., var trial] ? trial.Outcome : null;
        if (outcome is null)
            return State(view, "a judged trial", "The latest trial was not judged.");
        return outcome == "fail" && item.Fields.Text("trial_decision") == "implant"
            ? new Lack("trial_decision", "implant", "repeat, stop", "No implant after a failed trial (T07).") : null;
    }

    private static Lack? TrialPassed(PathwayView view, PathwayEvent item)
    {
        var decided = view.Latest("team.decided");
        if (TrialView.Of(view) is not [.., var trial])
            return decided?.Effective!.Fields.Text("decision") == "implant" ? null
                : new Lack("trial.evaluated", "", "a trial, or a team decision for an implant without one", "There was no trial (C06).");
        if (trial.Outcome == "success" || trial.Decision?.Effective!.Fields.Text("trial_decision") == "implant")
            return null;
        var isOverridden = view.All("candidacy.overridden")
            .Any(entry => entry.Number > trial.Start.Number && entry.Effective!.Fields.Text("rule") is "T07" or "C06");
        if (isOverridden && decided?.Number > trial.Start.Number && decided.Effective!.Fields.Text("decision") == "implant")
            return null;
        return new Lack("trial.evaluated", trial.Outcome ?? "", "success, or trial.decided with implant",
            trial.Outcome is null ? "The trial was not judged." : $"The trial was judged {trial.Outcome} (C06, T06, T07).");
    }
}
