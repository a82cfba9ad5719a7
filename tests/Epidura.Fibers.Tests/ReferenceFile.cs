using System.Text.Json;
using System.Text.Json.Nodes;

namespace Epidura.Fibers.Tests;

/// <summary>The file of reference results, and cuts from it.</summary>
internal static class ReferenceFile
{
    public static string Text { get; } = Read("fibres.json");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Root(), "tests", "Reference", "data", name));

    /// <summary>A file with the chosen entries of one array only.</summary>
    public static string Only(string array, Func<JsonObject, bool> isWanted, string? text = null)
    {
        var entries = JsonNode.Parse(text ?? Text)![array]!.AsArray().Where(e => isWanted(e!.AsObject())).Select(e => e!.DeepClone());
        return new JsonObject { [array] = new JsonArray([.. entries]) }.ToJsonString();
    }

    public static JsonObject Entry(string array, int index) => JsonNode.Parse(Text)![array]![index]!.DeepClone().AsObject();

    public static string Of(string array, JsonNode entry) => new JsonObject { [array] = new JsonArray(entry) }.ToJsonString();

    public static JsonElement Threshold(string id) => JsonDocument.Parse(Text).RootElement.GetProperty("thresholds")
        .EnumerateArray().Single(e => e.GetProperty("id").GetString() == id);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Epidura.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found above the tests.");
    }
}
