using System.Text.Json;
using System.Text.RegularExpressions;
using Epidura.Anatomy;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;

namespace Epidura.Planning.Cases;

/// <summary>
/// The published schema of case files. The reader checks every file against this text, so the schema an editor uses and the reader's own
/// rules are one. Two keywords of our own keep it true: <c>x-limit</c> takes the bounds from <see cref="Limits"/>, <c>x-catalogue</c> takes
/// the words from a catalogue; a test holds the numbers and words that stand beside them for editors equal.
/// </summary>
public static class CaseSchema
{
    private static readonly Lazy<string> Text = new(Load);
    private static readonly Lazy<SchemaNode> Top = new(() => Parse(Json));

    /// <summary>Key of the schema, the value of <c>schema:</c> in a case file.</summary>
    public const string Name = "epidura-case/1";

    /// <summary>The JSON Schema, docs/schema/epidura-case-1.schema.json.</summary>
    public static string Json => Text.Value;

    internal static SchemaNode Root => Top.Value;

    /// <summary>Words of a catalogue, in its order.</summary>
    /// <param name="catalogue"><c>leads</c>, <c>regions</c>, <c>devices</c> or <c>conductivities</c>.</param>
    /// <exception cref="ArgumentException">No such catalogue.</exception>
    public static IReadOnlyList<string> Words(string catalogue) => catalogue switch
    {
        "leads" => [.. LeadCatalogue.All.Select(lead => lead.Name)],
        "regions" => [.. BodyMap.Regions.Select(region => region.Name)],
        "devices" => [.. DeviceCatalogue.All.Select(device => device.Name)],
        "conductivities" => [.. Conductivities.All.Select(preset => preset.Name)],
        _ => throw new ArgumentException($"There is no catalogue '{catalogue}'.", nameof(catalogue)),
    };

    private static string Load()
    {
        using var stream = typeof(CaseSchema).Assembly.GetManifestResourceStream("epidura-case-1.schema.json")
            ?? throw new InvalidOperationException("The schema of case files is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static SchemaNode Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SchemaNode.Read(document.RootElement, document.RootElement);
    }
}

/// <summary>The keywords of JSON Schema that case files use; any other keyword is a bug in the schema and throws.</summary>
internal sealed class SchemaNode
{
    public IReadOnlyList<string> Types { get; private set; } = [];

    public IReadOnlyList<string>? Words { get; private set; }

    public bool HasCatalogue { get; private set; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; private set; } = new Dictionary<string, SchemaNode>();

    public IReadOnlyList<string> Required { get; private set; } = [];

    /// <summary>Schema of the values of keys that <see cref="Properties"/> does not list; null refuses such keys.</summary>
    public SchemaNode? Additional { get; private set; }

    public SchemaNode? PropertyNames { get; private set; }

    public SchemaNode? Items { get; private set; }

    public int ItemsMin { get; private set; }

    public int ItemsMax { get; private set; } = int.MaxValue;

    public int LengthMax { get; private set; } = int.MaxValue;

    public double Minimum { get; private set; } = double.NegativeInfinity;

    public double Maximum { get; private set; } = double.PositiveInfinity;

    public Guardrail? Limit { get; private set; }

    public Regex? Pattern { get; private set; }

    public IReadOnlyList<string> Examples { get; private set; } = [];

    public string Unit { get; private set; } = "";

    public string Description { get; private set; } = "";

    public static SchemaNode Read(JsonElement element, JsonElement root)
    {
        if (element.TryGetProperty("$ref", out var reference))
            element = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        var node = new SchemaNode();
        foreach (var keyword in element.EnumerateObject())
            node.Apply(keyword, root);
        if (node.Limit is { } limit)
            (node.Minimum, node.Maximum, node.Unit) = (limit.Min, limit.Max, limit.Unit);
        return node;
    }

    private void Apply(JsonProperty keyword, JsonElement root)
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
                (Words, HasCatalogue) = (CaseSchema.Words(value.GetString()!), true);
                break;
            case "x-limit":
                Limit = Limits.Of(value.GetString()!);
                break;
            case "x-unit":
                Unit = value.GetString()!;
                break;
            case "properties":
                Properties = value.EnumerateObject().ToDictionary(item => item.Name, item => Read(item.Value, root));
                break;
            case "required":
                Required = Strings(value);
                break;
            case "additionalProperties":
                Additional = value.ValueKind == JsonValueKind.False ? null : Read(value, root);
                break;
            case "propertyNames":
                PropertyNames = Read(value, root);
                break;
            case "items":
                Items = Read(value, root);
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
                    $"The schema of case files uses the keyword '{keyword.Name}', which the reader does not know.");
        }
    }

    private static IReadOnlyList<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
