using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Epidura.Care.Pathway;

/// <summary>What reading an event gave.</summary>
/// <param name="Event">The event; null when it is refused.</param>
/// <param name="Refusals">What is wrong; empty when nothing is.</param>
public sealed record EventReadResult(PathwayEvent? Event, IReadOnlyList<Refusal> Refusals);

/// <summary>
/// The canonical form of an event: one line of JSON with sorted keys, no space, numbers without exponent and trailing zeros, instants in
/// UTC. Equal events have equal text, and the text of a version is read by every later one.
/// </summary>
public static class PathwayEventJson
{
    /// <summary>Version of the form, the value of <c>schema</c>.</summary>
    public const string Schema = "epidura-event/1";

    /// <summary>Longest line, characters.</summary>
    public const int LengthMax = 1 << 18;

    private const int DepthMax = 8;
    private static readonly string[] Keys = ["fields", "occurred_at", "schema", "type", "written_time"];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an event on one line.</summary>
    public static string Write(PathwayEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("fields");
            WriteFields(writer, item.Fields);
            writer.WriteString("occurred_at", InstantText.Write(item.OccurredAt));
            writer.WriteString("schema", Schema);
            writer.WriteString("type", item.Type);
            writer.WriteString("written_time", item.WrittenTime);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads an event and checks it against its row of the table; the order of keys and the spacing do not matter.</summary>
    public static EventReadResult Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMax)
            return Refused("line", $"{text.Length} characters", $"at most {LengthMax}", "The event is too long.");
        List<Refusal> refused = [];
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Refused("line", document.RootElement.ValueKind.ToString(), "an object", "An event is one JSON object.");
            var item = ReadEvent(document.RootElement, refused);
            if (item is not null && refused.Count == 0)
                refused.AddRange(EventCheck.Check(item));
            return new EventReadResult(refused.Count == 0 ? item : null, refused);
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an escaped half of a pair such as \ud800.
            return Refused("line", "an escape", "whole characters", "The event has text that is no Unicode.");
        }
        catch (JsonException exception)
        {
            var place = $"byte {(exception.BytePositionInLine ?? 0) + 1}";
            return Refused("line", place, "one JSON object", $"This is no JSON: {exception.Message}");
        }
    }

    /// <summary>The canonical text of a number.</summary>
    public static string NumberText(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal))
            text = text.TrimEnd('0').TrimEnd('.');
        return text is "-0" ? "0" : text;
    }

    private static EventReadResult Refused(string field, string value, string allowed, string reason) =>
        new(null, [new Refusal(field, value, allowed, reason)]);

    private static PathwayEvent? ReadEvent(JsonElement root, List<Refusal> refused)
    {
        HashSet<string> seen = [];
        var fields = EventFields.Empty;
        Dictionary<string, string> texts = [];
        foreach (var property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                refused.Add(new Refusal(property.Name, "twice", "once", "A key stands twice."));
            else if (!Keys.Contains(property.Name))
                refused.Add(new Refusal(property.Name, Short(property.Value), string.Join(", ", Keys), "An event has no such key."));
            else if (property.Name == "fields")
                fields = (ReadValue(property.Value, "fields", refused) as PathwayValue.Group)?.Fields ?? Wrong(property, refused);
            else if (property.Value.ValueKind == JsonValueKind.String)
                texts.Add(property.Name, property.Value.GetString()!);
            else
                refused.Add(new Refusal(property.Name, Short(property.Value), "text", "This key holds text."));
        }

        foreach (var key in Keys.Where(key => key is not ("written_time" or "fields") && !seen.Contains(key)))
            refused.Add(new Refusal(key, "", key == "schema" ? Schema : "text", "A key is missing."));
        if (refused.Count > 0)
            return null;
        if (texts["schema"] != Schema)
            refused.Add(new Refusal("schema", texts["schema"], Schema, "This version of the form is not known."));
        if (!InstantText.TryRead(texts["occurred_at"], out var occurred))
            refused.Add(new Refusal("occurred_at", texts["occurred_at"], "2026-03-02T08:00:00Z", "This is no instant of UTC."));
        return new PathwayEvent(texts["type"], occurred, texts.GetValueOrDefault("written_time", ""), fields);
    }

    private static EventFields Wrong(JsonProperty property, List<Refusal> refused)
    {
        refused.Add(new Refusal("fields", Short(property.Value), "an object", "The fields stand in an object."));
        return EventFields.Empty;
    }

    private static PathwayValue? ReadValue(JsonElement element, string path, List<Refusal> refused)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString()!;
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                return number;
            case JsonValueKind.Null:
                return new PathwayValue.Nothing();
            case JsonValueKind.Array:
                return new PathwayValue.List(
                    [.. element.EnumerateArray().Select((item, i) => ReadValue(item, $"{path}[{i}]", refused)).OfType<PathwayValue>()]);
            case JsonValueKind.Object:
                return ReadGroup(element, path, refused);
            default:
                refused.Add(new Refusal(path, Short(element), "a decimal number of at most 28 digits", "This number cannot be kept."));
                return null;
        }
    }

    private static PathwayValue.Group ReadGroup(JsonElement element, string path, List<Refusal> refused)
    {
        Dictionary<string, PathwayValue?> found = new(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var inner = path == "fields" ? property.Name : $"{path}.{property.Name}";
            if (!found.TryAdd(property.Name, ReadValue(property.Value, inner, refused)))
                refused.Add(new Refusal(inner, "twice", "once", "A field stands twice."));
        }

        return new PathwayValue.Group(EventFields.Of(found.Select(pair => (pair.Key, pair.Value))));
    }

    private static void WriteFields(Utf8JsonWriter writer, EventFields fields)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Key);
            WriteValue(writer, field.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, PathwayValue value)
    {
        switch (value)
        {
            case PathwayValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case PathwayValue.Number number:
                writer.WriteRawValue(NumberText(number.Value));
                break;
            case PathwayValue.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case PathwayValue.Nothing:
                writer.WriteNullValue();
                break;
            case PathwayValue.Group group:
                WriteFields(writer, group.Fields);
                break;
            case PathwayValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
        }
    }

    private static string Short(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
