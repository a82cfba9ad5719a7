using Epidura.Care.Instruments;
using Epidura.Care.Patients;
using FsCheck;
using FsCheck.Fluent;

namespace Epidura.Care.Tests.Instruments;

/// <summary>What holds for every instrument and every set of answers.</summary>
public class InstrumentPropertyTests
{
    public static TheoryData<string> Keys => new(Instrument.All.Where(item => item.Items > 0).Select(item => item.Key));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_score_lies_in_the_published_range(string key)
    {
        var instrument = Instrument.Of(key);
        ForAll(instrument, answers =>
        {
            var score = InstrumentScoring.Score(instrument, answers);
            return (score.Score is not { } total || (total >= instrument.ScoreMin && total <= instrument.ScoreMax))
                && score.Scales.All(scale => scale.Score is not { } part || (part >= 0 && part <= 100));
        });
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void One_missing_item_is_named_and_scored_only_where_the_rule_says_so(string key)
    {
        var instrument = Instrument.Of(key);
        ForAll(instrument, answers =>
        {
            for (var i = 0; i < instrument.Items; i++)
            {
                var items = answers.Items.ToArray();
                items[i] = null;
                var score = InstrumentScoring.Score(instrument, answers with { Items = items });
                var mayScore = instrument.Missing != MissingRule.AllNeeded;

                // Items 1 and 9 of Global Health belong to neither of its two scores.
                var isUsed = key != "promis-gh" || i is not (0 or 8);
                if (!score.Missing.Contains($"{i + 1}") || (score.Score is not null) != mayScore
                    || (!mayScore && score.IsScorable == isUsed))
                    return false;
            }

            return true;
        });
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_worse_answer_never_gives_a_better_total(string key)
    {
        var instrument = Instrument.Of(key);
        if (key is "promis-29" or "promis-gh")
            return;
        ForAll(instrument, answers =>
        {
            var before = InstrumentScoring.Score(instrument, answers).Score!.Value;
            for (var i = 0; i < instrument.Items; i++)
            {
                if (answers.Items[i] >= instrument.ItemMaxOf(i + 1))
                    continue;
                var items = answers.Items.ToArray();
                items[i] = items[i]!.Value + 1;
                var after = InstrumentScoring.Score(instrument, answers with { Items = items }).Score!.Value;
                if (instrument.Key == "eq-5d-5l" ? after > before : after <= before)
                    return false;
            }

            return true;
        });
    }

    [Fact]
    public void Promis_t_scores_rise_with_the_raw_sum()
    {
        foreach (var scale in Tables.CareTable.Of("promis").Words("scale"))
        {
            var rows = Tables.CareTable.Of("promis").Rows.Where(row => row.Text("scale") == scale).ToList();
            Assert.Equal(Enumerable.Range(4, 17).Select(raw => (double)raw), rows.Select(row => row.Number("raw")));
            Assert.Equal(rows.Select(row => row.Number("t")).Order().Distinct(), rows.Select(row => row.Number("t")));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_answer_outside_the_form_is_refused_with_its_place(string key)
    {
        var instrument = Instrument.Of(key);
        for (var i = 0; i < instrument.Items; i++)
        {
            foreach (var wrong in new[] { instrument.ItemMaxOf(i + 1) + 1, instrument.ItemMinOf(i + 1) - 1 })
            {
                var items = Worst(instrument).Items.ToArray();
                items[i] = wrong;
                var refused = InstrumentCheck.Check(instrument, Worst(instrument) with { Items = items });
                Assert.Equal($"items[{i}]", Assert.Single(refused).Field);
                Assert.Throws<ArgumentException>(() => InstrumentScoring.Score(instrument, Worst(instrument) with { Items = items }));
            }
        }

        var tooMany = Worst(instrument) with { Items = [.. Worst(instrument).Items, 1] };
        Assert.Equal("items", Assert.Single(InstrumentCheck.Check(instrument, tooMany)).Field);
    }

    [Fact]
    public void Every_score_of_an_instrument_with_bands_has_exactly_one()
    {
        foreach (var instrument in Instrument.All.Where(item => Tables.CareTable.Of("bands").Rows.Any(row =>
            row.Text("instrument") == item.Key && row.Text("scale").Length == 0)))
        {
            for (var score = instrument.ScoreMin; score <= instrument.ScoreMax; score += 1)
            {
                var found = Tables.CareTable.Of("bands").Rows.Count(row => row.Text("instrument") == instrument.Key
                    && row.Text("scale").Length == 0 && score > Ratio.OfText(row.Number("above"))
                        && score <= Ratio.OfText(row.Number("upto")));
                Assert.True(found == 1, $"{instrument.Key} {score}: {found} bands");
            }
        }
    }

    [Fact]
    public void No_wording_of_an_instrument_is_in_the_tables()
    {
        Assert.DoesNotContain("text", Tables.CareTable.Of("instruments").Words("instrument"));
        Assert.Throws<FormatException>(() => WordingPack.Parse("instrument,language,item,text,licence\nodi,en,11,x,y\n", "pack.csv"));
        Assert.Throws<FormatException>(() => WordingPack.Parse("instrument,language,item,text,licence\nodi,en,1,x,\n", "pack.csv"));
        var pack = WordingPack.Parse("instrument,language,item,text,licence\nodi,en,1,first section,site licence 7\n", "pack.csv");
        Assert.Equal("first section", pack.TextOf("odi", "en", 1));
        Assert.Null(pack.TextOf("odi", "en", 2));
        Assert.Equal("site licence 7", pack.Licences["odi"]);
    }

    private static InstrumentAnswers Worst(Instrument instrument) => Complete(
        instrument, [.. Enumerable.Range(1, instrument.Items).Select(item => (Ratio?)instrument.ItemMaxOf(item))]);

    private static InstrumentAnswers Complete(Instrument instrument, IReadOnlyList<Ratio?> items) => new(items)
    {
        Pattern = instrument.Key == "paindetect" ? PainPattern.SteadySlight : null,
        IsRadiating = instrument.Key == "paindetect" ? false : null,
        ValueSet = instrument.Key == "eq-5d-5l" ? "england-2018" : null,
    };

    private static void ForAll(Instrument instrument, Func<InstrumentAnswers, bool> holds)
    {
        var items = Gen.ArrayOf(Gen.Choose(0, 1000), instrument.Items).Select(numbers => Complete(instrument,
        [
            .. numbers.Select((number, i) => (Ratio?)(instrument.ItemMinOf(i + 1)
                + (number % (instrument.ItemMaxOf(i + 1) - instrument.ItemMinOf(i + 1) + 1)))),
        ]));
        Prop.ForAll(items.ToArbitrary(), holds).QuickCheckThrowOnFailure();
    }
}
