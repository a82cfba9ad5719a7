using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>PROMIS-29 and PROMIS Global Health: raw sums of four items and the published T scores.</summary>
/// <remarks>
/// PROMIS-29 items are the values printed beside the answers (items that are printed in reverse are already so). Global Health takes 1
/// to 5 as
/// <c>G08</c> none to very severe and <c>G10</c> never to always, and reverses both; <c>G07</c> is the pain item 0 to 10. Tables:
/// <c>data/care/promis.csv</c>.
/// </remarks>
internal static class Promis
{
    private const int ItemsPerScale = 4;

    private static readonly string[] ProfileScales =
        ["physical function", "anxiety", "depression", "fatigue", "sleep disturbance", "social roles", "pain interference"];

    public static InstrumentScore ScoreProfile(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = InstrumentScoring.MissingItems(answers);
        List<ScaleScore> scales = [];
        for (var i = 0; i < ProfileScales.Length; i++)
        {
            var t = T(ProfileScales[i], [.. answers.Items.Skip(i * ItemsPerScale).Take(ItemsPerScale)]);
            scales.Add(new ScaleScore(
                ProfileScales[i], t, "T", t is { } score ? Bands.Of(instrument.Key, ProfileScales[i], score)?.Band : null));
        }

        scales.Add(new ScaleScore("pain intensity", answers.Items[^1], "points", null));
        return InstrumentScoring.Finish(instrument, null, scales, missing, Notes(missing), null);
    }

    public static InstrumentScore ScoreGlobal(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = InstrumentScoring.MissingItems(answers);
        Ratio? Item(int number) => answers.Items[number - 1];
        Ratio? Reversed(int number) => Item(number) is { } value ? 6 - value : null;
        ScaleScore[] scales =
        [
            new("physical", T("global physical", [Item(3), Item(6), Recoded(Item(7)), Reversed(8)]), "T", null),
            new("mental", T("global mental", [Item(2), Item(4), Item(5), Reversed(10)]), "T", null),
        ];
        return InstrumentScoring.Finish(instrument, null, scales, missing, Notes(missing), null);
    }

    /// <summary>Pain 0 to 10 as 5 to 1.</summary>
    private static Ratio? Recoded(Ratio? pain)
    {
        if (pain is not { } value)
            return null;
        return value == 0 ? 5 : value <= 3 ? 4 : value <= 6 ? 3 : value <= 9 ? 2 : 1;
    }

    private static Ratio? T(string scale, IReadOnlyList<Ratio?> items)
    {
        if (items.Any(item => item is null))
            return null;
        var raw = Ratio.Sum(items.Select(item => item!.Value));
        return CareTable.Of("promis").Rows.First(row => row.Text("scale") == scale && row.Exact("raw") == raw).Exact("t");
    }

    private static IReadOnlyList<string> Notes(List<string> missing) =>
        missing.Count > 0 ? ["a part with a missing item is not scorable"] : [];
}
