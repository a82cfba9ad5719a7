using System.Text.Json;
using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy.Body;

/// <summary>Which face of the body a drawing shows.</summary>
public enum BodyView
{
    /// <summary>Facing the reader: the patient's left is on the right of the page.</summary>
    Front,

    /// <summary>Seen from behind: the patient's left is on the left of the page.</summary>
    Back,
}

/// <summary>A corner of the drawing; the unit is the height of the body.</summary>
/// <param name="X">From the midline to the right of the page.</param>
/// <param name="Y">From the crown down, 0 to 1.</param>
public readonly record struct BodyPoint(double X, double Y);

/// <summary>One cell of the body drawing: skin of one dermatome, on one side, in one view.</summary>
/// <param name="Id">Key, for example <c>front-left-thigh-upper</c>.</param>
/// <param name="View">Front or back.</param>
/// <param name="Side">Side of the patient.</param>
/// <param name="Dermatome">Segment; null on the face and the crown, which belong to a cranial nerve.</param>
/// <param name="Regions">Keys of the body regions it lies in, as in <see cref="BodyMap.Regions"/>; empty where none is named.</param>
/// <param name="Outline">Corners of a simple polygon, not closed; cells that touch share their corners.</param>
public sealed record BodyCell(
    string Id,
    BodyView View,
    Side Side,
    SpinalSegment? Dermatome,
    IReadOnlyList<string> Regions,
    IReadOnlyList<BodyPoint> Outline)
{
    /// <summary>Area in squared body heights.</summary>
    public double Area => Math.Abs(SignedArea());

    /// <summary>True inside; on an edge either answer is possible.</summary>
    public bool Contains(BodyPoint point)
    {
        var inside = false;
        for (int i = 0, j = Outline.Count - 1; i < Outline.Count; j = i++)
        {
            BodyPoint a = Outline[i], b = Outline[j];
            if ((a.Y > point.Y) == (b.Y > point.Y))
                continue;
            if (point.X < a.X + ((point.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
                inside = !inside;
        }

        return inside;
    }

    private double SignedArea()
    {
        var sum = 0.0;
        for (int i = 0, j = Outline.Count - 1; i < Outline.Count; j = i++)
            sum += (Outline[j].X * Outline[i].Y) - (Outline[i].X * Outline[j].Y);
        return sum / 2;
    }
}

/// <summary>A line that makes the drawing look like a person; carries no meaning.</summary>
/// <param name="View">Front or back.</param>
/// <param name="Points">Polyline.</param>
public sealed record BodyStroke(BodyView View, IReadOnlyList<BodyPoint> Points);

/// <summary>Our own drawing of a body, front and back, cut into cells of one dermatome each.</summary>
/// <remarks>data/anatomy/body.json. Key points after ISNCSCI; borders between them are an assumption. Checked by
/// BodyDrawingTests.</remarks>
public static class BodyDrawing
{
    private static readonly Lazy<(IReadOnlyList<BodyCell> Cells, IReadOnlyList<BodyStroke> Strokes)> Loaded = new(Load);

    /// <summary>All cells; none overlap, and together they cover the body in both views.</summary>
    public static IReadOnlyList<BodyCell> Cells => Loaded.Value.Cells;

    /// <summary>Lines to draw on top, faint.</summary>
    public static IReadOnlyList<BodyStroke> Strokes => Loaded.Value.Strokes;

    /// <summary>Cells of a painful area: those of a region, or of a dermatome when the key names one.</summary>
    /// <param name="key">A region such as <c>low_back</c>, or a dermatome such as <c>L5</c>.</param>
    /// <param name="side">Null for both sides.</param>
    public static IEnumerable<BodyCell> CellsOf(string key, Side? side)
    {
        SpinalSegment? dermatome = Enum.TryParse<SpinalSegment>(key, out var segment) ? segment : null;
        return Cells.Where(cell => (side is null || cell.Side == side)
            && (dermatome is null ? cell.Regions.Contains(key) : cell.Dermatome == dermatome));
    }

    private static (IReadOnlyList<BodyCell> Cells, IReadOnlyList<BodyStroke> Strokes) Load()
    {
        using var stream = typeof(BodyDrawing).Assembly.GetManifestResourceStream("body.json")
            ?? throw new InvalidOperationException("The table body.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        return (
            [.. root.GetProperty("cells").EnumerateArray().Select(ReadCell)],
            [.. root.GetProperty("strokes").EnumerateArray().Select(item => new BodyStroke(ReadView(item), ReadPoints(item, "points")))]);
    }

    private static BodyCell ReadCell(JsonElement item)
    {
        var dermatome = item.GetProperty("dermatome").GetString();
        return new BodyCell(
            item.GetProperty("id").GetString()!,
            ReadView(item),
            item.GetProperty("side").GetString() == "left" ? Side.Left : Side.Right,
            dermatome is null ? null : Enum.Parse<SpinalSegment>(dermatome),
            [.. item.GetProperty("regions").EnumerateArray().Select(region => region.GetString()!)],
            ReadPoints(item, "outline"));
    }

    private static BodyView ReadView(JsonElement item) =>
        item.GetProperty("view").GetString() == "front" ? BodyView.Front : BodyView.Back;

    private static List<BodyPoint> ReadPoints(JsonElement item, string name)
    {
        var numbers = item.GetProperty(name).EnumerateArray().Select(number => number.GetDouble()).ToArray();
        if (numbers.Length % 2 != 0)
            throw new InvalidOperationException($"body.json: {name} has an odd number of values.");
        return [.. Enumerable.Range(0, numbers.Length / 2).Select(i => new BodyPoint(numbers[2 * i], numbers[(2 * i) + 1]))];
    }
}
