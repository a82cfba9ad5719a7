using Epidura.Anatomy.Body;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;

namespace Epidura.Anatomy.Tests;

public class TablesTests
{
    [Fact]
    public void Both_presets_give_every_tissue_that_conducts_and_only_white_matter_has_a_direction()
    {
        foreach (var name in new[] { "ut", "lempka" })
        {
            Assert.True(Conductivities.TryGet(name, out var preset));
            var conducting = Enum.GetValues<Tissue>().Except([Tissue.Insulation, Tissue.Contact]);
            Assert.Equal(conducting.Order(), preset.Values.Keys.Order());
            foreach (var (tissue, value) in preset.Values)
            {
                Assert.InRange(value.Transverse, 0.001, 3);
                Assert.Equal(tissue == Tissue.WhiteMatter, value.Axial != value.Transverse);
            }

            Assert.All(Conductivities.Rows(name), row => Assert.NotEmpty(row.Source));
        }

        Assert.False(Conductivities.TryGet("none", out _));
    }

    [Fact]
    public void The_presets_differ_in_dura_and_epidural_fat_as_published()
    {
        Assert.True(Conductivities.TryGet("ut", out var ut) && Conductivities.TryGet("lempka", out _));
        Conductivities.TryGet("lempka", out var lempka);
        Assert.Equal((0.03, 0.04), (ut!.Values[Tissue.Dura].Axial, ut.Values[Tissue.EpiduralFat].Axial));
        Assert.Equal((0.60, 0.25), (lempka!.Values[Tissue.Dura].Axial, lempka.Values[Tissue.EpiduralFat].Axial));
        Assert.Equal(7.2, ut.Values[Tissue.WhiteMatter].Axial / ut.Values[Tissue.WhiteMatter].Transverse, 0.05);
    }

    [Fact]
    public void Regions_have_weights_that_sum_to_one_and_every_dermatome_is_one_of_them()
    {
        foreach (var region in BodyMap.Regions)
        {
            Assert.Equal(1, region.Targets.Sum(target => target.Weight), 1e-12);
            Assert.NotEmpty(region.Source);
        }

        for (var segment = SpinalSegment.C2; segment <= SpinalSegment.S5; segment++)
        {
            Assert.True(BodyMap.TryGet(segment.ToString(), out var dermatome));
            Assert.Equal((segment, 1.0), Assert.Single(dermatome.Targets));
        }

        Assert.Equal(BodyMap.Regions.Count, BodyMap.Regions.Select(region => region.Name).Distinct().Count());
        Assert.False(BodyMap.TryGet("no_such_region", out _));
    }

    [Fact]
    public void Low_back_pain_is_mostly_upper_lumbar()
    {
        Assert.True(BodyMap.TryGet("low_back", out var region));
        double Share(params SpinalSegment[] segments) =>
            region.Targets.Where(t => segments.Contains(t.Segment)).Sum(t => t.Weight);
        Assert.Equal(0.6, Share(SpinalSegment.L1, SpinalSegment.L2, SpinalSegment.L3), 1e-9);
        Assert.Equal(0.2, Share(SpinalSegment.T12), 1e-9);
        Assert.Equal(0.2, Share(SpinalSegment.L4, SpinalSegment.L5), 1e-9);
    }

    [Fact]
    public void Every_region_has_cells_in_the_drawing()
    {
        foreach (var region in BodyMap.Regions.Where(region => region.UsualLevels.Length > 0))
            Assert.True(BodyDrawing.CellsOf(region.Name, null).Any(), region.Name);
    }

    [Fact]
    public void Every_row_of_the_tables_has_a_source_and_a_mark()
    {
        string[] names =
        [
            "assumptions.csv", "segments.csv", "vertebrae.csv", "roots.csv", "variability.csv", "conductivities.csv", "dorsal_column.csv",
            "regions.csv", "dermatomes.csv",
        ];
        foreach (var name in names)
            foreach (var row in Quantities.Table.FromResource(typeof(Spine).Assembly, name).Rows)
            {
                Assert.NotEmpty(row.Text("source"));
                _ = row.Flag("assumption");
            }
    }

    [Fact]
    public void Roots_of_random_adults_stay_in_the_fluid_until_they_enter_white_matter()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var spine = Spine.Create(AnatomyDescription.Template with { RandomAdultSeed = seed + 1 });
            for (var segment = SpinalSegment.C4; segment <= SpinalSegment.S2; segment++)
                foreach (var side in new[] { Side.Left, Side.Right })
                {
                    var tissues = RootCourse.DorsalRootFibre(spine, segment, side, 0.5, 0.5)
                        .Select(p => spine.SectionAt(p.Z).At(p.X, p.Y)).ToList();
                    var entry = tissues.IndexOf(Tissue.WhiteMatter);
                    Assert.True(entry > 0 && tissues.Take(entry).All(t => t == Tissue.CerebrospinalFluid), $"{seed} {segment} {side}");
                    Assert.True(tissues.Skip(entry).All(t => t == Tissue.WhiteMatter), $"{seed} {segment} {side}");
                }
        }
    }

    [Fact]
    public void A_spread_is_found_for_every_parameter_that_has_one()
    {
        var spine = Spine.Create(AnatomyDescription.Template);
        Assert.Equal(1.1e-3, spine.StandardDeviation("dorsal_csf_mm", spine.HeightOf(VertebralLevel.T6, 0.5)), 1e-9);
        Assert.InRange(spine.StandardDeviation("dorsal_csf_mm", spine.HeightOf(VertebralLevel.T9, 0.5)), 0.9e-3, 1.1e-3);
        Assert.Throws<ArgumentException>(() => spine.StandardDeviation("none", 0));
    }
}
