using System.Text.Json;
using Epidura.Care.Patients;

namespace Epidura.Care.Tests.Patients;

public class PatientReaderTests
{
    private const string Head = "schema: epidura-patient/1\nevaluated_on: 2026-03-20\n";

    [Fact]
    public void The_examples_are_in_order()
    {
        var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples"))
            .Where(path => !path.EndsWith(".jsonl", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            var result = PatientReader.Read(stream, Path.GetFileName(file));
            Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        }
    }

    [Fact]
    public void Json_is_read_as_yaml_is()
    {
        var json = PatientReader.Read(
            """
            {
            	"schema": "epidura-patient/1", "evaluated_on": "2026-03-20",
            	"instruments": [{"instrument": "odi", "on": "2026-03-01", "items": [2, 1, 2, 1, 2, 2, 1, null, 1, 2]}]
            }
            """,
            "a.json");
        Assert.True(json.Errors.Count == 0, string.Join('\n', json.Errors));
        Assert.Equal(Ratio.Of(1400, 45), Assert.Single(json.Patient!.Instruments).Score.Score);
    }

    [Fact]
    public void What_is_left_out_is_missing_and_an_empty_list_is_none()
    {
        var patient = Read(Head + "antithrombotics: []\n");
        Assert.NotNull(patient.Antithrombotics);
        Assert.Empty(patient.Antithrombotics);
        Assert.Null(patient.Medication);
        Assert.Null(patient.Health.IsPregnant);
        Assert.Equal(["default"], patient.Profiles);
    }

    [Theory]
    [InlineData("instruments: [{instrument: phq-9, on: 2026-03-01, items: [0, 0, 0, 4, 0, 0, 0, 0, 0]}]", "instruments[0].items[3]", "4",
        "no such answer")]
    [InlineData("instruments: [{instrument: odi, on: 2026-03-01, items: [1, 2]}]", "instruments[0].items", "2 answers", "10 items")]
    [InlineData("instruments: [{instrument: odi, on: 2026-03-01, score: 101}]", "instruments[0].score", "101", "no such score")]
    [InlineData("instruments: [{instrument: pgic, on: 2026-03-01, items: [2.5]}]", "instruments[0].items[0]", "2.5", "whole answers")]
    [InlineData("instruments: [{instrument: oswestry, on: 2026-03-01}]", "instruments[0].instrument", "oswestry", "not known")]
    [InlineData("instruments: [{instrument: nrs, on: 2026-02-30, items: [3]}]", "instruments[0].on", "2026-02-30", "not a date")]
    [InlineData("instruments: [{instrument: nrs, on: 2026-03-21, items: [3]}]", "instruments[0].on", "2026-03-21",
        "after the day of the evaluation")]
    [InlineData("patient: {birth_date: 1869-01-01}", "patient.birth_date", "1869-01-01", "too far back")]
    [InlineData("patient: {birth_date: 1970-04-01, age_years: 56}", "patient.age_years", "56", "contradict")]
    [InlineData("diary: [{on: 2026-03-01, nrs: 11}]", "diary[0].nrs", "11", "outside the allowed range")]
    [InlineData("trials: [{started_on: 2026-03-09, ended_on: 2026-03-08}]", "trials[0].ended_on", "2026-03-08", "ends on or after")]
    [InlineData("imaging: [{kind: mri, region: lumbar, findings: [{finding: herniation, level: L7/8, side: left}]}]",
        "imaging[0].findings[0].level", "L7/8", "not known")]
    [InlineData("imaging: [{kind: mri, region: lumbar, findings: [{finding: herniation, level: C5/6, side: left}]}]",
        "imaging[0].findings[0].level", "C5/6", "cervical")]
    [InlineData("imaging: [{kind: mri, region: lumbar, findings: [{finding: herniation, level: L4/5, side: middle}]}]",
        "imaging[0].findings[0].side", "middle", "not known")]
    [InlineData("imaging: [{kind: mri, region: lumbar, findings: [{finding: central-stenosis, level: L4/5, side: left}]}]",
        "imaging[0].findings[0].side", "left", "no side")]
    [InlineData("medication: [{drug: snake-oil}]", "medication[0].drug", "snake-oil", "not known")]
    [InlineData("antithrombotics: [{agent: warfarin, use: prophylactic}]", "antithrombotics[0].use", "prophylactic", "no row")]
    [InlineData("plan: {procedure_at: 2026-04-01T08:00Z, lead_removal_at: 2026-03-31T08:00Z}", "plan.lead_removal_at",
        "2026-03-31T08:00Z", "before the procedure")]
    [InlineData("plan: {procedure_at: 2026-04-01 8 am}", "plan.procedure_at", "2026-04-01 8 am", "not an instant")]
    [InlineData("indications: [{indication: crps-1, icd10: hello}]", "indications[0].icd10", "hello", "letters")]
    [InlineData("consent: yes", "consent", "consent", "no key")]
    public void Wrong_input_is_refused_with_field_value_and_reason(string text, string field, string value, string reason)
    {
        var result = PatientReader.Read(Head + text + "\n", "a.yaml");
        Assert.Null(result.Patient);
        var error = Assert.Single(result.Errors);
        Assert.Equal((field, value, 3), (error.Field, error.Value, error.Line));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Allowed);
    }

    [Fact]
    public void The_words_an_editor_offers_are_those_of_the_tables()
    {
        var seen = 0;
        Visit(JsonDocument.Parse(PatientSchema.Json).RootElement, node =>
        {
            if (!node.TryGetProperty("x-catalogue", out var name))
                return;
            seen++;
            Assert.Equal(PatientSchema.Words(name.GetString()!),
                node.GetProperty("enum").EnumerateArray().Select(item => item.GetString()!));
        });
        Assert.True(seen >= 10, $"{seen} keys");
    }

    [Fact]
    public void Every_key_of_the_schema_says_what_it_is() =>
        Visit(JsonDocument.Parse(PatientSchema.Json).RootElement, node =>
        {
            if (!node.TryGetProperty("properties", out var properties))
                return;
            foreach (var key in properties.EnumerateObject())
                Assert.True(key.Value.GetProperty("description").GetString()!.Length > 3, key.Name);
        });

    [Theory]
    [InlineData("2008-03-20", 18)]
    [InlineData("2008-03-21", 17)]
    [InlineData("2008-02-29", 18)]
    public void Age_is_that_of_the_day_of_the_evaluation(string birth, int age)
    {
        Assert.Empty(PatientReader.Read(Head + $"patient: {{birth_date: {birth}, age_years: {age}}}\n", "a.yaml").Errors);
        Assert.Single(PatientReader.Read(Head + $"patient: {{birth_date: {birth}, age_years: {age + 1}}}\n", "a.yaml").Errors);
    }

    private static Patient Read(string text)
    {
        var result = PatientReader.Read(text, "a.yaml");
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        return result.Patient!;
    }

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
