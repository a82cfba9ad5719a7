using Epidura.Anatomy;
using Epidura.Anatomy.Images;
using Epidura.Anatomy.Levels;
using Epidura.Documents;
using Epidura.Stimulation;

namespace Epidura.Planning.Cases;

/// <summary>An image that a case names, or why it cannot be opened; exactly one is set.</summary>
/// <param name="Stream">At its start; closed by the reader.</param>
/// <param name="Refusal">One sentence.</param>
public sealed record ImageFile(Stream? Stream, string? Refusal);

/// <summary>Reads the images of a case and turns what they show into values by level.</summary>
internal sealed class ImageBuilder(CaseFields fields, Func<string, ImageFile>? open)
{
    private static readonly string[] Keys = ["cord", "canal", "grey", "levels", "discs"];
    private const string Allowed = "a segmentation in NIfTI (.nii or .nii.gz)";

    /// <summary>What was measured; null when the case names no images or they were refused.</summary>
    public SpineMeasurement? Measured { get; private set; }

    /// <summary>Values by level; empty when there are no images or they were refused.</summary>
    public Dictionary<VertebralLevel, LevelOverride> Read(DocumentNode.Mapping? group)
    {
        if (group is null)
            return [];
        if (group.Find("levels") is null == group.Find("discs") is null)
        {
            fields.Errors.Add(
                group, group.Find("levels") is null ? "neither" : "both", "levels or discs",
                "The vertebrae are found from one image: levels (the labelled cord) or discs (single points).");
            return [];
        }

        Dictionary<string, LabelImage> images = [];
        foreach (var key in Keys)
        {
            if (group.Find(key) is not { } node)
                continue;
            if (fields.Text(group, key) is not { } path || Image(node, path) is not { } image)
                continue;
            images[key] = image;
        }

        var wanted = Keys.Count(key => group.Find(key) is not null);
        if (images.Count < wanted || !images.TryGetValue("cord", out var cord) || !images.TryGetValue("canal", out var canal))
            return [];
        var (measured, refusal) = SpineMeasurement.Of(new SpineImages(
            cord, canal, images.GetValueOrDefault("grey"), images.GetValueOrDefault("levels"), images.GetValueOrDefault("discs")));
        if (measured is null)
        {
            fields.Errors.Add(group, "these images", "segmentations of one patient that fit together", refusal!);
            return [];
        }

        foreach (var note in measured.Notes)
            fields.Errors.Note(group, "these images", "complete images", $"{char.ToUpperInvariant(note[0])}{note[1..]}.");
        var overrides = measured.Overrides.ToDictionary();
        if (!Accepts(group, overrides))
            return [];
        Measured = measured;
        return overrides;
    }

    /// <summary>The bend of the cord from vertebra to vertebra when the case asks for it; straight otherwise.</summary>
    /// <param name="group">The case's images.</param>
    /// <param name="spine">Gives the heights of the vertebrae.</param>
    public CordCurve Bend(DocumentNode.Mapping? group, Spine spine)
    {
        if (Measured is null || fields.Text(group, "bend") != "measured")
            return CordCurve.Straight;
        var tightest = Measured.Levels.Max(level => Math.Abs(level.Section.Curvature));
        var limit = Limits.Of("curvature_radius_mm");
        if (tightest * 1e-3 * limit.Min > 1)
        {
            fields.Errors.Add(
                group!.Find("bend")!, CaseFields.Show(Math.Round(1e3 / tightest), "mm"), limit.Range,
                "The cord in the images bends too tightly to be solved along it.");
            return CordCurve.Straight;
        }

        return new CordCurve([.. Measured.Levels.Reverse().Select(
            level => (spine.HeightOf(level.Level, 0.5), Math.Round(level.Section.Curvature, 2)))]);
    }

    private LabelImage? Image(DocumentNode node, string path)
    {
        var file = open?.Invoke(path) ?? new ImageFile(null, "Images can be read only beside a case file on the disk.");
        using var stream = file.Stream;
        var (image, refusal) = stream is null ? new ImageReadResult(null, file.Refusal) : NiftiReader.Read(stream, Path.GetFileName(path));
        if (image is null)
            fields.Errors.Add(node, DocumentErrors.Shorten(path), Allowed, refusal!);
        return image;
    }

    /// <summary>False after an error for each measured value that no spine may have.</summary>
    private bool Accepts(DocumentNode.Mapping group, Dictionary<VertebralLevel, LevelOverride> overrides)
    {
        var isGood = true;
        foreach (var (level, value) in overrides)
        {
            (string Limit, string Name, double? Value)[] measured =
            [
                ("dorsal_csf_mm", "dorsal fluid", value.DorsalCsf * 1e3), ("cord_width_mm", "width of the cord", value.CordWidth * 1e3),
                ("cord_depth_mm", "depth of the cord", value.CordDepth * 1e3),
                ("cord_shift_mm", "shift of the cord", value.CordShiftX * 1e3),
                ("ventral_csf_mm", "ventral fluid", value.VentralCsf * 1e3), ("sac_width_mm", "width of the sac", value.SacWidth * 1e3),
                ("grey_area_mm2", "area of the grey matter", value.GreyArea * 1e6),
            ];
            foreach (var (name, words, number) in measured)
            {
                var limit = Limits.Of(name);
                if (number is not { } found || limit.Accepts(found))
                    continue;
                isGood = false;
                fields.Errors.Add(
                    group, CaseFields.Show(Math.Round(found, 2), limit.Unit), limit.Range,
                    $"The {words} measured at {level} cannot be used.");
            }
        }

        return isGood;
    }
}
