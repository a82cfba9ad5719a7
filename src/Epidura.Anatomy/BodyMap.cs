using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Anatomy;

/// <summary>A part of the body a person can name as painful, and the segments whose fibres carry its feeling.</summary>
/// <param name="Name">Key: <c>low_back</c>, or a dermatome such as <c>L5</c>.</param>
/// <param name="Title">Shown to people.</param>
/// <param name="Targets">Segments with weights that sum to 1.</param>
/// <param name="UsualLevels">Vertebral levels where the active cathode usually lies; empty for a dermatome.</param>
/// <param name="Source">Where the row comes from.</param>
public sealed record BodyRegion(
    string Name,
    string Title,
    IReadOnlyList<(SpinalSegment Segment, double Weight)> Targets,
    string UsualLevels,
    string Source);

/// <summary>Body regions and dermatomes; the drawing is in <see cref="Body.BodyDrawing"/>.</summary>
/// <remarks>data/anatomy/regions.csv and data/anatomy/dermatomes.csv.</remarks>
public static class BodyMap
{
    private static readonly Lazy<IReadOnlyList<BodyRegion>> LoadedRegions = new(LoadRegions);

    /// <summary>Named regions, then the dermatomes C2 to S5.</summary>
    public static IReadOnlyList<BodyRegion> Regions => LoadedRegions.Value;

    /// <summary>Finds a region or a dermatome by its key.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out BodyRegion? region)
    {
        region = Regions.FirstOrDefault(item => item.Name == name);
        return region is not null;
    }

    private static List<BodyRegion> LoadRegions()
    {
        List<BodyRegion> regions = [];
        foreach (var row in Table.FromResource(typeof(BodyMap).Assembly, "regions.csv").Rows)
        {
            var targets = row.Text("targets").Split(';').Select(ReadTarget).ToList();
            var sum = targets.Sum(target => target.Weight);
            regions.Add(new BodyRegion(
                row.Text("name"), row.Text("title"), [.. targets.Select(target => (target.Segment, target.Weight / sum))],
                row.Text("usual_levels"), row.Text("source")));
        }

        foreach (var row in Table.FromResource(typeof(BodyMap).Assembly, "dermatomes.csv").Rows)
        {
            var segment = Enum.Parse<SpinalSegment>(row.Text("segment"));
            regions.Add(new BodyRegion(
                row.Text("segment"), $"Dermatome {segment}: {row.Text("key_point")}", [(segment, 1.0)], "", row.Text("source")));
        }

        return regions;
    }

    private static (SpinalSegment Segment, double Weight) ReadTarget(string text)
    {
        var parts = text.Split(':');
        return (Enum.Parse<SpinalSegment>(parts[0]), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
