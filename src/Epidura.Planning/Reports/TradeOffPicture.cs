using System.Globalization;

namespace Epidura.Planning.Reports;

/// <summary>Coverage against unwanted coverage and against charge per second, one mark per program of the front.</summary>
public static class TradeOffPicture
{
    private const double Top = 14;
    private const double Bottom = 242;

    /// <summary>Draws the front.</summary>
    /// <param name="tradeOff">Programs that no other beats in all three.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(TradeOff tradeOff, string name = "tradeoff")
    {
        ArgumentNullException.ThrowIfNull(tradeOff);
        var canvas = new SvgCanvas(
            name, $"Trade-off of {tradeOff.Points.Count} programs: coverage of the pain against unwanted coverage and charge per "
                + $"second.", 688, 308);
        var unwanted = Math.Max(0.1, tradeOff.Points.Select(point => point.Unwanted).DefaultIfEmpty(0).Max()) * 108;
        var charge = Math.Max(1, tradeOff.Points.Select(point => point.ChargePerSecond).DefaultIfEmpty(0).Max() * 1e6) * 1.08;
        var share = Axis.Linear(0, 100, Bottom, Top, 5);
        Panel(canvas, tradeOff, new PlotFrame(Axis.Linear(0, Math.Min(unwanted, 100), 50, 318), share), point => point.Unwanted * 100,
            "unwanted coverage (% of the other cells)");
        Panel(canvas, tradeOff, new PlotFrame(Axis.Linear(0, charge, 400, 668), share), point => point.ChargePerSecond * 1e6,
            "charge per second (µC/s), grows with energy");
        Legend(canvas);
        return canvas.ToString();
    }

    private static void Panel(SvgCanvas canvas, TradeOff tradeOff, PlotFrame frame, Func<TradeOffPoint, double> across, string title)
    {
        frame.Draw(canvas, title, "coverage of the pain (%)");
        canvas.BeginGroup("front");
        PicturePoint Exact(TradeOffPoint point) => new(frame.X.At(across(point)), frame.Y.At(point.Coverage * 100));
        foreach (var point in tradeOff.Points.Where(point => point.Rank is null))
        {
            var at = Exact(point);
            if (point.IsCableChecked)
                canvas.Circle(at.X, at.Y, 4, new Paint(Palette.Blue, "#ffffff", 0.8));
            else
                canvas.Circle(at.X, at.Y, 3.6, new Paint("#ffffff", Palette.Soft, 1.1));
        }

        Ranked(canvas, [.. tradeOff.Points.Where(point => point.Rank is not null).OrderByDescending(point => point.Rank)], Exact);
        canvas.EndGroup();
    }

    /// <summary>Numbered marks, the best on top; one that would hide another is moved towards the middle of the plot
    /// and tied to its place by a line.</summary>
    private static void Ranked(SvgCanvas canvas, TradeOffPoint[] points, Func<TradeOffPoint, PicturePoint> exact)
    {
        List<PicturePoint> places = [];
        foreach (var point in points)
        {
            var at = exact(point);
            var step = at.Y < 0.5 * (Top + Bottom) ? 17 : -17;
            while (places.Any(other => Math.Abs(other.X - at.X) < 15 && Math.Abs(other.Y - at.Y) < 15))
                at = at with { Y = at.Y + step };
            places.Add(at);
            canvas.Line(exact(point).X, exact(point).Y, at.X, at.Y, Paint.Line(Palette.Ink, 1));
        }

        for (var i = 0; i < points.Length; i++)
        {
            canvas.Circle(places[i].X, places[i].Y, 8, new Paint(points[i].Rank == 1 ? Palette.Green : Palette.Blue, "#ffffff", 1.2));
            canvas.Text(
                places[i].X, places[i].Y + 3.8, points[i].Rank!.Value.ToString(CultureInfo.InvariantCulture), anchor: Anchor.Middle,
                colour: "#ffffff", isBold: true);
        }
    }

    private static void Legend(SvgCanvas canvas)
    {
        const double y = 296;
        canvas.Circle(58, y, 8, new Paint(Palette.Green, "#ffffff", 1.2));
        canvas.Text(58, y + 3.8, "1", anchor: Anchor.Middle, colour: "#ffffff", isBold: true);
        canvas.Text(71, y + 4, "rank in the list", Palette.SmallText);
        canvas.Circle(172, y, 4, new Paint(Palette.Blue, "#ffffff", 0.8));
        canvas.Text(181, y + 4, "decided by the cable model", Palette.SmallText);
        canvas.Circle(332, y, 3.6, new Paint("#ffffff", Palette.Soft, 1.1));
        canvas.Text(341, y + 4, "ranked by the fast predictor only", Palette.SmallText);
    }
}
