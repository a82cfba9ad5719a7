namespace Epidura.Planning.Reports;

/// <summary>Perception to discomfort in every named variant of the anatomy, with the coverage at that variant's own amplitude.</summary>
public static class VariantPicture
{
    private const double Left = 168;
    private const double Middle = 420;
    private const double RowHeight = 24;
    private const double Top = 8;

    /// <summary>Draws the variants of one program.</summary>
    /// <param name="program">Gives the variants, base first.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(PlannedProgram program, string name = "variants")
    {
        ArgumentNullException.ThrowIfNull(program);
        var rows = program.Variants;
        var bottom = Top + (RowHeight * Math.Max(rows.Count, 1));
        var canvas = new SvgCanvas(name, Describe(program), 688, bottom + 66);
        var finite = rows.SelectMany(row => new[] { row.PerceptionThreshold, row.DiscomfortThreshold, row.SuggestedAmplitude })
            .Where(double.IsFinite).DefaultIfEmpty(1e-3).Max();
        var amplitude = new PlotFrame(Axis.Linear(0, finite * 1e3 * 1.06, Left, Middle, 5), Axis.Linear(0, 1, bottom, Top, 1));
        var share = new PlotFrame(Axis.Linear(0, 100, 452, 668, 4), amplitude.Y);
        Ground(canvas, amplitude, bottom, "amplitude (mA)");
        Ground(canvas, share, bottom, "coverage of the pain (%)");
        for (var i = 0; i < rows.Count; i++)
            Row(canvas, amplitude, share, rows[i], program.SuggestedAmplitude, Top + (RowHeight * (i + 0.5)), i == 0);
        Legend(canvas, bottom + 52);
        return canvas.ToString();
    }

    private static void Ground(SvgCanvas canvas, PlotFrame frame, double bottom, string title)
    {
        canvas.Rectangle(frame.X.From, Top, frame.X.To - frame.X.From, bottom - Top, Paint.Filled(Palette.Ground));
        foreach (var tick in frame.X.Ticks)
        {
            canvas.Line(frame.X.At(tick), Top, frame.X.At(tick), bottom, Paint.Line(Palette.Hair, 0.6));
            canvas.Text(frame.X.At(tick), bottom + 14, frame.X.Label(tick), anchor: Anchor.Middle);
        }

        canvas.Line(frame.X.From, bottom, frame.X.To, bottom, Paint.Line(Palette.Ink, 1));
        canvas.Text((frame.X.From + frame.X.To) / 2, bottom + 30, title, anchor: Anchor.Middle);
    }

    private static void Row(SvgCanvas canvas, PlotFrame amplitude, PlotFrame share, VariantRow row, double baseAmplitude, double y,
        bool isBase)
    {
        canvas.Text(Left - 8, y + 4, row.Variant, anchor: Anchor.End, isBold: isBase);
        if (double.IsFinite(row.PerceptionThreshold))
        {
            var from = amplitude.X.At(row.PerceptionThreshold * 1e3);
            var to = amplitude.X.At(double.IsFinite(row.DiscomfortThreshold) ? row.DiscomfortThreshold * 1e3 : amplitude.X.Max);
            canvas.Rectangle(from, y - 6, Math.Max(to - from, 1), 12, new Paint(Palette.PaleGreen, Palette.Green, 1));
            if (double.IsFinite(row.SuggestedAmplitude))
                Diamond(canvas, amplitude.X.At(row.SuggestedAmplitude * 1e3), y);
        }
        else
            canvas.Text(amplitude.X.From + 6, y + 4, "perception not reached", Palette.SmallText, colour: Palette.Red);

        var held = amplitude.X.At(baseAmplitude * 1e3);
        canvas.Line(held, y - 10, held, y + 10, Paint.Line(Palette.Soft, 1, "2 2"));
        if (double.IsFinite(row.Coverage))
            canvas.Rectangle(share.X.From, y - 6, share.X.At(row.Coverage * 100) - share.X.From, 12, new Paint(
                Palette.PaleBlue, Palette.Blue, 1));
        if (double.IsFinite(row.CoverageAtBase))
        {
            var x = share.X.At(row.CoverageAtBase * 100);
            canvas.Line(x, y - 9, x, y + 9, Paint.Line(Palette.Ink, 2.2));
        }
    }

    private static void Diamond(SvgCanvas canvas, double x, double y) => canvas.Path(
        [new(x, y - 6), new(x + 5, y), new(x, y + 6), new(x - 5, y)], new Paint(Palette.Green, "#ffffff", 0.8), isClosed: true);

    private static void Legend(SvgCanvas canvas, double y)
    {
        canvas.Rectangle(10, y - 6, 24, 12, new Paint(Palette.PaleGreen, Palette.Green, 1));
        canvas.Text(39, y + 4, "perception to discomfort", Palette.SmallText);
        Diamond(canvas, 172, y);
        canvas.Text(181, y + 4, "best amplitude there", Palette.SmallText);
        canvas.Line(298, y - 8, 298, y + 8, Paint.Line(Palette.Soft, 1, "2 2"));
        canvas.Text(304, y + 4, "suggested amplitude", Palette.SmallText);
        canvas.Rectangle(412, y - 6, 24, 12, new Paint(Palette.PaleBlue, Palette.Blue, 1));
        canvas.Text(441, y + 4, "coverage, amplitude adjusted", Palette.SmallText);
        canvas.Line(586, y - 8, 586, y + 8, Paint.Line(Palette.Ink, 2.2));
        canvas.Text(592, y + 4, "not adjusted", Palette.SmallText);
    }

    private static string Describe(PlannedProgram program) =>
        $"{program.Variants.Count} variants of the anatomy. Perception {Words.Milliampere(program.PerceptionThreshold)}, discomfort "
        + $"{Words.Milliampere(program.DiscomfortThreshold)}, coverage {Words.Percent(program.Coverage)}.";
}
