using Epidura.Care;
using Epidura.Care.Instruments;
using Epidura.Care.Patients;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care score</c>.</summary>
internal static class CareScore
{
    public static object Describe(Patient patient)
    {
        var outcomes = Outcomes.Of(patient);
        return new
        {
            Instrument.Version,
            Scores = patient.Instruments.Select(item => Describe(item, item.Score)),
            Changes = outcomes.Changes.Select(change => new
            {
                change.Instrument,
                change.Scale,
                Baseline = change.Baseline.ToDouble(),
                Later = change.Later.ToDouble(),
                Improvement = change.Improvement.ToDouble(),
                Percent = change.Percent?.ToDouble(),
                Mcid = change.Mcid?.ToDouble(),
                change.ReachesMcid,
                change.Immpact,
                change.Source,
            }),
            outcomes.LaterOn,
            outcomes.IsPainResponder,
            outcomes.IsGlobalResponder,
            Holistic = outcomes.Holistic is { } holistic ? Describe(holistic) : null,
            Composite = outcomes.Composite is { } composite
                ? new
                {
                    Baseline = composite.Baseline.ToDouble(),
                    Later = composite.Later.ToDouble(),
                    Improvement = composite.Improvement.ToDouble(),
                    Percent = composite.Percent?.ToDouble(),
                    composite.ReachesAbsolute,
                    composite.ReachesPercent,
                }
                : null,
            Tasks = patient.Instruments.SelectMany(item => item.Score.Tasks),
        };
    }

    public static void Show(Patient patient, Terminal terminal)
    {
        var table = Tables.Create("instrument", "on", "visit", ">score", "unit", "band", "remarks");
        foreach (var item in patient.Instruments)
        {
            var score = item.Score;
            var remarks = string.Join("; ",
                score.Notes.Concat(score.Missing.Count > 0 ? [$"missing: {string.Join(", ", score.Missing)}"] : []));
            var shown = score.Profile is { } profile ? $"{profile} {Text(score.Score)}".Trim() : Text(score.Score);
            table.Add(
                item.Instrument.Key, $"{item.On:yyyy-MM-dd}", item.Visit ?? "", shown, item.Instrument.Unit, score.Band ?? "", remarks);
            foreach (var scale in score.Scales)
                table.Add($"  {scale.Scale}", "", "", Text(scale.Score), scale.Unit, scale.Band ?? "", "");
        }

        terminal.Print(table);
        ShowOutcomes(Outcomes.Of(patient), terminal);
        foreach (var task in patient.Instruments.SelectMany(item => item.Score.Tasks))
            terminal.Out.WriteLine($"{task.Urgency.ToString().ToUpperInvariant()} ({task.Rule}): {task.Text}");
    }

    private static void ShowOutcomes(Outcomes outcomes, Terminal terminal)
    {
        if (outcomes.Changes.Count == 0)
            return;
        terminal.Heading($"Against the baseline ({outcomes.BaselineOn:yyyy-MM-dd} to {outcomes.LaterOn:yyyy-MM-dd})");
        var table = Tables.Create("scale", ">before", ">after", ">better by", ">%", ">MCID", "reached", "class of relief");
        foreach (var change in outcomes.Changes)
        {
            table.Add(
                $"{change.Instrument} {change.Scale}".Trim(), Text(change.Baseline), Text(change.Later), Text(change.Improvement),
                Text(change.Percent), Text(change.Mcid), Word(change.ReachesMcid), change.Immpact ?? "");
        }

        terminal.Print(table);
        terminal.Out.WriteLine($"half of the pain gone: {Word(outcomes.IsPainResponder)}");
        terminal.Out.WriteLine($"global impression 1 or 2: {Word(outcomes.IsGlobalResponder)}");
        if (outcomes.Holistic is { } holistic)
        {
            terminal.Out.WriteLine(
                $"holistic responder: {Word(holistic.IsResponder)}; mean {Text(holistic.Mean)} MCID over impaired domains"
                + (holistic.Missing.Count > 0 ? $"; missing: {string.Join(", ", holistic.Missing)}" : ""));
        }

        if (outcomes.Composite is { } composite)
        {
            terminal.Out.WriteLine(
                $"composite of Goudman: {Text(composite.Baseline)} to {Text(composite.Later)}; "
                + $"by points {Word(composite.ReachesAbsolute)}, by percent {Word(composite.ReachesPercent)}");
        }
    }

    private static object Describe(Questionnaire item, InstrumentScore score) => new
    {
        Instrument = item.Instrument.Key,
        item.Instrument.Title,
        item.On,
        item.Visit,
        Score = score.Score?.ToDouble(),
        Exact = score.Score is { } exact ? $"{exact.Numerator}/{exact.Denominator}" : null,
        item.Instrument.Unit,
        score.IsScorable,
        score.Profile,
        score.Band,
        score.Meaning,
        Scales = score.Scales.Select(scale => new { scale.Scale, Score = scale.Score?.ToDouble(), scale.Unit, scale.Band }),
        score.Missing,
        score.Notes,
        item.Instrument.Licence,
        item.Instrument.IsVerified,
        item.Instrument.Source,
    };

    private static object Describe(HolisticResponse holistic) => new
    {
        holistic.Set,
        holistic.IsResponder,
        Cumulative = holistic.Cumulative?.ToDouble(),
        Mean = holistic.Mean?.ToDouble(),
        holistic.Missing,
        Domains = holistic.Domains.Select(domain => new
        {
            domain.Domain,
            domain.Instrument,
            domain.IsImpaired,
            Improvement = domain.Improvement?.ToDouble(),
            Mcid = domain.Mcid?.ToDouble(),
            Units = domain.Instrument is null ? null : domain.Units?.ToDouble(),
        }),
        Remark = "limits of impairment are configuration, not published constants",
    };

    private static string Text(Ratio? value) => value?.ToText(3) ?? "–";

    private static string Word(bool? value) => value switch { true => "yes", false => "no", null => "cannot be said" };
}
