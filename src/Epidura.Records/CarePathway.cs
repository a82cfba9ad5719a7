using Epidura.Care;
using Epidura.Care.Pathway;

namespace Epidura.Records;

/// <summary>The clinic's own meaning of events: the care room's fold, its tasks, its corrections.</summary>
/// <param name="site">How the clinic works.</param>
public sealed class CarePathway(SiteProfile site) : IPathway
{
    /// <inheritdoc/>
    public IPathwayFold Begin() => new Fold(site);

    /// <summary>An event of the care room as the record takes it.</summary>
    /// <param name="id">Identity, made by the caller.</param>
    /// <param name="item">What happened.</param>
    /// <param name="reason">Why it is written.</param>
    public static NewEvent ToNew(Guid id, PathwayEvent item, string reason)
    {
        ArgumentNullException.ThrowIfNull(item);
        var written = item.WrittenTime.Length > 0 ? item.WrittenTime : Text(item.OccurredAt);
        return new NewEvent(id, item.Type, PathwayEventJson.Write(item), written, reason);
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Fold(SiteProfile site) : IPathwayFold
    {
        private readonly List<string> _texts = [];
        private PathwayView _view = PathwayView.Empty;

        public IReadOnlyList<Refusal> Add(RecordedEvent next)
        {
            var read = PathwayEventJson.Read(next.Payload);
            if (read.Event is not { } item)
                return read.Refusals;
            if (item.Type != next.Type)
                return [new Refusal("type", next.Type, item.Type, "The type beside the payload is not the payload's own.")];
            var result = Pathway.Apply(_view, item);
            if (!result.IsAccepted)
                return [.. result.Refusals.Select(refusal => new Refusal(refusal.Field, refusal.Value, refusal.Allowed,
                    refusal.ToString()))];
            _view = result.View;
            _texts.Add(Line(item));
            return [];
        }

        public PatientView View(DateTimeOffset asOf)
        {
            var tasks = Tasks.From(_view, asOf, site).Select(task => new OpenTask(
                task.Rule, DateOnly.FromDateTime(task.DueAt.UtcDateTime), Priority(task.Urgency), task.Title, task.Reason));
            return new PatientView(
                _view.State, _view.StateSince ?? asOf, Label(), Detail(), [.. tasks],
                [.. _view.History.Select((entry, index) => new ViewLine(
                    _texts[index], entry.ChangedBy.Count == 0 ? null : entry.ChangedBy[^1]))]);
        }

        /// <summary>0 for what cannot wait; the least urgent stands before a patient with nothing open.</summary>
        private static int Priority(TaskUrgency urgency) => Enum.GetValues<TaskUrgency>().Length - 1 - (int)urgency;

        private string Label() => _view.Latest("referral.received")?.Effective!.Fields.Text("label") ?? "";

        private string Detail() => Canonical.Object(writer =>
        {
            writer.WriteStartArray("interrupted");
            foreach (var state in _view.Interrupted)
                writer.WriteStringValue(state);
            writer.WriteEndArray();
            writer.WriteStartArray("profiles");
            foreach (var profile in _view.Profiles)
                writer.WriteStringValue(profile);
            writer.WriteEndArray();
            if (_view.StateSince is { } since)
                writer.WriteString("since", Text(since));
            writer.WriteString("title", EventSchema.TitleOf(_view.State));
            writer.WriteBoolean("two_person_approval", _view.IsTwoPersonApproval);
        });

        private static string Line(PathwayEvent item)
        {
            const int fieldsShown = 6;
            var fields = item.Fields.Take(fieldsShown).Select(field => $"{field.Key} {field.Value.Show()}");
            var text = $"{EventSchema.Kind(item.Type)!.Title}: {string.Join(", ", fields)}";
            return text.Length <= 240 ? text : text[..239] + "…";
        }
    }
}
