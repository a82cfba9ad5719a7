using Epidura.Care.Patients;

namespace Epidura.Care.Rules;

/// <summary>Every rule on one patient, over all profiles of the site.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Findings">In the order of the table of rules; the strictest answer of the profiles.</param>
/// <param name="Tasks">What a person must do because of the data, most urgent first.</param>
public sealed record Evaluation(Patient Patient, IReadOnlyList<RuleFinding> Findings, IReadOnlyList<CareTask> Tasks)
{
    private static readonly string[] Gate = ["IND", "M10", "T02", "T07"];

    /// <summary>Evaluates all rules. Needs no clock: intervals count from the day in the file.</summary>
    /// <exception cref="ArgumentException">The patient names a profile that the tables do not have.</exception>
    public static Evaluation Of(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        var runs = patient.Profiles.Distinct().Select(profile => new RuleRun(patient, profile)).ToList();
        var findings = RuleBook.Rules.Select(rule => runs.Select(run => run.Find(rule)).MaxBy(finding => finding.Strictness)!).ToList();
        return new Evaluation(patient, findings, [.. ListTasks(patient, findings).OrderByDescending(task => task.Urgency)]);
    }

    /// <summary>The finding of a rule.</summary>
    public RuleFinding this[string rule] => Findings.First(finding => finding.Rule == rule);

    /// <summary>Rules that decide on stimulation: the indication, C01 to C30, M10, T02 and T07.</summary>
    public IEnumerable<RuleFinding> Candidacy =>
        Findings.Where(finding => finding.Rule.StartsWith('C') || Gate.Contains(finding.Rule));

    /// <summary>The strictest severity among the rules that decide on stimulation, a missing input counted as the rule would
    /// answer.</summary>
    public RuleAnswer Strictest => Candidacy.Max(finding => finding.Severity);

    /// <summary>suitable, not-cleared, deferred or blocked. A missing input never clears a rule and never counts as its failure.</summary>
    public string Verdict
    {
        get
        {
            var answers = Candidacy.Select(finding => finding.Answer).ToList();
            if (answers.Contains(RuleAnswer.Block))
                return "blocked";
            if (answers.Contains(RuleAnswer.Defer))
                return "deferred";
            return Candidacy.All(finding => finding.IsCleared) ? "suitable" : "not-cleared";
        }
    }

    private static IEnumerable<CareTask> ListTasks(Patient patient, IReadOnlyList<RuleFinding> findings)
    {
        foreach (var questionnaire in patient.Instruments)
        {
            foreach (var task in questionnaire.Score.Tasks)
                yield return task;
        }

        foreach (var finding in findings.Where(finding => finding.Answer is RuleAnswer.Block or RuleAnswer.Review))
        {
            var task = finding.Rule switch
            {
                "M00" => (TaskUrgency.Emergency, "Emergency referral to spine surgery: "),
                "M10" => (TaskUrgency.Urgent, "Urgent surgical opinion: "),
                "F03" => (TaskUrgency.Emergency, "Emergency: examine and image now: "),
                "F04" => (TaskUrgency.Urgent, "Infection pathway today: "),
                _ => (TaskUrgency.Routine, ""),
            };
            if (task.Item1 != TaskUrgency.Routine)
                yield return new CareTask(finding.Rule, task.Item1, task.Item2 + finding.Reason + ".", finding.Source);
        }
    }
}
