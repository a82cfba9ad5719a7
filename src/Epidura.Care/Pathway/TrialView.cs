namespace Epidura.Care.Pathway;

/// <summary>A trial as the record has it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedOn">Day of the leads.</param>
/// <param name="EndedOn">Day the leads came out or became definitive; null when they are in.</param>
/// <param name="Region">Part of the spine; null when not recorded.</param>
/// <param name="Start">The event that started it.</param>
/// <param name="Judgement">The event that judged it; null when nobody has.</param>
/// <param name="Decision">The team's decision on it; null when there is none.</param>
public sealed record TrialView(
    int Number, DateOnly StartedOn, DateOnly? EndedOn, string? Region, HistoryEntry Start, HistoryEntry? Judgement, HistoryEntry? Decision)
{
    /// <summary>success, equivocal, fail or complication; null when not judged.</summary>
    public string? Outcome => Judgement?.Effective!.Fields.Text("outcome");

    /// <summary>Every trial, oldest first.</summary>
    public static IReadOnlyList<TrialView> Of(PathwayView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var starts = view.All("trial.started").ToList();
        List<TrialView> trials = [];
        for (var i = 0; i < starts.Count; i++)
        {
            var next = i + 1 < starts.Count ? starts[i + 1].Number : int.MaxValue;
            bool During(HistoryEntry entry) => entry.Number > starts[i].Number && entry.Number < next;
            var plan = view.All("trial.prepared").LastOrDefault(entry => entry.Number < starts[i].Number);
            trials.Add(new TrialView(
                i + 1, starts[i].Effective!.Day, EndOf(view, During), plan?.Effective!.Fields.Text("region"), starts[i],
                view.All("trial.evaluated").LastOrDefault(During), view.All("trial.decided").LastOrDefault(During)));
        }

        return trials;
    }

    private static DateOnly? EndOf(PathwayView view, Func<HistoryEntry, bool> during)
    {
        var end = view.All("trial.leads-removed").Concat(view.All("implant.performed")).Concat(view.All("explant.performed"))
            .Where(during).MinBy(entry => entry.Number)?.Effective;
        return end is null ? null
            : end.Fields.Instant("removed_at") is { } removed ? DateOnly.FromDateTime(removed.UtcDateTime) : end.Day;
    }
}
