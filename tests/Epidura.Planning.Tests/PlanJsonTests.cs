using System.Text.Json;
using Epidura.Field;
using Epidura.Planning.Tests.Reports;

namespace Epidura.Planning.Tests;

public class PlanJsonTests
{
    private const string Minimal =
        "schema: epidura-case/1\npain:\n  - region: foot\nleads:\n  - model: octrode-3-4\n    tip: {level: T10}\n";

    private static PlanResult Plan()
    {
        var plan = SamplePlan.Create();
        return plan with { Case = plan.Case with { SourceText = Minimal, SourceName = "minimal.yaml" } };
    }

    [Fact]
    public void The_same_plan_is_written_with_the_same_bytes() => Assert.Equal(PlanJson.Write(Plan()), PlanJson.Write(Plan()));

    [Fact]
    public void The_case_comes_back_as_it_was_read()
    {
        var json = PlanJson.Write(Plan());
        var read = PlanJson.ReadCase(json);
        Assert.Equal(Minimal, read.SourceText);
        Assert.Equal("minimal.yaml", read.SourceName);
        Assert.Equal("foot", Assert.Single(read.Pain).Region);
    }

    [Fact]
    public void Seed_and_grid_come_back()
    {
        var plan = Plan();
        plan = plan with { Provenance = plan.Provenance with { Seed = 7, Quality = "Fine" } };
        Assert.Equal((7, FieldQuality.Fine), PlanJson.ReadOptions(PlanJson.Write(plan)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"schema\": \"epidura-plan/2\"}")]
    [InlineData("{\"schema\": \"epidura-plan/1\"}")]
    [InlineData("{\"schema\": \"epidura-plan/1\", \"case\": {\"source_text\": 3, \"source_name\": \"x\"}}")]
    [InlineData("{\"schema\": \"epidura-plan/1\", \"case\": {\"source_text\": \"nonsense\", \"source_name\": \"x\"}}")]
    public void What_is_not_a_plan_is_refused(string text) => Assert.Throws<FormatException>(() => PlanJson.ReadCase(text));

    [Fact]
    public void A_threshold_that_is_not_reached_is_null_not_infinity()
    {
        var plan = Plan();
        var program = plan.Programs[0] with { DiscomfortThreshold = new Interval(4e-3, 3e-3, double.PositiveInfinity) };
        using var document = JsonDocument.Parse(PlanJson.Write(plan with { Programs = [program] }));
        var discomfort = document.RootElement.GetProperty("programs")[0].GetProperty("discomfort_ma");
        Assert.Equal(4, discomfort.GetProperty("value").GetDouble());
        Assert.Equal(JsonValueKind.Null, discomfort.GetProperty("max").ValueKind);
    }

    [Fact]
    public void Every_field_that_is_written_stands_in_the_schema_and_none_is_missing()
    {
        using var stream = typeof(PlanJson).Assembly.GetManifestResourceStream("epidura-plan-1.schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        using var plan = JsonDocument.Parse(PlanJson.Write(Plan()));
        List<string> wrong = [];
        Compare(plan.RootElement, schema.RootElement, "", wrong);
        Assert.Empty(wrong);
    }

    private static void Compare(JsonElement value, JsonElement schema, string path, List<string> wrong)
    {
        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            var given = value.EnumerateObject().Select(p => p.Name).ToHashSet();
            foreach (var name in schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Where(r => !given.Contains(r)))
                wrong.Add($"{path}.{name} is missing");
            foreach (var property in value.EnumerateObject())
            {
                if (properties.TryGetProperty(property.Name, out var inner))
                    Compare(property.Value, inner, $"{path}.{property.Name}", wrong);
                else
                    wrong.Add($"{path}.{property.Name} is not in the schema");
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
                Compare(item, items, path + "[]", wrong);
        }

        if (schema.TryGetProperty("type", out var type) && !Allows(type, value.ValueKind))
            wrong.Add($"{path} is {value.ValueKind}, not {type}");
    }

    private static bool Allows(JsonElement type, JsonValueKind kind)
    {
        var name = kind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.Null => "null",
            _ => "boolean",
        };
        var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).ToArray()
            : [type.GetString()!];
        return allowed.Contains(name) || (name == "number" && allowed.Contains("integer"));
    }
}
