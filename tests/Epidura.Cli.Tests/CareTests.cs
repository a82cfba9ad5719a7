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
    public async Task Every_answer_carries_id_version_inputs_and_source()
    {
        var result = (await CommandRun.Of("care", "evaluate", Example, "--json")).Json().GetProperty("result");
        Assert.Equal("suitable", result.GetProperty("verdict").GetString());
        var rules = result.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(57, rules.Count);
        foreach (var rule in rules)
        {
            foreach (var key in new[] { "rule", "version", "profile", "answer", "severity", "reason", "used", "missing", "source" })
                Assert.True(rule.TryGetProperty(key, out _), key);
        }

        Assert.Equal("met", rules.Single(rule => rule.GetProperty("rule").GetString() == "T05").GetProperty("answer").GetString());
    }

    [Fact]
    public async Task The_disc_of_the_second_example_takes_a_surgical_opinion_first()
    {
        var run = await CommandRun.Of("care", "options", Path.Combine(Path.GetDirectoryName(Example)!, "sciatica.yaml"), "--json");
        var options = run.Json().GetProperty("result").GetProperty("options").EnumerateArray()
            .ToDictionary(option => option.GetProperty("key").GetString()!, option => option.GetProperty("verdict").GetString());
        Assert.Equal("suitable", options["microdiscectomy"]);
        Assert.Equal("deferred", options["scs-trial"]);
    }

    [Fact]
    public async Task The_third_example_raises_the_safety_task_of_item_nine()
    {
        var run = await CommandRun.Of("care", "score", Path.Combine(Path.GetDirectoryName(Example)!, "diabetic-feet.json"));
        Assert.Contains("EMERGENCY (phq-9)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_answers_are_shown_in_the_words_of_the_sites_own_pack()
    {
        using var folder = new ScratchFolder();
        var pack = folder.Write("pack.csv", "instrument,language,item,text,licence\nodi,en,8,words of the site,licence 7\n");
        var run = await CommandRun.Of("care", "score", Example, "--wording", pack);
        Assert.Contains("odi 8: words of the site", run.Out, StringComparison.Ordinal);
        var wrong = folder.Write("wrong.csv", "instrument,language,item,text,licence\nodi,en,11,x,licence 7\n");
        Assert.Equal(2, (await CommandRun.Of("care", "score", Example, "--wording", wrong)).Code);
        Assert.DoesNotContain("words of the site", (await CommandRun.Of("care", "score", Example)).Out, StringComparison.Ordinal);
    }

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
