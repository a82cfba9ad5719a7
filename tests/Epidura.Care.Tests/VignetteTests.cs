using Epidura.Care.Options;
using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Quantities;

namespace Epidura.Care.Tests;

/// <summary>
/// Worked patients: <c>vignettes/NAME.yaml</c>, and in <c>NAME.expected.csv</c> what every rule and option must answer, with the source of
/// each line. The expected answers were committed before the rules.
/// </summary>
public class VignetteTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "vignettes");

    public static TheoryData<string> Names =>
        new(Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rule_and_option_answers_as_expected(string name)
    {
        var evaluation = Evaluate(name);
        var options = OptionComparison.Of(evaluation);
        List<string> wrong = [];
        foreach (var row in Expected(name))
        {
            var (found, reason) = row.Text("kind") switch
            {
                "rule" => (Word(evaluation[row.Text("id")].Answer), evaluation[row.Text("id")].Reason),
                "option" => (options.Single(option => option.Key == row.Text("id")).Verdict, ""),
                _ => ($"{evaluation.Tasks.Count(task => task.Urgency > TaskUrgency.Routine)}", ""),
            };
            Assert.True(row.Text("source").Length > 3, "no source");
            if (found != row.Text("answer"))
                wrong.Add($"{row.Text("id")}: expected {row.Text("answer")}, found {found} ({reason})");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void There_are_at_least_sixty_and_each_speaks_of_every_rule()
    {
        Assert.True(Names.Count >= 60, $"{Names.Count}");
        foreach (var name in Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!))
            Assert.Equal(RuleBook.Rules.Order(),
                Expected(name).Where(row => row.Text("kind") == "rule").Select(row => row.Text("id")).Order());
    }

    [Fact]
    public void Every_rule_is_met_or_passed_and_failed_at_least_once()
    {
        // These rules have no way to be met: they speak or do not apply.
        string[] neverMet = ["C07", "M07", "M08", "T06", "F05"];
        string[] suitability = ["M01", "M02", "M03", "M04", "M05"];
        var answers = All().Where(row => row.Text("kind") == "rule").ToLookup(row => row.Text("id"), row => row.Text("answer"));
        string[] failures = ["info", "warn", "review", "defer", "block"];
        foreach (var rule in RuleBook.Rules)
        {
            Assert.True(answers[rule].Contains(neverMet.Contains(rule) ? "not-applicable" : "met"), $"{rule} is never met");
            var failed = suitability.Contains(rule) ? answers[rule].Contains("not-applicable")
                : rule is "T05" or "C28" ? answers[rule].Contains("missing") : answers[rule].Intersect(failures).Any();
            Assert.True(failed, $"{rule} never fails");
        }
    }

    [Fact]
    public void Every_indication_and_every_option_is_present()
    {
        var present = FileNames().SelectMany(name => Read(name).Indications ?? []).Select(indication => indication.Key).ToHashSet();
        Assert.Empty(Tables.CareTable.Of("indications").Words("indication").Except(present));
        var suitable = All().Where(row => row.Text("kind") == "option" && row.Text("answer") is "suitable" or "possible" or "first-line")
            .Select(row => row.Text("id")).ToHashSet();
        Assert.Empty(Tables.CareTable.Of("options").Words("option").Except(suitable));
    }

    [Fact]
    public void Every_finding_carries_rule_version_inputs_and_source()
    {
        foreach (var name in FileNames())
        {
            foreach (var finding in Evaluate(name).Findings)
            {
                Assert.Matches(@"^\d+\.[0-9a-f]{6}\.[0-9a-f]{6}$", finding.Version);
                Assert.True(finding.Source.Length > 5 && finding.Reason.Length > 2, finding.Rule);
                Assert.True(finding.Answer != RuleAnswer.Missing || finding.Missing.Count > 0,
                    $"{name}: {finding.Rule} names nothing missing");
                if (finding.Answer is RuleAnswer.Met)
                    Assert.True(finding.Used.Count > 0 || finding.Rule[0] is 'T' or 'F', $"{name}: {finding.Rule} used nothing");
            }
        }
    }

    [Fact]
    public void A_missing_input_never_makes_a_rule_met()
    {
        var patient = Read("001-failed-back-leg-before-a-trial");
        var bare = PatientReader.Read("schema: epidura-patient/1\nevaluated_on: 2026-03-20\n", "bare.yaml").Patient!;
        Assert.DoesNotContain(Evaluation.Of(bare).Findings, finding => finding.Answer == RuleAnswer.Met);
        Assert.Equal("not-cleared", Evaluation.Of(bare).Verdict);
        Assert.Equal("suitable", Evaluation.Of(patient).Verdict);
    }

    [Fact]
    public void More_profiles_never_give_a_milder_answer()
    {
        foreach (var name in FileNames())
        {
            var patient = Read(name);
            var one = Evaluation.Of(patient);
            var all = Evaluation.Of(patient with { Profiles = [.. patient.Profiles, .. RuleBook.Profiles] });
            foreach (var (few, many) in one.Findings.Zip(all.Findings))
                Assert.True(many.Severity >= few.Severity, $"{name}: {few.Rule} {few.Answer} against {many.Answer}");
        }
    }

    private static IEnumerable<string> FileNames() =>
        Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    private static IEnumerable<TableRow> All() => FileNames().SelectMany(Expected);

    private static IReadOnlyList<TableRow> Expected(string name) =>
        Table.Parse(File.ReadAllText(Path.Combine(Folder, name + ".expected.csv")), name).Rows;

    private static Evaluation Evaluate(string name) => Evaluation.Of(Read(name));

    private static Patient Read(string name)
    {
        var result = PatientReader.Read(File.ReadAllText(Path.Combine(Folder, name + ".yaml")), name);
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        return result.Patient!;
    }

    private static string Word(RuleAnswer answer) =>
        answer == RuleAnswer.NotApplicable ? "not-applicable" : answer.ToString().ToLowerInvariant();
}
