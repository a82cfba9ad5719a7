using Epidura.Care.Options;
using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care evaluate</c> and <c>care options</c>.</summary>
internal static class CareEvaluate
{
    public static object Describe(Patient patient)
    {
        var evaluation = Evaluation.Of(patient);
        return new
        {
            RuleBook.Version,
            patient.Profiles,
            patient.Plan.Stage,
            evaluation.Verdict,
            evaluation.Strictest,
            patient.Team.Decision,
            patient.Team.DecidedBy,
            patient.Team.Dissent,
            evaluation.Tasks,
            Rules = evaluation.Findings,
        };
    }

    public static void Show(Patient patient, Terminal terminal)
    {
        var evaluation = Evaluation.Of(patient);
        var profiles = string.Join(", ", patient.Profiles);
        terminal.Out.WriteLine(
            $"profiles {profiles}, before {patient.Plan.Stage ?? "a stage that is not given"}, "
            + $"evaluated for {patient.EvaluatedOn:yyyy-MM-dd}, rules version {RuleBook.Version}");
        terminal.Out.WriteLine($"stimulation: {evaluation.Verdict}");
        foreach (var task in evaluation.Tasks)
            terminal.Out.WriteLine($"{task.Urgency.ToString().ToUpperInvariant()} ({task.Rule}): {task.Text}");
        var open = evaluation.Findings.Where(finding => finding.Answer is not (RuleAnswer.Met or RuleAnswer.NotApplicable))
            .OrderByDescending(finding => finding.Strictness()).ToList();
        terminal.Heading("To be looked at");
        Print(open, terminal, withMissing: true);
        terminal.Heading("In order");
        Print([.. evaluation.Findings.Where(finding => finding.Answer == RuleAnswer.Met)], terminal, withMissing: false);
        var silent = evaluation.Findings.Where(finding => finding.Answer == RuleAnswer.NotApplicable).Select(finding => finding.Rule);
        terminal.Out.WriteLine($"not applicable: {string.Join(", ", silent)}");
        if (patient.Team.Dissent is { } dissent)
            terminal.Out.WriteLine($"dissent in the team: {dissent}");
    }

    private static void Print(IReadOnlyList<RuleFinding> findings, Terminal terminal, bool withMissing)
    {
        var table = Tables.Create("rule", "answer", "what it wants", "why", "source");
        foreach (var finding in findings)
        {
            var answer = finding.Answer == RuleAnswer.Missing
                ? $"missing ({finding.Severity.ToString().ToLowerInvariant()})"
                : finding.Answer.ToString().ToLowerInvariant();
            var missing = withMissing && finding.Missing.Count > 0 ? $" [missing: {string.Join(", ", finding.Missing)}]" : "";
            table.Add(
                finding.Rule, answer, finding.Title, finding.Reason + missing, finding.Source
                    + (finding.IsVerified ? "" : " (not verified)"));
        }

        terminal.Print(table);
    }

    /// <summary>Most severe first; an answer before a missing input of the same severity.</summary>
    private static int Strictness(this RuleFinding finding) =>
        (2 * (int)finding.Severity) + (finding.Answer == RuleAnswer.Missing ? 0 : 1);

    public static object DescribeOptions(Patient patient)
    {
        var options = OptionComparison.Of(Evaluation.Of(patient));
        return new { OptionComparison.Version, Rules = RuleBook.Version, Options = options, ForThePatient = DecisionAid.Text(options) };
    }

    public static void ShowOptions(Patient patient, Terminal terminal)
    {
        var options = OptionComparison.Of(Evaluation.Of(patient));
        var table = Tables.Create("option", "for this patient", "reasons for", "reasons against", "missing");
        foreach (var option in options)
        {
            table.Add(
                option.Key, option.Verdict, string.Join("; ", option.For), string.Join("; ", option.Against),
                string.Join(", ", option.Missing));
        }

        terminal.Print(table);
        foreach (var option in options)
        {
            terminal.Heading(option.Key);
            var figures = Tables.Create("published", "figure", "dispute", "source");
            foreach (var item in option.Benefits.Concat(option.Risks))
            {
                figures.Add(
                    item.What, item.Figure.Length > 0 ? item.Figure : "none shown", item.Dispute,
                    item.Source + (item.IsVerified ? "" : " (not verified)"));
            }

            terminal.Print(figures);
            foreach (var phase in option.Rehabilitation)
                terminal.Out.WriteLine($"  {phase.Phase}: {phase.What} (template, may be changed; {phase.Source})");
        }

        terminal.Heading("For the patient");
        terminal.Out.Write(DecisionAid.Text(options));
    }
}
