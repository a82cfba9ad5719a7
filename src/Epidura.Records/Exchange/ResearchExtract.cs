using System.Globalization;
using System.Security.Cryptography;
using Epidura.Care.Pathway;

namespace Epidura.Records.Exchange;

/// <summary>
/// Events without identifiers, as CSV: <c>subject,event,day,type,field,value</c>. A subject is a number drawn anew for each extract;
/// days count from
/// the subject's first event; dates become such days; free text, names, labels and codes of persons are left out, and a birth date
/// becomes an
/// age in years, 90 and above as one.
/// </summary>
/// <remarks>What is left can still single out a person with a rare course: an extract is for people who are bound by an
/// agreement.</remarks>
internal sealed class ResearchExtract
{
    private const int AgeMax = 90;
    private readonly TextWriter _output;
    private int _subject;

    public ResearchExtract(TextWriter output)
    {
        _output = output;
        output.Write("subject,event,day,type,field,value\n");
    }

    /// <summary>The patients in an order that says nothing.</summary>
    public static IReadOnlyList<Guid> Shuffle(IReadOnlyList<Guid> ids)
    {
        var shuffled = ids.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    /// <summary>Adds one patient; returns the events written.</summary>
    public long Add(IReadOnlyList<RecordedEvent> log)
    {
        _subject++;
        DateOnly? start = null;
        var written = 0L;
        foreach (var recorded in log)
        {
            if (PathwayEventJson.Read(recorded.Payload).Event is not { } item)
                continue;
            start ??= item.Day;
            written++;
            Line(new Place(recorded, item, start.Value), "", "");
            if (item.Fields.Date("birth_date") is { } birth)
                Line(new Place(recorded, item, start.Value), "age_years", Age(birth, start.Value));
            foreach (var (name, _) in item.Fields)
                Field(new Place(recorded, item, start.Value), name, name, item.Fields);
        }

        return written;
    }

    private static string Age(DateOnly birth, DateOnly on)
    {
        var years = on.Year - birth.Year - (on.DayOfYear < birth.DayOfYear ? 1 : 0);
        return years >= AgeMax ? $"{AgeMax}+" : years.ToString(CultureInfo.InvariantCulture);
    }

    private void Field(Place place, string path, string name, EventFields owner)
    {
        if (EventSchema.Field(name) is not { IsPersonal: false } field || field.Kind is "text" or "any")
            return;
        switch (owner[name])
        {
            case PathwayValue.Group group:
                Group(place, path, group);
                break;
            case PathwayValue.List list:
                for (var index = 0; index < list.Items.Count; index++)
                {
                    if (list.Items[index] is PathwayValue.Group member)
                        Group(place, $"{path}[{index}]", member);
                    else
                        Line(place, $"{path}[{index}]", list.Items[index].Show());
                }

                break;
            case { } value:
                Line(place, path, field.Kind switch
                {
                    "date" => Day(owner.Date(name), place.Start),
                    "instant" => Day(owner.Instant(name) is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null, place.Start),
                    _ => value.Show(),
                });
                break;
        }
    }

    private void Group(Place place, string path, PathwayValue.Group group)
    {
        foreach (var (name, _) in group.Fields)
            Field(place, $"{path}.{name}", name, group.Fields);
    }

    private static string Day(DateOnly? day, DateOnly start) =>
        day is { } some ? $"day {(some.DayNumber - start.DayNumber).ToString(CultureInfo.InvariantCulture)}" : "";

    private void Line(Place place, string field, string value) => _output.Write(
        string.Create(CultureInfo.InvariantCulture,
            $"{_subject},{place.Recorded.Revision},{place.Item.Day.DayNumber - place.Start.DayNumber},"
            + $"{place.Item.Type},{field},{Quote(value)}\n"));

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Where a line stands.</summary>
    private sealed record Place(RecordedEvent Recorded, PathwayEvent Item, DateOnly Start);
}
