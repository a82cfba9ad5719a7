using Epidura.Anatomy.Body;
using Epidura.Anatomy.Levels;

namespace Epidura.Planning.Reports;

/// <summary>The body from the front and from behind: pain hatched and outlined, predicted paresthesia filled.</summary>
public static class BodyPicture
{
    private const double Height = 430;
    private const double Scale = 400;
    private const double Top = 22;
    private const double Margin = 105;
    private const double LegendLeft = 508;

    /// <summary>Draws the pain map and, where a program is given, the dermatomes it is predicted to reach.</summary>
    /// <param name="pain">Painful areas.</param>
    /// <param name="segments">Recruitment per segment and side; empty draws the pain alone.</param>
    /// <param name="areas">Coverage per painful area, drawn as bars; empty leaves them out.</param>
    /// <param name="name">Prefix of ids in the picture.</param>
    public static string Draw(
        IReadOnlyList<PlannedPain> pain, IReadOnlyList<Recruitment.SegmentRecruitment> segments, IReadOnlyList<AreaCoverage> areas,
        string name = "body")
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(pain);
        ArgumentNullException.ThrowIfNull(segments);
        var canvas = new SvgCanvas(name, Describe(pain, segments), 688, Height);
        var hatch = canvas.Hatch("pain", Palette.Red, 4.2, 1.5, 45);
        var painful = pain.SelectMany(area => BodyDrawing.CellsOf(area.Region, area.Side)).Select(cell => cell.Id).ToHashSet();
        var covered = segments.Where(item => item.IsCovered).Select(item => (item.Segment, item.Side)).ToHashSet();
        foreach (var view in new[] { BodyView.Front, BodyView.Back })
            DrawView(canvas, view, painful, covered, hatch);
        Legend(canvas, hatch, segments.Count > 0);
        Areas(canvas, areas);
        return canvas.ToString();
    }

    /// <summary>Cells that are painful, covered or both, as the picture marks them.</summary>
    public static bool IsCovered(BodyCell cell, HashSet<(SpinalSegment Segment, Side Side)> covered)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(covered);
        return cell.Dermatome is { } dermatome && covered.Contains((dermatome, cell.Side));
    }

    private static double CentreOf(BodyView view) => view == BodyView.Front ? 126 : 372;

    private static PicturePoint Place(BodyView view, BodyPoint point) => new(CentreOf(view) + (point.X * Scale), Top + (point.Y * Scale));

    private static void DrawView(
        SvgCanvas canvas, BodyView view, HashSet<string> painful, HashSet<(SpinalSegment Segment, Side Side)> covered, string hatch)
    {
        var cells = BodyDrawing.Cells.Where(cell => cell.View == view).ToArray();
        canvas.BeginGroup(view == BodyView.Front ? "front" : "back");
        foreach (var cell in cells)
        {
            var fill = IsCovered(cell, covered) ? Palette.PaleBlue : Palette.Skin;
            canvas.Path(Outline(cell), new Paint(fill, "#b9aea2", 0.45), isClosed: true);
        }

        var hurting = cells.Where(cell => painful.Contains(cell.Id)).ToArray();
        canvas.BeginGroup("pain");
        canvas.Paths(hurting.Select(Outline), Paint.Filled(hatch), isClosed: true);
        canvas.EndGroup();
        Border(canvas, cells, Palette.Soft, 0.9);
        Border(canvas, [.. cells.Where(cell => IsCovered(cell, covered))], Palette.Blue, 1.1);
        Border(canvas, hurting, Palette.Red, 1.5);
        canvas.Paths(
            BodyDrawing.Strokes.Where(stroke => stroke.View == view).Select(stroke => Outline(view, stroke.Points)),
            new Paint("none", Palette.Soft, 0.6, Opacity: 0.75));
        var isFront = view == BodyView.Front;
        canvas.Text(CentreOf(view), 12, isFront ? "Front" : "Back", size: 12, anchor: Anchor.Middle, isBold: true);
        canvas.Text(CentreOf(view) - 62, 34, isFront ? "right" : "left", anchor: Anchor.Middle, colour: Palette.Soft);
        canvas.Text(CentreOf(view) + 62, 34, isFront ? "left" : "right", anchor: Anchor.Middle, colour: Palette.Soft);
        Names(canvas, view, cells, painful, covered);
        canvas.EndGroup();
    }

    /// <summary>Names of the painful or covered dermatomes in the margins, each with a line to its largest marked cell.</summary>
    private static void Names(
        SvgCanvas canvas, BodyView view, BodyCell[] cells, HashSet<string> painful, HashSet<(SpinalSegment Segment, Side Side)> covered)
    {
        var marked = cells.Where(cell => cell.Dermatome is not null && (painful.Contains(cell.Id) || IsCovered(cell, covered)));
        var chosen = marked.GroupBy(cell => cell.Dermatome!.Value)
            .Select(group => group.OrderByDescending(IsOnRight).ThenByDescending(cell => cell.Area).First()).ToArray();
        foreach (var isRight in new[] { true, false })
        {
            var side = chosen.Where(cell => IsOnRight(cell) == isRight)
                .Select(cell => (cell.Dermatome, At: Place(view, OuterPoint(cell)))).OrderBy(label => label.At.Y).ToArray();
            var heights = PlotFrame.Spread([.. side.Select(label => label.At.Y)], 11.5, 78, Top + Scale);
            var margin = CentreOf(view) + (isRight ? Margin : -Margin);
            for (var i = 0; i < side.Length; i++)
            {
                var end = margin + (isRight ? -2 : 2);
                canvas.Line(side[i].At.X, side[i].At.Y, end, heights[i], Paint.Line(Palette.Soft, 0.5));
                canvas.Circle(side[i].At.X, side[i].At.Y, 1.2, Paint.Filled(Palette.Soft));
                canvas.Text(
                    margin, heights[i] + 3.4, side[i].Dermatome.ToString()!, Palette.SmallText, isRight ? Anchor.Start : Anchor.End);
            }
        }
    }

    private static bool IsOnRight(BodyCell cell) => cell.Outline.Average(point => point.X) > 0;

    /// <summary>A point inside the cell, towards its edge away from the midline.</summary>
    private static BodyPoint OuterPoint(BodyCell cell)
    {
        var outer = cell.Outline.MaxBy(point => Math.Abs(point.X));
        var centre = new BodyPoint(cell.Outline.Average(point => point.X), cell.Outline.Average(point => point.Y));
        var point = new BodyPoint((0.5 * outer.X) + (0.5 * centre.X), (0.5 * outer.Y) + (0.5 * centre.Y));
        return cell.Contains(point) ? point : centre;
    }

    /// <summary>Edges that belong to one cell of the set only: the outline of their union.</summary>
    private static void Border(SvgCanvas canvas, BodyCell[] cells, string colour, double width)
    {
        var edges = new Dictionary<(BodyPoint A, BodyPoint B), (int Count, BodyView View)>();
        List<(BodyPoint A, BodyPoint B)> order = [];
        foreach (var cell in cells)
        {
            for (int i = 0, j = cell.Outline.Count - 1; i < cell.Outline.Count; j = i++)
            {
                BodyPoint a = cell.Outline[i], b = cell.Outline[j];
                var key = (a.X, a.Y).CompareTo((b.X, b.Y)) < 0 ? (a, b) : (b, a);
                if (edges.TryGetValue(key, out var known))
                    edges[key] = (known.Count + 1, cell.View);
                else
                {
                    edges[key] = (1, cell.View);
                    order.Add(key);
                }
            }
        }

        canvas.Paths(Chain([.. order.Where(key => edges[key].Count == 1)])
            .Select(line => Outline(cells[0].View, line)), new Paint("none", colour, width));
    }

    /// <summary>Joins edges that touch to longer lines, so that the file stays small and corners are joined.</summary>
    private static IEnumerable<IReadOnlyList<BodyPoint>> Chain(List<(BodyPoint A, BodyPoint B)> edges)
    {
        var at = edges.SelectMany((edge, i) => new[] { (edge.A, i), (edge.B, i) }).ToLookup(item => item.Item1, item => item.i);
        var used = new bool[edges.Count];
        for (var first = 0; first < edges.Count; first++)
        {
            if (used[first])
                continue;
            used[first] = true;
            List<BodyPoint> line = [edges[first].A, edges[first].B];
            while (at[line[^1]].Cast<int?>().FirstOrDefault(i => !used[i!.Value]) is { } next)
            {
                used[next] = true;
                line.Add(edges[next].A == line[^1] ? edges[next].B : edges[next].A);
            }

            yield return line;
        }
    }

    private static PicturePoint[] Outline(BodyCell cell) => Outline(cell.View, cell.Outline);

    private static PicturePoint[] Outline(BodyView view, IReadOnlyList<BodyPoint> points) =>
        [.. points.Select(point => Place(view, point))];

    private static void Legend(SvgCanvas canvas, string hatch, bool hasProgram)
    {
        const double x = LegendLeft;
        void Row(double y, Action draw, params string[] lines)
        {
            draw();
            for (var i = 0; i < lines.Length; i++)
                canvas.Text(x + 32, y + 11 + (14 * i) - (lines.Length > 1 ? 4 : 0), lines[i]);
        }

        Row(128, () => canvas.Rectangle(x, 128, 24, 16, new Paint(hatch, Palette.Red, 1.5)), "pain");
        if (!hasProgram)
            return;
        Row(158, () => canvas.Rectangle(x, 158, 24, 16, new Paint(Palette.PaleBlue, Palette.Blue, 1.1)), "predicted", "paresthesia only");
        Row(192, () =>
        {
            canvas.Rectangle(x, 192, 24, 16, Paint.Filled(Palette.PaleBlue));
            canvas.Rectangle(x, 192, 24, 16, new Paint(hatch, Palette.Red, 1.5));
        }, "pain that is", "predicted to be covered");
        Row(228, () => canvas.Rectangle(x, 228, 24, 16, new Paint(Palette.Skin, "#b9aea2", 0.8)), "neither");
    }

    private static void Areas(SvgCanvas canvas, IReadOnlyList<AreaCoverage> areas)
    {
        const double x = LegendLeft, width = 120;
        if (areas.Count == 0)
            return;
        canvas.Text(x, 292, "Coverage, base anatomy", isBold: true);
        var step = Math.Min(30, 128.0 / areas.Count);
        for (var i = 0; i < areas.Count; i++)
        {
            var y = 306 + (i * step);
            canvas.Text(x, y + 4, $"{areas[i].Title}, {Words.Of(areas[i].Side)}", Palette.SmallText);
            canvas.Rectangle(x, y + 8, width, 8, new Paint("#ffffff", Palette.Soft, 0.7));
            canvas.Rectangle(x, y + 8, width * Math.Clamp(areas[i].Covered, 0, 1), 8, new Paint(Palette.PaleBlue, Palette.Blue, 0.7));
            canvas.Text(x + width + 6, y + 15.5, Words.Percent(areas[i].Covered), Palette.SmallText, isBold: true);
        }
    }

    private static string Describe(IReadOnlyList<PlannedPain> pain, IReadOnlyList<Recruitment.SegmentRecruitment> segments)
    {
        var areas = Words.List([.. pain.Select(area => $"{area.Title} ({Words.Of(area.Side)})")]);
        var covered = segments.Where(item => item.IsCovered).Select(item => $"{item.Segment} {Words.Of(item.Side)}").ToArray();
        return segments.Count == 0
            ? $"Body map. Pain: {areas}."
            : $"Body map. Pain: {areas}. Predicted paresthesia: {(covered.Length == 0 ? "none" : string.Join(", ", covered))}.";
    }
}
