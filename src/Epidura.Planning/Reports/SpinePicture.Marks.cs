namespace Epidura.Planning.Reports;

/// <content>Vertebrae, segments, frames and the legend around both views.</content>
public static partial class SpinePicture
{
    private static void Vertebrae(SvgCanvas canvas, Scale scale, IReadOnlyList<LevelMark> levels)
    {
        canvas.Text(BehindLeft - 40, PanelTop - 8, "vertebra", Palette.SmallText, Anchor.Middle, Palette.Soft);
        foreach (var level in levels.Where(level => level.Bottom < scale.Top && level.Top > scale.Bottom))
        {
            double top = scale.Y(Math.Min(level.Top, scale.Top)), bottom = scale.Y(Math.Max(level.Bottom, scale.Bottom));
            canvas.Line(BehindLeft - 12, top + 1.5, BehindLeft - 12, bottom - 1.5, Paint.Line(Palette.Soft, 2));
            if (bottom - top > 12)
                canvas.Text(BehindLeft - 20, ((top + bottom) / 2) + 4, level.Level.ToString(), size: 12, anchor: Anchor.End, isBold: true);
        }
    }

    private static void Segments(SvgCanvas canvas, Scale scale, IReadOnlyList<SegmentMark> segments)
    {
        const double x = (BehindLeft + BehindWidth + CutLeft) / 2;
        canvas.Text(x, PanelTop - 8, "segment", Palette.SmallText, Anchor.Middle, Palette.Soft);
        foreach (var segment in segments.Where(segment => segment.Bottom < scale.Top && segment.Top > scale.Bottom))
        {
            double top = scale.Y(Math.Min(segment.Top, scale.Top)), bottom = scale.Y(Math.Max(segment.Bottom, scale.Bottom));
            canvas.Rectangle(x - 14, top + 1, 28, Math.Max(bottom - top - 2, 2), new Paint(Palette.Ground, Palette.Soft, 0.7), 3);
            if (bottom - top > 12)
                canvas.Text(x, ((top + bottom) / 2) + 4, segment.Segment.ToString(), anchor: Anchor.Middle);
        }
    }

    private static void Frame(SvgCanvas canvas, double left, double width, string low, string high)
    {
        canvas.Rectangle(left, PanelTop, width, PanelHeight, Paint.Line(Palette.Ink, 0.8));
        canvas.Text(left, PanelTop + PanelHeight + 14, low, colour: Palette.Soft);
        canvas.Text(left + width, PanelTop + PanelHeight + 14, high, anchor: Anchor.End, colour: Palette.Soft);
    }

    private static void Footer(SvgCanvas canvas, Scale scale)
    {
        const double y = PanelTop + PanelHeight + 11;
        foreach (var left in new[] { BehindLeft + (BehindWidth / 2), CutLeft + (CutWidth / 2) })
        {
            var length = 10e-3 * scale.PixelPerMetre;
            canvas.Line(left - (length / 2), y, left + (length / 2), y, Paint.Line(Palette.Ink, 2));
            canvas.Text(left, y + 13, "10 mm", Palette.SmallText, Anchor.Middle);
        }

        canvas.Circle(BehindLeft + 4, y + 31, 2, Paint.Filled(Palette.Green));
        canvas.Text(BehindLeft + 12, y + 35, "spike starts here, dorsal column", Palette.SmallText);
        canvas.Path([new(BehindLeft + 171, y + 34), new(BehindLeft + 177, y + 34), new(BehindLeft + 174, y + 28)], new Paint(
            "#ffffff", Palette.Green, 1), isClosed: true);
        canvas.Text(BehindLeft + 182, y + 35, "dorsal root", Palette.SmallText);
        canvas.Line(CutLeft, y + 31, CutLeft + 20, y + 31, Paint.Line(Palette.Blue, 1.2));
        canvas.Text(CutLeft + 25, y + 35, "potential below zero", Palette.SmallText);
        canvas.Line(CutLeft + 130, y + 31, CutLeft + 150, y + 31, Paint.Line(Palette.Red, 1.2, "4 2.5"));
        canvas.Text(CutLeft + 155, y + 35, "above zero", Palette.SmallText);
    }
}
