using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Tests.Recruitment;

public class RecruitmentTests
{
    private static readonly Criteria Numbers = new(8, 5, 32, 20, 8);

    /// <summary>Each site's fibres fire at 1 mA plus 1 mA per site from the midline, whatever the diameter.</summary>
    private static ProgramRecruitment Staircase(out RecruitmentLayout layout)
    {
        var population = StandIn.Cord(40e-3, SpinalSegment.S1, SpinalSegment.L5, SpinalSegment.L4);
        layout = new RecruitmentLayout(population);
        var rungs = population.Sites.Select((_, i) => Enumerable.Repeat(1e-3 + ((i % 3) * 1e-3), 4).ToArray()).ToArray();
        return layout.Recruit(rungs, 25.5e-3);
    }

    [Fact]
    public void A_cell_is_counted_when_its_fibres_fire()
    {
        var recruitment = Staircase(out _);
        var cell = new Cell(SpinalSegment.L5, Side.Left);
        Assert.Equal(0, recruitment.Count(FibreKind.DorsalColumn, cell, 1.99e-3));
        Assert.Equal(31, recruitment.Count(FibreKind.DorsalColumn, cell, 2.01e-3), 1e-9);
        Assert.Equal(2e-3, recruitment.CoverAmplitude(cell, 8), 1e-9);
    }

    [Fact]
    public void Perception_counts_target_segments_only_and_discomfort_any_segment()
    {
        var recruitment = Staircase(out _);
        var (perception, by) = recruitment.Perception(Numbers, new HashSet<SpinalSegment> { SpinalSegment.L4 });
        Assert.Equal(3e-3, perception, 1e-9);
        Assert.Contains("L4", by, StringComparison.Ordinal);

        // 32 fibres of S1 need both sides: 31 + 1.
        Assert.Equal(1e-3, recruitment.Discomfort(Numbers).Amplitude, 1e-9);
    }

    [Fact]
    public void Needing_more_fibres_than_there_are_is_never_reached()
    {
        var recruitment = Staircase(out _);
        Assert.Equal(double.PositiveInfinity, recruitment.CoverAmplitude(new Cell(SpinalSegment.L5, Side.Left), 32));
        Assert.Equal(double.PositiveInfinity, recruitment.CoverAmplitude(new Cell(SpinalSegment.C5, Side.Left), 1));
    }

    [Fact]
    public void Curves_rise_to_the_number_available()
    {
        var recruitment = Staircase(out _);
        var curves = recruitment.Curves([0, 1e-3, 2e-3, 5e-3]);
        Assert.Equal(6, curves.Curves.Count);
        Assert.All(curves.Curves, c => Assert.Equal(c.Available, c.Counts[^1], 1e-9));
        Assert.All(curves.Curves, c => Assert.True(c.Counts.Zip(c.Counts.Skip(1)).All(p => p.Second >= p.First)));
    }

    [Fact]
    public void A_dorsal_root_is_perceived_with_fewer_fibres()
    {
        var column = StandIn.Site(SpinalSegment.L5, Side.Left, 0.2, 40e-3);
        var root = column with { Kind = FibreKind.DorsalRoot, Segment = SpinalSegment.T9, Classes = [new(14e-6, 6)] };
        var layout = new RecruitmentLayout(new Population([column, root], [], 40e-3, 0));
        var recruitment = layout.Recruit([[4e-3, 4e-3, 4e-3, 4e-3], [2e-3, 2e-3, 2e-3, 2e-3]], 25.5e-3);
        var (amplitude, by) = recruitment.Perception(Numbers, new HashSet<SpinalSegment> { SpinalSegment.L5 });
        Assert.Equal(2e-3, amplitude, 1e-9);
        Assert.Contains("left dorsal root T9", by, StringComparison.Ordinal);
    }

    [Fact]
    public void Tracks_give_points_by_arc_length_and_stretches_inside_a_region()
    {
        var track = new FibreTrack([new(0, 0, 0), new(0, 0, 1e-3), new(1e-3, 0, 1e-3), new(1e-3, 0, 3e-3)]);
        Assert.Equal(4e-3, track.Length, 1e-15);
        Assert.Equal(0.5e-3, track.At(1.5e-3).X, 1e-15);
        var (from, to) = track.Stretch(1e-3, p => p.Z <= 1.5e-3);
        Assert.Equal(0, from);
        Assert.Equal(2e-3, to, 1e-15);
        Assert.Throws<ArgumentException>(() => new FibreTrack([new(0, 0, 0), new(0, 0, 0)]));
    }
}
