using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Anatomy.Tests;

public class SpineTests
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);

    private static Table Segments => Table.FromResource(typeof(Spine).Assembly, "segments.csv");

    private static AnatomyDescription With(VertebralLevel level, LevelOverride value) =>
        AnatomyDescription.Template with { Overrides = new Dictionary<VertebralLevel, LevelOverride> { [level] = value } };

    [Fact]
    public void The_middle_of_every_segment_lies_behind_the_vertebra_that_PAM50_puts_there()
    {
        foreach (var row in Segments.Rows.Where(row => !row.Flag("assumption")))
        {
            var (level, fraction) = Template.LevelAt(-1e-3 * row.Number("z_mid_mm"));
            var behind = row.Text("behind_vertebra");
            if (!behind.Contains('/', StringComparison.Ordinal))
            {
                Assert.Equal(behind, level.ToString());
                continue;
            }

            // Written as an edge between two vertebrae: within 7.5 mm of it.
            var lower = Enum.Parse<VertebralLevel>(behind.Split('/')[1]);
            var edge = Template.HeightOf(lower, 0);
            Assert.InRange(-1e-3 * row.Number("z_mid_mm"), edge - 7.5e-3, edge + 7.5e-3);
            Assert.InRange(fraction, 0, 1);
        }
    }

    [Fact]
    public void The_section_at_the_middle_of_a_segment_has_the_numbers_of_the_table()
    {
        foreach (var row in Segments.Rows)
        {
            var section = Template.SectionAt(-1e-3 * row.Number("z_mid_mm"));
            Assert.Equal(1e-3 * row.Number("cord_width_mm"), 2 * section.Cord.SemiX, 1e-9);
            Assert.Equal(1e-3 * row.Number("cord_depth_mm"), 2 * section.Cord.SemiY, 1e-9);
            Assert.Equal(
                1e-3 * row.Number("dorsal_csf_mm"), section.Sac.CentreY + section.Sac.SemiY - section.Cord.SemiY, 1e-9);
            Assert.Equal(1e-3 * row.Number("sac_width_mm"), 2 * section.Sac.SemiX, 1e-9);
        }
    }

    [Fact]
    public void Grey_matter_has_the_area_of_the_table_where_the_horns_stay_inside()
    {
        var row = Segments.Rows.Single(row => row.Text("segment") == "T9");
        var section = Template.SectionAt(-1e-3 * row.Number("z_mid_mm"));
        var grey = Area(section, Tissue.GreyMatter);
        var cord = Math.PI * section.Cord.SemiX * section.Cord.SemiY;
        var wanted = 1e-6 * row.Number("grey_area_mm2");
        Assert.InRange(grey / wanted, 0.97, 1.03);
        Assert.InRange(grey / cord, 0.1, 0.25);
    }

    [Fact]
    public void Surfaces_are_nested_at_every_height_for_twenty_random_adults()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var spine = Spine.Create(
                AnatomyDescription.Template with { RandomAdultSeed = seed, DorsalCsfChange = seed % 2 == 0 ? -1e-3 : 1e-3 });
            for (var z = 0.0; z > spine.Bottom; z -= 2e-3)
            {
                var s = spine.SectionAt(z);
                Assert.InRange(Math.Min(s.Cord.SemiX, s.Cord.SemiY), 0.3e-3, 9e-3);
                Assert.True(IsInside(s.Cord, s.Sac), $"cord in sac, seed {seed}, z {z}");
                Assert.True(IsInside(s.Sac, s.Dura) && IsInside(s.Dura, s.Canal) && IsInside(s.Canal, s.Bone), $"seed {seed}, z {z}");
            }
        }
    }

    [Fact]
    public void Sections_change_smoothly_along_the_cord()
    {
        CrossSection? before = null;
        for (var z = -20e-3; z > -470e-3; z -= 0.1e-3)
        {
            var s = Template.SectionAt(z);
            if (before is not null)
            {
                Assert.InRange(Math.Abs(s.Cord.SemiX - before.Cord.SemiX), 0, 0.05e-3);
                Assert.InRange(Math.Abs(s.Dura.CentreY + s.Dura.SemiY - before.Dura.CentreY - before.Dura.SemiY), 0, 0.05e-3);
                Assert.InRange(Math.Abs(s.Canal.SemiY - before.Canal.SemiY), 0, 0.05e-3);
            }

            before = s;
        }
    }

    [Fact]
    public void The_epidural_space_is_thin_at_the_upper_edge_of_a_lamina_and_thick_at_its_lower_edge()
    {
        var thin = Template.DorsalFatAt(Template.HeightOf(VertebralLevel.T9, 0.20));
        var thick = Template.DorsalFatAt(Template.HeightOf(VertebralLevel.T9, 0.90));
        Assert.Equal(2.0e-3, thin, 1e-9);
        Assert.Equal(4.0e-3, thick, 1e-9);
        var ring = Template.SectionAt(Template.HeightOf(VertebralLevel.T9, 0.5));
        Assert.Equal((Tissue.Bone, Tissue.Bone), (ring.DorsalRing, ring.VentralRing));
        var between = Template.SectionAt(Template.HeightOf(VertebralLevel.T9, 0.95));
        Assert.Equal((Tissue.Ligament, Tissue.Disc), (between.DorsalRing, between.VentralRing));
    }

    [Fact]
    public void The_ring_changes_exactly_at_the_breaks()
    {
        var breaks = Template.Breaks;
        Assert.Equal(breaks.Order(), breaks);
        for (var i = 1; i < breaks.Count; i++)
        {
            if (breaks[i] - breaks[i - 1] < 1e-6)
                continue;
            var below = Template.SectionAt(breaks[i - 1] + 1e-8);
            var above = Template.SectionAt(breaks[i] - 1e-8);
            Assert.Equal((below.DorsalRing, below.VentralRing), (above.DorsalRing, above.VentralRing));
        }
    }

    [Fact]
    public void An_override_holds_at_its_level_and_is_gone_one_vertebra_further()
    {
        var spine = Spine.Create(With(VertebralLevel.T9, new LevelOverride(DorsalCsf: 7e-3, CordShiftX: 1e-3)));
        var z = spine.HeightOf(VertebralLevel.T9, 0.4);
        Assert.Equal(7e-3, spine.DorsalCsfAt(z), 1e-12);
        Assert.Equal(1e-3, spine.SectionAt(z).Cord.CentreX, 1e-12);
        foreach (var level in new[] { VertebralLevel.T8, VertebralLevel.T10 })
            Assert.Equal(Template.DorsalCsfAt(spine.HeightOf(level, 0.5)), spine.DorsalCsfAt(spine.HeightOf(level, 0.5)), 1e-12);
    }

    [Fact]
    public void A_change_of_dorsal_csf_is_added_after_the_overrides()
    {
        var spine = Spine.Create(With(VertebralLevel.T9, new LevelOverride(DorsalCsf: 4e-3)) with { DorsalCsfChange = 1e-3 });
        Assert.Equal(5e-3, spine.DorsalCsfAt(spine.HeightOf(VertebralLevel.T9, 0.5)), 1e-12);
    }

    [Fact]
    public void A_root_offset_of_one_puts_the_segments_one_vertebra_higher_from_T3_down()
    {
        var kim = Spine.Create(AnatomyDescription.Template with { RootOffsetVertebrae = 1 });
        Assert.Equal(VertebralLevel.T8, Template.LevelAt(Template.EntryHeight(SpinalSegment.T9)).Level);
        Assert.Equal(VertebralLevel.T7, kim.LevelAt(kim.EntryHeight(SpinalSegment.T9)).Level);
        Assert.Equal(Template.HeightOf(VertebralLevel.C2, 0), kim.HeightOf(VertebralLevel.C2, 0), 1e-12);
    }

    [Fact]
    public void Heights_and_levels_are_inverse()
    {
        for (var level = VertebralLevel.C2; level <= VertebralLevel.L1; level++)
        {
            var (back, fraction) = Template.LevelAt(Template.HeightOf(level, 0.37));
            Assert.Equal(level, back);
            Assert.Equal(0.37, fraction, 1e-9);
        }
    }

    [Fact]
    public void Segments_follow_each_other_without_gaps_and_end_at_472_mm()
    {
        for (var s = SpinalSegment.C2; s <= SpinalSegment.S5; s++)
        {
            Assert.Equal(Template.SegmentSpan(s - 1).Bottom, Template.SegmentSpan(s).Top);
            Assert.Equal(s, Template.SegmentAt(Template.EntryHeight(s)));
            Assert.True(Template.SegmentSpan(s).Top > Template.SegmentSpan(s).Bottom);
        }

        Assert.Equal(-0.472, Template.SegmentSpan(SpinalSegment.S5).Bottom, 1e-4);
    }

    [Fact]
    public void A_random_adult_is_the_same_for_the_same_seed_and_another_for_another()
    {
        AnatomyDescription Seeded(int seed) => AnatomyDescription.Template with { RandomAdultSeed = seed };
        var z = Template.HeightOf(VertebralLevel.T9, 0.5);
        Assert.Equal(Spine.Create(Seeded(5)).DorsalCsfAt(z), Spine.Create(Seeded(5)).DorsalCsfAt(z));
        Assert.NotEqual(Spine.Create(Seeded(5)).DorsalCsfAt(z), Spine.Create(Seeded(6)).DorsalCsfAt(z));
        Assert.NotEqual(Spine.Create(Seeded(5)).Fingerprint, Spine.Create(Seeded(6)).Fingerprint);
    }

    [Fact]
    public void Random_adults_spread_as_the_table_says_and_stay_in_the_published_ranges()
    {
        var z = Template.HeightOf(VertebralLevel.T11, 0.5);
        double[] values = [.. Enumerable.Range(0, 400).Select(seed =>
        {
            var spine = Spine.Create(AnatomyDescription.Template with { RandomAdultSeed = seed });
            return spine.DorsalCsfAt(z);
        })];
        var mean = values.Average();
        var sd = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        Assert.InRange(mean, Template.DorsalCsfAt(z) - 0.2e-3, Template.DorsalCsfAt(z) + 0.3e-3);
        Assert.InRange(sd, 0.75e-3, 1.1e-3);
        Assert.InRange(values.Min(), 2e-3 - 1e-12, 3e-3);
        Assert.InRange(values.Max(), 4e-3, 6e-3 + 1e-12);
    }

    [Fact]
    public void Template_dorsal_csf_lies_in_the_ranges_of_26_subjects()
    {
        (VertebralLevel Level, double Min, double Max)[] ranges =
        [
            (VertebralLevel.C4, 1.5e-3, 4e-3), (VertebralLevel.C5, 1.5e-3, 4e-3), (VertebralLevel.C6, 1.5e-3, 4e-3),
            (VertebralLevel.T5, 4e-3, 8.5e-3), (VertebralLevel.T6, 4e-3, 8.5e-3),
            (VertebralLevel.T11, 2e-3, 6e-3), (VertebralLevel.T12, 1.5e-3, 4.5e-3),
        ];
        foreach (var (level, min, max) in ranges)
            Assert.InRange(Template.DorsalCsfAt(Template.HeightOf(level, 0.5)), min, max);
    }

    [Fact]
    public void Numbers_outside_the_limits_are_refused_with_the_range()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Spine.Create(With(VertebralLevel.T9, new LevelOverride(DorsalCsf: 40e-3))));
        Assert.Contains("dorsal_csf_mm", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.5 to 10 mm", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Spine.Create(AnatomyDescription.Template with { CordShiftX = double.NaN }));
    }

    [Fact]
    public void Every_assumption_says_where_it_comes_from()
    {
        Assert.All(Template.Assumptions, value => Assert.False(string.IsNullOrWhiteSpace(value.Source)));
        Assert.Contains(Template.Assumptions, value => value.IsAssumption);
        Assert.Contains(Template.Assumptions, value => !value.IsAssumption);
    }

    private static bool IsInside(Ellipse inner, Ellipse outer)
    {
        for (var i = 0; i < 72; i++)
        {
            var a = i * Math.PI / 36;
            if (!outer.Contains(inner.CentreX + (inner.SemiX * Math.Cos(a)), inner.CentreY + (inner.SemiY * Math.Sin(a))))
                return false;
        }

        return true;
    }

    private static double Area(CrossSection section, Tissue tissue)
    {
        var count = 0;
        for (var i = -300; i < 300; i++)
            for (var j = -300; j < 300; j++)
                if (section.At((i + 0.5) * 0.02e-3, (j + 0.5) * 0.02e-3) == tissue)
                    count++;
        return count * 0.02e-3 * 0.02e-3;
    }
}
