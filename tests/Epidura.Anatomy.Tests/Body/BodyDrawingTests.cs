using Epidura.Anatomy.Body;
using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy.Tests.Body;

public class BodyDrawingTests
{
    /// <summary>Key sensory points of ISNCSCI on the drawing's right half of the page, in body heights × 200.</summary>
    private static readonly (BodyView View, double X, double Y, SpinalSegment Dermatome, string Where)[] KeyPoints =
    [
        (BodyView.Back, 2.5, 17, SpinalSegment.C2, "occipital protuberance"),
        (BodyView.Front, 8.5, 34.6, SpinalSegment.C3, "supraclavicular fossa"),
        (BodyView.Front, 19.5, 38.8, SpinalSegment.C4, "acromioclavicular joint"),
        (BodyView.Front, 32.2, 76.5, SpinalSegment.C5, "lateral antecubital fossa"),
        (BodyView.Back, 48, 108.5, SpinalSegment.C6, "thumb"),
        (BodyView.Back, 45.5, 115.5, SpinalSegment.C7, "middle finger"),
        (BodyView.Back, 39.2, 115, SpinalSegment.C8, "little finger"),
        (BodyView.Front, 28.4, 77, SpinalSegment.T1, "medial antecubital fossa"),
        (BodyView.Front, 19.2, 53, SpinalSegment.T2, "apex of the axilla"),
        (BodyView.Front, 8.3, 49.5, SpinalSegment.T3, "third intercostal space"),
        (BodyView.Front, 7.5, 55.6, SpinalSegment.T4, "nipple"),
        (BodyView.Front, 8.3, 60.5, SpinalSegment.T5, "fifth intercostal space"),
        (BodyView.Front, 2, 65, SpinalSegment.T6, "xiphisternum"),
        (BodyView.Front, 2, 68.75, SpinalSegment.T7, "a quarter down to the umbilicus"),
        (BodyView.Front, 2, 72.5, SpinalSegment.T8, "half way to the umbilicus"),
        (BodyView.Front, 2, 76.3, SpinalSegment.T9, "three quarters to the umbilicus"),
        (BodyView.Front, 1.5, 80.5, SpinalSegment.T10, "umbilicus"),
        (BodyView.Front, 8.3, 87.8, SpinalSegment.T11, "between T10 and T12"),
        (BodyView.Front, 8.3, 95.5, SpinalSegment.T12, "middle of the inguinal ligament"),
        (BodyView.Front, 7.7, 106.5, SpinalSegment.L1, "between T12 and L2"),
        (BodyView.Front, 7, 118, SpinalSegment.L2, "middle of the front of the thigh"),
        (BodyView.Front, 5.3, 140, SpinalSegment.L3, "medial femoral condyle"),
        (BodyView.Front, 6, 188.5, SpinalSegment.L4, "medial malleolus"),
        (BodyView.Front, 10, 196.5, SpinalSegment.L5, "dorsum of the foot, third toe"),
        (BodyView.Back, 12.5, 197, SpinalSegment.S1, "lateral heel"),
        (BodyView.Back, 8, 146, SpinalSegment.S2, "popliteal fossa"),
        (BodyView.Back, 4.2, 108, SpinalSegment.S3, "ischial tuberosity"),
        (BodyView.Back, 0.7, 105, SpinalSegment.S4, "perianal"),
    ];

    [Fact]
    public void Every_key_point_lies_in_a_cell_of_its_dermatome_on_both_sides()
    {
        foreach (var key in KeyPoints)
        {
            foreach (var mirror in new[] { 1, -1 })
            {
                var found = CellsAt(key.View, mirror * key.X / 200, key.Y / 200);
                var cell = Assert.Single(found);
                Assert.True(cell.Dermatome == key.Dermatome, $"{key.Where}: {cell.Id} is {cell.Dermatome}, not {key.Dermatome}");
                Assert.Equal((key.View == BodyView.Front) == (mirror == 1) ? Side.Left : Side.Right, cell.Side);
            }
        }
    }

    [Fact]
    public void Left_mirrors_right()
    {
        var byId = BodyDrawing.Cells.ToDictionary(cell => cell.Id);
        foreach (var left in BodyDrawing.Cells.Where(cell => cell.Side == Side.Left))
        {
            var right = byId[left.Id.Replace("-left-", "-right-", StringComparison.Ordinal)];
            Assert.Equal(left.Dermatome, right.Dermatome);
            Assert.Equal(left.Regions, right.Regions);
            Assert.Equal(left.Outline.Select(point => point with { X = -point.X }), right.Outline);
        }

        Assert.Equal(BodyDrawing.Cells.Count, 2 * BodyDrawing.Cells.Count(cell => cell.Side == Side.Left));
    }

    [Theory]
    [InlineData(BodyView.Front)]
    [InlineData(BodyView.Back)]
    public void No_point_lies_in_two_cells(BodyView view)
    {
        var inside = 0;
        for (var row = 0; row < 120; row++)
        {
            for (var column = -60; column < 60; column++)
            {
                var count = CellsAt(view, (column + 0.41) / 200, (row + 0.37) / 120).Count;
                Assert.InRange(count, 0, 1);
                inside += count;
            }
        }

        Assert.True(inside > 2000);
    }

    [Fact]
    public void The_edges_inside_the_body_are_shared_by_two_cells_and_the_others_form_the_silhouette()
    {
        foreach (var view in new[] { BodyView.Front, BodyView.Back })
        {
            var edges = BodyDrawing.Cells.Where(cell => cell.View == view).SelectMany(Edges).GroupBy(edge => edge)
                .Select(group => (Edge: group.Key, Count: group.Count())).ToArray();
            Assert.All(edges, edge => Assert.InRange(edge.Count, 1, 2));

            // The silhouette is one closed line and its area is the sum of the cells': no hole, no overlap.
            var outline = edges.Where(edge => edge.Count == 1).Select(edge => edge.Edge).ToArray();
            var silhouette = Walk(outline);
            Assert.Equal(outline.Length, silhouette.Count);
            var whole = new BodyCell("", view, Side.Left, null, [], silhouette).Area;
            Assert.Equal(whole, BodyDrawing.Cells.Where(cell => cell.View == view).Sum(cell => cell.Area), 9);
        }
    }

    [Fact]
    public void Every_region_of_the_pain_map_has_cells_on_both_sides_and_no_cell_names_an_unknown_region()
    {
        foreach (var region in BodyMap.Regions.Where(region => region.Targets.Count > 1 && region.UsualLevels.Length > 0))
        {
            Assert.NotEmpty(BodyDrawing.CellsOf(region.Name, Side.Left));
            Assert.NotEmpty(BodyDrawing.CellsOf(region.Name, Side.Right));
        }

        Assert.All(BodyDrawing.Cells.SelectMany(cell => cell.Regions), region => Assert.True(BodyMap.TryGet(region, out _), region));
    }

    [Fact]
    public void A_dermatome_from_C2_to_S4_is_drawn_and_found_by_its_name()
    {
        for (var segment = SpinalSegment.C2; segment <= SpinalSegment.S4; segment++)
            Assert.All(BodyDrawing.CellsOf(segment.ToString(), Side.Right), cell => Assert.Equal(segment, cell.Dermatome));
        for (var segment = SpinalSegment.C2; segment <= SpinalSegment.S4; segment++)
            Assert.NotEmpty(BodyDrawing.CellsOf(segment.ToString(), null));
    }

    private static List<BodyCell> CellsAt(BodyView view, double x, double y) =>
        [.. BodyDrawing.Cells.Where(cell => cell.View == view && cell.Contains(new BodyPoint(x, y)))];

    private static List<BodyPoint> Walk((BodyPoint A, BodyPoint B)[] edges)
    {
        var next = edges.SelectMany(edge => new[] { (From: edge.A, To: edge.B), (From: edge.B, To: edge.A) })
            .ToLookup(edge => edge.From, edge => edge.To);
        Assert.All(next, corner => Assert.Equal(2, corner.Count()));
        List<BodyPoint> points = [edges[0].A, edges[0].B];
        while (points[^1] != points[0] && points.Count <= edges.Length)
            points.Add(next[points[^1]].First(point => point != points[^2]));
        points.RemoveAt(points.Count - 1);
        return points;
    }

    private static IEnumerable<(BodyPoint A, BodyPoint B)> Edges(BodyCell cell)
    {
        for (int i = 0, j = cell.Outline.Count - 1; i < cell.Outline.Count; j = i++)
        {
            BodyPoint a = cell.Outline[i], b = cell.Outline[j];
            yield return (a.X, a.Y).CompareTo((b.X, b.Y)) < 0 ? (a, b) : (b, a);
        }
    }
}
