using Epidura.Care.Patients;
using Epidura.Care.Rules;

namespace Epidura.Care.Tests;

/// <summary>One changed value of a worked patient, on either side of each limit.</summary>
public class RuleBoundaryTests
{
    private const string Trial = "001-failed-back-leg-before-a-trial";
    private const string Implant = "002-failed-back-leg-before-an-implant";
    private const string Feet = "008-diabetic-feet-in-order";
    private const string Slip = "042-slip-with-stenosis-that-moves";

    [Theory]
    [InlineData("C02", Trial, "duration_months: 30", "duration_months: 6", "met")]
    [InlineData("C02", Trial, "duration_months: 30", "duration_months: 5.99", "defer")]
    [InlineData("C02", Trial, "average_nrs: 7", "average_nrs: 5", "met")]
    [InlineData("C02", Trial, "average_nrs: 7", "average_nrs: 4.9", "defer")]
    [InlineData("C02", Trial, "average_nrs: 7", "average_vas_mm: 50", "met")]
    [InlineData("C02", Trial, "average_nrs: 7", "average_vas_mm: 49.9", "defer")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_percent: 7.99", "met")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_percent: 8", "review")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_percent: 10", "review")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_percent: 10.01", "defer")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_mmol_mol: 63", "met")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_mmol_mol: 64", "review")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_mmol_mol: 85", "review")]
    [InlineData("C15", Feet, "hba1c_percent: 7.1", "hba1c_mmol_mol: 86", "defer")]
    [InlineData("C16", Trial, "height_cm: 178, weight_kg: 82", "bmi_kg_m2: 45", "met")]
    [InlineData("C16", Trial, "height_cm: 178, weight_kg: 82", "bmi_kg_m2: 45.1", "warn")]
    [InlineData("C16", Trial, "dose_mg: 50, per_day: 3", "dose_mg: 200, per_day: 3", "met")]
    [InlineData("C16", Trial, "dose_mg: 50, per_day: 3", "dose_mg: 201, per_day: 3", "review")]
    [InlineData("C16", Trial, "height_cm: 178, weight_kg: 82", "height_cm: 178", "missing")]
    [InlineData("C17", Trial, "smoking: never", "smoking: stopped\n  smoking_stopped_on: 2026-03-05", "met")]
    [InlineData("C17", Trial, "smoking: never", "smoking: stopped\n  smoking_stopped_on: 2026-03-06", "defer")]
    [InlineData("C17", Trial, "smoking: never", "smoking: stopped", "missing")]
    [InlineData("C18", Trial, "staphylococcus_screen_on: 2026-03-12", "staphylococcus_screen_on: 2026-03-05", "met")]
    [InlineData("C18", Trial, "staphylococcus_screen_on: 2026-03-12", "staphylococcus_screen_on: 2026-03-04", "defer")]
    [InlineData("C18", Trial, "staphylococcus_screen: negative", "staphylococcus_screen: positive", "missing")]
    [InlineData("C18", Trial, "staphylococcus_screen: negative", "staphylococcus_screen: positive, decolonised: no", "defer")]
    [InlineData("C20", Trial, "inr: 1.0", "inr: 1.2", "met")]
    [InlineData("C20", Trial, "inr: 1.0", "inr: 1.21", "block")]
    [InlineData("C20", Trial, "platelets_10e9_l: 230", "platelets_10e9_l: 100", "met")]
    [InlineData("C20", Trial, "platelets_10e9_l: 230", "platelets_10e9_l: 99", "block")]
    [InlineData("C21", Trial, "canal_mm: 13.5", "canal_mm: 12", "met")]
    [InlineData("C21", Trial, "canal_mm: 13.5", "canal_mm: 11.9", "review")]
    [InlineData("C21", Trial, "lead: percutaneous", "lead: paddle", "met")]
    [InlineData("C21", Trial, "canal_mm: 13.5, ", "", "missing")]
    [InlineData("C21", Trial, "region: thoracic\n", "region: cervical\n", "review")]
    [InlineData("C26", Trial, "life_expectancy_years: 20", "life_expectancy_years: 1", "met")]
    [InlineData("C26", Trial, "life_expectancy_years: 20", "life_expectancy_years: 0.99", "review")]
    [InlineData("C13", Trial, "infection: none", "infection: remote-treated", "met")]
    [InlineData("C13", Trial, "infection: none", "infection: remote-untreated", "block")]
    [InlineData("C13", Trial, "infection: none", "infection: systemic", "block")]
    [InlineData("C10", Trial, "cognition: normal", "cognition: impaired", "review")]
    [InlineData("C10", Trial, "cognition: normal\n  capacity: yes", "cognition: dementia\n  capacity: no", "block")]
    [InlineData("C10", Trial, "delirium: no", "delirium: yes", "block")]
    [InlineData("C10", Trial, "somatisation: none", "somatisation: significant", "defer")]
    [InlineData("C10", Trial, "substance_use: none", "substance_use: treated", "met")]
    [InlineData("C06", Implant, "outcome: success", "outcome: complication", "block")]
    [InlineData("C06", Implant, "outcome: success", "outcome: equivocal", "block")]
    [InlineData("C06", Implant, "    region: thoracic", "    region: lumbar", "block")]
    [InlineData("T01", Implant, "given_at: 2026-03-09T07:30Z", "given_at: 2026-03-09T07:05Z", "met")]
    [InlineData("T01", Implant, "given_at: 2026-03-09T07:30Z", "given_at: 2026-03-09T07:04Z", "warn")]
    [InlineData("T01", Implant, "given_at: 2026-03-09T07:30Z", "given_at: 2026-03-09T08:06Z", "warn")]
    [InlineData("T01", Implant, "stopped_at: 2026-03-09T07:30Z", "stopped_at: 2026-03-10T08:05Z", "met")]
    [InlineData("T01", Implant, "stopped_at: 2026-03-09T07:30Z", "stopped_at: 2026-03-10T08:06Z", "warn")]
    [InlineData("T01", Implant, "weight_based: yes", "weight_based: no", "warn")]
    [InlineData("T03", Implant, "ended_on: 2026-03-16", "ended_on: 2026-03-12", "met")]
    [InlineData("T03", Implant, "ended_on: 2026-03-16", "ended_on: 2026-03-11", "info")]
    [InlineData("T03", Implant, "ended_on: 2026-03-16", "ended_on: 2026-03-17", "info")]
    [InlineData("T03", Implant, "ended_on: 2026-03-16", "ended_on: 2026-03-19", "info")]
    [InlineData("T03", Implant, "ended_on: 2026-03-16", "ended_on: 2026-03-20", "warn")]
    [InlineData("T04", Implant, "mme_end_mg: 30", "mme_end_mg: 33", "met")]
    [InlineData("T04", Implant, "mme_end_mg: 30", "mme_end_mg: 33.1", "review")]
    [InlineData("T04", Implant, "activity: better", "activity: worse", "review")]
    [InlineData("M05", Slip, "average_nrs: 7", "average_nrs: 4", "not-applicable")]
    [InlineData("M05", Slip, "average_nrs: 7", "average_nrs: 4.1", "met")]
    [InlineData("M05", Slip, "treatment: physiotherapy, weeks: 8", "treatment: physiotherapy, weeks: 5.9", "not-applicable")]
    [InlineData("M05", Slip, "grade: 1, ", "", "met")]
    [InlineData("M06", Slip, "translation_mm: 4", "translation_mm: 3", "met")]
    [InlineData("M06", Slip, "translation_mm: 4, angulation_deg: 6", "translation_mm: 3, angulation_deg: 10.1", "warn")]
    [InlineData("M06", Slip, "grade: 1, translation_mm: 4, angulation_deg: 6", "grade: 1", "missing")]
    public void The_answer_turns_at_the_limit(string rule, string vignette, string old, string changed, string expected)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vignettes", vignette + ".yaml"));
        Assert.Contains(old, text, StringComparison.Ordinal);
        var result = PatientReader.Read(text.Replace(old, changed, StringComparison.Ordinal), vignette);
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        var finding = Evaluation.Of(result.Patient!)[rule];
        var answer = finding.Answer == RuleAnswer.NotApplicable ? "not-applicable" : finding.Answer.ToString().ToLowerInvariant();
        Assert.True(answer == expected, $"{rule}: {answer} ({finding.Reason})");
    }
}
