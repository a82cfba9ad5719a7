using System.Globalization;
using System.Text.Json;
using Epidura.Care;

namespace Epidura.Records.Tests;

/// <summary>A small meaning of events, so that tests of the record do not depend on the clinic's rules.</summary>
internal sealed class SimplePathway : IPathway
{
    public static SimplePathway Instance { get; } = new();

    public IPathwayFold Begin() => new Fold();

    private sealed class Fold : IPathwayFold
    {
        private readonly List<ViewLine> _lines = [];
        private string _label = "", _state = "new";
        private DateTimeOffset _since;
        private OpenTask? _task;

        public IReadOnlyList<Refusal> Add(RecordedEvent next)
        {
            if (next.Type == "start" && _lines.Count > 0)
                return [new Refusal("type", next.Type, "note", "A record starts once.")];
            if (next.Type is not ("start" or "note" or "correction"))
                return [new Refusal("type", next.Type, "start, note or correction", "There is no such event.")];
            using var document = JsonDocument.Parse(next.Payload);
            string? Text(string key) => document.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
            if (Text("corrects") is { } corrected)
            {
                var index = int.Parse(corrected, CultureInfo.InvariantCulture) - 1;
                if (index >= _lines.Count)
                    return [new Refusal("corrects", corrected, $"1 to {_lines.Count}", "There is no such event.")];
                _lines[index] = _lines[index] with { CorrectedBy = next.Revision };
            }

            _label = Text("label") ?? _label;
            if (Text("state") is { } state && state != _state)
                (_state, _since) = (state, next.RecordedUtc);
            if (Text("due") is { } due)
                _task = new OpenTask("visit", DateOnly.ParseExact(due, "yyyy-MM-dd"), 3, "Visit of " + _label, "note");
            _lines.Add(new ViewLine($"{next.Type}: {Text("text") ?? ""}", null));
            return [];
        }

        public PatientView View(DateTimeOffset asOf) =>
            new(_state, _since, _label, $$"""{"events":{{_lines.Count}}}""", _task is null ? [] : [_task], [.. _lines]);
    }
}
