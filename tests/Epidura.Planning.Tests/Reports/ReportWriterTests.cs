using System.Text.RegularExpressions;
using Epidura.Planning.Reports;

namespace Epidura.Planning.Tests.Reports;

public partial class ReportWriterTests
{
    private static readonly PlanResult Plan = SamplePlan.Create();
    private static readonly string Html = ReportWriter.Html(Plan);

    [Fact]
    public void The_page_needs_nothing_from_outside_and_no_script()
    {
        foreach (var forbidden in new[] { "<script", "<link", "<img", "@import", "src=", "url(http", "javascript:" })
            Assert.DoesNotContain(forbidden, Html, StringComparison.OrdinalIgnoreCase);
        var addresses = Address().Matches(Html).Select(match => match.Value).Distinct();
        Assert.Equal(["http://www.w3.org/2000/svg"], addresses);
    }

    [Fact]
    public void The_sections_come_in_the_order_a_reader_asks_for_them()
    {
        var order = SectionId().Matches(Html).Select(match => match.Groups[1].Value);
        Assert.Equal(
            ["body", "programs", "section", "spine", "recruitment", "tradeoff", "uncertainty", "safety", "energy", "assumptions",
                "methods", "sources"],
            order);
        Assert.True(Html.IndexOf("class=\"answer\"", StringComparison.Ordinal) < Html.IndexOf("<section", StringComparison.Ordinal));
    }

    [Fact]
    public void The_notice_stands_in_the_head_that_repeats_on_every_sheet()
    {
        Assert.Matches("<thead><tr><td><div class=\"notice\" role=\"note\"><b>Epidura</b> · Research and education use. Not a medical "
            + "device.", Html);
        Assert.Contains("thead { display: table-header-group; }", Html, StringComparison.Ordinal);
        Assert.Contains("@page { size: A4;", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_names_the_program_its_amplitude_and_the_range_over_the_variants()
    {
        var best = Plan.Programs[0];
        var what = Answer.What(Plan);
        Assert.Contains("cathodes left\u00a03 and right\u00a03, anodes left\u00a05 and right\u00a05", what, StringComparison.Ordinal);
        Assert.Contains(Words.Milliampere(best.SuggestedAmplitude), what, StringComparison.Ordinal);
        Assert.Contains(Answer.HowSure(Plan), reason => reason.Contains("7 named variants", StringComparison.Ordinal));
        Assert.Contains(Answer.HowSure(Plan), reason => reason.Contains("above the limit of 2.0 %", StringComparison.Ordinal));
        Assert.DoesNotContain("relief", what, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(0.80, 0.90, "narrow")]
    [InlineData(0.60, 0.90, "moderate")]
    [InlineData(0.20, 0.90, "wide")]
    public void The_spread_is_named_by_one_rule(double min, double max, string expected)
    {
        Assert.Equal(expected, Answer.Spread(new Interval(max, min, max)));
    }

    [Fact]
    public void Every_program_has_a_card_with_its_why_sentence_and_every_stopped_one_its_limit()
    {
        foreach (var program in Plan.Programs)
        {
            Assert.Contains($"data-rank=\"{program.Rank}\"", Html, StringComparison.Ordinal);
            Assert.Contains(SvgCanvas.Escape(program.Why), Html, StringComparison.Ordinal);
        }

        foreach (var stopped in Plan.Stopped)
        {
            Assert.Contains(stopped.Requirement, Html, StringComparison.Ordinal);
            Assert.Contains(SvgCanvas.Escape(stopped.Message), Html, StringComparison.Ordinal);
        }

        foreach (var assumption in Plan.Anatomy.Assumptions)
            Assert.Contains(SvgCanvas.Escape(assumption.Source), Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_safety_table_takes_its_limits_from_the_one_table()
    {
        Assert.Contains("12.7 µC", Html, StringComparison.Ordinal);
        Assert.Contains("30.0 µC/cm²", Html, StringComparison.Ordinal);
        Assert.Contains("1.85, told above 1.50", Html, StringComparison.Ordinal);
        Assert.Contains("17.5 V", Html, StringComparison.Ordinal);
        Assert.Contains("7.10 µC/cm²", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_with_markup_stays_text()
    {
        var html = ReportWriter.Html(SamplePlan.Create("<b onload=x>\"Tom\" & co"));
        Assert.DoesNotContain("<b onload", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b onload=x&gt;&quot;Tom&quot; &amp; co", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_program_the_report_says_so_and_shows_the_limits()
    {
        var html = ReportWriter.Html(Plan with { Programs = [] });
        Assert.Contains("No program is felt inside the limits.", html, StringComparison.Ordinal);
        Assert.Contains("I-01", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"recruitment\"", html, StringComparison.Ordinal);
        Assert.Single(ReportWriter.Pictures(Plan with { Programs = [] }));
    }

    [Fact]
    public void A_serious_warning_takes_the_recommendation_back()
    {
        var html = ReportWriter.Html(
            Plan with { Warnings = [new PlanWarning(WarningLevel.Serious, "field", "The field did not converge.")] });
        Assert.Contains("class=\"answer none\"", html, StringComparison.Ordinal);
        Assert.Contains("Do not use this plan as it stands", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Do not use this plan", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_does_not_reach_the_pain_is_not_called_the_answer()
    {
        var silent = Plan.Programs[0] with { Coverage = new Interval(0, 0, 0.4) };
        Assert.StartsWith("No program reaches the painful area.", Answer.What(Plan with { Programs = [silent] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_therapy_that_is_not_felt_shows_no_coverage_anywhere()
    {
        var html = ReportWriter.Html(Plan with { Case = Plan.Case with { Therapy = "burst" } });
        Assert.Contains("no validated model predicts coverage for this therapy", html, StringComparison.Ordinal);
        Assert.DoesNotContain("100\u00a0%</dd>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("predicted to be covered", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_variants_no_range_is_shown_and_the_report_says_that_none_is_known()
    {
        var best = Plan.Programs[0];
        var flat = best with { Variants = [best.Variants[0]], PerceptionThreshold = Interval.Single(3e-3) };
        var html = ReportWriter.Html(Plan with { Programs = [flat] });
        Assert.Contains("no range is known", html, StringComparison.Ordinal);
        Assert.DoesNotContain("3.00 to 3.00", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique_in_the_page_and_every_reference_is_met()
    {
        var ids = Id().Matches(Html).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (Match reference in Reference().Matches(Html))
            Assert.Contains(reference.Groups[1].Value, ids);
    }

    [Fact]
    public void The_same_plan_gives_the_same_bytes()
    {
        Assert.Equal(Html, ReportWriter.Html(SamplePlan.Create()));
    }

    [Theory]
    [InlineData(0.0042, "4.20\u00a0mA")]
    [InlineData(double.PositiveInfinity, "not reached")]
    public void Currents_are_printed_in_mA(double ampere, string expected)
    {
        Assert.Equal(expected, Words.Milliampere(ampere));
    }

    [Fact]
    public void Ranges_carry_the_unit_beside_the_last_number()
    {
        Assert.Equal("80\u00a0%", Words.Range(new Interval(0.8, 0.798, 0.802), 100, 0, "%"));
        Assert.Equal("1.00 to 2.50\u00a0mA", Words.Range(new Interval(1e-3, 1e-3, 2.5e-3), 1e3, 2, "mA"));
        Assert.Equal("1.00\u00a0mA to not reached", Words.Range(new Interval(1e-3, 1e-3, double.PositiveInfinity), 1e3, 2, "mA"));
        Assert.Equal("\u22120.41", Words.Fixed(-0.41, 2));
        Assert.Equal("0.00840", Words.Significant(0.0084));
        Assert.Equal("8.4\u00a0×\u00a010\u207b\u2079", Words.Significant(8.4e-9));
        Assert.Equal("1\u202f240\u202f000", Words.Count(1.24e6));
    }

    [GeneratedRegex("https?://[^\"' <)]+")]
    private static partial Regex Address();

    [GeneratedRegex("<section id=\"([^\"]+)\"")]
    private static partial Regex SectionId();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(?:url\\(#|aria-labelledby=\")([^\")]+)")]
    private static partial Regex Reference();
}
