using System.Text.Encodings.Web;
using System.Text.Json;

namespace Epidura.Records;

/// <summary>
/// The one way this room writes JSON that is hashed or compared: keys in ordinal order, no blanks, numbers as they were written,
/// at most <see cref="DepthMax"/> levels. The same content gives the same bytes on every database and every machine.
/// </summary>
public static class Canonical
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int DepthMax = 32;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text of a JSON text.</summary>
    /// <param name="json">Any JSON value.</param>
    /// <exception cref="JsonException">The text is not JSON, nests too deeply, or an object has one key twice.</exception>
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
        return Write(writer => Write(writer, document.RootElement));
    }

    /// <summary>Writes one object; the caller adds keys in ordinal order.</summary>
    internal static string Object(Action<Utf8JsonWriter> body) => Write(writer =>
    {
        writer.WriteStartObject();
        body(writer);
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
            body(writer);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                string? before = null;
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (member.Name == before)
                        throw new JsonException($"The key {member.Name} stands twice in one object.");
                    before = member.Name;
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
