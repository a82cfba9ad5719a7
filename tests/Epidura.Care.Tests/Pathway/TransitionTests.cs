using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

/// <summary>Every pair of a state and an event against the one table of moves.</summary>
public class TransitionTests
{
    private static readonly string[] InBody =
        ["trial-active", "trial-evaluated", "revision", "implanted", "programmed", "follow-up", "salvage"];

    public static TheoryData<string> States => [.. EventSchema.States.Select(state => state.Name)];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_event_moves_as_the_table_says_or_is_refused_naming_state_and_event(string state)
    {
        var (accepted, refused) = (0, 0);
        foreach (var kind in EventSchema.Kinds)
        {
            var walk = WalkFor(state, kind.Type);
            Assert.Equal(state, walk.View.State);
            var item = walk.Make(kind.Type);
            var result = Care.Pathway.Pathway.Apply(walk.View, item);
            if (!kind.Moves.TryGetValue(state, out var move))
            {
                var refusal = Assert.Single(result.Refusals);
                Assert.Equal((state, kind.Type, "state"), (refusal.State, refusal.Event, refusal.Field));
                Assert.True(refusal.Missing.Count > 0 && refusal.Allowed.Length > 0);
                Assert.Contains(state, refusal.ToString(), StringComparison.Ordinal);
                Assert.Same(walk.View, result.View);
                refused++;
                continue;
            }

            Assert.True(result.IsAccepted, string.Join('\n', result.Refusals));
            var expected = move switch { "." => state, "<" => walk.View.Interrupted[^1], _ => move.TrimStart('^') };
            Assert.Equal(expected, result.View.State);
            Assert.Equal(walk.View.Revision + 1, result.View.Revision);
            accepted++;
        }

        Assert.Equal(EventSchema.Kinds.Count, accepted + refused);
        Assert.True(refused > 0);
    }

    /// <summary>A patient in the state for whom everything that the event needs holds.</summary>
    private static Walk WalkFor(string state, string type)
    {
        var needs = EventSchema.Kind(type)!.Needs;
        var isInBody = InBody.Contains(state);
        var walk = Walk.To(state, needs.Contains("hardware") && !isInBody);
        if (state == "none" || !EventSchema.Kind(type)!.Moves.ContainsKey(state))
            return walk;
        if (type is "record.corrected" or "record.withdrawn")
            walk.Do("note.written");
        if (type == "consent.withdrawn" && state != "closed")
            walk.Do("consent.given", ("function", "device"));
        if (type == "consent.withdrawn" && state == "closed")
            walk = ClosedWithConsent();
        if (type == "adverse.closed")
            walk.Do("adverse.reported");
        if (type == "candidacy.overridden")
            walk.Do("candidacy.evaluated", ("blocked", PathwayValue.Of("C17")), ("verdict", "blocked"));
        if (type == "team.decided" && walk.View.Latest("candidacy.evaluated") is null && state == "screening")
            walk.Do("candidacy.evaluated");
        if (type is "trial.started" or "surgery.performed" or "implant.performed")
            walk.Do("checklist.completed");
        if (type == "implant.planned" && state is "trial-evaluated" or "team" or "lead-removed" or "explanted" && type == "implant.planned")
            ReadyForImplant(walk, state);
        if (type is "conservative.chosen" && state == "team")
            walk.Do("team.decided", ("decision", "conservative"));
        if (type is "surgery.planned" && state == "team")
            walk.Do("team.decided", ("decision", "surgery"));
        if (type == "trial.evaluated" && state == "lead-removed")
            return EarlyRemoval();
        return walk;
    }

    private static void ReadyForImplant(Walk walk, string state)
    {
        walk.Do("candidacy.evaluated", ("stage", "implant"));
        if (state == "team")
            walk.Do("team.decided", ("decision", "implant"));
    }

    private static Walk ClosedWithConsent() =>
        Walk.To("referred").Do("consent.given", ("function", "device")).Do("pathway.closed");

    private static Walk EarlyRemoval() => Walk.To("trial-active").Do("trial.leads-removed");

    [Fact]
    public void Every_state_is_reached_and_every_event_may_happen_somewhere()
    {
        var targets = EventSchema.Kinds.SelectMany(kind => kind.Moves.Values).Select(move => move.TrimStart('^')).ToHashSet();
        Assert.All(EventSchema.States.Where(state => state.Kind != "start"), state => Assert.Contains(state.Name, targets));
        Assert.All(EventSchema.Kinds, kind => Assert.NotEmpty(kind.Moves));
    }

    [Fact]
    public void Every_need_of_the_table_has_a_function_and_every_function_a_row()
    {
        var rows = Tables.CareTable.Of("event-needs").Words("need");
        Assert.Equal(rows.Order(), EventSchema.Kinds.SelectMany(kind => kind.Needs).Distinct().Order());
    }

    [Fact]
    public void Pause_revision_and_explant_are_reachable_from_every_open_state()
    {
        foreach (var state in EventSchema.States.Where(state => state.Kind == "open").Select(state => state.Name))
        {
            Assert.True(EventSchema.Kind("explant.performed")!.Moves.ContainsKey(state), state);
            Assert.True(state == "paused" || EventSchema.Kind("pathway.paused")!.Moves.ContainsKey(state), state);
            Assert.True(state == "revision" || EventSchema.Kind("revision.started")!.Moves.ContainsKey(state), state);
        }
    }

    [Fact]
    public void A_pause_and_a_revision_go_back_to_where_the_patient_was_also_one_inside_the_other()
    {
        var walk = Walk.To("follow-up").Do("revision.started").Do("pathway.paused");
        Assert.Equal(["follow-up", "revision"], walk.View.Interrupted);
        walk.Do("pathway.resumed");
        Assert.Equal("revision", walk.View.State);
        walk.Do("revision.completed");
        Assert.Equal("follow-up", walk.View.State);
        Assert.Empty(walk.View.Interrupted);
        walk.Do("pathway.paused").Do("revision.started").Do("revision.completed");
        Assert.Equal("paused", walk.View.State);
        var again = Care.Pathway.Pathway.Apply(walk.Do("revision.started").View, walk.Make("pathway.paused"));
        Assert.Equal("paused", walk.View.Interrupted[^1]);
        Assert.Contains("no pause under way", Assert.Single(again.Refusals).Missing);
    }

    [Fact]
    public void An_explant_during_the_trial_and_during_a_pause_ends_there()
    {
        Assert.Equal("explanted", Walk.To("trial-active").Do("explant.performed").View.State);
        var walk = Walk.To("trial-active").Do("pathway.paused").Do("explant.performed");
        Assert.Equal("explanted", walk.View.State);
        Assert.True(Body.Of(walk.View).IsEmpty);
        Assert.Empty(walk.View.Interrupted);
    }
}
