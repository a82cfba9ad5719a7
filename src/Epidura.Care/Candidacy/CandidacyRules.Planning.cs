using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Candidacy;

/// <summary>Rules C21 to C30: images, circumstances, baseline and consent.</summary>
internal static partial class CandidacyRules
{
    private static Outcome ImageAndCanal(Trail trail)
    {
        var patient = trail.Patient;
        var lead = trail.Need("plan.lead", patient.Plan.Lead);
        var region = trail.Need("plan.region", patient.Plan.Region);
        var isPaddle = lead is null or "paddle";
        if (trail.Need("imaging", patient.Imaging) is not { } images || lead is null || region is null)
            return isPaddle ? Outcome.Missing("image, lead or region is not known") : Outcome.MissingLess("image or region is not known");
        var seen = images.Where(image => image.Kind is "mri" or "ct" && image.Region == region).ToList();
        if (seen.Count == 0)
            return Fail(isPaddle, $"no MRI or CT of the {region} spine");
        if (trail.See("plan.decompression_plan", patient.Plan.HasDecompressionPlan) is true)
            return Outcome.Met("the canal is to be widened first");
        var widths = seen.Where(image => image.CanalMillimetre is not null).Select(image => image.CanalMillimetre!.Value).ToList();
        if (widths.Count == 0)
        {
            trail.Lack("imaging.canal_mm");
            return isPaddle ? Outcome.Missing("the width of the canal is not known")
                : Outcome.MissingLess("the width of the canal is not known");
        }

        var narrowest = trail.See("imaging.canal_mm", (Ratio?)widths.Min())!.Value;
        var limit = trail.Limit(region == "cervical" ? "cervical_canal" : "canal");
        return narrowest >= limit
            ? Outcome.Met($"canal {narrowest.ToText(1)} mm")
            : Fail(isPaddle, $"canal {narrowest.ToText(1)} mm where {limit.ToText(1)} are wanted");
    }

    private static Outcome Fail(bool isFull, string reason) => isFull ? Outcome.Fails(reason) : Outcome.FailsLess(reason);

    private static Outcome NotPregnant(Trail trail)
    {
        if (trail.Need("patient.sex", trail.Patient.Person.Sex) is not { } sex)
            return Outcome.Missing("sex is not known");
        if (sex == "male")
            return Outcome.NotApplicable("male");
        if (trail.Need("patient.birth_date or age_years", AgeOf(trail.Patient)) is not { } age)
            return Outcome.Missing("the age is not known");
        if (age < trail.Limit("age_from") || age > trail.Limit("age_to"))
            return Outcome.NotApplicable($"{age} years");
        return trail.Need("health.pregnant", trail.Patient.Health.IsPregnant) switch
        {
            true => Outcome.Fails("pregnant"),
            false => Outcome.Met("not pregnant"),
            null => Outcome.Missing("not known"),
        };
    }

    private static Outcome NoOtherImplant(Trail trail) =>
        trail.Need("health.powered_implants", trail.Patient.Health.PoweredImplants) switch
        {
            null => Outcome.Missing("not known"),
            { Count: 0 } => Outcome.Met("none"),
            var implants => Outcome.Fails($"other active implant: {string.Join(", ", implants)}"),
        };

    private static Outcome ScansForeseen(Trail trail)
    {
        if (trail.Need("health.mri_foreseen", trail.Patient.Health.IsMriForeseen) is not { } foreseen)
            return Outcome.Missing("not known whether scans are to be expected");
        if (!foreseen)
            return Outcome.Met("no scans foreseen");
        return trail.Need("plan.mri_conditional", trail.Patient.Plan.IsMriConditional) switch
        {
            true => Outcome.Met("scans foreseen, the system is MR conditional"),
            false => Outcome.Fails("scans foreseen, the system is not MR conditional"),
            null => Outcome.Missing("not known whether the system is MR conditional"),
        };
    }

    private static Outcome NoDiathermy(Trail trail) =>
        trail.Need("health.diathermy_foreseen", trail.Patient.Health.IsDiathermyForeseen) switch
        {
            true => Outcome.Fails("diathermy is foreseen"),
            false => Outcome.Met("none foreseen"),
            null => Outcome.Missing("not known"),
        };

    private static Outcome Prognosis(Trail trail)
    {
        var years = trail.Need("health.life_expectancy_years", trail.Patient.Health.LifeExpectancyYears);
        var malignancy = trail.Need("health.active_malignancy", trail.Patient.Health.HasActiveMalignancy);
        if (years < trail.Limit("life_expectancy") || malignancy is true)
            return Outcome.Fails("short life expectancy or active malignancy");
        return trail.Missing.Count > 0 ? Outcome.Missing("not known") : Outcome.Met("neither");
    }

    private static Outcome LeastCostly(Trail trail) =>
        trail.Need("health.least_costly_considered", trail.Patient.Health.IsLeastCostlyConsidered) switch
        {
            true => Outcome.Met("considered"),
            false => Outcome.Fails("not considered"),
            null => Outcome.Missing("not known"),
        };

    private static Outcome AssessmentAdapted(Trail trail) =>
        trail.Need("health.assessment_adapted", trail.Patient.Health.AssessmentAdapted) is { } text
            ? Outcome.Met(text)
            : Outcome.Missing("nobody wrote how the assessment was fitted to disability or language");

    private static Outcome Baseline(Trail trail)
    {
        const string set = "baseline-1";
        foreach (var row in CareTable.Of("instrument-sets").Rows.Where(row => row.Text("set") == set))
        {
            var key = row.Text("instrument");
            var done = trail.Patient.Instruments.Any(item =>
                item.Instrument.Key == key && item.Visit == "baseline" && item.Score.IsScorable);
            trail.Need($"baseline {key}", done ? "scored" : null);
        }

        var days = trail.Patient.Diary.Select(entry => entry.On).Distinct().Count();
        if (trail.Patient.Instruments.Count == 0 && days == 0)
        {
            trail.Lack("diary");
            return Outcome.Missing($"no questionnaire of set {set} and no diary");
        }

        trail.See("diary days", (int?)days);
        if (trail.Missing.Count > 0)
            return Outcome.Fails($"set {set} is not complete");
        return days >= trail.Limit("diary_days")
            ? Outcome.Met($"set {set} is complete, {days} days of diary")
            : Outcome.Fails($"{days} days of diary where {trail.WholeLimit("diary_days")} are needed");
    }

    private static Outcome Consents(Trail trail)
    {
        if (trail.Need("consents", trail.Patient.Consents) is not { } consents)
            return Outcome.Missing("no consent is recorded");
        List<string> needed = ["device", "data"];
        switch (trail.Need("plan.remote_programming", trail.Patient.Plan.HasRemoteProgramming))
        {
            case true:
                needed.Add("remote-programming");
                break;
            case null:
                return Outcome.Missing("not known whether remote programming is planned");
        }

        var absent = needed.Where(function => consents.All(consent => consent.Function != function)).ToList();
        return absent.Count == 0
            ? Outcome.Met("one for each function")
            : Outcome.Fails($"no consent for: {string.Join(", ", absent)}");
    }
}
