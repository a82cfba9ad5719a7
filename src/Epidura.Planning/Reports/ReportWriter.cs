namespace Epidura.Planning.Reports;

/// <summary>Writes a plan as one page that needs nothing else: no script, no file, no network. The same plan gives the same
/// bytes.</summary>
public static class ReportWriter
{
    private const int CardsMax = 8;

    /// <summary>The whole report.</summary>
    /// <param name="result">A plan.</param>
    /// <returns>HTML 5 in one string, UTF-8 when written.</returns>
    public static string Html(PlanResult result)
    {
        result = Answer.WithoutUnknownCoverage(result);
        var page = new HtmlPage();
        page.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            + "content=\"width=device-width, initial-scale=1\">\n");
        page.Element("title", $"{result.Case.Title} – stimulation plan");
        page.Markup("<style>\n").Markup(ReportStyle.Sheet).Markup("\n</style>\n</head>\n<body>\n");

        // A table head repeats on every printed sheet in every browser; on a screen it stays on top.
        page.Markup("<table class=\"frame\" role=\"presentation\"><thead><tr><td><div class=\"notice\" role=\"note\">");
        page.Markup($"<b>Epidura</b> · {SvgCanvas.Escape(Answer.Notice)}</div></td></tr></thead>\n<tbody><tr><td><main>\n");
        Head(page, result);
        BodyMap(page, result);
        Programs(page, result);
        if (result.Programs.Count > 0)
            Figures(page, result);
        ReportTables.Safety(page, result);
        ReportTables.Energy(page, result);
        ReportTables.Assumptions(page, result);
        ReportTables.Methods(page, result);
        ReportTables.Sources(page, result);
        page.Markup("</main></td></tr></tbody></table>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>The pictures of the best program as files of their own.</summary>
    /// <param name="result">A plan.</param>
    /// <returns>File name and SVG text.</returns>
    public static IReadOnlyList<(string Name, string Svg)> Pictures(PlanResult result)
    {
        result = Answer.WithoutUnknownCoverage(result);
        if (result.Programs.Count == 0)
            return [("body.svg", BodyPicture.Draw(result.Case.Pain, [], []))];
        var best = result.Programs[0];
        return
        [
            ("body.svg", BodyPicture.Draw(result.Case.Pain, Felt(result), best.Areas)),
            ("section.svg", SectionPicture.Draw(result, best)),
            ("spine.svg", SpinePicture.Draw(result, best)),
            ("recruitment.svg", RecruitmentPicture.Draw(best)),
            ("tradeoff.svg", TradeOffPicture.Draw(result.TradeOff)),
            ("variants.svg", VariantPicture.Draw(best)),
            .. result.Programs.Select(program => (
                FormattableString.Invariant($"program-{program.Rank}.svg"), ProgramPicture.Draw(
                    result.Leads, program.Program, NameOf(program)))),
        ];
    }

    /// <summary>Segments that the body map marks: none where no model predicts coverage.</summary>
    private static IReadOnlyList<Recruitment.SegmentRecruitment> Felt(PlanResult result) =>
        Answer.HasCoverage(result) ? result.Programs[0].Segments : [];

    private static string NameOf(PlannedProgram program) => FormattableString.Invariant($"program{program.Rank}");

    private static void Head(HtmlPage page, PlanResult result)
    {
        page.Element("h1", result.Case.Title);
        page.Element("p", string.Join(" · ", result.Case.Patient.Select(line => $"{Answer.Capital(line.Name)}: {line.Text}").Append(
            $"case file {result.Case.SourceName}")), "soft");
        page.Markup(Answer.IsRefused(result) ? "<div class=\"answer none\">\n" : "<div class=\"answer\">\n");
        if (Answer.IsRefused(result) && result.Programs.Count > 0)
            page.Element("p", "Do not use this plan as it stands: see the serious warning.");
        page.Element("p", Answer.What(result), "what");
        if (result.Programs.Count > 0)
            Facts(page, result.Programs[0], Answer.HasCoverage(result));
        page.Markup("</div>\n");
        page.Element("h3", "How sure");
        page.List(Answer.HowSure(result), "plain");
        foreach (var warning in result.Warnings.Where(warning => warning.Level != WarningLevel.Note))
            Warning(page, warning);
    }

    private static void Facts(HtmlPage page, PlannedProgram best, bool hasCoverage)
    {
        page.Markup("<ul class=\"facts\">\n");
        void Fact(string value, string name) => page.Markup($"<li><b>{SvgCanvas.Escape(value)}</b>{SvgCanvas.Escape(name)}</li>\n");
        var area = best.Program.Areas[0];
        Fact(Words.Milliampere(best.SuggestedAmplitude), "suggested amplitude");
        Fact(FormattableString.Invariant($"{area.PulseWidthMicrosecond} µs"), "pulse width");
        Fact($"{Words.Plain(area.Rate.Hertz)} Hz", "rate");
        if (hasCoverage)
        {
            if (best.Variants.Count > 1)
                Fact(Words.Range(best.Coverage, 100, 0, "%"), "coverage over the variants");
            Fact(Words.Percent(best.Unwanted.Value), "unwanted coverage");
        }

        page.Markup("</ul>\n");
    }

    private static void Warning(HtmlPage page, PlanWarning warning)
    {
        var level = warning.Level == WarningLevel.Note ? " note" : "";
        page.Markup($"<p class=\"warn{level}\"><b>{SvgCanvas.Escape(warning.Level.ToString())}, {SvgCanvas.Escape(warning.Subject)}.</b> "
            + $"{SvgCanvas.Escape(warning.Message)}</p>\n");
    }

    private static void BodyMap(HtmlPage page, PlanResult result)
    {
        var best = result.Programs.Count > 0 ? result.Programs[0] : null;
        page.Section("body", "Where it hurts and where it would be felt");
        page.Figure(
            BodyPicture.Draw(result.Case.Pain, Felt(result), best?.Areas ?? [], "body"),
            best is null || !Answer.HasCoverage(result)
                ? "The pain of the case file."
                : $"Program 1 at {Words.Milliampere(best.SuggestedAmplitude)}, base anatomy. A dermatome is filled when enough of its "
                    + $"dorsal-column fibres fire; "
                    + "borders between dermatomes overlap in people and differ between them.");
        page.End();
    }

    private static void Programs(HtmlPage page, PlanResult result)
    {
        page.Section("programs", "Programs, best first");
        if (result.Programs.Count == 0)
            page.Element("p", "None. See the limits below.");
        else if (result.Programs.Any(program => program.Variants.Count > 1))
            page.Element("p", "In brackets: smallest and largest value over the named variants of the anatomy.", "soft");
        foreach (var program in result.Programs.Take(CardsMax))
            Card(page, result, program);
        page.End();
    }

    private static void Card(HtmlPage page, PlanResult result, PlannedProgram program)
    {
        var area = program.Program.Areas[0];
        page.Markup($"<article class=\"card{(program.Rank == 1 ? " first" : "")}\" data-rank=\"{program.Rank}\">\n<div>");
        page.Markup(ProgramPicture.Draw(result.Leads, program.Program, NameOf(program))).Markup("</div>\n<div>\n");
        page.Element("h3", FormattableString.Invariant($"{program.Rank}. {Answer.Capital(program.Kind)}"));
        page.Element(
            "p", $"{Words.Of(area)}; {area.PulseWidthMicrosecond} µs, {Words.Plain(area.Rate.Hertz)} Hz, "
            + $"{(area.Recharge == Stimulation.Programs.Recharge.Active ? "active" : "passive")} recharge", "soft");
        page.Markup("<dl>\n");
        void Item(string name, string value, string range) => page.Markup(
            $"<div><dt>{SvgCanvas.Escape(name)}</dt><dd>{SvgCanvas.Escape(value)}<small>{SvgCanvas.Escape(range)}</small></dd></div>\n");
        Item("Suggested amplitude", Words.Milliampere(program.SuggestedAmplitude), "");
        Item("Perception", Words.Milliampere(program.PerceptionThreshold.Value),
            Words.Brackets(program.PerceptionThreshold, 1e3, 2, "mA"));
        Item("Discomfort", Words.Milliampere(program.DiscomfortThreshold.Value),
            Words.Brackets(program.DiscomfortThreshold, 1e3, 2, "mA"));
        Item("Coverage of the pain", Words.Percent(program.Coverage.Value), Words.Brackets(program.Coverage, 100, 0, "%"));
        Item("Unwanted coverage", Words.Percent(program.Unwanted.Value), Words.Brackets(program.Unwanted, 100, 0, "%"));
        Item("Usage range", Words.Fixed(program.UsageRange.Value, 2), Words.Brackets(program.UsageRange, 1, 2));
        page.Markup("</dl>\n");
        page.Element("p", program.Why, "why");
        page.Element("p", $"Felt first by {program.PerceivedBy}. Discomfort first by {program.DiscomfortBy}.", "soft");
        page.Markup("</div>\n</article>\n");
    }

    private static void Figures(HtmlPage page, PlanResult result)
    {
        var best = result.Programs[0];
        page.Section("section", "Program 1 across the cord", startsPage: true);
        page.Figure(
            SectionPicture.Draw(result, best, "section"),
            $"Lines of equal potential during the first phase at {Words.Milliampere(best.SuggestedAmplitude)}. Dots are simulated fibres "
                + $"of the dorsal columns, larger for "
            + "thicker ones, where they cross the section in the middle of the leads.");
        ReportTables.Segments(page, best);
        page.End();
        page.Section("spine", "Program 1 along the spine", startsPage: true);
        page.Figure(SpinePicture.Draw(result, best, "spine"),
            "The spine of the model is straight. Heights of vertebrae and segments come from the tables named below.");
        page.End();
        page.Section("recruitment", "Who fires at which amplitude", startsPage: true);
        page.Figure(
            RecruitmentPicture.Draw(best, "recruitment"),
            "Fibres of the counted diameters, each class with the number of fibres that it stands for. PT perception, DT discomfort.");
        page.End();
        page.Section("tradeoff", "What more coverage would cost");
        page.Figure(TradeOffPicture.Draw(result.TradeOff, "tradeoff"), ReportTables.TradeOffCaption(result.TradeOff));
        page.End();
        page.Section("uncertainty", "If the anatomy is different", startsPage: true);
        page.Figure(VariantPicture.Draw(best, "variants"),
            "Program 1, solved again in every variant. A bar that ends at the edge has no discomfort within the amplitude limit.");
        ReportTables.Variants(page, result);
        page.End();
    }
}
