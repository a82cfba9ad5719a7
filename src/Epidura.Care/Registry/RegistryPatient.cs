using Epidura.Care.Instruments;
using Epidura.Care.Pathway;

namespace Epidura.Care.Registry;

/// <summary>What a registry takes from the record of one patient; times in years after the implant.</summary>
/// <param name="IsJudged">A trial was judged.</param>
/// <param name="IsTrialSuccess">The first judged trial was a success.</param>
/// <param name="FollowedYears">From implant to explant or to the end of the record; null without an implant.</param>
/// <param name="ExplantReason">Reason of the explant; null for none.</param>
public sealed record RegistryPatient(bool IsJudged, bool IsTrialSuccess, double? FollowedYears, string? ExplantReason)
{
    private const double DaysPerYear = 365.25;
    private const int DaysBeforeVisit = 7;
    private const int BaselineDaysMin = 7;
    private const int YearlyTolerance = 60;

    private static readonly (string Name, string Group)[] Groups =
        [("infection", "infection"), ("haematoma", "bleeding"), ("deficit", "neurology"), ("pocket-pain", "pain")];

    /// <summary>First event of a kind (infection, haematoma, deficit, pocket-pain, revision), years after the implant.</summary>
    public IReadOnlyDictionary<string, double> First { get; private init; } = new Dictionary<string, double>();

    /// <summary>Half of the pain gone by the diary around a visit, by months after the implant.</summary>
    public IReadOnlyDictionary<int, bool> Responder { get; private init; } = new Dictionary<int, bool>();

    /// <summary>Change of the disability index from baseline to a year, points; null when one is missing.</summary>
    public double? DisabilityChange { get; private init; }

    /// <summary>Reads a record.</summary>
    /// <param name="view">The patient.</param>
    /// <param name="asOf">End of the record.</param>
    public static RegistryPatient Of(PathwayView view, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(view);
        var judged = TrialView.Of(view).FirstOrDefault(trial => trial.Outcome is not null);
        if (view.All("implant.performed").FirstOrDefault() is not { } implant)
            return new RegistryPatient(judged is not null, judged?.Outcome == "success", null, null);
        var start = implant.Effective!.OccurredAt;
        var explant = view.All("explant.performed").FirstOrDefault(entry => entry.Number > implant.Number)?.Effective;
        double Years(DateTimeOffset at) => Math.Max(0, (at - start).TotalDays / DaysPerYear);
        return new RegistryPatient(
            judged is not null, judged?.Outcome == "success", Years(explant?.OccurredAt ?? asOf), explant?.Fields.Text("explant_reason"))
        {
            First = FirstEvents(view, implant.Number, Years),
            Responder = Responders(view, DateOnly.FromDateTime(start.UtcDateTime)),
            DisabilityChange = Disability(view),
        };
    }

    /// <summary>Time until the first event of a kind, or until the record ends; null without an implant.</summary>
    public Duration? Until(string kind) => FollowedYears is not { } followed ? null
        : First.TryGetValue(kind, out var years) ? new Duration(years, true) : new Duration(followed, false);

    /// <summary>Time until an explant, for any reason or for one of them; others count as the end of the record.</summary>
    public Duration? UntilExplant(string? reason) => FollowedYears is not { } followed ? null
        : new Duration(followed, ExplantReason is not null && (reason is null || reason == ExplantReason));

    private static Dictionary<string, double> FirstEvents(PathwayView view, int implant, Func<DateTimeOffset, double> years)
    {
        Dictionary<string, double> first = [];
        var reported = view.All("adverse.reported").Where(entry => entry.Number > implant).Select(entry => entry.Effective!).ToList();
        foreach (var (name, group) in Groups)
        {
            if (reported.Find(item => GroupOf(item.Fields.Text("category")!) == group) is { } item)
                first.Add(name, years(item.OccurredAt));
        }

        if (view.All("revision.started").FirstOrDefault(entry => entry.Number > implant) is { } revision)
            first.Add("revision", years(revision.Effective!.OccurredAt));
        return first;
    }

    private static string GroupOf(string category) => Tables.CareTable.Of("adverse-events").Find("category", category)!.Text("group");

    private static Dictionary<int, bool> Responders(PathwayView view, DateOnly implanted)
    {
        Dictionary<int, bool> responders = [];
        var diary = view.All("diary.entered").Select(entry => entry.Effective!.Fields)
            .GroupBy(fields => fields.Date("on")!.Value, fields => fields.Exact("nrs")!.Value)
            .ToDictionary(day => day.Key, day => Ratio.Mean([.. day]));
        var trial = TrialView.Of(view) is [var first, ..] ? first.StartedOn : implanted;
        var before = diary.Where(day => day.Key < trial).Select(day => day.Value).ToList();
        if (before.Count < BaselineDaysMin || Ratio.Mean(before).Sign == 0)
            return responders;
        var baseline = Ratio.Mean(before);
        foreach (var visit in view.All("visit.held").Select(entry => entry.Effective!.Fields))
        {
            var on = visit.Date("on")!.Value;
            var scores = diary.Where(day => day.Key <= on && day.Key > on.AddDays(-DaysBeforeVisit)).Select(day => day.Value).ToList();
            if (MonthsOf(visit.Text("visit")!, on.DayNumber - implanted.DayNumber) is { } months && scores.Count > 0)
                responders[months] = (baseline - Ratio.Mean(scores)) * 100 / baseline >= 50;
        }

        return responders;
    }

    private static int? MonthsOf(string visit, int days)
    {
        switch (visit)
        {
            case "month-3":
                return 3;
            case "month-12":
                return 12;
            case "yearly":
                var years = (int)Math.Round(days / DaysPerYear);
                return Math.Abs(days - (years * DaysPerYear)) <= YearlyTolerance ? 12 * years : null;
            default:
                return null;
        }
    }

    private static double? Disability(PathwayView view)
    {
        var forms = view.All("instrument.answered").Select(entry => entry.Effective!.Fields)
            .Where(fields => fields.Text("instrument") == "odi").ToList();
        Ratio? Score(string visit) => forms.FindLast(fields => fields.Text("visit") == visit) is { } form
            ? InstrumentScoring.Score(Instrument.Of("odi"), Needs.AnswersOf(form)).Score : null;
        return (Score("month-12") - Score("baseline"))?.ToDouble();
    }
}
