using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Anatomy.Tracts;
using Epidura.Quantities;

namespace Epidura.Anatomy.Tests;

public class DorsalColumnMapTests
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);

    [Fact]
    public void At_T9_the_order_from_the_midline_is_sacral_lumbar_then_thoracic()
    {
        var z = Template.SegmentSpan(SpinalSegment.T9).Bottom;
        SpinalSegment[] expected =
        [
            SpinalSegment.S5, SpinalSegment.S4, SpinalSegment.S3, SpinalSegment.S2, SpinalSegment.S1,
            SpinalSegment.L5, SpinalSegment.L4, SpinalSegment.L3, SpinalSegment.L2, SpinalSegment.L1,
            SpinalSegment.T12, SpinalSegment.T11, SpinalSegment.T10,
        ];
        var laminae = DorsalColumnMap.Laminae(Template, z + 1e-9);
        Assert.Equal(expected, laminae.Where(l => l.To - l.From > 1e-6).Select(l => l.Segment));
        Assert.Equal(1, laminae[^1].To, 1e-12);
        Assert.Equal(0, laminae[0].From);
    }

    [Fact]
    public void Widths_follow_fibre_count_times_what_is_left_per_segment()
    {
        var z = Template.SegmentSpan(SpinalSegment.T9).Bottom;
        var laminae = DorsalColumnMap.Laminae(Template, z + 1e-9).ToDictionary(l => l.Segment, l => l.To - l.From);
        Assert.Equal(41.5 / 34.5 * 0.88, laminae[SpinalSegment.S1] / laminae[SpinalSegment.L5], 1e-6);
        Assert.Equal(0.88, laminae[SpinalSegment.T12] / laminae[SpinalSegment.T11], 1e-6);
    }

    [Fact]
    public void Laminae_lean_to_the_midline_with_depth()
    {
        var z = Template.EntryHeight(SpinalSegment.T9);
        var section = Template.SectionAt(z);
        var laminae = DorsalColumnMap.Laminae(Template, z);
        var x = 0.5 * DorsalColumnMap.HalfWidth(section);
        var surface = DorsalColumnMap.SegmentAt(laminae, section, x, section.Cord.DorsalEdge(x) - 0.01e-3);
        var deep = DorsalColumnMap.SegmentAt(laminae, section, x, section.Cord.DorsalEdge(x) - 1.5e-3);
        Assert.True(deep < surface, $"{surface} at the surface, {deep} deep");
    }

    [Fact]
    public void The_dorsal_column_lies_between_the_horns_and_behind_the_commissure()
    {
        foreach (var segment in new[] { SpinalSegment.C5, SpinalSegment.T9, SpinalSegment.L2 })
        {
            var section = Template.SectionAt(Template.EntryHeight(segment));
            var top = section.Cord.SemiY;
            Assert.True(DorsalColumnMap.IsInDorsalColumn(section, 0, top - 0.1e-3));
            Assert.True(DorsalColumnMap.IsInDorsalColumn(section, 0, 0.5 * top));
            Assert.False(DorsalColumnMap.IsInDorsalColumn(section, 0, -0.5 * top));
            Assert.False(DorsalColumnMap.IsInDorsalColumn(section, 0.9 * section.Cord.SemiX, 0));
            Assert.False(DorsalColumnMap.IsInDorsalColumn(section, 0, top + 0.1e-3));
            var beyond = 1.15 * DorsalColumnMap.HalfWidth(section);
            Assert.False(DorsalColumnMap.IsInDorsalColumn(section, beyond, section.Cord.DorsalEdge(beyond) - 0.05e-3));
        }
    }

    [Fact]
    public void Both_columns_are_mirror_images_and_their_area_is_near_the_template()
    {
        var section = Template.SectionAt(Template.EntryHeight(SpinalSegment.T9));
        double left = 0, right = 0;
        const double H = 0.02e-3;
        for (var i = -250; i < 250; i++)
            for (var j = -200; j < 200; j++)
                if (DorsalColumnMap.IsInDorsalColumn(section, (i + 0.5) * H, (j + 0.5) * H))
                    (left, right) = i < 0 ? (left + (H * H), right) : (left, right + (H * H));
        Assert.Equal(left, right, 1e-9);

        // PAM50 gives 10.4 mm² at T9; the five-ellipse grey matter leaves less, as stated in docs/science/anatomy.md.
        Assert.InRange((left + right) * 1e6, 5, 11);
    }

    [Fact]
    public void A_point_is_found_with_its_side()
    {
        var z = Template.EntryHeight(SpinalSegment.T9);
        var y = Template.SectionAt(z).Cord.SemiY - 0.2e-3;
        Assert.True(DorsalColumnMap.TryLocate(Template, z, -0.05e-3, y, out var segment, out var side));
        Assert.Equal(Side.Left, side);
        Assert.InRange(segment, SpinalSegment.S1, SpinalSegment.S5);
        Assert.False(DorsalColumnMap.TryLocate(Template, z, 0, -1e-3, out _, out _));
    }

    [Fact]
    public void A_fibre_keeps_its_depth_along_the_cord()
    {
        var z = Template.EntryHeight(SpinalSegment.T9);
        var cord = Template.SectionAt(z).Cord;
        var fibre = DorsalColumnMap.Fibre(
            Template, new Position(0.5e-3, cord.DorsalEdge(0.5e-3) - 0.15e-3, z), z - 60e-3, z + 60e-3);
        foreach (var p in fibre)
        {
            var section = Template.SectionAt(p.Z);
            Assert.Equal(0.15e-3, section.Cord.DorsalEdge(p.X) - p.Y, 1e-6);
            Assert.Equal(Tissue.WhiteMatter, section.At(p.X, p.Y));
        }

        Assert.InRange(fibre[1].DistanceTo(fibre[0]), 0.09e-3, 0.1e-3);
        Assert.Throws<ArgumentException>(() => DorsalColumnMap.Fibre(Template, new Position(20e-3, 0, z), z, z + 1e-3));
    }

    [Fact]
    public void Counts_reproduce_the_published_strip()
    {
        var column = FibreStatistics.DorsalColumn;
        Assert.Equal(16, column.FibresPerSquareMetre * 1e-9, 1e-9);
        Assert.Equal(41_500, FibreStatistics.DorsalRoot(SpinalSegment.S1).Count, 1e-6);
        Assert.True(FibreStatistics.DorsalRoot(SpinalSegment.T9).IsAssumption);
        Assert.All(FibreStatistics.DorsalColumnRows, row => Assert.NotEmpty(row.Source));
    }
}
