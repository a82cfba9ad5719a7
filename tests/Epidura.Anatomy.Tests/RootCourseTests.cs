using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Anatomy.Tests;

public class RootCourseTests
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);

    public static TheoryData<SpinalSegment> Segments =>
        [.. Enum.GetValues<SpinalSegment>().Where(s => s is >= SpinalSegment.C3 and <= SpinalSegment.S2)];

    private static Tissue TissueAt(Spine spine, Position p) => spine.SectionAt(p.Z).At(p.X, p.Y);

    [Theory]
    [MemberData(nameof(Segments))]
    public void Points_are_even_and_at_most_a_tenth_of_a_millimetre_apart(SpinalSegment segment)
    {
        var path = RootCourse.DorsalRootFibre(Template, segment, Side.Right, 0.5, 0.5);
        for (var i = 1; i < path.Count; i++)
        {
            Assert.InRange(path[i].DistanceTo(path[i - 1]), 0.09e-3, 0.1e-3 + 1e-12);
            Assert.True(path[i].Z > path[i - 1].Z);
        }
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_fibre_goes_from_the_fluid_into_white_matter_once_and_meets_no_grey(SpinalSegment segment)
    {
        foreach (var rootlet in new[] { 0, 0.5, 1 })
            foreach (var depth in new[] { 0, 0.5, 1 })
            {
                var path = RootCourse.DorsalRootFibre(Template, segment, Side.Left, rootlet, depth);
                var tissues = path.Select(p => TissueAt(Template, p)).ToList();
                var entry = tissues.IndexOf(Tissue.WhiteMatter);
                Assert.True(entry > 0, $"{segment} {rootlet} {depth}: {tissues[0]}");
                Assert.All(tissues.Take(entry), t => Assert.Equal(Tissue.CerebrospinalFluid, t));
                var wrong = tissues.Skip(entry).Select((t, i) => (t, path[entry + i])).FirstOrDefault(item => item.t != Tissue.WhiteMatter);
                Assert.True(
                    tissues.Skip(entry).All(t => t == Tissue.WhiteMatter),
                    $"{segment} {rootlet} {depth}: {wrong.t} at {wrong.Item2}, entry {path[entry]}");
                Assert.True(path[^1].X < 0);
            }
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void The_radius_of_curvature_is_bounded(SpinalSegment segment)
    {
        foreach (var rootlet in new[] { 0, 0.5, 1 })
        {
            var path = RootCourse.DorsalRootFibre(Template, segment, Side.Right, rootlet, 1);
            const int Span = 3;
            for (var i = Span; i < path.Count - Span; i++)
            {
                var turn = path[i + Span] - (2 * path[i]) + path[i - Span];
                var h = 0.5 * path[i + Span].DistanceTo(path[i - Span]);
                var curvature = Math.Sqrt((turn.X * turn.X) + (turn.Y * turn.Y) + (turn.Z * turn.Z)) / (h * h);
                Assert.True(curvature < 1 / 0.5e-3, $"{segment} {rootlet}: radius {1e3 / curvature} mm at {path[i]}");
            }
        }
    }

    [Fact]
    public void The_fibre_enters_inside_the_entry_zone_and_ends_beside_the_midline_20_mm_higher()
    {
        var path = RootCourse.DorsalRootFibre(Template, SpinalSegment.T10, Side.Right, 0.25, 0.5);
        var (top, bottom) = Template.EntrySpan(SpinalSegment.T10);
        var entry = path.First(p => TissueAt(Template, p) == Tissue.WhiteMatter);
        Assert.InRange(entry.Z, bottom, top);
        Assert.Equal(top - (0.25 * (top - bottom)), entry.Z, 1.0e-3);
        Assert.Equal(top - (0.25 * (top - bottom)) + 20e-3, path[^1].Z, 1e-9);
        Assert.InRange(path[^1].X, 0.5e-3, 2e-3);
    }

    [Fact]
    public void A_short_root_starts_beside_the_dura_at_its_foramen_and_a_long_one_is_cut()
    {
        var c7 = RootCourse.DorsalRootFibre(Template, SpinalSegment.C7, Side.Right, 0.5, 0.5);
        Assert.Equal(Template.ForamenHeight(SpinalSegment.C7), c7[0].Z, 1e-9);
        var sac = Template.SectionAt(c7[0].Z).Sac;
        Assert.True(sac.Contains(c7[0].X, c7[0].Y));
        Assert.False(sac.Contains(c7[0].X + 1.0e-3, c7[0].Y));
        var l5 = RootCourse.DorsalRootFibre(Template, SpinalSegment.L5, Side.Right, 0.5, 0.5);
        Assert.Equal(Template.EntryHeight(SpinalSegment.L5) - 40e-3, l5[0].Z, 1e-9);
    }

    [Fact]
    public void Left_and_right_mirror_each_other()
    {
        var left = RootCourse.DorsalRootFibre(Template, SpinalSegment.T9, Side.Left, 0.3, 0.2);
        var right = RootCourse.DorsalRootFibre(Template, SpinalSegment.T9, Side.Right, 0.3, 0.2);
        Assert.Equal(right.Count, left.Count);
        for (var i = 0; i < left.Count; i++)
            Assert.Equal(0, left[i].DistanceTo(new Position(-right[i].X, right[i].Y, right[i].Z)), 1e-12);
    }

    [Fact]
    public void The_direction_turns_by_more_than_twenty_degrees_at_the_entry()
    {
        var path = RootCourse.DorsalRootFibre(Template, SpinalSegment.T10, Side.Right, 0.5, 0.5);
        var at = path.TakeWhile(p => TissueAt(Template, p) != Tissue.WhiteMatter).Count();
        double Axial(int i) => (path[i + 1].Z - path[i].Z) / path[i + 1].DistanceTo(path[i]);
        var before = Math.Acos(Math.Min(1, Axial(at - 20))) * 180 / Math.PI;
        var after = Math.Acos(Math.Min(1, Axial(at + 40))) * 180 / Math.PI;
        Assert.InRange(before, 25, 60);
        Assert.InRange(after, 0, 3);
    }

    [Theory]
    [InlineData(-0.1, 0.5)]
    [InlineData(0.5, 1.1)]
    [InlineData(double.NaN, 0.5)]
    public void Fractions_outside_zero_to_one_are_refused(double rootlet, double depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RootCourse.DorsalRootFibre(Template, SpinalSegment.T9, Side.Right, rootlet, depth));
}
