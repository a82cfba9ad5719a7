using System.Globalization;
using System.Xml.Linq;
using Epidura.Anatomy.Body;
using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Reports;

namespace Epidura.Planning.Tests.Reports;

public class PictureTests
{
    private static readonly PlanResult Plan = SamplePlan.Create();

    public static TheoryData<string, bool> Cases => new() { { "octrode-3-4", true }, { "quad-3-4", false }, { "paddle-5-6-5", false } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_picture_is_well_formed_and_keeps_inside_its_frame(string model, bool twoLeads)
    {
        foreach (var (name, svg) in ReportWriter.Pictures(SamplePlan.Create("case", model, twoLeads)))
        {
            var root = XDocument.Parse(svg).Root!;
            double width = Number(root, "width"), height = Number(root, "height");
            foreach (var text in root.Descendants().Where(element => element.Name.LocalName == "text"))
            {
                Assert.True(Number(text, "x") is >= -0.5 && Number(text, "x") <= width, $"{name}: {text.Value}");
                Assert.True(Number(text, "y") is >= 5 && Number(text, "y") <= height, $"{name}: {text.Value}");
                Assert.True(Number(text, "font-size") >= 8, $"{name}: {text.Value} is too small to read in print");
                Assert.True(LeftEnd(text) > -4 && RightEnd(text) < width + 4, $"{name}: '{text.Value}' is cut");
            }

            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_body_hatches_the_pain_and_fills_the_covered_dermatomes()
    {
        SegmentRecruitment[] segments =
        [
            new(SpinalSegment.L5, Side.Left, 30, 0, true, true), new(SpinalSegment.L5, Side.Right, 3, 0, false, false),
        ];
        var root = XDocument.Parse(BodyPicture.Draw(Plan.Case.Pain, segments, [])).Root!;
        var filled = root.Descendants().Count(element => element.Attribute("fill")?.Value == Palette.PaleBlue
            && element.Name.LocalName == "path");
        Assert.Equal(BodyDrawing.Cells.Count(cell => cell.Dermatome == SpinalSegment.L5 && cell.Side == Side.Left), filled);
        var painful = Plan.Case.Pain.SelectMany(area => BodyDrawing.CellsOf(area.Region, area.Side)).Distinct().Count();
        var drawn = root.Descendants().Where(element => element.Attribute("data-role")?.Value == "pain")
            .Descendants().Sum(element => element.Attribute("d")!.Value.Count(letter => letter == 'M'));
        Assert.Equal(painful, drawn);
        Assert.Contains("Predicted paresthesia: L5 left", root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_section_draws_every_column_fibre_once_filled_when_it_fires()
    {
        var best = Plan.Programs[0];
        var root = XDocument.Parse(SectionPicture.Draw(Plan, best)).Root!;
        var columns = best.Fibres.Where(fibre => fibre.Kind == FibreKind.DorsalColumn).ToArray();
        Assert.Equal(columns.Count(fibre => fibre.Threshold <= best.SuggestedAmplitude), Role(root, "fibres recruited").Elements().Count());
        Assert.Equal(columns.Count(fibre => fibre.Threshold > best.SuggestedAmplitude), Role(root, "fibres at rest").Elements().Count());
    }

    [Fact]
    public void The_spine_marks_cathodes_and_anodes_by_shape_and_sign()
    {
        var best = Plan.Programs[0];
        var root = XDocument.Parse(SpinePicture.Draw(Plan, best)).Root!;
        var left = root.Descendants().First(element => element.Attribute("data-role")?.Value == "lead left");
        var rectangles = left.Elements().Where(element => element.Name.LocalName == "rect").ToArray();
        Assert.Equal(8, rectangles.Length);
        Assert.Single(rectangles, element => element.Attribute("rx") is not null);
        Assert.Single(rectangles, element => element.Attribute("fill")?.Value == "#ffffff");
        Assert.Equal(3, left.Elements().Count(element => element.Name.LocalName == "line"));
    }

    [Fact]
    public void Curves_are_drawn_for_both_sides_with_their_thresholds()
    {
        var root = XDocument.Parse(RecruitmentPicture.Draw(Plan.Programs[0])).Root!;
        Assert.NotEmpty(Role(root, "curves left").Elements());
        Assert.NotEmpty(Role(root, "curves right").Elements());
        var texts = root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();
        foreach (var expected in new[] { "amplitude (mA)", "recruited fibres (number)", "PT", "DT", "suggested", "T10 root" })
            Assert.Contains(expected, texts);
    }

    [Fact]
    public void Marks_of_programs_that_cover_everything_stay_inside_the_picture()
    {
        var full = Plan.TradeOff.Points[0] with { Coverage = 1, Unwanted = 0, IsCableChecked = true };
        var same = Plan.TradeOff with { Points = [full with { Rank = 1 }, full with { Rank = 2 }, full with { Rank = 3 }] };
        var circles = XDocument.Parse(TradeOffPicture.Draw(same)).Root!.Descendants()
            .Where(element => element.Name.LocalName == "circle")
            .Select(element => (
                Y: double.Parse(element.Attribute("cy")!.Value, CultureInfo.InvariantCulture),
                R: double.Parse(element.Attribute("r")!.Value, CultureInfo.InvariantCulture)))
            .ToList();
        Assert.True(circles.Count >= 6);
        Assert.All(circles, circle => Assert.InRange(circle.Y, circle.R, 308 - circle.R));
    }

    [Fact]
    public void The_trade_off_has_one_mark_per_program_in_each_panel()
    {
        var root = XDocument.Parse(TradeOffPicture.Draw(Plan.TradeOff)).Root!;
        var marks = root.Descendants().Where(element => element.Attribute("data-role")?.Value == "front")
            .Select(group => group.Elements().Count(element => element.Name.LocalName == "circle"));
        Assert.Equal([Plan.TradeOff.Points.Count, Plan.TradeOff.Points.Count], marks);
    }

    [Fact]
    public void A_threshold_that_is_not_reached_and_a_coverage_that_is_not_known_are_said_and_not_drawn()
    {
        var best = Plan.Programs[0];
        var silent = best with
        {
            PerceptionThreshold = Interval.Single(double.PositiveInfinity),
            DiscomfortThreshold = Interval.Single(double.PositiveInfinity),
            Coverage = Interval.Single(double.NaN),
            Variants = [new VariantRow("base", double.PositiveInfinity, double.PositiveInfinity, 4e-3, double.NaN, double.NaN,
                double.NaN, 600)],
        };
        var svg = VariantPicture.Draw(silent);
        Assert.Contains("perception not reached", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg + RecruitmentPicture.Draw(silent), StringComparison.Ordinal);
        var html = ReportWriter.Html(Plan with { Programs = [silent] });
        Assert.Contains("no validated model predicts coverage", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    private static XElement Role(XElement root, string role) => root.Descendants().Single(
        element => element.Attribute("data-role")?.Value == role);

    private static double Number(XElement element, string name) => double.Parse(
        element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Length of a text that is not turned, by a mean letter width of 0.5 of its size.</summary>
    private static double LengthOf(XElement text) =>
        text.Attribute("transform") is null ? text.Value.Length * Number(text, "font-size") * 0.5 : 0;

    private static double LeftEnd(XElement text) => Number(text, "x") - (text.Attribute("text-anchor")?.Value switch
    {
        "middle" => LengthOf(text) / 2,
        "end" => LengthOf(text),
        _ => 0,
    });

    private static double RightEnd(XElement text) => LeftEnd(text) + LengthOf(text);
}
