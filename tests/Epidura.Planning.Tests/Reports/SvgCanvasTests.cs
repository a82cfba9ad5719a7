using System.Globalization;
using System.Xml.Linq;
using Epidura.Planning.Reports;

namespace Epidura.Planning.Tests.Reports;

public class SvgCanvasTests
{
    [Theory]
    [InlineData(2.346, "2.35")]
    [InlineData(-0.001, "0")]
    [InlineData(12, "12")]
    [InlineData(1234567.891, "1234567.89")]
    public void Numbers_have_two_decimals_at_most_and_no_minus_zero(double value, string expected)
    {
        Assert.Equal(expected, SvgCanvas.Number(value));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        var expected = ReportWriter.Html(SamplePlan.Create());
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, ReportWriter.Html(SamplePlan.Create()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Text_is_escaped_and_the_picture_is_well_formed()
    {
        var canvas = new SvgCanvas("a", "x < y & \"z\"", 100, 50);
        canvas.Text(1, 2, "<script>alert('1')</script>\u0001");
        canvas.Rectangle(0, 0, 10, 10, new Paint(canvas.Hatch("h", "#000", 4, 1, 45)));
        var text = canvas.ToString();
        var root = XDocument.Parse(text).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Equal("x < y & \"z\"", root.Elements().First(e => e.Name.LocalName == "title").Value);
    }

    [Fact]
    public void A_group_that_is_left_open_is_an_error()
    {
        var canvas = new SvgCanvas("a", "b", 10, 10);
        canvas.BeginGroup("one");
        Assert.Throws<InvalidOperationException>(() => canvas.ToString());
        canvas.EndGroup();
        Assert.Throws<InvalidOperationException>(canvas.EndGroup);
    }

    [Fact]
    public void Ticks_are_round_and_inside_the_axis()
    {
        var axis = Axis.Linear(0, 7.3, 0, 100);
        Assert.Equal([0, 2, 4, 6], axis.Ticks);
        Assert.Equal("4", axis.Label(4));
        Assert.Equal(100, axis.At(99));
        Assert.Equal([1, 10, 100, 1000], Axis.Logarithmic(1, 250, 0, 1).Ticks);
        Assert.Equal(0.5, Axis.Logarithmic(1, 100, 0, 1).At(10), 12);
    }

    [Fact]
    public void Labels_are_spread_without_changing_their_order()
    {
        var placed = PlotFrame.Spread([50, 51, 10, 52], 12, 0, 70);
        var order = placed.Select((y, i) => (y, i)).OrderBy(item => item.y).Select(item => item.i);
        Assert.Equal([2, 0, 1, 3], order);
        var sorted = placed.Order().ToArray();
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 12 - 1e-9));
        Assert.True(sorted[^1] <= 70);
    }
}
