using Epidura.Care.Patients;

namespace Epidura.Care.Instruments;

/// <summary>The latest questionnaires of a patient against those of the baseline.</summary>
/// <param name="BaselineOn">Earliest day of a questionnaire marked baseline; null when there is none.</param>
/// <param name="LaterOn">Latest day of another visit; null when there is none.</param>
/// <param name="Changes">One for each scale with both.</param>
/// <param name="IsPainResponder">Pain is half or less; null when it cannot be said.</param>
/// <param name="IsGlobalResponder">Global impression 1 or 2; null when not asked.</param>
/// <param name="Holistic">Over all impaired domains; null without both visits.</param>
/// <param name="Composite">Leg pain on the visual scale, EQ-VAS and ODI in one; null when one is missing.</param>
public sealed record Outcomes(
    DateOnly? BaselineOn, DateOnly? LaterOn, IReadOnlyList<Change> Changes, bool? IsPainResponder, bool? IsGlobalResponder,
    HolisticResponse? Holistic, GoudmanComposite? Composite)
{
    private const int ResponderPercent = 50;
    private const int GlobalResponderMax = 2;

    /// <summary>Compares the last questionnaire of each kind that is no baseline with the first that is one.</summary>
    public static Outcomes Of(Patient patient, McidChoice choice = McidChoice.Upper)
    {
        ArgumentNullException.ThrowIfNull(patient);
        var baseline = patient.Instruments.Where(item => item.Visit == "baseline").OrderBy(item => item.On)
            .GroupBy(item => item.Instrument.Key).Select(group => group.First()).ToList();
        var later = patient.Instruments.Where(item => item.Visit is not null and not "baseline").OrderBy(item => item.On)
            .GroupBy(item => item.Instrument.Key).Select(group => group.Last()).ToList();
        var before = baseline.ConvertAll(item => item.Score);
        var after = later.ConvertAll(item => item.Score);
        List<Change> changes = [];
        foreach (var first in before)
        {
            if (after.Find(score => score.Instrument.Key == first.Instrument.Key) is { } second)
                changes.AddRange(Compare(first, second, choice));
        }

        var relief = changes.Find(change => change.Instrument == "nrs") ?? changes.Find(change => change.Instrument == "vas");
        return new Outcomes(
            baseline.Count > 0 ? baseline.Min(item => item.On) : null, later.Count > 0 ? later.Max(item => item.On) : null, changes,
            relief?.Percent is { } percent ? percent >= ResponderPercent : null,
            after.Find(score => score.Instrument.Key == "pgic")?.Score is { } global ? global <= GlobalResponderMax : null,
            changes.Count > 0 ? HolisticResponse.Of(before, after) : null, CompositeOf(changes));
    }

    private static IEnumerable<Change> Compare(InstrumentScore first, InstrumentScore second, McidChoice choice)
    {
        if (first.Score is { } before && second.Score is { } after)
            yield return Change.Of(first.Instrument, "", before, after, choice);
        foreach (var scale in first.Scales)
        {
            if (scale.Score is { } start && second.Of(scale.Scale) is { } end)
                yield return Change.Of(first.Instrument, scale.Scale, start, end, choice);
        }
    }

    private static GoudmanComposite? CompositeOf(List<Change> changes)
    {
        Change? Find(string key) => changes.Find(change => change.Instrument == key && change.Scale.Length == 0);
        return (Find("vas"), Find("eq-vas"), Find("odi")) is ({ } pain, { } health, { } disability)
            ? GoudmanComposite.Of(
                GoudmanComposite.Sum(pain.Baseline, health.Baseline, disability.Baseline),
                GoudmanComposite.Sum(pain.Later, health.Later, disability.Later))
            : null;
    }
}
