using System.Text.Json;
using Epidura.Care;

namespace Epidura.Records.Tests;

/// <summary>A small meaning of events, so that tests of the record do not depend on the clinic's rules.</summary>
internal sealed class SimplePathway : IPathway
{
    public static SimplePathway Instance { get; } = new();

    public IReadOnlyList<Refusal> WhyNot(IReadOnlyList<RecordedEvent> history, RecordedEvent next) => next.Type switch
    {
        "start" when history.Count > 0 => [new Refusal("type", next.Type, "note", "A record starts once.")],
        "start" or "note" or "correction" => [],
        _ => [new Refusal("type", next.Type, "start, note or correction", "There is no such event.")],
    };

    public PatientView Fold(IReadOnlyList<RecordedEvent> history)
    {
        string name = "", number = "", state = "new";
        var since = 1L;
        List<OpenTask> tasks = [];
        List<string> lines = [];
        foreach (var item in history)
        {
            using var document = JsonDocument.Parse(item.Payload);
            string? Text(string key) => document.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
            name = Text("name") ?? name;
            number = Text("number") ?? number;
            if (Text("state") is { } next && next != state)
            {
                state = next;
                since = item.Revision;
            }

            if (Text("due") is { } due)
                tasks = [new OpenTask("visit", "visit", DateOnly.ParseExact(due, "yyyy-MM-dd"), 3, "Visit of " + name)];
            lines.Add($"{item.Type}: {Text("text") ?? ""}");
        }

        return new PatientView(state, since, name, number, Canonical.Of($$"""{"events":{{history.Count}}}"""), tasks, lines);
    }
}
