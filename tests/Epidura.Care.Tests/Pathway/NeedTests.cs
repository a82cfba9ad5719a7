using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

/// <summary>Each need of the table, failed once, with what is missing.</summary>
public class NeedTests
{
    private static EventFields[] Agent(string agent, string lastDose, string restart) =>
        [EventFields.Of(("agent", agent), ("last_dose_at", lastDose), ("restart_at", restart))];

    [Fact]
    public void A_block_is_overridden_only_by_the_lead_of_the_team_with_a_reason_and_only_where_it_blocks()
    {
        var walk = Walk.To("screening").Do("consent.given", ("function", "device"))
            .Do("candidacy.evaluated", ("stage", "trial"), ("verdict", "blocked"), ("blocked", PathwayValue.Of("C01", "C12")))
            .Do("team.decided", ("decision", "trial"));
        Assert.Equal("C01, C12", walk.Refused("trial.prepared").Value);
        Assert.Equal("by_role", walk.Refused("candidacy.overridden", ("rule", "C01"), ("by_role", "surgeon")).Field);
        Assert.Equal("C01, C12", walk.Refused("candidacy.overridden", ("rule", "C13")).Allowed);
        walk.Do("candidacy.overridden", ("rule", "C01"), ("reason", "transition clinic"));
        Assert.Equal("C12", walk.Refused("trial.prepared").Value);
        walk.Do("candidacy.overridden", ("rule", "C12"), ("reason", "carer trained")).Do("trial.prepared");
        Assert.Equal("prepared", walk.View.State);
    }

    [Fact]
    public void A_new_evaluation_asks_for_new_overrides()
    {
        var walk = Walk.To("screening").Do("consent.given", ("function", "device"))
            .Do("candidacy.evaluated", ("stage", "trial"), ("blocked", PathwayValue.Of("C12")))
            .Do("candidacy.overridden", ("rule", "C12"))
            .Do("candidacy.evaluated", ("stage", "trial"), ("blocked", PathwayValue.Of("C12"))).Do("team.decided", ("decision", "trial"));
        Assert.Equal("C12", walk.Refused("trial.prepared").Value);
    }

    [Fact]
    public void Consent_that_was_withdrawn_is_missing()
    {
        var walk = Walk.To("prepared").Do("checklist.completed").Do("consent.withdrawn", ("function", "device"));
        Assert.Contains("consent for the device", walk.Refused("trial.started").Missing);
        walk.Do("consent.given", ("function", "device")).Do("trial.started");
    }

    [Fact]
    public void The_checklist_keeps_the_screen_and_the_times_of_every_agent()
    {
        var walk = Walk.To("prepared");
        var at = walk.Now.AddDays(10);
        (string, PathwayValue?)[] With(params (string, PathwayValue?)[] more) =>
            [("procedure_at", at), ("lead_removal_at", at.AddDays(7)), ("mrsa_screened_on",
                DateOnly.FromDateTime(at.UtcDateTime).AddDays(-20)), .. more];
        string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
        walk.Do("checklist.completed", With());
        Assert.Equal("mrsa_screened_on", walk.Refused("checklist.completed", With(("mrsa_screened_on",
            DateOnly.FromDateTime(at.UtcDateTime).AddDays(-29)))).Field);
        Assert.Equal("decolonised", walk.Refused("checklist.completed", With(("mrsa_result", "positive"))).Field);
        Assert.Equal("procedure", walk.Refused("checklist.completed", With(("procedure", "implant"))).Field);
        var late = Agent("apixaban", Text(at.AddDays(-2)), Text(at.AddDays(9)));
        Assert.Contains("apixaban", walk.Refused("checklist.completed", With(("antithrombotics", PathwayValue.Of(late)))).Field,
            StringComparison.Ordinal);
        var early = Agent("apixaban", Text(at.AddDays(-4)), Text(at.AddDays(1)));
        var refusal = walk.Refused("checklist.completed", With(("antithrombotics", PathwayValue.Of(early))));
        Assert.Contains("restart", refusal.Value, StringComparison.Ordinal);
        var warfarin = With(("antithrombotics", PathwayValue.Of(Agent("warfarin", Text(at.AddDays(-6)), Text(at.AddDays(8))))));
        Assert.Equal("inr", walk.Refused("checklist.completed", warfarin).Field);
        Assert.Equal("inr", walk.Refused("checklist.completed", [.. warfarin, ("inr", 1.3m)]).Field);
        walk.Do("checklist.completed", [.. warfarin, ("inr", 1.1m)]);
        var plan = Assert.Single(Checklist.Agents(walk.View.Latest("checklist.completed")!.Effective!.Fields));
        Assert.Equal(at.AddHours(-120), plan.LastDoseBy);
        Assert.Equal(at.AddDays(7).AddHours(6), plan.RestartFrom);
    }

    [Theory]
    [InlineData("49.99", "success", "outcome")]
    [InlineData("50", "success", null)]
    [InlineData("62", "fail", "failure_reason")]
    public void Half_of_the_pain_is_never_rounded_up(string relief, string outcome, string? field)
    {
        var walk = Walk.To("trial-active");
        var item = walk.Make("trial.evaluated", ("outcome", outcome),
            ("relief_percent", decimal.Parse(relief, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(field, walk.Try(item).Refusals is [var refusal, ..] ? refusal.Field : null);
    }

    [Fact]
    public void Without_a_diary_and_without_a_figure_there_is_no_success()
    {
        var walk = Walk.To("trial-active");
        Assert.Equal("diary.entered", walk.Refused("trial.evaluated", ("relief_percent", null)).Field);
        Assert.Equal("mme_end_mg", walk.Refused("trial.evaluated", ("mme_end_mg", 34)).Field);
        Assert.Equal("activity", walk.Refused("trial.evaluated", ("activity", "worse")).Field);
        Assert.Contains("mme", walk.Refused("trial.evaluated", ("mme_end_mg", null)).Field, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_trial_leads_to_no_implant_and_an_equivocal_one_only_by_the_team()
    {
        var failed = Walk.To("trial-active").Do("trial.evaluated", ("outcome", "fail"), ("failure_reason", "no-relief"))
            .Do("trial.leads-removed").Do("candidacy.evaluated", ("stage", "implant"));
        Assert.Equal("fail", failed.Refused("implant.planned").Value);
        Assert.Equal("trial_decision", failed.Refused("trial.decided", ("trial_decision", "implant")).Field);
        var equivocal = Walk.To("trial-active").Do("trial.evaluated", ("outcome", "equivocal"), ("relief_percent", 45))
            .Do("candidacy.evaluated", ("stage", "implant"));
        Assert.Equal("equivocal", equivocal.Refused("implant.planned").Value);
        equivocal.Do("trial.decided", ("trial_decision", "implant")).Do("implant.planned");
    }

    [Fact]
    public void Trial_leads_come_out_or_become_definitive()
    {
        var walk = Walk.To("trial-evaluated").Do("candidacy.evaluated", ("stage",
            "implant")).Do("implant.planned").Do("checklist.completed");
        Assert.Equal("use_trial_leads", walk.Refused("implant.performed", ("use_trial_leads", false)).Field);
        Assert.Contains("trial leads taken out", walk.Refused("pathway.closed").Missing);
        walk.Do("implant.performed", ("use_trial_leads", true));
        Assert.False(Body.Of(walk.View).HasTrialLeads);
        Assert.Single(Body.Of(walk.View).Leads);
    }

    [Fact]
    public void A_program_needs_the_program_before_and_where_the_site_asks_a_second_person()
    {
        var walk = Walk.To("follow-up");
        Assert.Equal("program_before", walk.Refused("program.written", ("program_before", "none")).Field);
        walk.Do("program.written", ("approved_by", null));
        walk.Do("site.changed", ("two_person_approval", true));
        Assert.Equal("approved_by", walk.Refused("program.written", ("approved_by", null)).Field);
        Assert.Equal("approved_by", walk.Refused("program.written", ("approved_by", "xx"), ("written_by", "xx")).Field);
        walk.Do("program.written", ("approved_by", "second"));
        walk.Do("consent.withdrawn", ("function", "remote-programming"));
        Assert.Contains("remote programming", walk.Refused("program.written", ("remote", true)).Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_explant_says_what_stayed_what_it_means_for_scans_and_what_the_cultures_showed()
    {
        var walk = Walk.To("follow-up");
        var parts = PathwayValue.Of([EventFields.Of(("part", "lead-fragment"))]);
        Assert.Equal("retained", walk.Refused("explant.performed", ("retained", parts)).Field);
        Assert.Equal("retained", walk.Refused("explant.performed", ("extent", "partial")).Field);
        Assert.Equal("mri_meaning", walk.Refused("explant.performed", ("extent", "partial"), ("retained", parts)).Field);
        Assert.Equal("cultures_reason", walk.Refused("explant.performed", ("cultures", "not-taken")).Field);
        Assert.Equal("cultures_result", walk.Refused("explant.performed", ("cultures_result", null)).Field);
        walk.Do("explant.performed", ("extent", "partial"), ("retained", parts), ("mri_meaning", "conditional-with-check"));
        Assert.Equal("conditional-with-check", Assert.Single(Body.Of(walk.View).Retained).MriMeaning);
        walk.Do("explant.performed");
        Assert.True(Body.Of(walk.View).IsEmpty);
        Assert.Contains("a lead or generator in the body", walk.Refused("explant.performed").Missing);
    }

    [Fact]
    public void The_payer_profile_allows_two_leads_and_no_more()
    {
        var walk = Walk.To("prepared").Do("checklist.completed");
        var three = PathwayValue.Of(Enumerable.Repeat(EventFields.Of(("model", "x"), ("tip_level", "T9"), ("contacts", 4)), 3));
        Assert.True(Care.Pathway.Pathway.Apply(walk.View, walk.Make("trial.started", ("leads", three))).IsAccepted);
        walk.Do("site.changed", ("profiles", PathwayValue.Of("US-CMS")));
        Assert.Equal("leads", walk.Refused("trial.started", ("leads", three)).Field);
    }

    [Fact]
    public void Answers_that_the_form_does_not_have_are_refused_with_the_item()
    {
        var walk = Walk.To("follow-up");
        var refusal = walk.Refused("instrument.answered", ("instrument", "phq-9"), ("items", PathwayValue.Of([0m, 0, 0, 0, 0, 0, 0, 0,
            4])));
        Assert.Equal(("items[8]", "4", "0 to 3"), (refusal.Field, refusal.Value, refusal.Allowed));
    }

    [Fact]
    public void An_adverse_event_has_its_criteria_and_codes_and_is_closed_once()
    {
        var walk = Walk.To("follow-up");
        Assert.Equal("seriousness", walk.Refused("adverse.reported", ("serious", true)).Field);
        Assert.Equal("imdrf", walk.Refused("adverse.reported", ("imdrf", "H01")).Field);
        Assert.Equal("icd10", walk.Refused("adverse.reported", ("icd10", "broken")).Field);
        walk.Do("adverse.reported", ("category", "lead-migration"));
        var number = walk.View.Revision;
        var item = Assert.Single(AdverseEvents.Of(walk.View));
        Assert.Equal(("T85.122A", "A15"), (item.Icd10, item.Imdrf));
        Assert.Empty(item.MissingForExport);
        walk.Do("adverse.closed", ("adverse", number), ("adverse_outcome", "resolved"));
        Assert.Equal("adverse", walk.Refused("adverse.closed", ("adverse", number)).Field);
        walk.Do("adverse.reported", ("category", "other"));
        Assert.Equal(["icd10", "imdrf"], AdverseEvents.Of(walk.View)[^1].MissingForExport);
    }

    [Theory]
    [InlineData("(01)00643169007222(17)281231(21)NHV123456H", "")]
    [InlineData("(01)00643169007223", "00643169007222")]
    [InlineData("(01)0064316900722", "14 digits")]
    [InlineData("00643169007222", "HIBC")]
    [InlineData("(01)00643169007222(17)281331", "281231")]
    [InlineData("+A123BJC5D6E71G", "")]
    [InlineData("+A123BJC5D6E71H", "+A123BJC5D6E71G")]
    public void The_check_digit_of_a_device_identifier_is_verified(string text, string allowed)
    {
        var walk = Walk.To("implant-planned").Do("checklist.completed");
        var generator = new PathwayValue.Group(EventFields.Of(("model", "x"), ("udi", text)));
        var result = Care.Pathway.Pathway.Apply(walk.View, walk.Make("implant.performed", ("generator", generator)));
        Assert.Equal(allowed.Length == 0, result.IsAccepted);
        if (allowed.Length > 0)
            Assert.Contains(allowed, result.Refusals[0].Allowed, StringComparison.Ordinal);
    }
}
