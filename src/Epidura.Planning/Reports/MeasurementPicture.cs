using Epidura.Anatomy;
using Epidura.Anatomy.Images;

namespace Epidura.Planning.Reports;

/// <summary>Sizes along the cord as images show them, beside the template's by vertebra.</summary>
public static class MeasurementPicture
{
    private const double Left = 70;
    private const double Right = 560;
    private const double Bottom = 330;
    private const double Top = 40;

    /// <summary>Draws a measurement.</summary>
    /// <param name="measured">What the images show.</param>
    /// <param name="template">What it is compared with.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(SpineMeasurement measured, Spine template, string name = "measured")
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(template);
        (string Title, string Colour, Func<MeasuredSection, double> Of)[] lines =
        [
            ("sac width", Palette.Soft, section => section.SacWidth),
            ("cord width", Palette.Blue, section => section.CordWidth),
            ("cord depth", Palette.Green, section => section.CordDepth),
            ("dorsal fluid", Palette.Red, section => section.DorsalCsf),
        ];
        var levels = measured.Levels.Select(level => (Here: level, Usual: SpineMeasurement.Of(template, level.Level))).ToArray();
        var canvas = new SvgCanvas(name, Describe(measured), 688, 410);

        // The head is to the left, as in the tables: distances fall along the picture.
        var highest = measured.Sections.Max(section => section.Arc) * 1e3;
        var lowest = measured.Sections.Min(section => section.Arc) * 1e3;
        var most = lines.Max(line => Math.Max(
            measured.Sections.Max(line.Of), levels.Max(level => line.Of(level.Usual.Section)))) * 1e3;
        var frame = new PlotFrame(Axis.Linear(0, highest - lowest, Left, Right), Axis.Linear(0, 1.05 * most, Bottom, Top));
        frame.Draw(canvas, "along the cord, from the upper end of the images (mm)", "mm", "Measured (lines) and template (dashes)");
        double X(double arc) => frame.X.At(highest - (arc * 1e3));
        foreach (var (title, colour, of) in lines)
        {
            canvas.Path(
                [.. measured.Sections.Select(section => new PicturePoint(X(section.Arc), frame.Y.At(of(section) * 1e3)))],
                Paint.Line(colour, 1.8));
            canvas.Text(Right + 10, frame.Y.At(of(measured.Sections[0]) * 1e3) + 4, title, colour: colour);
            foreach (var (here, usual) in levels)
            {
                var half = 0.25 * (here.Height ?? usual.Height ?? 0);
                var y = frame.Y.At(of(usual.Section) * 1e3);
                canvas.Line(
                    Math.Max(Left, X(here.Section.Arc + half)), y, Math.Min(Right, X(here.Section.Arc - half)), y,
                    Paint.Line(colour, 1.8, "4 3"));
            }
        }

        foreach (var (here, _) in levels)
            canvas.Text(X(here.Section.Arc), Bottom + 58, here.Level.ToString(), anchor: Anchor.Middle, isBold: true);
        canvas.Text(Left - 8, Bottom + 58, "vertebra", anchor: Anchor.End);
        return canvas.ToString();
    }

    private static string Describe(SpineMeasurement measured) => "Sizes measured from images: " + string.Join("; ", measured.Levels.Select(
        level => FormattableString.Invariant(
            $"{level.Level} dorsal fluid {level.Section.DorsalCsf * 1e3:0.0} mm, cord {level.Section.CordWidth * 1e3:0.0} mm wide")));
}
