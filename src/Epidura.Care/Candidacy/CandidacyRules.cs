using Epidura.Care.Instruments;
using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Candidacy;

/// <summary>Rules C01 to C08 and the indication. Numbers and severities: <c>data/care</c>; sources and disputes:
/// docs/science/care.md.</summary>
internal static partial class CandidacyRules
{
    public static IEnumerable<KeyValuePair<string, Func<Trail, Outcome>>> All =>
    [
        new("IND", Indicated), new("C01", Adult), new("C02", ChronicAndSevere), new("C03", ConventionalManagement), new("C04", Neuropathic),
        new("C05", AssessedByTeam), new("C06", SuccessfulTrial), new("C07", IschaemicOrigin), new("C08", NothingToCorrectFirst),
        new("C09", PsychologicalEvaluation), new("C10", NoPsychiatricExclusion), new("C11", PsychosocialFactors), new("C12", CanOperate),
        new("C13", NoInfection), new("C14", InfectionRisk), new("C15", BloodSugar), new("C16", WeightAndOpioids), new("C17", NoTobacco),
        new("C18", StaphylococcusScreen), new("C19", AgentsAgainstClotting), new("C20", NoCoagulopathy), new("C21", ImageAndCanal),
        new("C22", NotPregnant), new("C23", NoOtherImplant), new("C24", ScansForeseen), new("C25", NoDiathermy), new("C26", Prognosis),
        new("C27", LeastCostly), new("C28", AssessmentAdapted), new("C29", Baseline), new("C30", Consents),
    ];

    /// <summary>True before a percutaneous trial, where some rules only warn.</summary>
    internal static bool IsPercutaneousTrial(Patient patient) => patient.Plan is { Stage: "trial", Lead: "percutaneous" or "drg" };

    private static Outcome Indicated(Trail trail)
    {
        if (trail.Need("indications", trail.Patient.Indications) is not { Count: > 0 } given)
        {
            trail.Lack("indications");
            return Outcome.MissingLess("no indication is given");
        }

        var worst = RuleAnswer.Met;
        List<string> reasons = [];
        foreach (var indication in given)
        {
            var row = CareTable.Of("indications").Find("indication", indication.Key)!;
            var answer = row.Text("rule") switch
            {
                "block" when indication.Key == "avulsion" && indication.HasCentralInput is true => RuleAnswer.Review,
                "block" => RuleAnswer.Block,
                "review" => RuleAnswer.Review,
                _ => RuleAnswer.Met,
            };
            trail.See($"indication {indication.Key}", row.Text("rule"));
            string[] parts =
            [
                $"{row.Text("title")}: {row.Text("evidence")} ({row.Text("source")})", row.Text("dispute"),
                indication.Key == "angina" && indication.CardiologyAgrees is not true ? "the cardiologist has to agree" : "",
            ];
            reasons.Add(string.Join("; ", parts.Where(part => part.Length > 0)));
            worst = (RuleAnswer)Math.Max((int)worst, (int)answer);
        }

        var reason = string.Join(". ", reasons);
        return worst == RuleAnswer.Met ? Outcome.Met(reason) : Outcome.Says(worst, reason);
    }

    private static Outcome Adult(Trail trail)
    {
        if (trail.Need("patient.birth_date or age_years", AgeOf(trail.Patient)) is not { } age)
            return Outcome.Missing("the age is not known");
        return age >= trail.Limit("age") ? Outcome.Met($"{age} years") : Outcome.Fails($"{age} years: not established in children");
    }

    /// <summary>Whole years on the day of the evaluation.</summary>
    private static int? AgeOf(Patient patient) => patient.Person.BirthDate is { } birth
        ? PatientCheck.AgeOn(birth, patient.EvaluatedOn)
        : patient.Person.AgeYears;

    private static Outcome ChronicAndSevere(Trail trail)
    {
        var pain = trail.Patient.Pain;
        var months = trail.Need("pain.duration_months", pain.DurationMonths);
        var nrs = trail.See("pain.average_nrs", pain.AverageNrs);
        var vas = trail.See("pain.average_vas_mm", pain.AverageVasMillimetre);
        if (nrs is null && vas is null)
            trail.Lack("pain.average_nrs or average_vas_mm");
        var isSevere = nrs >= trail.Limit("nrs") || vas >= trail.Limit("vas");
        if (months < trail.Limit("duration"))
            return Outcome.Fails($"{months.Value.ToText(1)} months where {trail.Limit("duration").ToText(1)} are needed");
        if ((nrs is not null || vas is not null) && !isSevere)
            return Outcome.Fails($"the pain is under {trail.Limit("nrs").ToText(1)} of 10 and under {trail.Limit("vas").ToText(0)} mm");
        return months is null || !isSevere
            ? Outcome.Missing("duration or severity is not known")
            : Outcome.Met("long and severe enough");
    }

    private static Outcome ConventionalManagement(Trail trail)
    {
        if (trail.Need("treatments", trail.Patient.Treatments) is not { } treatments)
            return Outcome.Missing("nobody wrote what was tried");
        string KindOf(Treatment item) => CareTable.Of("treatments").Find("treatment", item.Key)!.Text("kind");
        var drugs = treatments.Where(item => KindOf(item) == "drug").Select(item => item.Key).Distinct().ToList();
        if (trail.Patient.Has("diabetic-neuropathy"))
        {
            return drugs.Contains("gabapentinoid") && drugs.Count >= 2
                ? Outcome.Met("a gabapentinoid and another class were tried")
                : Outcome.Fails("diabetic neuropathy needs a gabapentinoid and one more class of analgesics");
        }

        if (drugs.Count == 0)
            return Outcome.Fails("no class of drugs was tried");
        if (treatments.All(item => KindOf(item) != "other"))
            return Outcome.Fails("no treatment other than drugs was tried");
        return trail.Need("indications", trail.Patient.Indications) is null
            ? Outcome.Missing("not known whether the indication asks for more")
            : Outcome.Met("drugs and another treatment were tried");
    }

    private static Outcome Neuropathic(Trail trail)
    {
        var grade = trail.See("pain.neuropathic_grade", trail.Patient.Pain.NeuropathicGrade);
        if (grade is "probable" or "definite")
            return Outcome.Met($"graded {grade}");
        var dn4 = trail.See("dn4", Latest(trail.Patient, "dn4"));
        var painDetect = trail.See("paindetect", Latest(trail.Patient, "paindetect"));
        var lanss = trail.See("lanss", Latest(trail.Patient, "lanss") ?? Latest(trail.Patient, "s-lanss"));
        var interview = trail.See("dn4-interview", Latest(trail.Patient, "dn4-interview"));
        if (dn4 >= trail.Limit("dn4") || painDetect >= trail.Limit("paindetect") || lanss >= trail.Limit("lanss"))
            return Outcome.Met("a questionnaire is at or over its limit");
        if (dn4 is null && painDetect is null && lanss is null && interview is null && grade is null)
        {
            trail.Lack("dn4, paindetect, lanss, s-lanss or pain.neuropathic_grade");
            return Outcome.Missing("nothing speaks for or against a neuropathic component");
        }

        if (dn4 is null && painDetect is null && lanss is null)
            trail.Lack("a full questionnaire");
        return Outcome.Fails(interview is not null ? "only the interview part of the questionnaire is there" : "negative or uncertain");
    }

    /// <summary>The last scorable score of an instrument.</summary>
    internal static Ratio? Latest(Patient patient, string key) => patient.Instruments.Where(item => item.Instrument.Key == key)
        .OrderBy(item => item.On).Select(item => item.Score.Score).LastOrDefault(score => score is not null);

    private static Outcome AssessedByTeam(Trail trail)
    {
        var team = trail.Patient.Team;
        bool?[] parts =
        [
            trail.Need("team.assessed", team.HasAssessed), trail.Need("team.experienced", team.IsExperienced),
            trail.Need("team.ongoing_support", team.HasOngoingSupport),
        ];
        var isLess = IsPercutaneousTrial(trail.Patient);
        if (parts.Contains(false))
        {
            const string reason = "no experienced team with ongoing support has assessed";
            return isLess ? Outcome.FailsLess(reason) : Outcome.Fails(reason);
        }

        if (parts.Contains(null))
            return isLess ? Outcome.MissingLess("the team is not described") : Outcome.Missing("the team is not described");
        return Outcome.Met("assessed by an experienced team that goes on supporting");
    }

    private static Outcome SuccessfulTrial(Trail trail)
    {
        var patient = trail.Patient;
        if (trail.See("plan.trial_required", patient.Plan.IsTrialRequired) is false
            && trail.See("plan.trial_waiver", patient.Plan.TrialWaiver) is { } waiver)
            return Outcome.NotApplicable($"a protocol lets the trial be left out: {waiver}");
        if (trail.Need("trials", patient.Trials) is not { } trials)
            return Outcome.Missing("nobody said whether there was a trial");
        var reference = patient.FollowUp?.ImplantedOn
            ?? (patient.Plan.ProcedureAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : patient.EvaluatedOn);
        var oldest = reference.AddMonths(-trail.WholeLimit("age_of_trial"));
        var recent = trials.Where(item => (item.EndedOn ?? item.StartedOn) >= oldest).ToList();
        if (recent.Count > 0 && trail.Need("plan.region", patient.Plan.Region) is null)
            return Outcome.Missing("not known whether the trial was in the same region");
        var trial = recent.LastOrDefault(item => item.Region is null || item.Region == patient.Plan.Region);
        if (trial is { Region: null })
        {
            trail.Lack("trials.region");
            return Outcome.Missing("not known whether the trial was in the same region");
        }

        if (trial is null)
            return Outcome.Fails($"no trial in the same region in the {trail.WholeLimit("age_of_trial")} months before");
        trail.See("trial", $"{trial.StartedOn:yyyy-MM-dd}, outcome {trial.Outcome ?? "not written"}");
        return JudgeTrial(trail, trial);
    }

    private static Outcome JudgeTrial(Trail trail, TrialRecord trial)
    {
        if (trial.Outcome is "fail" or "complication")
            return Outcome.Fails($"the trial ended as: {trial.Outcome}");
        var judged = trail.Of("T04");
        return judged.Answer switch
        {
            RuleAnswer.Met when trial.Outcome is not "equivocal" => Outcome.Met("the trial was a success"),
            RuleAnswer.Met or RuleAnswer.Review when trail.See("trial.team_decision", trial.TeamDecision) is { } decision =>
                Outcome.FailsLess($"equivocal trial, decided by name: {decision}"),
            RuleAnswer.Met or RuleAnswer.Review => Outcome.Fails("an equivocal trial without a named decision of the team"),
            RuleAnswer.Missing when trial.Outcome == "success" =>
                Outcome.FailsLess("called a success, but the figures to show it are missing"),
            RuleAnswer.Missing => Outcome.Missing("the outcome of the trial cannot be judged"),
            _ => Outcome.Fails($"the trial was no success: {judged.Reason}"),
        };
    }

    private static Outcome IschaemicOrigin(Trail trail)
    {
        if (trail.Need("indications", trail.Patient.Indications) is not { Count: > 0 } given)
            return Outcome.Missing("no indication is given");
        var ischaemic = given.FirstOrDefault(item =>
            CareTable.Of("indications").Find("indication", item.Key)!.Text("group") == "ischaemic");
        if (ischaemic is null)
            return Outcome.NotApplicable("not of ischaemic origin");
        return trail.See("research_registration", ischaemic.ResearchRegistration) is { } study
            ? Outcome.FailsLess($"ischaemic origin, in registered research: {study}")
            : Outcome.Fails("ischaemic origin: research, or called investigational by payers");
    }

    private static Outcome NothingToCorrectFirst(Trail trail)
    {
        var emergency = trail.Of("M00");
        if (emergency.Answer == RuleAnswer.Block)
            return Outcome.Fails($"an emergency comes first: {emergency.Reason}");
        string[] operations = ["M01", "M03", "M04", "M05"];
        var suitable = operations.Where(rule => trail.Of(rule).Answer == RuleAnswer.Met).ToList();
        if (emergency.Answer == RuleAnswer.Missing)
        {
            foreach (var name in emergency.Missing)
                trail.Lack(name);
            return Outcome.Missing("an emergency is not excluded");
        }

        if (suitable.Count > 0)
            return Outcome.FailsLess($"a surgical opinion comes first: {string.Join(", ", suitable)}");
        var open = operations.Select(trail.Of).Where(finding => finding.Answer == RuleAnswer.Missing).ToList();
        if (open.Count == 0)
            return Outcome.Met("no emergency, and no operation is suitable");
        foreach (var name in open.SelectMany(finding => finding.Missing))
            trail.Lack(name);
        var names = string.Join(", ", open.Select(finding => finding.Rule));
        return Outcome.MissingLess($"not known whether an operation is suitable: {names}");
    }
}
