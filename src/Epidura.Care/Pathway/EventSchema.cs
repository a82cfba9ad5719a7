using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Pathway;

/// <summary>What a field may hold: a row of <c>data/care/event-fields.csv</c>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">text, word, words, whole, number, numbers, flag, date, instant, texts, group, groups or any.</param>
/// <param name="Min">Smallest number, length or count; null for no limit.</param>
/// <param name="Max">Largest number, length or count; null for no limit.</param>
/// <param name="Unit">Unit of a number; empty for none.</param>
/// <param name="Words">What may stand there, for words.</param>
/// <param name="Members">Fields of a group and whether each is needed.</param>
/// <param name="IsPersonal">It identifies, or is free text about a person; a store encrypts it.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record EventField(
    string Name, string Kind, decimal? Min, decimal? Max, string Unit, IReadOnlyList<string> Words,
    IReadOnlyList<(string Name, bool IsNeeded)> Members, bool IsPersonal, string Meaning, string Source)
{
    /// <summary>What may stand there, for a person.</summary>
    public string Allowed => Kind switch
    {
        "word" or "words" => string.Join(", ", Words),
        "flag" => "true or false",
        "date" => "a day such as 2026-03-02",
        "instant" => "an instant of UTC such as 2026-03-02T08:00:00Z",
        "number" or "whole" => $"{(Kind == "whole" ? "whole numbers " : "")}{Span()}{(Unit.Length > 0 ? " " + Unit : "")}",
        "text" => $"text of {Span()} characters",
        "group" => $"an object with {MemberNames()}",
        "groups" => $"{Span()} objects with {MemberNames()}",
        "numbers" => $"{Span()} numbers or null",
        "any" => "any value",
        _ => $"{Span()} texts",
    };

    private string Span() => (Min, Max) switch
    {
        ({ } min, { } max) => $"{PathwayEventJson.NumberText(min)} to {PathwayEventJson.NumberText(max)}",
        (null, { } max) => $"at most {PathwayEventJson.NumberText(max)}",
        _ => "some",
    };

    private string MemberNames() => string.Join(", ", Members.Select(member => member.Name + (member.IsNeeded ? " (needed)" : "")));
}

/// <summary>A kind of event: a row of <c>data/care/events.csv</c>.</summary>
/// <param name="Type">Stable name.</param>
/// <param name="Title">For a person.</param>
/// <param name="Moves">Where it leads from each state it may happen in.</param>
/// <param name="Needs">Names of what has to hold first (<c>data/care/event-needs.csv</c>).</param>
/// <param name="Required">Fields it must have.</param>
/// <param name="Optional">Fields it may have.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record EventKind(
    string Type, string Title, IReadOnlyDictionary<string, string> Moves, IReadOnlyList<string> Needs, IReadOnlyList<string> Required,
    IReadOnlyList<string> Optional, string Source);

/// <summary>A state: a row of <c>data/care/states.csv</c>.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Title">For a person.</param>
/// <param name="Kind">start, open or end.</param>
/// <param name="IsInterruption">It goes back to where the patient was.</param>
public sealed record PathwayStateRow(string Name, string Title, string Kind, bool IsInterruption);

/// <summary>The tables of events, fields and states, read once and checked against each other.</summary>
public static class EventSchema
{
    /// <summary>The state stays.</summary>
    internal const string Stay = ".";

    /// <summary>Back to where the patient was before the interruption.</summary>
    internal const string Back = "<";

    private static readonly Lazy<IReadOnlyList<PathwayStateRow>> LoadedStates = new(() =>
    [
        .. CareTable.Of("states").Rows.Select(row =>
            new PathwayStateRow(row.Text("state"), row.Text("title"), row.Text("kind"), row.Flag("interrupts"))),
    ]);

    private static readonly Lazy<Dictionary<string, EventField>> LoadedFields =
        new(() => CareTable.Of("event-fields").Rows.Select(ReadField).ToDictionary(field => field.Name, StringComparer.Ordinal));

    private static readonly Lazy<Dictionary<string, EventKind>> LoadedKinds =
        new(() => CareTable.Of("events").Rows.Select(ReadKind).ToDictionary(kind => kind.Type, StringComparer.Ordinal));

    /// <summary>Version of the tables.</summary>
    public static string Version { get; } = string.Join(
        '.', new[] { "states", "events", "event-fields" }.Select(name => CareTable.Of(name).Version[..6]));

    /// <summary>States in the order of the table.</summary>
    public static IReadOnlyList<PathwayStateRow> States => LoadedStates.Value;

    /// <summary>Kinds of events in the order of the table.</summary>
    public static IReadOnlyCollection<EventKind> Kinds => LoadedKinds.Value.Values;

    /// <summary>Fields in the order of the table.</summary>
    public static IReadOnlyCollection<EventField> Fields => LoadedFields.Value.Values;

    /// <summary>The kind of a type; null when there is none.</summary>
    public static EventKind? Kind(string type) => LoadedKinds.Value.GetValueOrDefault(type);

    /// <summary>The field of a name; null when there is none.</summary>
    public static EventField? Field(string name) => LoadedFields.Value.GetValueOrDefault(name);

    /// <summary>Title of a state.</summary>
    /// <exception cref="ArgumentException">No such state.</exception>
    public static string TitleOf(string state) => States.FirstOrDefault(row => row.Name == state)?.Title
        ?? throw new ArgumentException($"There is no state '{state}'.", nameof(state));

    private static EventField ReadField(TableRow row) => new(
        row.Text("field"), row.Text("kind"), (decimal?)row.NumberOrNull("min"), (decimal?)row.NumberOrNull("max"), row.Text("unit"),
        WordsOf(row.Text("words")),
        [.. Split(row.Text("members")).Select(member => (member.TrimEnd('!'), member.EndsWith('!')))],
        row.Flag("personal"), row.Text("what"), row.Text("source"));

    private static IReadOnlyList<string> WordsOf(string text)
    {
        if (!text.StartsWith('@'))
            return Split(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return CareTable.Of(text[1..dot]).Words(text[(dot + 1)..]);
    }

    private static EventKind ReadKind(TableRow row)
    {
        Dictionary<string, string> moves = new(StringComparer.Ordinal);
        foreach (var move in Split(row.Text("moves")))
        {
            var arrow = move.IndexOf('>', StringComparison.Ordinal);
            var (from, to) = (move[..arrow], move[(arrow + 1)..]);
            string[] sources = from == "*" ? [.. States.Where(state => state.Kind == "open").Select(state => state.Name)] : [from];
            foreach (var source in sources)
                moves[TitleOf(source).Length > 0 ? source : ""] = to;
            if (to is not (Stay or Back))
                _ = TitleOf(to.TrimStart('^'));
        }

        var kind = new EventKind(
            row.Text("type"), row.Text("title"), moves, Split(row.Text("needs")), Split(row.Text("required")),
            Split(row.Text("optional")), row.Text("source"));
        if (kind.Required.Concat(kind.Optional).FirstOrDefault(name => Field(name) is null) is { } unknown)
            throw new FormatException($"events.csv: {kind.Type} has a field {unknown} that event-fields.csv does not have.");
        return kind;
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
