using Epidura.Care.Medication;
using Epidura.Care.Patients;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care mme</c> and <c>care antithrombotics</c>.</summary>
internal static class CareDrugs
{
    public static object DescribeMorphine(Patient patient)
    {
        var found = MorphineEquivalents.Of(patient.Medication ?? []);
        return new
        {
            found.Version,
            MedicationIsGiven = patient.Medication is not null,
            MmePerDay = patient.Medication is null ? null : found.MilligramPerDay?.ToDouble(),
            Level = patient.Medication is null ? null : found.Level,
            Drugs = found.Lines.Select(line => new
            {
                line.Drug,
                Factor = line.Factor?.ToDouble(),
                MmePerDay = line.MilligramPerDay?.ToDouble(),
                line.Reason,
                line.Source,
            }),
        };
    }

    public static void ShowMorphine(Patient patient, Terminal terminal)
    {
        if (patient.Medication is not { } medication)
        {
            terminal.Out.WriteLine("The file has no medication list; nothing is computable. Write medication: [] for none.");
            return;
        }

        var found = MorphineEquivalents.Of(medication);
        var table = Tables.Create("opioid", ">factor", ">morphine mg/day", "remarks", "source");
        foreach (var line in found.Lines)
            table.Add(line.Drug, line.Factor?.ToText(2) ?? "–", line.MilligramPerDay?.ToText(1) ?? "–", line.Reason, line.Source);
        terminal.Print(table);
        terminal.Out.WriteLine(
            found.MilligramPerDay is { } sum ? $"sum: {sum.ToText(1)} mg/day ({found.Level})" : "sum: not computable, see the remarks");
    }

    public static object DescribeAgents(Patient patient) => new
    {
        AntithromboticPlan.Version,
        ListIsGiven = patient.Antithrombotics is not null,
        StageIsGiven = patient.Plan.Stage is not null,
        RestartCountsFrom = patient.Times.IsTrial ? "lead removal" : "end of surgery",
        Agents = AntithromboticPlan.Of(patient.Antithrombotics ?? [], patient.Times),
    };

    public static void ShowAgents(Patient patient, Terminal terminal)
    {
        if (patient.Antithrombotics is not { } agents)
        {
            terminal.Out.WriteLine("The file has no list of antithrombotics; nothing is computable. Write antithrombotics: [] for none.");
            return;
        }

        var table = Tables.Create("agent", "use", "last dose by", "first dose from", "condition", "remarks", "source");
        foreach (var plan in AntithromboticPlan.Of(agents, patient.Times))
        {
            table.Add(
                plan.Agent, plan.Use, Span(plan.LastDoseByUpper, plan.LastDoseBy), Span(plan.RestartFrom, plan.RestartFromUpper),
                plan.Condition, string.Join("; ", plan.Problems.Concat(plan.Missing.Select(item => $"missing: {item}"))),
                plan.Source);
        }

        terminal.Print(table);
        var from = patient.Plan.Stage switch
        {
            "implant" => "the end of surgery",
            "trial" => "lead removal",
            _ => "lead removal, as for a trial, because the file names no plan.stage",
        };
        terminal.Out.WriteLine($"Restart counts from {from}; none while a trial lead is in place.");
    }

    private static string Span(DateTimeOffset? first, DateTimeOffset? second)
    {
        if (first is null || second is null)
            return "–";
        var text = $"{first:yyyy-MM-dd HH:mm}";
        return first == second ? text : $"{text} to {second:yyyy-MM-dd HH:mm}";
    }
}
