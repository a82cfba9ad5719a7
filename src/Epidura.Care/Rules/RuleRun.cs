using Epidura.Care.Candidacy;
using Epidura.Care.FollowUp;
using Epidura.Care.Patients;
using Epidura.Care.Surgery;
using Epidura.Care.Trials;

namespace Epidura.Care.Rules;

/// <summary>All rules of one profile on one patient; each is run once.</summary>
internal sealed class RuleRun(Patient patient, string profile)
{
    private static readonly Dictionary<string, Func<Trail, Outcome>> Functions = new(
    [
        .. CandidacyRules.All, .. SurgeryRules.All, .. TrialRules.All, .. FollowUpRules.All,
    ]);

    private readonly Dictionary<string, RuleFinding> _found = [];

    public Patient Patient => patient;

    public string Profile => profile;

    /// <summary>Rules that have a function.</summary>
    public static IReadOnlyCollection<string> Rules => Functions.Keys;

    public RuleFinding Find(string rule)
    {
        if (!_found.TryGetValue(rule, out var finding))
            _found.Add(rule, finding = Run(rule));
        return finding;
    }

    private RuleFinding Run(string rule)
    {
        var row = RuleBook.Row(profile, rule);
        var trail = new Trail(this, rule);
        var stage = row.Text("stage");
        Outcome outcome;
        if (stage == "off")
            outcome = Outcome.NotApplicable($"profile {profile} does not have this rule");
        else if (stage is "trial" or "implant" && trail.Need("plan.stage", patient.Plan.Stage) is null)
            outcome = Outcome.Missing("nobody said whether a trial or an implant is planned");
        else if (stage is "trial" or "implant" && patient.Plan.Stage != stage)
            outcome = Outcome.NotApplicable($"only before {(stage == "trial" ? "a trial" : "an implant")}");
        else
            outcome = Functions[rule](trail);
        var (answer, severity) = Meaning(outcome, Severity(row.Text("failure")), Severity(row.Text("second")));
        return new RuleFinding(
            rule, row.Text("title"), $"{row.Text("version")}.{RuleBook.Version}", profile, stage, answer, severity, outcome.Reason,
            trail.Used, trail.Missing, row.Text("source"), row.Flag("verified"), patient.EvaluatedOn);
    }

    private static (RuleAnswer Answer, RuleAnswer Severity) Meaning(Outcome outcome, RuleAnswer failure, RuleAnswer second) =>
        outcome.Kind switch
        {
            OutcomeKind.Met => (RuleAnswer.Met, RuleAnswer.Met),
            OutcomeKind.NotApplicable => (RuleAnswer.NotApplicable, RuleAnswer.Met),
            OutcomeKind.Fails => (failure, failure),
            OutcomeKind.FailsLess => (second, second),
            OutcomeKind.Fixed => (outcome.Fixed, outcome.Fixed),
            OutcomeKind.Missing => (RuleAnswer.Missing, failure),
            OutcomeKind.MissingLess => (RuleAnswer.Missing, second),
            _ => throw new InvalidOperationException($"There is no outcome {outcome.Kind}."),
        };

    private static RuleAnswer Severity(string word) => word switch
    {
        "block" => RuleAnswer.Block,
        "defer" => RuleAnswer.Defer,
        "review" => RuleAnswer.Review,
        "warn" => RuleAnswer.Warn,
        "info" => RuleAnswer.Info,
        "" => RuleAnswer.Met,
        _ => throw new FormatException($"rules.csv: there is no severity '{word}'."),
    };
}
