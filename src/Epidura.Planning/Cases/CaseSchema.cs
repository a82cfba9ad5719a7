using Epidura.Anatomy;
using Epidura.Documents;
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
    private static readonly Lazy<SchemaNode> Top = new(() => SchemaNode.Parse(Json, new SchemaWords(Words, Limit)));

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

    private static SchemaLimit Limit(string name)
    {
        var row = Limits.Of(name);
        return new SchemaLimit(row.Min, row.Max, row.RecommendedMin, row.RecommendedMax, row.Unit, row.Source);
    }
}
