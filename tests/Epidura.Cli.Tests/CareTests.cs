using System.Text.Json;
using Epidura.Care;
using Epidura.Care.Patients;

namespace Epidura.Cli.Tests;

public class CareTests
{
    private static readonly string Example = Path.Combine(AppContext.BaseDirectory, "examples", "care", "failed-back.yaml");

    public static TheoryData<string> Words => new("score", "relief", "mme", "antithrombotics", "evaluate", "options");

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Every_output_says_what_it_is_for(string word)
    {
        Assert.Contains(Notice.Text, (await CommandRun.Of("care", word, Example)).Out, StringComparison.Ordinal);
        var json = await CommandRun.Of("care", word, Example, "--json");
        Assert.Equal(0, json.Code);
        Assert.Equal(Notice.Text, json.Json().GetProperty("notice").GetString());
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Wrong_input_ends_with_code_2_and_names_field_value_and_reason(string word)
    {
        using var folder = new ScratchFolder();
        var file = folder.Write(
            "wrong.yaml",
            "schema: epidura-patient/1\nevaluated_on: 2026-03-20\n"
            + "instruments: [{instrument: phq-9, on: 2026-03-01, items: [4, 0, 0, 0, 0, 0, 0, 0, 0]}]\n");
        var run = await CommandRun.Of("care", word, file);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("instruments[0].items[0]: Item 1 of phq-9 has no such answer. (value: 4; allowed: 0 to 3)", run.Error);
        Assert.Equal(2, (await CommandRun.Of("care", word, folder.File("none.yaml"))).Code);
    }

    [Fact]
    public async Task Relief_of_the_example_is_that_of_the_worked_vector()
    {
        var trial = (await CommandRun.Of("care", "relief", Example, "--json")).Json().GetProperty("result").GetProperty("trials")[0];
        Assert.Equal("225/4", trial.GetProperty("exact").GetString());
        Assert.Equal("reached", trial.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Morphine_equivalents_of_the_example_are_60() =>
        Assert.Equal(
            60,
            (await CommandRun.Of("care", "mme", Example, "--json")).Json().GetProperty("result").GetProperty("mme_per_day").GetDouble());

    [Fact]
    public void The_guide_lists_every_key_of_a_patient_file()
    {
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", "care.md"));
        var keys = 0;
        Visit(JsonDocument.Parse(PatientSchema.Json).RootElement, key =>
        {
            keys++;
            Assert.Contains($"| `{key}`", guide, StringComparison.Ordinal);
        });
        Assert.True(keys > 150, $"{keys} keys");
    }

    private static void Visit(JsonElement node, Action<string> visit)
    {
        if (node.ValueKind != JsonValueKind.Object)
            return;
        foreach (var item in node.EnumerateObject())
        {
            if (item.Name == "properties")
            {
                foreach (var key in item.Value.EnumerateObject())
                    visit(key.Name);
            }

            Visit(item.Value, visit);
        }
    }
}
