using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Tracts;

namespace Epidura.Anatomy.Tests;

public class AssumedNumbersTests
{
    private static Spine With(string name, double value) =>
        Spine.Create(AnatomyDescription.Template with { Assumed = new Dictionary<string, double> { [name] = value } });

    [Fact]
    public void Every_assumed_number_of_the_anatomy_has_a_range_around_the_value_in_use()
    {
        var spine = Spine.Create(AnatomyDescription.Template);
        var ranges = AssumedRange.All.ToDictionary(r => r.Name);
        var assumed = spine.Assumptions.Where(a => a.IsAssumption && ranges.ContainsKey(a.Name)).ToList();
        Assert.True(assumed.Count >= 24, $"{assumed.Count} ranges");
        Assert.All(assumed, a => Assert.Equal(
            double.Parse(a.Value, System.Globalization.CultureInfo.InvariantCulture), ranges[a.Name].Value));
        Assert.All(ranges.Values, r =>
        {
            Assert.InRange(r.Value, r.Low, r.High);
            Assert.True(r.High > r.Low);
            Assert.NotEmpty(r.Reason);
        });
    }

    [Fact]
    public void A_value_in_use_put_in_by_hand_gives_the_same_body()
    {
        var usual = Spine.Create(AnatomyDescription.Template);
        foreach (var range in AssumedRange.All)
        {
            var same = With(range.Name, range.Value);
            for (var z = -300e-3; z > -400e-3; z -= 7.3e-3)
                Assert.Equal(usual.SectionAt(z).ToString(), same.SectionAt(z).ToString());
        }
    }

    [Fact]
    public void A_number_of_the_body_changes_its_section_and_its_fingerprint_and_one_of_the_fibres_only_them()
    {
        var usual = Spine.Create(AnatomyDescription.Template);
        var fat = With("fat_lateral_mm", 3);
        var z = usual.HeightOf(VertebralLevel.T9, 0.5);
        Assert.Equal(1.5e-3, fat.SectionAt(z).Canal.SemiX - usual.SectionAt(z).Canal.SemiX, 1e-12);
        Assert.NotEqual(usual.Fingerprint, fat.Fingerprint);
        var sulcus = With("sulcus_fraction", 0.38);
        Assert.Equal(usual.Fingerprint, sulcus.Fingerprint);
        Assert.Equal(0.38 / 0.45, DorsalColumnMap.HalfWidth(sulcus.SectionAt(z)) / DorsalColumnMap.HalfWidth(usual.SectionAt(z)), 1e-12);
        Assert.True(With("dorsal_fat_thick_factor", 1.25).DorsalFatAt(z) > usual.DorsalFatAt(z));
        Assert.Contains(fat.Assumptions, a => a.Name == "fat_lateral_mm" && a.Value == "3");
    }

    [Fact]
    public void A_number_that_no_table_has_is_refused()
    {
        Assert.Throws<ArgumentException>(() => With("fat_everywhere_mm", 1));
        Assert.Throws<ArgumentException>(() => With("fat_lateral_mm", double.NaN));
    }
}
