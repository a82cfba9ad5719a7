using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>Refuses answers that the form does not have.</summary>
public static class InstrumentCheck
{
    /// <summary>What is wrong with the answers; empty when they can be scored or are merely incomplete.</summary>
    public static IReadOnlyList<Refusal> Check(Instrument instrument, InstrumentAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Score is { } score)
            return CheckScore(instrument, answers, score);
        if (instrument.Items == 0)
            return [new Refusal("items", $"{answers.Items.Count} answers", "score", $"{instrument.Key} is scored elsewhere; give score.")];
        if (answers.Items.Count != instrument.Items)
        {
            return
            [
                new Refusal(
                    "items", $"{answers.Items.Count} answers", $"{instrument.Items} answers, null for a missing one",
                    $"{instrument.Key} has {instrument.Items} items."),
            ];
        }

        return [.. CheckItems(instrument, answers), .. CheckExtras(instrument, answers)];
    }

    private static List<Refusal> CheckScore(Instrument instrument, InstrumentAnswers answers, Ratio score)
    {
        List<Refusal> refused = [];
        if (answers.Items.Count > 0)
            refused.Add(new Refusal("score", score.ToText(3), "items or score", "Give the answers or the score, not both."));
        if (instrument.Key is "promis-29")
            refused.Add(new Refusal("score", score.ToText(3), "items", "promis-29 has no total score; give its items."));
        if (score < instrument.ScoreMin || score > instrument.ScoreMax)
        {
            refused.Add(new Refusal(
                "score", score.ToText(3), $"{instrument.ScoreMin.ToText(1)} to {instrument.ScoreMax.ToText(1)} {instrument.Unit}",
                $"{instrument.Key} has no such score."));
        }

        return refused;
    }

    private static IEnumerable<Refusal> CheckItems(Instrument instrument, InstrumentAnswers answers)
    {
        var isScale = instrument.Items == 1 && instrument.Key != "pgic";
        for (var i = 0; i < answers.Items.Count; i++)
        {
            if (answers.Items[i] is not { } value)
                continue;
            var (min, max) = (instrument.ItemMinOf(i + 1), instrument.ItemMaxOf(i + 1));
            if (value < min || value > max)
            {
                yield return new Refusal(
                    $"items[{i}]", value.ToText(3), $"{min} to {max}", $"Item {i + 1} of {instrument.Key} has no such answer.");
            }
            else if (!isScale && !value.Denominator.IsOne)
            {
                yield return new Refusal(
                    $"items[{i}]", value.ToText(3), $"whole numbers {min} to {max}",
                        $"Item {i + 1} of {instrument.Key} has whole answers.");
            }
        }
    }

    private static IEnumerable<Refusal> CheckExtras(Instrument instrument, InstrumentAnswers answers)
    {
        if (instrument.Key != "paindetect" && answers.Pattern is not null)
            yield return new Refusal("pattern", answers.Pattern.ToString()!, "nothing", "Only painDETECT asks for the course of the pain.");
        if (instrument.Key != "paindetect" && answers.IsRadiating is not null)
            yield return new Refusal("radiating", answers.IsRadiating.ToString()!, "nothing",
                "Only painDETECT asks whether pain radiates.");
        if (answers.ValueSet is not { } set)
            yield break;
        if (instrument.Key != "eq-5d-5l")
            yield return new Refusal("value_set", set, "nothing", "Only EQ-5D-5L has value sets.");
        else if (CareTable.Of("eq5d").Find("set", set) is null)
            yield return new Refusal("value_set", set, string.Join(", ", CareTable.Of("eq5d").Words("set")), "There is no such value set.");
    }
}
