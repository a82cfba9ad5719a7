using System.Collections.Immutable;

namespace Epidura.Care.Pathway;

/// <summary>The way of a patient as a pure fold of events. The table of moves is <c>data/care/events.csv</c>;
/// docs/science/pathway.md.</summary>
public static class Pathway
{
    /// <summary>Applies one event.</summary>
    /// <param name="view">The patient so far.</param>
    /// <param name="e">What happened.</param>
    /// <returns>The patient afterwards, or the same patient and every reason why the event is not taken.</returns>
    public static PathwayResult Apply(PathwayView view, PathwayEvent e)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(e);
        var wrong = EventCheck.Check(e);
        if (wrong.Count > 0)
        {
            return new PathwayResult(view,
                [.. wrong.Select(item => new PathwayRefusal(view.State, e.Type, [], item.Field, item.Value, item.Allowed, item.Reason))]);
        }

        return e.Type is "record.corrected" or "record.withdrawn" ? Corrections.Apply(view, e) : Step(view, e, e, []);
    }

    /// <summary>Applies events in order and stops at none: refused ones are left out and listed with their place, from 1.</summary>
    public static (PathwayView View, IReadOnlyList<(int Index, PathwayRefusal Refusal)> Refused) Fold(IEnumerable<PathwayEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var view = PathwayView.Empty;
        List<(int, PathwayRefusal)> refused = [];
        var index = 0;
        foreach (var item in events)
        {
            index++;
            var result = Apply(view, item);
            view = result.View;
            refused.AddRange(result.Refusals.Select(refusal => (index, refusal)));
        }

        return (view, refused);
    }

    /// <summary>Events that the table allows in a state, in the order of the table; each may still need something first.</summary>
    public static IReadOnlyList<EventKind> AllowedIn(string state) =>
        [.. EventSchema.Kinds.Where(kind => kind.Moves.ContainsKey(state))];

    /// <summary>One step: the move of the table, the order of time, what the event needs.</summary>
    /// <param name="view">The patient so far.</param>
    /// <param name="recorded">As it was recorded.</param>
    /// <param name="effective">As it counts; it has passed <see cref="EventCheck"/>.</param>
    /// <param name="changedBy">Who changed it.</param>
    internal static PathwayResult Step(PathwayView view, PathwayEvent recorded, PathwayEvent effective, ImmutableList<int> changedBy)
    {
        var kind = EventSchema.Kind(effective.Type)!;
        if (!kind.Moves.TryGetValue(view.State, out var move))
            return Refuse(view, effective, "state", view.State, string.Join(", ", kind.Moves.Keys),
                $"{kind.Title} is not possible: the patient is in state {view.State} ({EventSchema.TitleOf(view.State)}).",
                [$"a state out of {string.Join(", ", kind.Moves.Keys)}"]);
        if (move != EventSchema.Stay && effective.OccurredAt < view.StateSince)
            return Refuse(view, effective, "occurred_at", InstantText.Write(effective.OccurredAt),
                $"{InstantText.Write(view.StateSince.Value)} or later",
                $"{kind.Title} would lie before the patient came into state {view.State}.", []);
        var refusals = Needs.Check(view, effective, kind);
        if (refusals.Count > 0)
            return new PathwayResult(view, refusals);
        var number = view.Revision + 1;
        var numbers = view.ByType.TryGetValue(effective.Type, out var before) ? before.Add(number) : [number];
        var next = view with
        {
            History = view.History.Add(new HistoryEntry(number, recorded, effective, changedBy)),
            ByType = view.ByType.SetItem(effective.Type, numbers),
        };
        return new PathwayResult(Move(next, move, effective.OccurredAt), []);
    }

    internal static PathwayResult Refuse(
        PathwayView view, PathwayEvent item, string field, string value, string allowed, string reason, IReadOnlyList<string> missing) =>
        new(view, [new PathwayRefusal(view.State, item.Type, missing, field, value, allowed, reason)]);

    private static PathwayView Move(PathwayView view, string move, DateTimeOffset at)
    {
        if (move == EventSchema.Stay)
            return view;
        if (move == EventSchema.Back)
            return view with
            {
                State = view.Interrupted[^1],
                Interrupted = view.Interrupted.RemoveAt(view.Interrupted.Count - 1),
                StateSince = at
            };
        return move[0] == '^'
            ? view with { State = move[1..], Interrupted = view.Interrupted.Add(view.State), StateSince = at }
            : view with { State = move, Interrupted = [], StateSince = at };
    }
}
