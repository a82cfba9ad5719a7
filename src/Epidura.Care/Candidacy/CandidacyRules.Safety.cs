using Epidura.Care.Instruments;
using Epidura.Care.Medication;
using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Candidacy;

/// <summary>Rules C09 to C20: what must be safe before a procedure.</summary>
internal static partial class CandidacyRules
{
    private const int PhqSafetyItem = 9;

    private static Outcome PsychologicalEvaluation(Trail trail)
    {
        var isLess = IsPercutaneousTrial(trail.Patient);
        return trail.Need("psychology.evaluated_on", trail.Patient.Psychology.WasEvaluated) switch
        {
            true => Outcome.Met("evaluated"),
            false => isLess ? Outcome.FailsLess("no psychological evaluation") : Outcome.Fails("no psychological evaluation"),
            null => isLess ? Outcome.MissingLess("not known whether it took place") : Outcome.Missing("not known whether it took place"),
        };
    }

    private static Outcome NoPsychiatricExclusion(Trail trail)
    {
        var found = trail.Patient.Psychology;
        var psychosis = trail.Need("psychology.active_psychosis", found.HasActivePsychosis);
        var delirium = trail.Need("psychology.delirium", found.HasDelirium);
        var suicidal = trail.Need("psychology.suicidal_ideation", found.HasSuicidalIdeation);
        var substance = trail.Need("psychology.substance_use", found.SubstanceUse);
        var cognition = trail.Need("psychology.cognition", found.Cognition);
        var somatisation = trail.Need("psychology.somatisation", found.Somatisation);
        var capacity = cognition is null or "normal"
            ? trail.See("psychology.capacity", found.HasCapacity)
            : trail.Need("psychology.capacity", found.HasCapacity);
        trail.See("phq-9 item 9", LatestSafetyAnswer(trail.Patient));
        if (psychosis is true || delirium is true || suicidal is true)
            return Outcome.Fails("active psychosis, delirium or thoughts of suicide");
        if (cognition == "dementia" && capacity is false)
            return Outcome.Fails("dementia without capacity");
        if (substance == "untreated" || somatisation == "significant")
            return Outcome.FailsLess("untreated substance use or significant somatisation");
        if (trail.Missing.Count > 0)
            return Outcome.Missing("a finding of the clinician is missing");
        return cognition is "impaired" or "dementia"
            ? Outcome.Says(RuleAnswer.Review, "cognition is impaired: capacity and use of the system to be looked at")
            : Outcome.Met("no exclusion");
    }

    private static Ratio? LatestSafetyAnswer(Patient patient) => patient.Instruments
        .Where(item => item.Instrument.Key == "phq-9" && item.Answers.Items.Count == item.Instrument.Items)
        .OrderBy(item => item.On).LastOrDefault()?.Answers.Items[PhqSafetyItem - 1];

    private static Outcome PsychosocialFactors(Trail trail)
    {
        var factors = CareTable.Of("psychosocial").Words("factor");
        var given = trail.Patient.Psychology.Factors;
        foreach (var factor in factors)
            trail.Need($"psychology.factors.{factor}", given.GetValueOrDefault(factor));
        var severe = factors.Where(factor => given.GetValueOrDefault(factor) == "severe").ToList();
        if (severe.Count > 0)
            return Outcome.Fails($"severe: {string.Join(", ", severe)}");
        return trail.Missing.Count > 0 ? Outcome.Missing("not all eight factors are scored") : Outcome.Met("none of eight is severe");
    }

    private static Outcome CanOperate(Trail trail)
    {
        var patient = trail.See("handling.patient_can_operate", trail.Patient.PatientCanOperate);
        var carer = trail.See("handling.carer_can_operate", trail.Patient.CarerCanOperate);
        if (patient is true || carer is true)
            return Outcome.Met(patient is true ? "the patient can" : "a carer can");
        if (patient is false && carer is false)
            return Outcome.Fails("neither patient nor carer can operate the system");
        trail.Lack("handling.patient_can_operate or carer_can_operate");
        return Outcome.Missing("not known who can operate the system");
    }

    private static Outcome NoInfection(Trail trail) => trail.Need("health.infection", trail.Patient.Health.Infection) switch
    {
        null => Outcome.Missing("not known whether there is an infection"),
        "none" or "remote-treated" => Outcome.Met("none, or a distant one that was treated"),
        var kind => Outcome.Fails($"infection: {kind}"),
    };

    private static Outcome InfectionRisk(Trail trail)
    {
        var infection = trail.Need("health.infection_in_12_months", trail.Patient.Health.HadInfectionInYear);
        var vessels = trail.Need("health.peripheral_vascular_disease", trail.Patient.Health.HasPeripheralVascularDisease);
        if (infection is true || vessels is true)
            return Outcome.Fails("an infection in the last 12 months or vascular disease raises the risk of infection");
        return trail.Missing.Count > 0 ? Outcome.Missing("not known") : Outcome.Met("neither");
    }

    private static Outcome BloodSugar(Trail trail)
    {
        if (trail.Need("laboratory.diabetes", trail.Patient.Laboratory.HasDiabetes) is not { } hasDiabetes)
            return Outcome.Missing("not known whether there is diabetes");
        if (!hasDiabetes)
            return Outcome.NotApplicable("no diabetes");
        if (trail.Need("laboratory.hba1c_percent or hba1c_mmol_mol", trail.Patient.Laboratory.Hba1cPercent) is not { } value)
            return Outcome.Missing("no HbA1c");
        if (value > trail.Limit("defer_above"))
            return Outcome.Fails($"HbA1c {value.ToText(2)} %");
        return value >= trail.Limit("review_from") ? Outcome.FailsLess($"HbA1c {value.ToText(2)} %")
            : Outcome.Met($"HbA1c {value.ToText(2)} %");
    }

    private static Outcome WeightAndOpioids(Trail trail)
    {
        var bmi = trail.Need("patient.bmi_kg_m2 or height_cm and weight_kg", trail.Patient.Person.BodyMassIndex);
        var medication = trail.Need("medication", trail.Patient.Medication);
        var morphine = medication is null ? null : MorphineEquivalents.Of(medication);
        foreach (var line in morphine?.Lines.Where(line => line.MilligramPerDay is null) ?? [])
            trail.Lack($"{line.Drug}: {line.Reason}");
        trail.See("morphine equivalents mg/day", morphine?.MilligramPerDay);
        if (morphine?.MilligramPerDay > trail.Limit("opioids"))
            return Outcome.FailsLess($"{morphine.MilligramPerDay.Value.ToText(1)} mg of morphine equivalents a day");
        if (morphine?.MilligramPerDay is null)
            return Outcome.MissingLess("morphine equivalents cannot be worked out");
        if (bmi is null)
            return Outcome.Missing("body mass index is not known");
        return bmi > trail.Limit("bmi") ? Outcome.Fails($"body mass index {bmi.Value.ToText(1)} kg/m²")
            : Outcome.Met("both within the limits");
    }

    /// <summary>Day of the planned procedure.</summary>
    private static DateOnly? ProcedureDay(Trail trail) =>
        trail.Need("plan.procedure_at", trail.Patient.Plan.ProcedureAt) is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    private static Outcome NoTobacco(Trail trail)
    {
        switch (trail.Need("health.smoking", trail.Patient.Health.Smoking))
        {
            case null:
                return Outcome.Missing("not known whether the patient smokes");
            case "never":
                return Outcome.Met("never smoked");
            case "current":
                return Outcome.Fails("smokes");
        }

        if (trail.Need("health.smoking_stopped_on", trail.Patient.Health.SmokingStoppedOn) is not { } stopped)
            return Outcome.Missing("not known since when");
        var isPlanned = ProcedureDay(trail) is not null;
        var days = (ProcedureDay(trail) ?? trail.Patient.EvaluatedOn).DayNumber - stopped.DayNumber;
        if (!isPlanned && days < trail.Limit("days"))
            return Outcome.Missing("not known how long before the procedure");
        return days >= trail.Limit("days") ? Outcome.Met($"stopped {days} days before") : Outcome.Fails($"stopped only {days} days before");
    }

    private static Outcome StaphylococcusScreen(Trail trail)
    {
        var laboratory = trail.Patient.Laboratory;
        var on = trail.Need("laboratory.staphylococcus_screen_on", laboratory.StaphylococcusScreenOn);
        var positive = trail.Need("laboratory.staphylococcus_screen", laboratory.IsStaphylococcusPositive);
        if (on is null || positive is null)
            return Outcome.Missing("no screen");
        if (ProcedureDay(trail) is not { } day)
            return Outcome.Missing("not known how long before the procedure");
        var days = day.DayNumber - on.Value.DayNumber;
        if (days < 0 || days > trail.Limit("days"))
            return Outcome.Fails($"the screen lies {days} days before the procedure");
        if (positive is false)
            return Outcome.Met("negative");
        return trail.Need("laboratory.decolonised", laboratory.IsDecolonised) switch
        {
            true => Outcome.Met("a carrier who was treated"),
            false => Outcome.Fails("a carrier who was not treated"),
            null => Outcome.Missing("not known whether the carrier was treated"),
        };
    }

    private static Outcome AgentsAgainstClotting(Trail trail)
    {
        if (trail.Need("antithrombotics", trail.Patient.Antithrombotics) is not { } agents)
            return Outcome.Missing("nobody said which agents are taken");
        if (agents.Count == 0)
            return Outcome.NotApplicable("no agent is taken");
        trail.Need("plan.stage", trail.Patient.Plan.Stage);
        var plans = AntithromboticPlan.Of(agents, trail.Patient.Times);
        foreach (var plan in plans)
        {
            trail.See(plan.Agent, plan.Condition.Length > 0 ? plan.Condition : "times in the table");
            foreach (var name in plan.Missing)
                trail.Lack($"{plan.Agent}: {name}");
        }

        var problems = plans.SelectMany(plan => plan.Problems.Select(problem => $"{plan.Agent}: {problem}")).ToList();
        if (problems.Count > 0)
            return Outcome.Fails(string.Join("; ", problems));
        if (trail.Missing.Count > 0)
            return Outcome.Missing("the plan is not complete");
        return plans.Any(plan => plan.Condition == "stratify")
            ? Outcome.FailsLess("a serotonergic or herbal agent: weigh the risk of bleeding")
            : Outcome.Met("every agent has its times");
    }

    private static Outcome NoCoagulopathy(Trail trail)
    {
        var inr = trail.Need("laboratory.inr", trail.Patient.Laboratory.Inr);
        var platelets = trail.Need("laboratory.platelets_10e9_l", trail.Patient.Laboratory.Platelets);
        if (inr > trail.Limit("inr") || platelets < trail.Limit("platelets"))
            return Outcome.Fails("INR too high or platelets too low");
        return inr is null || platelets is null ? Outcome.Missing("not measured") : Outcome.Met("both within the limits");
    }
}
