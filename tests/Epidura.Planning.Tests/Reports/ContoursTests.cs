using Epidura.Planning.Reports;

namespace Epidura.Planning.Tests.Reports;

public class ContoursTests
{
    private static readonly double[] Line = [.. Enumerable.Range(-40, 81).Select(i => i * 0.05)];

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.2)]
    [InlineData(1.9)]
    public void A_cone_gives_one_closed_circle_of_the_right_radius(double radius)
    {
        var lines = Contours.Find(Line, Line, Field((x, y) => Math.Sqrt((x * x) + (y * y))), radius);
        var circle = Assert.Single(lines);
        Assert.Equal(circle[0], circle[^1]);
        Assert.All(circle, point => Assert.Equal(radius, Math.Sqrt((point.X * point.X) + (point.Y * point.Y)), 2));
    }

    [Fact]
    public void A_plane_gives_one_open_line_from_edge_to_edge()
    {
        var line = Assert.Single(Contours.Find(Line, Line, Field((x, y) => x + (0.3 * y)), 0.11));
        Assert.Equal(4.0, Math.Abs(line[0].Y - line[^1].Y), 9);
        Assert.All(line, point => Assert.Equal(0.11, point.X + (0.3 * point.Y), 9));
    }

    [Fact]
    public void A_saddle_gives_two_lines_that_do_not_cross()
    {
        var lines = Contours.Find(Line, Line, Field((x, y) => x * y), 0.01);
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Single(line.Select(point => Math.Sign(point.X + point.Y)).Distinct()));
    }

    [Fact]
    public void Cells_without_a_number_are_left_out_and_wrong_sizes_refused()
    {
        var holed = Field((x, y) => Math.Abs(x) < 0.3 ? double.NaN : y);
        Assert.Equal(2, Contours.Find(Line, Line, holed, 0.01).Count);
        Assert.Throws<ArgumentException>(() => Contours.Find(Line, [0, 1], holed, 0));
    }

    private static double[,] Field(Func<double, double, double> value)
    {
        var values = new double[Line.Length, Line.Length];
        for (var row = 0; row < Line.Length; row++)
            for (var column = 0; column < Line.Length; column++)
                values[row, column] = value(Line[column], Line[row]);
        return values;
    }
}
