using Epidura.Care.Instruments;

namespace Epidura.Care.Tests.Instruments;

public class OutcomeTests
{
    [Theory]
    [InlineData(8, 7.3, "none")]
    [InlineData(10, 9, "minimal")]
    [InlineData(10, 7.1, "minimal")]
    [InlineData(10, 7, "moderate")]
    [InlineData(10, 5.1, "moderate")]
    [InlineData(10, 5, "substantial")]
    public void Relief_is_classed_by_the_immpact_limits(double before, double after, string expected)
    {
        var change = Change.Of(Instrument.Of("nrs"), "", Ratio.OfText(before), Ratio.OfText(after));
        Assert.Equal(expected, change.Immpact);
    }

    [Fact]
    public void A_range_of_the_smallest_change_uses_its_upper_end_unless_asked_for_the_lower()
    {
        var instrument = Instrument.Of("promis-29");
        var before = Ratio.Of(60m);
        Assert.False(Change.Of(instrument, "fatigue", before, Ratio.Of(56m)).ReachesMcid);
        Assert.True(Change.Of(instrument, "fatigue", before, Ratio.Of(56m), McidChoice.Lower).ReachesMcid);
        Assert.True(Change.Of(instrument, "fatigue", before, Ratio.Of(55m)).ReachesMcid);
    }

    [Fact]
    public void Higher_is_better_where_the_instrument_says_so()
    {
        Assert.Equal(5, Change.Of(Instrument.Of("promis-29"), "physical function", 30, 35).Improvement);
        Assert.Equal(-5, Change.Of(Instrument.Of("promis-29"), "fatigue", 30, 35).Improvement);
        Assert.True(Change.Of(Instrument.Of("eq-5d-5l"), "", Ratio.Of(0.4m), Ratio.Of(0.48m)).ReachesMcid);
        Assert.False(Change.Of(Instrument.Of("eq-5d-5l"), "", Ratio.Of(0.4m), Ratio.Of(0.479m)).ReachesMcid);
    }

    [Fact]
    public void Odi_change_of_ten_points_is_compared_exactly()
    {
        var odi = Instrument.Of("odi");
        Assert.True(Change.Of(odi, "", 42, 32).ReachesMcid);
        Assert.False(Change.Of(odi, "", 42, Ratio.Of(1441, 45)).ReachesMcid);
    }

    [Fact]
    public void The_composite_of_goudman_shows_both_verdicts_where_they_differ()
    {
        var before = GoudmanComposite.Sum(80, 30, 60);
        var after = GoudmanComposite.Sum(35, 65, 40);
        var composite = GoudmanComposite.Of(before, after);
        Assert.Equal(210, composite.Baseline);
        Assert.Equal(110, composite.Later);
        Assert.Equal(100, composite.Improvement);
        Assert.Equal("47.6", composite.Percent!.Value.ToText(1));
        Assert.True(composite.ReachesAbsolute);
        Assert.False(composite.ReachesPercent);
    }

    [Fact]
    public void A_holistic_responder_reaches_the_change_in_every_domain_that_was_impaired()
    {
        var before = Scores(8, 46, 12, 20, 0.4m);
        var all = HolisticResponse.Of(before, Scores(4, 30, 5, 10, 0.6m));
        Assert.True(all.IsResponder);
        Assert.All(all.Domains, domain => Assert.True(domain.IsImpaired));

        // (8−4)/2 + (46−30)/10 + (12−5)/5 + (20−10)/2.6 + (0.6−0.4)/0.08
        Assert.Equal(Ratio.Of(2m) + Ratio.Of(1.6m) + Ratio.Of(1.4m) + Ratio.Of(100, 26) + Ratio.Of(2.5m), all.Cumulative);
        Assert.Equal(all.Cumulative / 5, all.Mean);
        Assert.False(HolisticResponse.Of(before, Scores(4, 30, 5, 19, 0.6m)).IsResponder);
    }

    [Fact]
    public void A_domain_that_was_not_impaired_does_not_count()
    {
        var response = HolisticResponse.Of(Scores(8, 46, 2, 20, 0.4m), Scores(4, 30, 9, 10, 0.6m));
        Assert.True(response.IsResponder);
        Assert.False(response.Domains.Single(domain => domain.Domain == "emotional").IsImpaired);
    }

    [Fact]
    public void A_missing_domain_leaves_the_holistic_answer_open_and_names_it()
    {
        var response = HolisticResponse.Of([.. Scores(8, 46, 12, 20, 0.4m).Take(4)], Scores(4, 30, 5, 10, 0.6m));
        Assert.Null(response.IsResponder);
        Assert.Equal(["quality of life"], response.Missing);
        Assert.False(HolisticResponse.Of([.. Scores(8, 46, 12, 20, 0.4m).Take(4)], Scores(8, 30, 5, 10, 0.6m)).IsResponder);
    }

    private static IReadOnlyList<InstrumentScore> Scores(int nrs, int odi, int phq, int isi, decimal index) =>
        [Given("nrs", nrs), Given("odi", odi), Given("phq-9", phq), Given("isi", isi), Given("eq-5d-5l", Ratio.Of(index))];

    private static InstrumentScore Given(string key, Ratio score) =>
        InstrumentScoring.Score(Instrument.Of(key), new InstrumentAnswers([]) { Score = score });
}
