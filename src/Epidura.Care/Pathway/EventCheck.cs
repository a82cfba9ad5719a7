using Epidura.Documents;

namespace Epidura.Care.Pathway;

/// <summary>Checks an event against its row, without looking at the patient.</summary>
public static class EventCheck
{
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int WrittenTimeMax = 60;

    /// <summary>What is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<Refusal> Check(PathwayEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (EventSchema.Kind(item.Type) is not { } kind)
        {
            var nearest = NearestWord.Of(item.Type, EventSchema.Kinds.Select(row => row.Type));
            return
            [
                new Refusal(
                    "type", item.Type, nearest ?? "a type of data/care/events.csv",
                    "There is no such kind of event" + (nearest is null ? "." : $"; did you mean {nearest}?")),
            ];
        }

        List<Refusal> refused = [];
        if (item.OccurredAt < Earliest)
            refused.Add(new Refusal("occurred_at", InstantText.Write(item.OccurredAt), "1900 or later", "No patient was there then."));
        if (item.WrittenTime.Length > WrittenTimeMax || !IsClean(item.WrittenTime))
            refused.Add(new Refusal("written_time", $"{item.WrittenTime.Length} characters", $"one line of at most {WrittenTimeMax}",
                "The written time is no line of text."));
        foreach (var name in kind.Required.Where(name => item.Fields[name] is null))
            refused.Add(new Refusal(name, "", EventSchema.Field(name)!.Allowed, $"{kind.Type} needs this field."));
        foreach (var (name, value) in item.Fields)
        {
            if (!kind.Required.Contains(name) && !kind.Optional.Contains(name))
            {
                var all = kind.Required.Concat(kind.Optional).ToList();
                refused.Add(new Refusal(name, Short(value), string.Join(", ", all), $"{kind.Type} has no such field"
                    + (NearestWord.Of(name, all) is { } nearest ? $"; did you mean {nearest}?" : ".")));
            }
            else
                CheckValue(name, EventSchema.Field(name)!, value, refused);
        }

        return refused;
    }

    /// <summary>Checks one value against its field.</summary>
    internal static void CheckValue(string path, EventField field, PathwayValue value, List<Refusal> refused)
    {
        var why = (field.Kind, value) switch
        {
            ("any", _) => null,
            ("text", PathwayValue.Text text) => OutOf(field, text.Value.Length) ?? (IsClean(text.Value) ? null
                : "It has signs no text has."),
            ("word", PathwayValue.Text text) => field.Words.Contains(text.Value) ? null : "There is no such word.",
            ("whole", PathwayValue.Number number) => decimal.IsInteger(number.Value) ? OutOf(field, number.Value) : "It is not whole.",
            ("number", PathwayValue.Number number) => OutOf(field, number.Value),
            ("flag", PathwayValue.Flag) => null,
            ("date", PathwayValue.Text text) => InstantText.TryReadDay(text.Value, out _) ? null : "This is no day of the calendar.",
            ("instant", PathwayValue.Text text) => InstantText.TryRead(text.Value, out _) ? null : "This is no instant of UTC.",
            ("words" or "texts" or "numbers" or "groups", PathwayValue.List list) => CheckList(path, field, list, refused),
            ("group", PathwayValue.Group group) => CheckGroup(path, field, group.Fields, refused),
            _ => "This is another kind of value.",
        };
        if (why is not null)
            refused.Add(new Refusal(path, Short(value), field.Allowed, why));
    }

    private static string? CheckList(string path, EventField field, PathwayValue.List list, List<Refusal> refused)
    {
        if (OutOf(field, list.Items.Count) is { } why)
            return why;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var place = $"{path}[{i}]";
            switch (field.Kind, list.Items[i])
            {
                case ("words", PathwayValue.Text text) when field.Words.Contains(text.Value):
                case ("texts", PathwayValue.Text { Value.Length: <= 120 } line) when IsClean(line.Value):
                case ("numbers", PathwayValue.Number or PathwayValue.Nothing):
                    break;
                case ("groups", PathwayValue.Group group):
                    CheckGroup(place, field, group.Fields, refused);
                    break;
                default:
                    refused.Add(new Refusal(place, Short(list.Items[i]), field.Allowed, "This does not belong in the list."));
                    break;
            }
        }

        return null;
    }

    private static string? CheckGroup(string path, EventField field, EventFields group, List<Refusal> refused)
    {
        foreach (var (name, _) in field.Members.Where(member => member.IsNeeded && group[member.Name] is null))
            refused.Add(new Refusal($"{path}.{name}", "", EventSchema.Field(name)!.Allowed, $"{field.Name} needs this field."));
        foreach (var (name, value) in group)
        {
            if (field.Members.All(member => member.Name != name))
                refused.Add(new Refusal($"{path}.{name}", Short(value), field.Allowed, $"{field.Name} has no such field."));
            else
                CheckValue($"{path}.{name}", EventSchema.Field(name)!, value, refused);
        }

        return null;
    }

    private static string? OutOf(EventField field, decimal value) =>
        value < field.Min || value > field.Max ? "It is out of its range." : null;

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t'))
                return false;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    private static string Short(PathwayValue value)
    {
        var text = value.Show();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
