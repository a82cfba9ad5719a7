using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Options;

/// <summary>Seven options side by side for one patient. It compares; it recommends nothing.</summary>
public static class OptionComparison
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["possible"] = "You can do this now.",
        ["suitable"] = "This may suit you. Talk about it with your team.",
        ["first-line"] = "A surgeon should see you now. This may be the first thing to do.",
        ["not-suitable"] = "This does not fit what we know about you.",
        ["not-cleared"] = "Your team must know or decide more first.",
        ["deferred"] = "Something must get better first. Then your team looks again.",
        ["blocked"] = "This is not for you as things are now.",
        ["emergency-first"] = "Something urgent comes first. See a surgeon now.",
    };

    private const string NotFocal = "nobody said that the pain is focal in a leg or foot";

    /// <summary>Version of the tables.</summary>
    public static string Version => string.Join(
        '.', new[] { "options", "outcomes", "risks", "rehabilitation" }.Select(name => CareTable.Of(name).Version[..6]));

    /// <summary>All options, in the order of the table.</summary>
    public static IReadOnlyList<TreatmentOption> Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return [.. CareTable.Of("options").Rows.Select(row => Judge(row, evaluation))];
    }

    private static TreatmentOption Judge(TableRow row, Evaluation evaluation)
    {
        var key = row.Text("option");
        var verdict = row.Text("kind") switch
        {
            "conservative" => Conservative(evaluation),
            "operation" => Operation(key, evaluation[row.Text("rule")], evaluation),
            _ => Stimulation(key, evaluation),
        };
        var relevant = Relevant(row, evaluation).ToList();
        return new TreatmentOption(
            key, row.Text("title"), verdict, Meanings[verdict], [.. For(row, evaluation)],
            [.. Against(relevant), .. key == "drg-trial" && !IsFocal(evaluation) ? [NotFocal] : Array.Empty<string>()],
            [.. relevant.Where(finding => finding.Answer == RuleAnswer.Missing).SelectMany(finding => finding.Missing).Distinct()],
            row.Text("before"), row.Text("during"), row.Text("after"), row.Text("recovery"), [.. Benefits(key, evaluation.Patient)],
            [.. CareTable.Of("risks").Rows.Where(risk => risk.Text("option") == key).Select(risk => Figure(risk, risk.Text("risk")))],
            [
                .. CareTable.Of("rehabilitation").Rows.Where(phase => phase.Text("group") == row.Text("rehabilitation"))
                    .Select(phase => new RehabilitationPhase(phase.Text("phase"), phase.Text("what"), phase.Text("source"))),
            ],
            row.Text("source"));
    }

    private static bool IsEmergency(Evaluation evaluation) =>
        evaluation["M00"].Answer == RuleAnswer.Block || evaluation["M10"].Answer == RuleAnswer.Block;

    private static string Conservative(Evaluation evaluation)
    {
        if (IsEmergency(evaluation) || evaluation["M02"].Answer == RuleAnswer.Met)
            return "not-suitable";
        return evaluation["M00"].Answer == RuleAnswer.Missing ? "not-cleared" : "possible";
    }

    private static string Operation(string key, RuleFinding rule, Evaluation evaluation)
    {
        if (key == "microdiscectomy" && evaluation["M02"].Answer == RuleAnswer.Met)
            return "first-line";
        if (IsEmergency(evaluation))
            return "emergency-first";
        return rule.Answer switch
        {
            RuleAnswer.Met => "suitable",
            RuleAnswer.Missing => "not-cleared",
            _ => "not-suitable",
        };
    }

    private static string Stimulation(string key, Evaluation evaluation)
    {
        if (key != "drg-trial")
            return evaluation.Verdict;
        if (evaluation.Patient.Indications is not { Count: > 0 })
            return "not-cleared";
        return IsFocal(evaluation) ? evaluation.Verdict : "not-suitable";
    }

    private static bool IsFocal(Evaluation evaluation) =>
        evaluation.Patient.Indications?.Any(item => item.IsFocalLowerLimb is true) ?? false;

    private static IEnumerable<RuleFinding> Relevant(TableRow row, Evaluation evaluation) => row.Text("kind") switch
    {
        "conservative" => [evaluation["M00"], evaluation["M02"], evaluation["M10"]],
        "operation" => [evaluation["M00"], evaluation[row.Text("rule")], evaluation["M07"], evaluation["M08"], evaluation["M09"]],
        _ => evaluation.Candidacy,
    };

    private static IEnumerable<string> For(TableRow row, Evaluation evaluation)
    {
        switch (row.Text("kind"))
        {
            case "conservative":
                if (evaluation["M00"].Answer == RuleAnswer.Met)
                    yield return "M00: no sign of an emergency";
                break;
            case "operation":
                string[] rules = row.Text("option") == "microdiscectomy" ? ["M02", row.Text("rule")] : [row.Text("rule")];
                foreach (var rule in rules.Where(rule => evaluation[rule].Answer == RuleAnswer.Met))
                    yield return $"{rule}: {evaluation[rule].Reason}";
                break;
            default:
                foreach (var rule in new[] { "IND", "C04", "C06" }.Where(rule => evaluation[rule].Answer == RuleAnswer.Met))
                    yield return $"{rule}: {evaluation[rule].Reason}";
                if (row.Text("option") == "drg-trial" && IsFocal(evaluation))
                    yield return "the pain is focal in a leg or foot, where a root was studied against the cord";
                if (evaluation["M08"].Answer == RuleAnswer.Info)
                    yield return $"M08: {evaluation["M08"].Reason}";
                break;
        }
    }

    /// <summary>M01 to M05 say not-applicable where an operation does not suit: for that operation this is a reason against.</summary>
    private static IEnumerable<string> Against(IReadOnlyList<RuleFinding> relevant) =>
        from finding in relevant
        let isUnsuitable = finding.Answer == RuleAnswer.NotApplicable && finding.Rule is "M01" or "M03" or "M04" or "M05"
        where isUnsuitable || (finding.Answer is not RuleAnswer.Missing && finding.Severity >= RuleAnswer.Info)
        select $"{finding.Rule}: {finding.Reason}";

    private static IEnumerable<PublishedFigure> Benefits(string option, Patient patient)
    {
        var groups = (patient.Indications ?? []).Select(item => item.Key switch
        {
            "failed-back-leg" => "failed-back",
            "failed-back-back" or "refractory-back" => "back",
            "diabetic-neuropathy" => "diabetic",
            "crps-1" or "crps-2" => "crps",
            _ => "",
        }).ToList();
        if (groups.Contains("back") && patient.Has("failed-back-back"))
            groups.Add("failed-back");
        return CareTable.Of("outcomes").Rows
            .Where(row => row.Text("option") == option && (row.Text("group") == "all" || groups.Contains(row.Text("group"))))
            .Select(row => Figure(row, "benefit"));
    }

    private static PublishedFigure Figure(TableRow row, string what) => new(
        what, row.Text("figure"), row.Text("plain"), row.Text("dispute"), row.Flag("verified"), row.Text("source"));
}
