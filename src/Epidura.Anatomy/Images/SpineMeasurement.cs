using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy.Images;

/// <summary>Segmentations of one patient; each may have its own grid, they meet in the scanner's frame.</summary>
/// <param name="Cord">The spinal cord: values of 0.5 or more.</param>
/// <param name="Canal">Cord and fluid together, or the fluid alone around the cord: values of 0.5 or more.</param>
/// <param name="Grey">Grey matter, when there is one.</param>
/// <param name="Levels">Cord labelled by vertebra as the Spinal Cord Toolbox does: C1 to C7 are 1 to 7, T1 to T12 8 to 19, L1 to L5 20 to
/// 24.</param>
/// <param name="Discs">In place of the levels: single points, the disc above vertebra n labelled n.</param>
public sealed record SpineImages(LabelImage Cord, LabelImage Canal, LabelImage? Grey, LabelImage? Levels, LabelImage? Discs);

/// <summary>What was measured at one height. Lengths in m, areas in m².</summary>
/// <param name="Arc">Along the cord from the lowest measured place, rostral is more.</param>
/// <param name="CordWidth">Side to side: the ellipse of the same second moment.</param>
/// <param name="CordDepth">Front to back.</param>
/// <param name="CordArea">Of the cord.</param>
/// <param name="CordShift">Middle of the cord to the right of the middle of the sac.</param>
/// <param name="DorsalCsf">Behind the cord, mean over the middle 2 mm.</param>
/// <param name="VentralCsf">In front of the cord.</param>
/// <param name="SacWidth">Side to side.</param>
/// <param name="GreyArea">Null without an image of it.</param>
/// <param name="Curvature">Of the middle line from front to back, 1/m; above zero in flexion.</param>
public sealed record MeasuredSection(
    double Arc, double CordWidth, double CordDepth, double CordArea, double CordShift, double DorsalCsf, double VentralCsf,
    double SacWidth, double? GreyArea, double Curvature)
{
    /// <summary>Front to back inside the dura, m.</summary>
    public double SacDepth => CordDepth + DorsalCsf + VentralCsf;
}

/// <summary>One vertebra: the mean over its middle half.</summary>
/// <param name="Level">Which.</param>
/// <param name="Sections">Heights that the mean was taken over.</param>
/// <param name="Height">From the vertebra's upper edge to the next one's, m; null when the image cuts it.</param>
/// <param name="Section">The mean.</param>
public sealed record MeasuredLevel(VertebralLevel Level, int Sections, double? Height, MeasuredSection Section);

/// <summary>What the images say.</summary>
/// <param name="Levels">Rostral first; at least one.</param>
/// <param name="Sections">Every millimetre, caudal first.</param>
/// <param name="Notes">What a person should know: units taken, levels left out.</param>
public sealed record SpineMeasurement(
    IReadOnlyList<MeasuredLevel> Levels, IReadOnlyList<MeasuredSection> Sections, IReadOnlyList<string> Notes)
{
    /// <summary>Measures images.</summary>
    /// <param name="images">Segmentations.</param>
    /// <returns>The measurement, or one sentence that says why there is none.</returns>
    public static (SpineMeasurement? Measurement, string? Refusal) Of(SpineImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        try
        {
            return (new SpineMeasurer(images).Run(), null);
        }
        catch (ImageFault fault)
        {
            return (null, $"{fault.Message}.");
        }
    }

    /// <summary>The measured levels as values that replace the template, rounded to 0.01 mm and 0.1 mm².</summary>
    public IReadOnlyDictionary<VertebralLevel, LevelOverride> Overrides => Levels.ToDictionary(
        level => level.Level,
        level => new LevelOverride(
            Rounded(level.Section.DorsalCsf), Rounded(level.Section.CordWidth), Rounded(level.Section.CordDepth),
            Rounded(level.Section.CordShift), Rounded(level.Section.VentralCsf), Rounded(level.Section.SacWidth),
            level.Section.GreyArea is { } grey ? Math.Round(grey * 1e7) * 1e-7 : null));

    /// <summary>A spine's own values at a vertebra, the mean over its middle half, for comparison.</summary>
    /// <param name="spine">Usually the template.</param>
    /// <param name="level">Which vertebra.</param>
    public static MeasuredLevel Of(Spine spine, VertebralLevel level)
    {
        ArgumentNullException.ThrowIfNull(spine);
        const int Heights = 21;
        List<MeasuredSection> sections = [];
        for (var n = 0; n < Heights; n++)
        {
            var z = spine.HeightOf(level, 0.25 + (0.5 * n / (Heights - 1)));
            var section = spine.SectionAt(z);
            var (cord, sac) = (section.Cord, section.Sac);
            sections.Add(new MeasuredSection(
                z, 2 * cord.SemiX, 2 * cord.SemiY, Math.PI * cord.SemiX * cord.SemiY, cord.CentreX - sac.CentreX, spine.DorsalCsfAt(z),
                cord.CentreY - cord.SemiY - sac.CentreY + sac.SemiY, 2 * sac.SemiX, null, 0));
        }

        return new MeasuredLevel(
            level, Heights, spine.HeightOf(level, 0) - spine.HeightOf(level, 1), LevelSorter.Mean([.. sections]));
    }

    private static double Rounded(double length) => Math.Round(length * 1e5) * 1e-5;
}
