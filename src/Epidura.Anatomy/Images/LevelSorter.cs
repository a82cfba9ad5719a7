using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy.Images;

/// <summary>Finds the vertebrae along the cord from labels, and the mean section of each.</summary>
internal sealed class LevelSorter(SpineImages images, CordLine line, List<string> notes)
{
    private const int LabelMax = 60;
    private const int LastLevel = (int)VertebralLevel.L5 + 1;

    /// <summary>Discs lie in front of the cord: a point this far away still has a place along it, m.</summary>
    private const double EndMargin = 3e-3;

    /// <summary>Shortest piece of a level that counts as one, m.</summary>
    private const double PieceMin = 2e-3;

    /// <summary>Mean sections, rostral first.</summary>
    /// <param name="sections">Caudal first.</param>
    /// <exception cref="ImageFault">No label, labels that are not levels, or in the wrong order.</exception>
    public IReadOnlyList<MeasuredLevel> Levels(IReadOnlyList<MeasuredSection> sections)
    {
        var spans = images.Levels is { } levels ? FromLevels(levels)
            : images.Discs is { } discs ? FromDiscs(discs)
            : throw new ImageFault("There is no image of vertebral levels; give levels (the labelled cord) or discs (single points)");
        List<MeasuredLevel> found = [];
        foreach (var (label, bottom, top, isWhole) in spans.OrderBy(span => span.Label))
        {
            double middle = 0.5 * (top + bottom), quarter = 0.25 * (top - bottom);
            MeasuredSection[] inside = [.. sections.Where(s => Math.Abs(s.Arc - middle) <= quarter)];
            var level = (VertebralLevel)(label - 1);
            if (level is < VertebralLevel.C2 or > VertebralLevel.L1)
                notes.Add($"{level} lies outside C2 to L1 and was left to the template");
            else if (inside.Length < 2)
                notes.Add($"{level} is cut by the edge of the images and was left to the template");
            else
                found.Add(new MeasuredLevel(level, inside.Length, isWhole ? top - bottom : null, Mean(inside)));
        }

        if (found.Count == 0)
        {
            throw new ImageFault(
                $"The image {(images.Levels ?? images.Discs)!.Name} has no vertebra from C2 to L1 (labels 2 to 20) "
                + "where cord and canal were measured");
        }

        return found;
    }

    /// <summary>Mean of every number.</summary>
    public static MeasuredSection Mean(MeasuredSection[] s) => new(
        s.Average(x => x.Arc), s.Average(x => x.CordWidth), s.Average(x => x.CordDepth), s.Average(x => x.CordArea),
        s.Average(x => x.CordShift), s.Average(x => x.DorsalCsf), s.Average(x => x.VentralCsf), s.Average(x => x.SacWidth),
        s[0].GreyArea is null ? null : s.Average(x => x.GreyArea), s.Average(x => x.Curvature));

    private List<(int Label, double Bottom, double Top, bool IsWhole)> FromLevels(LabelImage image)
    {
        var groups = Group(image);
        List<(int Label, double Low, double High)> pieces = [];
        foreach (var (label, arcs) in groups.Where(group => group.Key <= LastLevel))
        {
            // One voxel in fifty may stray: labels are drawn or warped by hand and machine.
            var (low, high) = (arcs[arcs.Count / 50], arcs[arcs.Count - 1 - (arcs.Count / 50)]);
            if (high - low >= PieceMin)
                pieces.Add((label, low, high));
        }

        if (pieces.Count == 0)
        {
            throw new ImageFault(
                $"The image {image.Name} has points only; give them as discs if they are discs, else label the whole cord");
        }

        for (var n = 1; n < pieces.Count; n++)
            CheckOrder(image, pieces[n - 1].Label, 0.5 * (pieces[n - 1].Low + pieces[n - 1].High), pieces[n].Label,
                0.5 * (pieces[n].Low + pieces[n].High));
        List<(int, double, double, bool)> spans = [];
        for (var n = 0; n < pieces.Count; n++)
        {
            var hasAbove = n > 0 && pieces[n - 1].Label == pieces[n].Label - 1;
            var hasBelow = n + 1 < pieces.Count && pieces[n + 1].Label == pieces[n].Label + 1;
            spans.Add((
                pieces[n].Label,
                hasBelow ? 0.5 * (pieces[n].Low + pieces[n + 1].High) : pieces[n].Low,
                hasAbove ? 0.5 * (pieces[n].High + pieces[n - 1].Low) : pieces[n].High,
                hasAbove && hasBelow));
        }

        return spans;
    }

    private List<(int Label, double Bottom, double Top, bool IsWhole)> FromDiscs(LabelImage image)
    {
        (int Label, double Arc)[] discs = [.. Group(image).Select(group => (group.Key, group.Value.Average()))];
        for (var n = 1; n < discs.Length; n++)
            CheckOrder(image, discs[n - 1].Label, discs[n - 1].Arc, discs[n].Label, discs[n].Arc);
        List<(int, double, double, bool)> spans = [];
        for (var n = 0; n + 1 < discs.Length; n++)
            if (discs[n + 1].Label == discs[n].Label + 1)
                spans.Add((discs[n].Label, discs[n + 1].Arc, discs[n].Arc, true));
        if (spans.Count == 0)
            throw new ImageFault($"The image {image.Name} has no two discs that follow each other (labels n and n + 1)");
        return spans;
    }

    private static void CheckOrder(LabelImage image, int upper, double upperArc, int lower, double lowerArc)
    {
        if (upperArc <= lowerArc)
        {
            throw new ImageFault(
                $"In the image {image.Name} label {lower} lies nearer to the head than label {upper}: "
                + "its orientation or its labels are wrong");
        }
    }

    /// <summary>Arc lengths of the voxels of each label, rising.</summary>
    private SortedDictionary<int, List<double>> Group(LabelImage image)
    {
        SortedDictionary<int, List<double>> groups = [];
        foreach (var voxel in image.Voxels)
        {
            var label = (int)Math.Round(Math.Clamp(voxel.Value, -1, LabelMax + 1));
            if (Math.Abs(voxel.Value - label) > 0.01 || label < 1 || label > LabelMax)
            {
                throw new ImageFault(
                    $"The image {image.Name} holds the value "
                    + FormattableString.Invariant($"{voxel.Value:0.###}; allowed are whole numbers from 1 to {LabelMax}, ")
                    + "so resample it by nearest neighbour");
            }

            if (line.TryPlace(image.Affine.At(voxel.I, voxel.J, voxel.K), out var place)
                && place.Arc > -EndMargin && place.Arc < line.Length + EndMargin)
            {
                if (!groups.TryGetValue(label, out var arcs))
                    groups[label] = arcs = [];
                arcs.Add(place.Arc);
            }
        }

        if (groups.Count == 0)
            throw new ImageFault(image.Voxels.Count == 0
                ? $"The image {image.Name} is empty: it has no label of a vertebra"
                : $"The images {images.Cord.Name} and {image.Name} do not overlap: no label lies beside the cord");
        foreach (var arcs in groups.Values)
            arcs.Sort();
        return groups;
    }
}
