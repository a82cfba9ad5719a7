using System.Text.Json;
using System.Text.RegularExpressions;

namespace Epidura.Documents;

/// <summary>Bounds of a number that a table outside the schema keeps.</summary>
/// <param name="Min">Smallest value accepted.</param>
/// <param name="Max">Largest value accepted.</param>
/// <param name="RecommendedMin">Smallest usual value.</param>
/// <param name="RecommendedMax">Largest usual value.</param>
/// <param name="Unit">Unit of the key; empty for none.</param>
/// <param name="Source">Where the bounds come from.</param>
public sealed record SchemaLimit(double Min, double Max, double RecommendedMin, double RecommendedMax, string Unit, string Source);

/// <summary>Where the two keywords of our own lead.</summary>
/// <param name="Catalogue">Words of the catalogue that <c>x-catalogue</c> names.</param>
/// <param name="Limit">Bounds that <c>x-limit</c> names.</param>
public sealed record SchemaWords(Func<string, IReadOnlyList<string>> Catalogue, Func<string, SchemaLimit> Limit);

/// <summary>The keywords of JSON Schema that our files use; any other keyword is a bug in the schema and throws.</summary>
public sealed class SchemaNode
{
    /// <summary>Kinds of value: object, array, string, number, integer, null.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>Words that may stand there; null when any text may.</summary>
    public IReadOnlyList<string>? Words { get; private set; }

    /// <summary>True when the words come from a catalogue.</summary>
    public bool HasCatalogue { get; private set; }

    /// <summary>Keys of a group.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties { get; private set; } = new Dictionary<string, SchemaNode>();

    /// <summary>Keys that must stand in the group.</summary>
    public IReadOnlyList<string> Required { get; private set; } = [];

    /// <summary>Schema of the values of keys that <see cref="Properties"/> does not list; null refuses such keys.</summary>
    public SchemaNode? Additional { get; private set; }

    /// <summary>What further keys of a group may be called; null when anything.</summary>
    public SchemaNode? PropertyNames { get; private set; }

    /// <summary>Schema of the entries of a list.</summary>
    public SchemaNode? Items { get; private set; }

    /// <summary>Fewest entries or keys.</summary>
    public int ItemsMin { get; private set; }

    /// <summary>Most entries or keys.</summary>
    public int ItemsMax { get; private set; } = int.MaxValue;

    /// <summary>Most letters.</summary>
    public int LengthMax { get; private set; } = int.MaxValue;

    /// <summary>Smallest number.</summary>
    public double Minimum { get; private set; } = double.NegativeInfinity;

    /// <summary>Largest number.</summary>
    public double Maximum { get; private set; } = double.PositiveInfinity;

    /// <summary>Bounds and usual bounds; null when the schema gives its own.</summary>
    public SchemaLimit? Limit { get; private set; }

    /// <summary>Form of a text; null when any.</summary>
    public Regex? Pattern { get; private set; }

    /// <summary>True for a day of the calendar.</summary>
    public bool IsDate { get; private set; }

    /// <summary>True for an instant of UTC.</summary>
    public bool IsInstant { get; private set; }

    /// <summary>Shown in messages.</summary>
    public IReadOnlyList<string> Examples { get; private set; } = [];

    /// <summary>Unit that the key carries; empty for none.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>What the key is.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Reads a schema.</summary>
    /// <param name="json">JSON Schema.</param>
    /// <param name="words">Where <c>x-catalogue</c> and <c>x-limit</c> lead.</param>
    /// <exception cref="InvalidOperationException">A keyword that is not known here.</exception>
    public static SchemaNode Parse(string json, SchemaWords words)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, document.RootElement, words);
    }

    private static SchemaNode Read(JsonElement element, JsonElement root, SchemaWords words)
    {
        if (element.TryGetProperty("$ref", out var reference))
            element = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        var node = new SchemaNode();
        foreach (var keyword in element.EnumerateObject())
            node.Apply(keyword, root, words);
        if (node.Limit is { } limit)
            (node.Minimum, node.Maximum, node.Unit) = (limit.Min, limit.Max, limit.Unit);
        return node;
    }

    private void Apply(JsonProperty keyword, JsonElement root, SchemaWords words)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                Types = value.ValueKind == JsonValueKind.Array ? Strings(value) : [value.GetString()!];
                break;
            case "enum" or "const":
                if (!HasCatalogue)
                    Words = value.ValueKind == JsonValueKind.Array ? Strings(value) : [value.GetString()!];
                break;
            case "x-catalogue":
                (Words, HasCatalogue) = (words.Catalogue(value.GetString()!), true);
                break;
            case "x-limit":
                Limit = words.Limit(value.GetString()!);
                break;
            case "x-unit":
                Unit = value.GetString()!;
                break;
            case "properties":
                Properties = value.EnumerateObject().ToDictionary(item => item.Name, item => Read(item.Value, root, words));
                break;
            case "required":
                Required = Strings(value);
                break;
            case "additionalProperties":
                Additional = value.ValueKind == JsonValueKind.False ? null : Read(value, root, words);
                break;
            case "propertyNames":
                PropertyNames = Read(value, root, words);
                break;
            case "items":
                Items = Read(value, root, words);
                break;
            default:
                ApplyBound(keyword);
                break;
        }
    }

    private void ApplyBound(JsonProperty keyword)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "minItems" or "minProperties":
                ItemsMin = value.GetInt32();
                break;
            case "maxItems" or "maxProperties":
                ItemsMax = value.GetInt32();
                break;
            case "maxLength":
                LengthMax = value.GetInt32();
                break;
            case "minimum":
                Minimum = value.GetDouble();
                break;
            case "maximum":
                Maximum = value.GetDouble();
                break;
            case "pattern":
                Pattern = new Regex(value.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                break;
            case "format":
                (IsDate, IsInstant) = value.GetString() switch
                {
                    "date" => (true, false),
                    "date-time" => (false, true),
                    var other => throw new InvalidOperationException($"The schema uses the format '{other}', unknown to the reader."),
                };
                break;
            case "description":
                Description = value.GetString()!;
                break;
            case "examples":
                Examples = Strings(value);
                break;
            case "$schema" or "$id" or "$defs" or "title":
                break;
            default:
                throw new InvalidOperationException(
                    $"The schema uses the keyword '{keyword.Name}', which the reader does not know.");
        }
    }

    private static IReadOnlyList<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
