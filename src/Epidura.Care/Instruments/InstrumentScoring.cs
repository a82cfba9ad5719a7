using System.Globalization;

namespace Epidura.Care.Instruments;

/// <summary>Scores questionnaires exactly. docs/science/care.md.</summary>
/// <remarks>Checked by the published vectors in InstrumentVectorTests and by properties in InstrumentPropertyTests.</remarks>
public static class InstrumentScoring
{
    private const int OdiAnsweredMin = 8;
    private const int PhqMissingMax = 2;
    private const int PhqSafetyItem = 9;
    private static readonly int[] LanssWeights = [5, 5, 3, 2, 1, 5, 3];

    private static readonly (string Scale, int[] Items)[] PcsScales =
        [("rumination", [8, 9, 10, 11]), ("magnification", [6, 7, 13]), ("helplessness", [1, 2, 3, 4, 5, 12])];

    /// <summary>Scores one questionnaire.</summary>
    /// <exception cref="ArgumentException"><see cref="InstrumentCheck"/> refuses the answers.</exception>
    public static InstrumentScore Score(Instrument instrument, InstrumentAnswers answers)
    {
        var refused = InstrumentCheck.Check(instrument, answers);
        if (refused.Count > 0)
            throw new ArgumentException($"{refused[0].Field}: {refused[0].Reason} ({refused[0].Value})", nameof(answers));
        if (answers.Score is { } given)
            return Finish(instrument, given, [], [], ["scored elsewhere"], null);
        return instrument.Key switch
        {
            "odi" => Odi(instrument, answers),
            "pcs" => Pcs(instrument, answers),
            "phq-9" => Phq(instrument, answers),
            "paindetect" => PainDetect(instrument, answers),
            "lanss" or "s-lanss" => Weighted(instrument, answers, LanssWeights),
            "eq-5d-5l" => EuroQol.Score(instrument, answers),
            "promis-29" => Promis.ScoreProfile(instrument, answers),
            "promis-gh" => Promis.ScoreGlobal(instrument, answers),
            _ => Weighted(instrument, answers, null),
        };
    }

    /// <summary>Puts a score together with its band.</summary>
    internal static InstrumentScore Finish(
        Instrument instrument, Ratio? score, IReadOnlyList<ScaleScore> scales, IReadOnlyList<string> missing,
        IReadOnlyList<string> notes, IReadOnlyList<CareTask>? tasks, Ratio? bandOn = null)
    {
        var band = score is null ? null : Bands.Of(instrument.Key, "", bandOn ?? score.Value);
        return new InstrumentScore(instrument, score, scales, band?.Band, band?.Means, missing, notes, tasks ?? [], null);
    }

    /// <summary>Numbers of the items without an answer.</summary>
    internal static List<string> MissingItems(InstrumentAnswers answers) =>
    [
        .. answers.Items.Select((item, index) => (item, number: index + 1)).Where(pair => pair.item is null)
            .Select(pair => pair.number.ToString(CultureInfo.InvariantCulture)),
    ];

    private static InstrumentScore Weighted(Instrument instrument, InstrumentAnswers answers, int[]? weights)
    {
        var missing = MissingItems(answers);
        return missing.Count > 0
            ? NotScorable(instrument, missing)
            : Finish(instrument, Ratio.Sum(answers.Items.Select((item, i) => item!.Value * (weights?[i] ?? 1))), [], [], [], null);
    }

    private static InstrumentScore NotScorable(Instrument instrument, IReadOnlyList<string> missing) =>
        Finish(instrument, null, [], missing, [$"not scorable: {instrument.Key} needs every item"], null);

    private static InstrumentScore Odi(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = MissingItems(answers);
        var answered = answers.Items.Count - missing.Count;
        if (answered == 0)
            return NotScorable(instrument, missing);
        List<string> notes = [];
        if (missing.Count > 0)
            notes.Add($"percent of the {answered} sections that were answered");
        if (answered < OdiAnsweredMin)
            notes.Add($"low quality: fewer than {OdiAnsweredMin} sections were answered");
        var sum = Ratio.Sum(answers.Items.Where(item => item is not null).Select(item => item!.Value));
        return Finish(instrument, sum * 100 / (instrument.ItemMax * answered), [], missing, notes, null);
    }

    private static InstrumentScore Pcs(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = MissingItems(answers);
        if (missing.Count > 0)
            return NotScorable(instrument, missing);
        var scales = PcsScales.Select(scale => new ScaleScore(
            scale.Scale, Ratio.Sum(scale.Items.Select(item => answers.Items[item - 1]!.Value)), instrument.Unit, null));
        return Finish(instrument, Ratio.Sum(answers.Items.Select(item => item!.Value)), [.. scales], [], [], null);
    }

    private static InstrumentScore Phq(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = MissingItems(answers);
        var answered = answers.Items.Count - missing.Count;
        List<string> notes = [];
        List<CareTask> tasks = [];
        var safety = answers.Items[PhqSafetyItem - 1];
        if (safety is null)
        {
            notes.Add("item 9 is missing: ask for it");
            tasks.Add(new CareTask(
                "phq-9", TaskUrgency.Urgent, "Ask for the answer to item 9 (thoughts of death or self-harm).", instrument.Source));
        }
        else if (safety >= 1)
        {
            tasks.Add(new CareTask(
                "phq-9", TaskUrgency.Emergency,
                "Item 9 is answered with 1 or more: assess the risk of suicide now, before the visit ends.", instrument.Source));
        }

        if (missing.Count > PhqMissingMax)
        {
            notes.Insert(0, $"not scorable: more than {PhqMissingMax} items are missing");
            return Finish(instrument, null, [], missing, notes, tasks);
        }

        var sum = Ratio.Sum(answers.Items.Where(item => item is not null).Select(item => item!.Value));
        if (missing.Count > 0)
            notes.Insert(0, $"prorated: the mean of {answered} answers times {instrument.Items}; the band is that of the rounded value");
        var score = sum * instrument.Items / answered;
        return Finish(instrument, score, [], missing, notes, tasks, Ratio.Of(score.Round(), 1));
    }

    private static InstrumentScore PainDetect(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = MissingItems(answers);
        if (answers.Pattern is null)
            missing.Add("pattern");
        if (answers.IsRadiating is null)
            missing.Add("radiating");
        if (missing.Count > 0)
            return NotScorable(instrument, missing);
        var pattern = answers.Pattern switch
        {
            PainPattern.SteadyAttacks => -1,
            PainPattern.AttacksFree or PainPattern.AttacksPain => 1,
            _ => 0,
        };
        var sum = Ratio.Sum(answers.Items.Select(item => item!.Value));
        return Finish(instrument, sum + pattern + (answers.IsRadiating is true ? 2 : 0), [], [], [], null);
    }
}
