using System.Text.Json;
using System.Text.Json.Nodes;
using Epidura.Care.Instruments;
using Epidura.Care.Options;
using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Documents;

namespace Epidura.Care.Tests;

/// <summary>Every key of every worked patient is left out in turn: what is not known must never help.</summary>
public class MissingInputTests
{
    /// <summary>Keys that only say that something is there: without them the patient has no such thing, which is another patient.</summary>
    private static readonly string[] Reports =
    [
        "plan.considered", "follow_up", "follow_up.loss", "profiles",
    ];

    [Fact]
    public void Leaving_a_key_out_never_makes_a_rule_met_nor_the_verdict_milder()
    {
        List<string> wrong = [];
        var runs = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "vignettes"), "*.yaml").Order())
        {
            var whole = Json(File.ReadAllText(file));
            var before = Evaluate(whole);
            foreach (var path in Keys(whole, "", 2).Where(path => !Reports.Contains(path)).ToList())
            {
                runs++;
                var after = Evaluate(Without(whole, path));
                if (before.Verdict != "suitable" && after.Verdict == "suitable")
                    wrong.Add($"{Path.GetFileName(file)} without {path}: {before.Verdict} became suitable");
                wrong.AddRange(
                    from pair in before.Findings.Zip(after.Findings)
                    where pair.Second.Answer == RuleAnswer.Met && pair.First.Severity > RuleAnswer.Met
                    select $"{Path.GetFileName(file)} without {path}: {pair.First.Rule} {pair.First.Answer} became met");
            }
        }

        Assert.True(runs > 5000, $"{runs}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    /// <summary>A patient of the rules as JSON; the reader takes both.</summary>
    private static JsonObject Json(string yaml)
    {
        var kind = new DocumentKind("patient file", "patient files", "", 1 << 20, 20_000);
        var schema = SchemaNode.Parse(
            PatientSchema.Json, new SchemaWords(PatientSchema.Words, name => throw new ArgumentException(name, nameof(name))));
        return (JsonObject)Node(DocumentReader.ReadTree(yaml, kind, schema, new DocumentErrors("vignette"))!)!;
    }

    private static JsonNode? Node(DocumentNode node) => node switch
    {
        DocumentNode.Mapping map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Node(entry.Value)))),
        DocumentNode.Sequence list => new JsonArray([.. list.Items.Select(Node)]),
        DocumentNode.Scalar { IsNull: true } => null,
        DocumentNode.Scalar scalar when NumberText.TryRead(scalar, out var number) => JsonValue.Create(number),
        DocumentNode.Scalar scalar => JsonValue.Create(scalar.Text),
        _ => throw new InvalidOperationException("a node that was refused"),
    };

    private static IEnumerable<string> Keys(JsonObject map, string path, int depth)
    {
        foreach (var (key, value) in map)
        {
            var below = path.Length == 0 ? key : $"{path}.{key}";
            if (below is "schema" or "evaluated_on")
                continue;
            yield return below;
            if (depth > 1 && value is JsonObject inner)
            {
                foreach (var deeper in Keys(inner, below, depth - 1))
                    yield return deeper;
            }
        }
    }

    private static JsonObject Without(JsonObject whole, string path)
    {
        var copy = (JsonObject)whole.DeepClone();
        var parts = path.Split('.');
        var map = copy;
        foreach (var part in parts.SkipLast(1))
            map = (JsonObject)map[part]!;
        map.Remove(parts[^1]);
        return copy;
    }

    private static Evaluation Evaluate(JsonObject patient)
    {
        var result = PatientReader.Read(patient.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), "vignette.json");
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        return Evaluation.Of(result.Patient!);
    }

    [Fact]
    public void A_file_changed_anywhere_is_a_patient_that_can_be_evaluated_or_is_refused_in_words()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "failed-back.yaml"));
        var random = new Random(11);
        const string letters = "[]{}:,-#&*!|>'\"%@`\n\t ?~0aé9.";
        var accepted = 0;
        for (var i = 0; i < 1500; i++)
        {
            var place = random.Next(text.Length);
            var changed = (i % 3) switch
            {
                0 => text[..place],
                1 => text[..place] + letters[random.Next(letters.Length)] + text[(place + 1)..],
                _ => text[..place] + text[Math.Min(text.Length, place + random.Next(1, 40))..],
            };
            var result = PatientReader.Read(changed, "changed.yaml");
            Assert.True(result.Patient is null != (result.Errors.Count == 0));
            if (result.Patient is not { } patient)
                continue;
            accepted++;
            var evaluation = Evaluation.Of(patient);
            Assert.Equal(RuleBook.Rules, evaluation.Findings.Select(finding => finding.Rule));
            Assert.NotEmpty(OptionComparison.Of(evaluation));
            _ = Outcomes.Of(patient);
        }

        Assert.True(accepted > 50, $"{accepted}");
    }
}
