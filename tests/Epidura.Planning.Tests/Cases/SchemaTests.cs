using System.Text.Json;
using Epidura.Planning.Cases;
using Epidura.Stimulation;

namespace Epidura.Planning.Tests.Cases;

public class SchemaTests
{
    [Fact]
    public void The_bounds_an_editor_sees_are_those_of_the_limits_table()
    {
        var seen = 0;
        Visit(Root(), node =>
        {
            if (!node.TryGetProperty("x-limit", out var name))
                return;
            seen++;
            var limit = Limits.Of(name.GetString()!);
            Assert.Equal(
                (name.GetString(), limit.Min, limit.Max),
                (name.GetString(), node.GetProperty("minimum").GetDouble(), node.GetProperty("maximum").GetDouble()));
            Assert.Equal(limit.Unit, node.TryGetProperty("x-unit", out var unit) ? unit.GetString() : "");
        });
        Assert.True(seen > 40, $"only {seen} keys carry a limit");
    }

    [Fact]
    public void The_words_an_editor_offers_are_those_of_the_catalogues()
    {
        var seen = new List<string>();
        Visit(Root(), node =>
        {
            if (!node.TryGetProperty("x-catalogue", out var name))
                return;
            seen.Add(name.GetString()!);
            Assert.Equal(CaseSchema.Words(name.GetString()!), node.GetProperty("enum").EnumerateArray().Select(item => item.GetString()!));
        });
        Assert.Equal(["conductivities", "devices", "leads", "regions"], seen.Distinct().Order());
    }

    [Fact]
    public void Every_key_says_what_it_is_and_keys_with_a_unit_end_in_it()
    {
        string[] endings =
            ["_ma", "_us", "_hz", "_mm", "_deg", "_s_m", "_years", "_cm", "_kg"];
        Visit(Root(), node =>
        {
            if (!node.TryGetProperty("properties", out var properties))
                return;
            Assert.True(node.TryGetProperty("additionalProperties", out _), "a group accepts unknown keys");
            foreach (var key in properties.EnumerateObject())
            {
                var target = key.Value.TryGetProperty("$ref", out var reference) ? Definition(reference.GetString()!) : key.Value;
                Assert.True(
                    target.TryGetProperty("description", out var text) && text.GetString()!.Length > 3, $"{key.Name} is not described");
                if (target.TryGetProperty("x-unit", out var unit) && unit.GetString() is not ("vertebrae" or "per mille"))
                    Assert.True(
                        endings.Any(ending => key.Name.EndsWith(ending, StringComparison.Ordinal))
                        || Group(node).Contains("conductivities", StringComparison.Ordinal),
                        $"{key.Name} does not end in its unit");
            }
        });
    }

    [Fact]
    public void Example_of_the_schema_is_named_as_the_reader_names_it() =>
        Assert.Equal(CaseSchema.Name, Root().GetProperty("properties").GetProperty("schema").GetProperty("const").GetString());

    private static string Group(JsonElement node) => node.TryGetProperty("description", out var text) ? text.GetString()! : "";

    private static JsonElement Root() => JsonDocument.Parse(CaseSchema.Json).RootElement;

    private static JsonElement Definition(string reference) => Root().GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static void Visit(JsonElement node, Action<JsonElement> visit)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
                Visit(item, visit);
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            visit(node);
            foreach (var item in node.EnumerateObject())
                Visit(item.Value, visit);
        }
    }
}
