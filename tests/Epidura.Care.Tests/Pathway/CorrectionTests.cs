using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

public class CorrectionTests
{
    [Fact]
    public void A_correction_changes_what_counts_and_keeps_what_was_written()
    {
        var walk = Walk.To("trial-active").Do("diary.entered", ("nrs", 7));
        var number = walk.View.Revision;
        walk.Do("record.corrected", ("corrects", number), ("field", "nrs"), ("value", 3.5m), ("reason", "misread"), ("by_role", "nurse"));
        var entry = walk.View.History[number - 1];
        Assert.Equal(7, entry.Event.Fields.Number("nrs"));
        Assert.Equal(3.5m, entry.Effective!.Fields.Number("nrs"));
        Assert.Equal([number + 1], entry.ChangedBy);
        walk.Do("record.corrected", ("corrects", number), ("field", "nrs"), ("value", 4));
        Assert.Equal(4, walk.View.History[number - 1].Effective!.Fields.Number("nrs"));
        Assert.Equal(3.5m, walk.View.History[number].Event.Fields.Number("value"));
        Assert.Equal([number + 1, number + 2], walk.View.History[number - 1].ChangedBy);
    }

    [Fact]
    public void A_correction_to_a_value_that_the_field_cannot_hold_is_refused_with_field_value_and_limits()
    {
        var walk = Walk.To("trial-active").Do("diary.entered", ("nrs", 7));
        var refusal = walk.Refused("record.corrected", ("corrects", walk.View.Revision), ("field", "nrs"), ("value", 12));
        Assert.Equal(("value of nrs", "12", "0 to 10"), (refusal.Field, refusal.Value, refusal.Allowed));
        Assert.Equal("corrects", walk.Refused("record.corrected", ("corrects", 999)).Field);
        Assert.Equal("value of mood", walk.Refused("record.corrected", ("corrects", walk.View.Revision), ("field", "mood")).Field);
    }

    [Fact]
    public void A_correction_that_would_make_a_later_event_impossible_is_refused_and_names_it()
    {
        var walk = Walk.To("implanted");
        var judged = walk.View.Latest("trial.evaluated")!.Number;
        var refusal = walk.Refused("record.corrected", ("corrects", judged), ("field", "outcome"), ("value", "complication"));
        Assert.Contains("implant.planned", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal("implanted", walk.View.State);
        var consent = walk.View.All("consent.given").First(entry => entry.Effective!.Fields.Text("function") == "device").Number;
        Assert.Contains("trial.prepared", walk.Refused("record.withdrawn", ("withdraws", consent)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawn_event_no_longer_counts_and_stays_readable()
    {
        var walk = Walk.To("follow-up");
        walk.Do("explant.performed");
        Assert.Equal("explanted", walk.View.State);
        var explant = walk.View.Revision;
        walk.Do("record.withdrawn", ("withdraws", explant), ("reason", "another patient"), ("by_role", "surgeon"));
        Assert.Equal("follow-up", walk.View.State);
        Assert.False(Body.Of(walk.View).IsEmpty);
        Assert.Null(walk.View.History[explant - 1].Effective);
        Assert.Equal("explant.performed", walk.View.History[explant - 1].Event.Type);
        Assert.Equal("withdraws", walk.Refused("record.withdrawn", ("withdraws", explant)).Field);
    }

    [Fact]
    public void A_move_cannot_lie_before_the_patient_came_into_the_state_but_a_diary_may_be_written_late()
    {
        var walk = Walk.To("trial-active");
        var early = walk.Make("explant.performed") with { OccurredAt = walk.View.StateSince!.Value.AddHours(-1) };
        var refusal = Assert.Single(Care.Pathway.Pathway.Apply(walk.View, early).Refusals);
        Assert.Equal("occurred_at", refusal.Field);
        var late = walk.Make("diary.entered", ("on", new DateOnly(2026, 1,
            1))) with
        { OccurredAt = walk.View.StateSince!.Value.AddHours(-1) };
        Assert.True(walk.Try(late).IsAccepted);
    }

    [Fact]
    public void An_observation_of_tomorrow_is_refused()
    {
        var walk = Walk.To("follow-up");
        var refusal = walk.Refused("diary.entered", ("on", DateOnly.FromDateTime(walk.Now.UtcDateTime).AddDays(2)));
        Assert.Equal("on", refusal.Field);
    }
}
