using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
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

/// <summary>One cell of the body drawing.</summary>
/// <param name="Id">Key.</param>
/// <param name="View"><c>front</c> or <c>back</c>.</param>
/// <param name="Side">Side of the patient; null in the midline.</param>
/// <param name="Dermatome">Segment it belongs to.</param>
/// <param name="Region">Key of the body region it belongs to.</param>
/// <param name="Outline">Corners in drawing units: x, y, x, y, …</param>
public sealed record BodyCell(
    string Id, string View, Side? Side, SpinalSegment Dermatome, string Region, IReadOnlyList<double> Outline);

/// <summary>Body regions, dermatomes and the cells of the body drawing.</summary>
/// <remarks>data/anatomy/regions.csv and data/anatomy/body.json.</remarks>
public static class BodyMap
{
    private static readonly Lazy<IReadOnlyList<BodyRegion>> LoadedRegions = new(LoadRegions);
    private static readonly Lazy<IReadOnlyList<BodyCell>> LoadedCells = new(LoadCells);

    /// <summary>Named regions, then the dermatomes C2 to S5.</summary>
    public static IReadOnlyList<BodyRegion> Regions => LoadedRegions.Value;

    /// <summary>Cells of the drawing; empty while the drawing is not embedded.</summary>
    public static IReadOnlyList<BodyCell> Cells => LoadedCells.Value;

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
                row.Text("segment"), $"Dermatome {row.Text("segment")}: {row.Text("key_point")}", [(segment, 1.0)], "", row.Text("source")));
        }

        return regions;
    }

    private static (SpinalSegment Segment, double Weight) ReadTarget(string text)
    {
        var parts = text.Split(':');
        return (Enum.Parse<SpinalSegment>(parts[0]), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The drawing: an object with a list <c>cells</c> of id, view, side, dermatome, region and points.</summary>
    private static List<BodyCell> LoadCells()
    {
        using var stream = typeof(BodyMap).Assembly.GetManifestResourceStream("body.json");
        if (stream is null)
            return [];
        using var document = JsonDocument.Parse(stream);
        List<BodyCell> cells = [];
        foreach (var cell in document.RootElement.GetProperty("cells").EnumerateArray())
        {
            Side? side = cell.GetProperty("side").GetString() switch
            {
                "left" => Side.Left,
                "right" => Side.Right,
                _ => null,
            };
            cells.Add(new BodyCell(
                cell.GetProperty("id").GetString() ?? "",
                cell.GetProperty("view").GetString() ?? "",
                side,
                Enum.Parse<SpinalSegment>(cell.GetProperty("dermatome").GetString() ?? ""),
                cell.GetProperty("region").GetString() ?? "",
                [.. Points(cell.GetProperty("points"))]));
        }

        return cells;
    }

    /// <summary>Accepts [x, y, x, y] and [[x, y], [x, y]].</summary>
    private static IEnumerable<double> Points(JsonElement points)
    {
        foreach (var item in points.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                foreach (var value in item.EnumerateArray())
                    yield return value.GetDouble();
            }
            else
                yield return item.GetDouble();
        }
    }
}
