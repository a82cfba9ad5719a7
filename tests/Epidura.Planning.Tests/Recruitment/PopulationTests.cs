using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Variants;
using Epidura.Stimulation.Leads;

namespace Epidura.Planning.Tests.Recruitment;

public class PopulationTests
{
    private static Population At(VertebralLevel level, AnatomyDescription? anatomy = null)
    {
        Assert.True(LeadCatalogue.TryGet("octrode-3-1", out var model));
        Assert.True(Conductivities.TryGet("ut", out var preset));
        var spine = Spine.Create(anatomy ?? AnatomyDescription.Template);
        var placement = new LeadPlacement("lead", model, level, 0.5, 0, 0, null, 0.3e-3);
        var (body, refusal) = PlacedBody.Place(spine, [placement], preset);
        Assert.True(body is not null, refusal);
        return PopulationBuilder.Build(body, new ParameterTable("population.csv"));
    }

    [Fact]
    public void The_outer_layer_holds_the_published_number_of_thick_fibres_per_width()
    {
        var population = At(VertebralLevel.T9);
        var outer = population.Sites.Where(s => s.Kind == FibreKind.DorsalColumn && Depth(population, s) < 0.3e-3).ToArray();
        var thick = outer.Sum(s => s.Classes.Where(c => c.Diameter > 10.7e-6).Sum(c => c.Weight));
        var width = outer.Max(s => s.At.X) - outer.Min(s => s.At.X);

        // Feirabend 2002: 2.4 fibres above 10.7 µm per 0.1 mm; the cut at 14 µm leaves four fifths of them.
        Assert.InRange(thick / (width / 0.1e-3), 1.5, 2.6);
    }

    [Fact]
    public void Both_sides_have_the_same_fibres() =>
        Assert.All(At(VertebralLevel.T9).Sites.GroupBy(s => (s.Kind, s.Segment)), group => Assert.Equal(
            group.Where(s => s.Side == Side.Left).Sum(s => s.Classes.Sum(c => c.Weight)),
            group.Where(s => s.Side == Side.Right).Sum(s => s.Classes.Sum(c => c.Weight)), 1e-9));

    [Fact]
    public void A_lead_at_T8_finds_the_fibres_of_the_legs_in_the_columns_and_near_roots_only()
    {
        var population = At(VertebralLevel.T8);
        var columns = population.Sites.Where(s => s.Kind == FibreKind.DorsalColumn).Select(s => s.Segment).ToHashSet();
        Assert.Superset(new HashSet<SpinalSegment> { SpinalSegment.T12, SpinalSegment.L1, SpinalSegment.L5, SpinalSegment.S1,
            SpinalSegment.S2 }, columns);
        Assert.DoesNotContain(SpinalSegment.C8, columns);
        var roots = population.Sites.Where(s => s.Kind == FibreKind.DorsalRoot).Select(s => s.Segment).ToHashSet();
        Assert.Subset(new HashSet<SpinalSegment> { SpinalSegment.T7, SpinalSegment.T8, SpinalSegment.T9, SpinalSegment.T10,
            SpinalSegment.T11 }, roots);
        Assert.NotEmpty(roots);
    }

    [Theory]
    [InlineData(VertebralLevel.C3)]
    [InlineData(VertebralLevel.T6)]
    [InlineData(VertebralLevel.T12)]
    public void Sacral_fibres_lie_medial_and_the_thick_ones_thin_out_with_depth(VertebralLevel level)
    {
        var population = At(level);
        var right = population.Sites.Where(s => s.Kind == FibreKind.DorsalColumn && s.Side == Side.Right && Depth(population, s) < 0.15e-3)
            .OrderBy(s => s.At.X).ToArray();
        Assert.All(right.Zip(right.Skip(1)), pair => Assert.True(pair.First.Segment >= pair.Second.Segment));
        double PerThickness(double depth, double thickness) => population.Sites
            .Where(s => s.Kind == FibreKind.DorsalColumn && Math.Abs(Depth(population, s) - depth) < 1e-6)
            .Sum(s => s.Classes.Sum(c => c.Weight)) / thickness;
        Assert.True(PerThickness(0.45e-3, 0.3e-3) < PerThickness(0.225e-3, 0.15e-3));
        Assert.True(PerThickness(0.8e-3, 0.4e-3) < PerThickness(0.45e-3, 0.3e-3));
    }

    [Fact]
    public void Contacts_below_the_cord_are_refused_with_a_reason() =>
        Assert.Contains("below the cord", Assert.Throws<ArgumentException>(() => At(VertebralLevel.L1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_cable_of_counted_fibres_has_room_in_the_window_at_every_level()
    {
        foreach (var level in new[] { VertebralLevel.C2, VertebralLevel.C5, VertebralLevel.T1, VertebralLevel.T8, VertebralLevel.T12 })
        {
            var population = At(level);
            var everywhere = StandIn.Fields((new Stimulation.Programs.ContactId("lead", 1),
                new Quantities.Position(0, 8e-3, population.Centre)));
            Assert.All(population.Sites, site =>
            {
                var (from, to) = population.Stretch(site, everywhere);
                Assert.True(to - from > 20e-3, $"{level} {site.Kind} {site.Segment}: {(to - from) * 1e3:0.0} mm");
                Assert.InRange(site.Anchor, from, to);
            });
        }
    }

    [Fact]
    public void A_shift_of_the_cord_carries_its_fibres_along()
    {
        Population still = At(VertebralLevel.T9), shifted = At(VertebralLevel.T9, AnatomyDescription.Template with { CordShiftX = 1e-3 });
        double Mean(Population p) => p.Sites.Where(s => s.Kind == FibreKind.DorsalColumn).Average(s => s.At.X);
        Assert.Equal(1e-3, Mean(shifted) - Mean(still), 1e-5);
    }

    private static double Depth(Population population, FibreSite site) =>
        Spine.Create(AnatomyDescription.Template).CordAt(population.Centre).DorsalEdge(site.At.X) - site.At.Y;
}
