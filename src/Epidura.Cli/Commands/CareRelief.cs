using Epidura.Care.Patients;
using Epidura.Care.Trials;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care relief</c>.</summary>
internal static class CareRelief
{
    public static object Describe(Patient patient) => new
    {
        Rule = "T05",
        Trials = Reliefs(patient).Select(item => new
        {
            item.Trial.StartedOn,
            item.Trial.EndedOn,
            item.Relief.Verdict,
            Percent = item.Relief.Percent?.ToDouble(),
            Exact = item.Relief.Percent is { } percent ? $"{percent.Numerator}/{percent.Denominator}" : null,
            BaselineMean = item.Relief.BaselineMean?.ToDouble(),
            TrialMean = item.Relief.TrialMean?.ToDouble(),
            item.Relief.BaselineDays,
            item.Relief.TrialDays,
            item.Relief.LeftOut,
            item.Relief.Reason,
        }),
        Source = "project decision: 100 (baseline - trial) / baseline from daily means; at least 7 days before, 3 during",
    };

    public static void Show(Patient patient, Terminal terminal)
    {
        var table = Tables.Create("trial from", "to", ">mean before", ">mean in the trial", ">relief %", "verdict", "remarks");
        foreach (var (trial, relief) in Reliefs(patient))
        {
            table.Add(
                $"{trial.StartedOn:yyyy-MM-dd}", trial.EndedOn is { } end ? $"{end:yyyy-MM-dd}" : "goes on",
                relief.BaselineMean?.ToText(2) ?? "–", relief.TrialMean?.ToText(2) ?? "–", relief.Percent?.ToText(2) ?? "–",
                Word(relief.Verdict), string.Join("; ", relief.LeftOut.Prepend(relief.Reason).Where(text => text.Length > 0)));
        }

        if (patient.Trials is not { Count: > 0 })
            terminal.Out.WriteLine("The file has no trial; relief is not computable.");
        else
            terminal.Print(table);
    }

    private static IEnumerable<(TrialRecord Trial, Relief Relief)> Reliefs(Patient patient) =>
        (patient.Trials ?? []).Select(trial => (trial, Relief.Of(patient.Diary, trial.StartedOn, trial.EndedOn)));

    private static string Word(ReliefVerdict verdict) => verdict switch
    {
        ReliefVerdict.Reached => "half or more",
        ReliefVerdict.Equivocal => "equivocal: to the team",
        ReliefVerdict.NotReached => "under 40 %",
        _ => "not computable",
    };
}
