using Epidura.Care.Instruments;

namespace Epidura.Care.Tests.Instruments;

/// <summary>Published and worked vectors: answers in, the one right score out.</summary>
public class InstrumentVectorTests
{
    [Fact]
    public void Odi_of_the_worked_example_is_32()
    {
        var score = Score("odi", 2, 1, 2, 1, 2, 2, 1, 2, 1, 2);
        Assert.Equal(32, score.Score);
        Assert.Equal("moderate", score.Band);
    }

    [Fact]
    public void Odi_with_section_8_missing_is_percent_of_what_was_answered()
    {
        var score = Score("odi", 2, 1, 2, 1, 2, 2, 1, null, 1, 2);
        Assert.Equal(Ratio.Of(1400, 45), score.Score);
        Assert.Equal("31.1", score.Score!.Value.ToText(1));
        Assert.Equal(["8"], score.Missing);
        Assert.DoesNotContain(score.Notes, note => note.Contains("low quality", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, "minimal")]
    [InlineData(5, 100, "bed-bound")]
    public void Odi_of_all_the_same_answers(int answer, int expected, string band)
    {
        var score = Score("odi", [.. Enumerable.Repeat<int?>(answer, 10)]);
        Assert.Equal(expected, score.Score);
        Assert.Equal(band, score.Band);
    }

    [Fact]
    public void Odi_with_fewer_than_eight_sections_is_marked_as_low_quality()
    {
        var score = Score("odi", 2, 2, 2, 2, 2, 2, 2, null, null, null);
        Assert.Equal(40, score.Score);
        Assert.Contains(score.Notes, note => note.StartsWith("low quality", StringComparison.Ordinal));
        Assert.Null(Score("odi", [.. Enumerable.Repeat<int?>(null, 10)]).Score);
    }

    [Theory]
    [InlineData(20, "minimal")]
    [InlineData(22, "moderate")]
    [InlineData(40, "moderate")]
    [InlineData(42, "severe")]
    [InlineData(60, "severe")]
    [InlineData(62, "crippled")]
    [InlineData(80, "crippled")]
    [InlineData(82, "bed-bound")]
    public void Odi_bands_hold_their_upper_end(int percent, string band) => Assert.Equal(band, Bands.Of("odi", "", percent)?.Band);

    [Fact]
    public void Odi_just_above_twenty_percent_is_moderate()
    {
        // 9 sections answered, 10 of 45 points: 22.2 %; 9 of 45 is exactly 20 %.
        Assert.Equal("minimal", Score("odi", 1, 1, 1, 1, 1, 1, 1, 1, 1, null).Band);
        Assert.Equal("moderate", Score("odi", 2, 1, 1, 1, 1, 1, 1, 1, 1, null).Band);
    }

    [Fact]
    public void Paindetect_of_the_worked_example_is_25_and_likely()
    {
        var answers = InstrumentAnswers.Of(5, 4, 3, 2, 5, 1, 2) with { Pattern = PainPattern.AttacksFree, IsRadiating = true };
        var score = InstrumentScoring.Score(Instrument.Of("paindetect"), answers);
        Assert.Equal(25, score.Score);
        Assert.Equal("likely", score.Band);
    }

    [Theory]
    [InlineData(12, "unlikely")]
    [InlineData(13, "uncertain")]
    [InlineData(18, "uncertain")]
    [InlineData(19, "likely")]
    [InlineData(-1, "unlikely")]
    [InlineData(38, "likely")]
    public void Paindetect_is_likely_from_19(int score, string band) => Assert.Equal(band, Bands.Of("paindetect", "", score)?.Band);

    [Fact]
    public void Paindetect_ranges_from_minus_one_to_38()
    {
        var instrument = Instrument.Of("paindetect");
        var low = InstrumentAnswers.Of(0, 0, 0, 0, 0, 0, 0) with { Pattern = PainPattern.SteadyAttacks, IsRadiating = false };
        var high = InstrumentAnswers.Of(5, 5, 5, 5, 5, 5, 5) with { Pattern = PainPattern.AttacksPain, IsRadiating = true };
        Assert.Equal(-1, InstrumentScoring.Score(instrument, low).Score);
        Assert.Equal(38, InstrumentScoring.Score(instrument, high).Score);
        Assert.Equal(["pattern"], InstrumentScoring.Score(instrument, high with { Pattern = null }).Missing);
    }

    [Fact]
    public void Pcs_of_all_twos_is_26_with_its_three_parts()
    {
        var score = Score("pcs", [.. Enumerable.Repeat<int?>(2, 13)]);
        Assert.Equal(26, score.Score);
        Assert.Equal(8, score.Of("rumination"));
        Assert.Equal(6, score.Of("magnification"));
        Assert.Equal(12, score.Of("helplessness"));
        Assert.Equal("not raised", score.Band);
        Assert.Equal("clinically relevant", Bands.Of("pcs", "", 31)?.Band);
        Assert.Equal("not raised", Bands.Of("pcs", "", 30)?.Band);
    }

    [Fact]
    public void Promis_pain_interference_raw_12_is_61_2()
    {
        int?[] items = [.. Enumerable.Repeat<int?>(3, 28), 7];
        var score = Score("promis-29", items);
        Assert.Equal("61.2", score.Of("pain interference")!.Value.ToText(1));
        Assert.Equal(7, score.Of("pain intensity"));
        Assert.Equal("impaired", score.Scales.Single(scale => scale.Scale == "pain interference").Band);
        Assert.Null(score.Score);
        Assert.True(score.IsScorable);
    }

    [Theory]
    [InlineData("physical function", 4, "22.5")]
    [InlineData("physical function", 20, "57")]
    [InlineData("anxiety", 4, "40.3")]
    [InlineData("depression", 20, "79.4")]
    [InlineData("fatigue", 12, "57")]
    [InlineData("sleep disturbance", 8, "46.2")]
    [InlineData("social roles", 16, "51.9")]
    [InlineData("pain interference", 20, "75.6")]
    public void Promis_tables_are_those_published(string scale, int raw, string t)
    {
        string[] scales = ["physical function", "anxiety", "depression", "fatigue", "sleep disturbance", "social roles",
            "pain interference"];
        var items = Enumerable.Repeat<int?>(3, 29).ToArray();
        var first = Array.IndexOf(scales, scale) * 4;
        for (var i = 0; i < 4; i++)
            items[first + i] = raw / 4;
        Assert.Equal(t, Score("promis-29", items).Of(scale)!.Value.ToText(1));
    }

    [Fact]
    public void Promis_global_physical_raw_12_is_39_8()
    {
        // G03 3, G06 3, pain 5 → 3, fatigue 3 → 3: raw 12. G02 3, G04 3, G05 3, G10 3 → 3: raw 12.
        var score = Score("promis-gh", 3, 3, 3, 3, 3, 3, 5, 3, 3, 3);
        Assert.Equal("39.8", score.Of("physical")!.Value.ToText(1));
        Assert.Equal("43.5", score.Of("mental")!.Value.ToText(1));
    }

    [Theory]
    [InlineData(0, "67.7")]
    [InlineData(1, "61.9")]
    [InlineData(3, "61.9")]
    [InlineData(4, "57.7")]
    [InlineData(6, "57.7")]
    [InlineData(7, "54.1")]
    [InlineData(9, "54.1")]
    [InlineData(10, "50.8")]
    public void Promis_global_pain_is_recoded_and_fatigue_reversed(int pain, string t) =>
        Assert.Equal(t, Score("promis-gh", 5, 5, 5, 5, 5, 5, pain, 1, 5, 1).Of("physical")!.Value.ToText(1));

    [Fact]
    public void Promis_parts_with_a_missing_item_are_not_scorable()
    {
        var items = Enumerable.Repeat<int?>(3, 29).ToArray();
        items[4] = null;
        var score = Score("promis-29", items);
        Assert.Null(score.Of("anxiety"));
        Assert.NotNull(score.Of("depression"));
        Assert.Equal(["5"], score.Missing);
        Assert.False(score.IsScorable);
    }

    [Theory]
    [InlineData("11111", "1", "1", "1")]
    [InlineData("21232", "0.73", "0.681", "0.812")]
    [InlineData("33343", "0.401", "0.229", "0.299")]
    [InlineData("21343", "0.499", "0.362", "0.385")]
    [InlineData("12345", "0.322", "0.171", "0.114")]
    [InlineData("55555", "-0.285", "-0.573", "-0.567")]
    public void Eq_5d_index_of_published_states(string state, string england, string usa, string uk)
    {
        var answers = InstrumentAnswers.Of([.. state.Select(digit => (int?)(digit - '0'))]);
        foreach (var (set, expected) in new[] { ("england-2018", england), ("usa-2019", usa), ("uk-2026", uk) })
        {
            var score = InstrumentScoring.Score(Instrument.Of("eq-5d-5l"), answers with { ValueSet = set });
            Assert.Equal(expected, score.Score!.Value.ToText(3));
            Assert.Equal(state, score.Profile);
        }
    }

    [Fact]
    public void Eq_5d_worst_state_of_the_german_set() =>
        Assert.Equal(
            "-0.661",
            InstrumentScoring.Score(
                Instrument.Of("eq-5d-5l"), InstrumentAnswers.Of(5, 5, 5, 5, 5) with { ValueSet = "germany" }).Score!.Value.ToText(3));

    [Fact]
    public void Eq_5d_without_a_value_set_gives_the_profile_alone()
    {
        var score = Score("eq-5d-5l", 2, 1, 2, 3, 2);
        Assert.Null(score.Score);
        Assert.Equal("21232", score.Profile);
    }

    [Fact]
    public void Phq_with_a_missing_item_is_prorated_and_its_band_is_that_of_the_rounded_value()
    {
        // Eight answers of 1 and one missing: 8 × 9 / 8 = 9, mild. Eight with sum 9: 10.125, moderate.
        Assert.Equal(9, Score("phq-9", 1, 1, 1, 1, 1, 1, 1, null, 1).Score);
        var score = Score("phq-9", 2, 1, 1, 1, 1, 1, 1, null, 1);
        Assert.Equal(Ratio.Of(81, 8), score.Score);
        Assert.Equal("moderate", score.Band);
        // Seven answers with sum 11: 14.14 rounds to 14, moderate.
        Assert.Equal("moderate", Score("phq-9", 2, 2, 2, 2, 1, 1, null, null, 1).Band);
    }

    [Fact]
    public void Phq_with_three_missing_items_is_not_scorable()
    {
        var score = Score("phq-9", 1, null, null, null, 1, 1, 1, 1, 0);
        Assert.Null(score.Score);
        Assert.False(score.IsScorable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Phq_item_nine_raises_a_safety_task_at_once(int answer)
    {
        var task = Assert.Single(Score("phq-9", 0, 0, 0, 0, 0, 0, 0, 0, answer).Tasks);
        Assert.Equal(TaskUrgency.Emergency, task.Urgency);
    }

    [Fact]
    public void Phq_item_nine_raises_its_task_even_when_the_form_is_not_scorable() =>
        Assert.Equal(TaskUrgency.Emergency, Assert.Single(Score("phq-9", null, null, null, null, 0, 0, 0, 0, 2).Tasks).Urgency);

    [Fact]
    public void Phq_item_nine_is_asked_for_when_it_is_missing_and_nothing_is_raised_when_it_is_zero()
    {
        Assert.Equal(TaskUrgency.Urgent, Assert.Single(Score("phq-9", 0, 0, 0, 0, 0, 0, 0, 0, null).Tasks).Urgency);
        Assert.Empty(Score("phq-9", 3, 3, 3, 3, 3, 3, 3, 3, 0).Tasks);
    }

    [Theory]
    [InlineData("phq-9", 4, "minimal")]
    [InlineData("phq-9", 5, "mild")]
    [InlineData("phq-9", 10, "moderate")]
    [InlineData("phq-9", 15, "moderately severe")]
    [InlineData("phq-9", 20, "severe")]
    [InlineData("gad-7", 4, "minimal")]
    [InlineData("gad-7", 5, "mild")]
    [InlineData("gad-7", 10, "moderate")]
    [InlineData("gad-7", 15, "severe")]
    [InlineData("isi", 7, "none")]
    [InlineData("isi", 8, "subthreshold")]
    [InlineData("isi", 15, "moderate")]
    [InlineData("isi", 22, "severe")]
    [InlineData("dn4", 3, "negative")]
    [InlineData("dn4", 4, "neuropathic")]
    [InlineData("dn4-interview", 2, "negative")]
    [InlineData("dn4-interview", 3, "neuropathic")]
    [InlineData("lanss", 11, "negative")]
    [InlineData("lanss", 12, "neuropathic")]
    [InlineData("s-lanss", 12, "neuropathic")]
    [InlineData("nrs", 0, "none")]
    [InlineData("nrs", 3, "mild")]
    [InlineData("nrs", 4, "moderate")]
    [InlineData("nrs", 7, "severe")]
    [InlineData("pgic", 2, "responder")]
    [InlineData("pgic", 3, "not a responder")]
    public void Bands_start_where_they_are_published(string instrument, int score, string band) =>
        Assert.Equal(band, Bands.Of(instrument, "", score)?.Band);

    [Fact]
    public void Lanss_weights_are_5_5_3_2_1_5_3()
    {
        int[] weights = [5, 5, 3, 2, 1, 5, 3];
        for (var i = 0; i < 7; i++)
        {
            var items = new int?[7];
            Array.Fill(items, 0);
            items[i] = 1;
            Assert.Equal(weights[i], Score("lanss", items).Score);
            Assert.Equal(weights[i], Score("s-lanss", items).Score);
        }

        Assert.Equal(24, Score("lanss", 1, 1, 1, 1, 1, 1, 1).Score);
    }

    [Fact]
    public void Dn4_counts_the_yes_answers() => Assert.Equal(6, Score("dn4", 1, 0, 1, 1, 1, 1, 0, 1, 0, 0).Score);

    private static InstrumentScore Score(string key, params int?[] items) =>
        InstrumentScoring.Score(Instrument.Of(key), InstrumentAnswers.Of(items));
}
