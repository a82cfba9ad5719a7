namespace Epidura.Planning.Reports;

/// <summary>Value of an isoline, at a place on the page.</summary>
internal sealed record FieldLabel(PicturePoint At, string Text, string Colour);

/// <summary>Lines of equal potential of a slice: round levels, solid below zero and dashed above, with their value.</summary>
internal static class FieldLines
{
    /// <summary>Levels 1, 2, 5 per decade that the slice reaches, the strongest few of each sign, V.</summary>
    public static IReadOnlyList<double> Levels(FieldSlice slice, int each = 5)
    {
        double min = 0, max = 0;
        foreach (var value in slice.Volts)
        {
            if (!double.IsFinite(value))
                continue;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        double[] steps = [.. Enumerable.Range(-4, 6).SelectMany(
            power => new[] { 1.0, 2.0, 5.0 }.Select(step => step * Math.Pow(10, power)))];
        var negative = steps.Where(step => step < -min).TakeLast(each).Select(step => -step);
        var positive = steps.Where(step => step < max).TakeLast(each);
        return [.. negative.Concat(positive).Order()];
    }

    /// <summary>Draws the lines; <paramref name="place"/> maps (horizontal, vertical) of the slice to the picture.</summary>
    /// <returns>The labels, to be drawn after what may lie over the lines.</returns>
    public static IReadOnlyList<FieldLabel> Draw(
        SvgCanvas canvas, FieldSlice slice, Func<double, double, PicturePoint> place, Func<PicturePoint, bool> mayLabel, int each = 5)
    {
        canvas.BeginGroup("isolines");
        List<FieldLabel> labels = [];
        foreach (var level in Levels(slice, each))
        {
            var colour = level < 0 ? Palette.Blue : Palette.Red;
            var lines = Contours.Find(slice.Horizontal, slice.Vertical, slice.Volts, level)
                .Select(line => line.Select(point => place(point.X, point.Y)).ToArray()).Where(line => line.Length > 4).ToArray();
            canvas.Paths(lines, new Paint("none", colour, 0.9, level < 0 ? null : "4 2.5", 0.9));
            AddLabel(lines, Text(level), colour, mayLabel, labels);
        }

        canvas.EndGroup();
        return labels;
    }

    /// <summary>Draws labels with a light edge.</summary>
    public static void DrawLabels(SvgCanvas canvas, IReadOnlyList<FieldLabel> labels)
    {
        foreach (var label in labels)
            canvas.Text(label.At.X, label.At.Y + 3, label.Text, Palette.SmallText, Anchor.Middle, label.Colour, halo: true);
    }

    private static string Text(double volts)
    {
        var text = Math.Abs(volts) < 0.1 ? SvgCanvas.Number(Math.Abs(volts) * 1e3) + " mV" : SvgCanvas.Number(Math.Abs(volts)) + " V";
        return (volts < 0 ? "\u2212" : "+") + text;
    }

    /// <summary>One label per level, on its longest line, where no other label is near.</summary>
    private static void AddLabel(
        PicturePoint[][] lines, string text, string colour, Func<PicturePoint, bool> mayLabel, List<FieldLabel> taken)
    {
        foreach (var line in lines.OrderByDescending(line => line.Length).Take(2))
        {
            for (var k = 0; k < 24; k++)
            {
                var point = line[(int)((0.25 + (k * 0.61803 % 1)) % 1 * (line.Length - 1))];
                if (!mayLabel(point) || taken.Any(other => Math.Abs(other.At.X - point.X) < 40 && Math.Abs(other.At.Y - point.Y) < 12))
                    continue;
                taken.Add(new FieldLabel(point, text, colour));
                return;
            }
        }
    }
}
