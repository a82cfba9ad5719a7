using System.Collections.Immutable;

namespace Epidura.Care.Pathway;

/// <summary>
/// Corrections and withdrawals: new events that change what an earlier one counts as. The earlier event stays in the history as it was
/// recorded; the whole stream is folded again, and a correction that would make any event impossible is refused.
/// </summary>
internal static class Corrections
{
    public static PathwayResult Apply(PathwayView view, PathwayEvent item)
    {
        var kind = EventSchema.Kind(item.Type)!;
        if (!kind.Moves.ContainsKey(view.State))
            return Pathway.Refuse(view, item, "state", view.State, string.Join(", ", kind.Moves.Keys),
                $"{kind.Title} is not possible in state {view.State}.", [$"a state out of {string.Join(", ", kind.Moves.Keys)}"]);
        var isCorrection = item.Type == "record.corrected";
        var name = isCorrection ? "corrects" : "withdraws";
        var target = item.Fields.Whole(name)!.Value;
        if (target > view.Revision || view.History[target - 1].Effective is not { } effective)
            return Pathway.Refuse(view, item, name, $"{target}", $"1 to {view.Revision}, not withdrawn",
                "There is no such event, or it was withdrawn.", ["the event it speaks of"]);
        if (effective.Type is "record.corrected" or "record.withdrawn")
            return Pathway.Refuse(view, item, name, $"{target}", "an event about the patient",
                "A correction is not corrected; correct the first event again.", []);
        PathwayEvent? changed = null;
        if (isCorrection)
        {
            var field = item.Fields.Text("field")!;
            changed = effective with { Fields = effective.Fields.With(field, item.Fields["value"]) };
            if (EventCheck.Check(changed) is { Count: > 0 } wrong)
                return new PathwayResult(view, [.. wrong.Select(refusal => new PathwayRefusal(
                    view.State, item.Type, [], $"value of {refusal.Field}", refusal.Value, refusal.Allowed, refusal.Reason))]);
        }

        return Refold(view, item, target, changed);
    }

    private static PathwayResult Refold(PathwayView view, PathwayEvent item, int target, PathwayEvent? changed)
    {
        var number = view.Revision + 1;
        var folded = PathwayView.Empty;
        foreach (var entry in view.History)
        {
            var isTarget = entry.Number == target;
            var effective = isTarget ? changed : entry.Effective;
            var changedBy = isTarget ? entry.ChangedBy.Add(number) : entry.ChangedBy;
            if (effective is null || entry.Event.Type is "record.corrected" or "record.withdrawn")
            {
                folded = Append(folded, entry with { Effective = effective, ChangedBy = changedBy });
                continue;
            }

            var step = Pathway.Step(folded, entry.Event, effective, changedBy);
            if (!step.IsAccepted)
            {
                var first = step.Refusals[0];
                return Pathway.Refuse(view, item, first.Field, first.Value, first.Allowed,
                    $"With this change event {entry.Number} ({entry.Event.Type}) would not be possible: {first.Reason}", first.Missing);
            }

            folded = step.View;
        }

        return new PathwayResult(Append(folded, new HistoryEntry(number, item, item, [])), []);
    }

    private static PathwayView Append(PathwayView view, HistoryEntry entry)
    {
        var next = view with { History = view.History.Add(entry) };
        if (entry.Effective is null)
            return next;
        ImmutableList<int> numbers = view.ByType.TryGetValue(entry.Effective.Type, out var before) ? before.Add(entry.Number)
            : [entry.Number];
        return next with { ByType = view.ByType.SetItem(entry.Effective.Type, numbers) };
    }
}
