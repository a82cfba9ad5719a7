using Epidura.Anatomy;
using Epidura.Anatomy.Images;

namespace Epidura.Cli.Output;

/// <summary>What images showed, per vertebra beside the template.</summary>
internal sealed class MeasurementOutput(SpineMeasurement measured)
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);

    public void Show(Terminal terminal)
    {
        terminal.Heading("Measured from the images, mm (in brackets the template)");
        var table = Tables.Create(
            "level", ">dorsal fluid", ">cord width", ">cord depth", ">cord shift", ">ventral fluid", ">sac width", ">height", ">bend 1/m");
        foreach (var level in measured.Levels)
        {
            var (here, usual) = (level.Section, SpineMeasurement.Of(Template, level.Level));
            table.Add(
                level.Level.ToString(), Pair(here.DorsalCsf, usual.Section.DorsalCsf), Pair(here.CordWidth, usual.Section.CordWidth),
                Pair(here.CordDepth, usual.Section.CordDepth), Tables.Show(here.CordShift * 1e3, 1),
                Pair(here.VentralCsf, usual.Section.VentralCsf), Pair(here.SacWidth, usual.Section.SacWidth),
                Pair(level.Height, usual.Height), Tables.Show(here.Curvature, 1));
        }

        terminal.Print(table);
        terminal.Out.WriteLine(
            "Fluid, cord and sac replace the template at these levels; heights of vertebrae and what is not measured stay the template's.");
        foreach (var note in measured.Notes)
            terminal.Out.WriteLine($"note: {note}.");
    }

    public object Describe() => new
    {
        Levels = measured.Levels.Select(level => new
        {
            Level = level.Level.ToString(),
            level.Sections,
            HeightMm = level.Height * 1e3,
            Measured = Numbers(level.Section),
            Template = Numbers(SpineMeasurement.Of(Template, level.Level).Section),
        }),
        measured.Notes,
    };

    private static object Numbers(MeasuredSection section) => new
    {
        DorsalCsfMm = Rounded(section.DorsalCsf),
        VentralCsfMm = Rounded(section.VentralCsf),
        CordWidthMm = Rounded(section.CordWidth),
        CordDepthMm = Rounded(section.CordDepth),
        CordAreaMm2 = Math.Round(section.CordArea * 1e6, 2),
        CordShiftMm = Rounded(section.CordShift),
        SacWidthMm = Rounded(section.SacWidth),
        SacDepthMm = Rounded(section.SacDepth),
        GreyAreaMm2 = section.GreyArea is { } grey ? Math.Round(grey * 1e6, 2) : (double?)null,
        CurvaturePerM = Math.Round(section.Curvature, 2),
    };

    private static double Rounded(double length) => Math.Round(length * 1e3, 2);

    private static string Pair(double? here, double? usual) => $"{Tables.Show(here * 1e3, 1)} ({Tables.Show(usual * 1e3, 1)})";
}
