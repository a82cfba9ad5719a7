using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Epidura.Planning.Cases;
using Epidura.Planning.Json;

namespace Epidura.Planning;

/// <summary>plan.json, format <c>epidura-plan/1</c>: the case, everything the report draws, and what is needed to compute it
/// again.</summary>
/// <remarks>No time of day and no path: the same plan gives the same bytes. docs/schema/epidura-plan-1.schema.json;
/// PlanJsonTests.</remarks>
public static class PlanJson
{
    /// <summary>Name and version of the format.</summary>
    public const string Schema = "epidura-plan/1";

    /// <summary>Largest plan.json that is read, characters.</summary>
    public const int CharactersMax = 64 << 20;

    /// <summary>Writes a plan.</summary>
    /// <returns>JSON, UTF-16, lines ending in a line feed.</returns>
    public static string Write(PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            new PlanWriter(writer).Write(result);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The case a plan was made from.</summary>
    /// <param name="planJson">A whole plan.json.</param>
    /// <exception cref="FormatException">Not a plan of this format, or its case cannot be read.</exception>
    public static Case ReadCase(string planJson)
    {
        ArgumentNullException.ThrowIfNull(planJson);
        var (text, name) = Source(planJson);
        var read = CaseReader.Read(text, name);
        return read.Case ?? throw new FormatException($"The case inside the plan is not valid: {read.Errors[0]}");
    }

    /// <summary>Seed and grid a plan was made with.</summary>
    /// <param name="planJson">A whole plan.json.</param>
    /// <exception cref="FormatException">Not a plan of this format.</exception>
    public static (int Seed, Field.FieldQuality Quality) ReadOptions(string planJson)
    {
        ArgumentNullException.ThrowIfNull(planJson);
        using var document = Parse(planJson);
        if (document.RootElement.TryGetProperty("provenance", out var provenance)
            && provenance.ValueKind == JsonValueKind.Object
            && provenance.TryGetProperty("seed", out var seed) && seed.TryGetInt32(out var number)
            && provenance.TryGetProperty("quality", out var quality) && quality.ValueKind == JsonValueKind.String
            && Enum.TryParse<Field.FieldQuality>(quality.GetString(), out var grid))
            return (number, grid);
        throw new FormatException("The plan does not say its seed and grid.");
    }

    private static (string Text, string Name) Source(string planJson)
    {
        using var document = Parse(planJson);
        if (document.RootElement.TryGetProperty("case", out var given)
            && given.ValueKind == JsonValueKind.Object
            && given.TryGetProperty("source_text", out var text) && text.ValueKind == JsonValueKind.String
            && given.TryGetProperty("source_name", out var name) && name.ValueKind == JsonValueKind.String)
            return (text.GetString()!, name.GetString()!);
        throw new FormatException("The plan holds no case: case.source_text and case.source_name are needed.");
    }

    private static JsonDocument Parse(string planJson)
    {
        if (planJson.Length > CharactersMax)
            throw new FormatException($"The plan has {planJson.Length} characters; {CharactersMax} are allowed.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(planJson);
        }
        catch (JsonException exception)
        {
            throw new FormatException(
                $"The plan is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", exception);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("schema", out var schema)
            && schema.ValueKind == JsonValueKind.String && schema.GetString() == Schema)
            return document;
        document.Dispose();
        throw new FormatException($"The file is not a plan: its schema must be {Schema}.");
    }
}
