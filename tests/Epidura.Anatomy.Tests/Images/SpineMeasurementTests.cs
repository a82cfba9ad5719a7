using Epidura.Anatomy.Images;
using Epidura.Anatomy.Levels;
using Epidura.Quantities;
using Xunit;

namespace Epidura.Anatomy.Tests.Images;

public sealed class SpineMeasurementTests
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);
    private static readonly double Bottom = Template.HeightOf(VertebralLevel.T11, 0.5);
    private static readonly double Top = Template.HeightOf(VertebralLevel.T8, 0.5);
    private static readonly double[] Low = [-12e-3, -12e-3, -50e-3];

    [Fact]
    public void A_generated_anatomy_reads_back_the_same_in_all_48_orientations()
    {
        double[] spacing = [0.6e-3, 0.5e-3, 1e-3];
        int[] side = [41, 49, 101];
        var (plainSize, plain) = Orientations.Box([0, 1, 2], [1, 1, 1], Low, side, spacing);
        var drawn = Draw(new ModelImages(Template, Bottom, Top), plainSize, plain);
        foreach (var (order, sign) in Orientations.All)
        {
            var (size, affine) = Orientations.Box(order, sign, Low, side, spacing);
            int Along(LabelVoxel v, int n)
            {
                var at = order[n] switch { 0 => v.I, 1 => v.J, _ => v.K };
                return sign[n] > 0 ? at : side[order[n]] - 1 - at;
            }

            LabelImage Turn(LabelImage image) => new(
                image.Name, size, affine, [.. image.Voxels.Select(v => new LabelVoxel(Along(v, 0), Along(v, 1), Along(v, 2), v.Value))],
                []);
            var images = new SpineImages(Turn(drawn.Cord), Turn(drawn.Canal), Turn(drawn.Grey!), Turn(drawn.Levels!), null);

            Check(Measure(images), 0.25e-3);
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 0, 0)]
    [InlineData(0.5, 0.5, 0.5, 0, 0)]
    [InlineData(0.5, 0.5, 4, 0, 0)]
    [InlineData(0.4, 0.8, 3, 0, 0)]
    [InlineData(0.8, 0.8, 0.8, 17, 0)]
    [InlineData(0.8, 0.8, 0.8, -12, 9)]
    [InlineData(0.7, 0.7, 3, 20, 0)]
    [InlineData(0.9, 0.6, 2, 8, -14)]
    public void Diameters_are_within_half_a_voxel_on_uneven_and_turned_grids(double x, double y, double z, double aboutX, double aboutY)
    {
        double[] spacing = [x * 1e-3, y * 1e-3, z * 1e-3];
        int[] side = [.. spacing.Select((s, n) => (int)Math.Ceiling((n < 2 ? 70e-3 : 110e-3) / s))];
        var (size, affine) = Orientations.Box([0, 1, 2], [1, 1, 1], [-35e-3, -35e-3, -55e-3], side, spacing);
        affine = Orientations.Turned(affine, aboutX * Math.PI / 180, aboutY * Math.PI / 180);

        Check(Measure(Draw(new ModelImages(Template, Bottom, Top), size, affine)), 0.5e-3 * Math.Min(x, y));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(-250)]
    public void A_bent_cord_is_measured_across_itself_and_its_curvature_is_found(double radius)
    {
        var model = new ModelImages(Template, Bottom, Top, 1e3 / radius);
        var (size, affine) = Orientations.Box([0, 1, 2], [-1, 1, 1], [-12e-3, -25e-3, -50e-3], [49, 100, 100], [0.5e-3, 0.5e-3, 1e-3]);

        var measured = Measure(Draw(model, size, affine));

        Check(measured, 0.25e-3);
        Assert.All(
            measured.Levels.Where(level => level.Height is not null),
            level => Assert.Equal(1e3 / radius, level.Section.Curvature, 0.3));
    }

    [Fact]
    public void The_fluid_alone_does_as_well_as_the_whole_canal_and_discs_as_well_as_levels()
    {
        var model = new ModelImages(Template, Bottom, Top);
        var (size, affine) = Orientations.Box([0, 1, 2], [1, 1, 1], Low, [49, 49, 101], [0.5e-3, 0.5e-3, 1e-3]);
        var whole = Draw(model, size, affine);
        LabelVoxel[] outside = [.. whole.Canal.Voxels.Where(v => model.CordAt(affine.At(v.I, v.J, v.K)) == 0)];
        var fluid = whole with { Canal = whole.Canal with { Voxels = outside } };
        var points = Enumerable.Range((int)VertebralLevel.T9, 3).Select(n =>
        {
            var at = affine.IndexOf(model.Scanner(new Position(0, 0, Template.HeightOf((VertebralLevel)n, 0))));
            return new LabelVoxel((int)Math.Round(at.I), (int)Math.Round(at.J), (int)Math.Round(at.K), n + 1);
        });
        var discs = whole with { Levels = null, Discs = new LabelImage("discs", size, affine, [.. points], []) };

        var expected = Measure(whole);

        foreach (var other in new[] { Measure(fluid), Measure(discs) })
        {
            foreach (var level in other.Levels)
            {
                var same = expected.Levels.Single(l => l.Level == level.Level).Section;
                Assert.Equal(same.DorsalCsf, level.Section.DorsalCsf, 0.1e-3);
                Assert.Equal(same.SacWidth, level.Section.SacWidth, 0.1e-3);
                Assert.Equal(same.CordDepth, level.Section.CordDepth, 0.1e-3);
            }
        }
    }

    [Fact]
    public void Whole_vertebrae_have_the_template_s_height_and_a_shifted_cord_its_shift()
    {
        var shifted = Spine.Create(AnatomyDescription.Template with { CordShiftX = 1.2e-3 });
        var (size, affine) = Orientations.Box([0, 1, 2], [1, 1, 1], Low, [49, 49, 101], [0.5e-3, 0.5e-3, 1e-3]);

        var measured = Measure(Draw(new ModelImages(shifted, Bottom, Top), size, affine));

        Assert.Equal(["T9", "T10"], measured.Levels.Where(l => l.Height is not null).Select(l => l.Level.ToString()));
        foreach (var level in measured.Levels.Where(l => l.Height is not null))
            Assert.Equal(Template.HeightOf(level.Level, 0) - Template.HeightOf(level.Level, 1), level.Height!.Value, 1e-3);
        Assert.All(measured.Levels, level => Assert.Equal(1.2e-3, level.Section.CordShift, 0.15e-3));
    }

    [Fact]
    public void What_was_measured_replaces_the_template_and_the_rest_stays()
    {
        var patient = Spine.Create(AnatomyDescription.Template with
        {
            Overrides = new Dictionary<VertebralLevel, LevelOverride>
            {
                [VertebralLevel.T8] = new(2.6e-3, 7.6e-3, 5.2e-3, 0.4e-3, 2e-3, 15e-3),
                [VertebralLevel.T9] = new(2.6e-3, 7.6e-3, 5.2e-3, 0.4e-3, 2e-3, 15e-3),
                [VertebralLevel.T10] = new(2.6e-3, 7.6e-3, 5.2e-3, 0.4e-3, 2e-3, 15e-3),
                [VertebralLevel.T11] = new(2.6e-3, 7.6e-3, 5.2e-3, 0.4e-3, 2e-3, 15e-3),
            },
        });
        var (size, affine) = Orientations.Box([0, 1, 2], [1, 1, 1], Low, [49, 49, 101], [0.5e-3, 0.5e-3, 1e-3]);
        var measured = Measure(Draw(new ModelImages(patient, Bottom, Top), size, affine));

        var spine = Spine.Create(AnatomyDescription.Template with { Overrides = measured.Overrides });

        foreach (var level in new[] { VertebralLevel.T9, VertebralLevel.T10 })
        {
            var z = spine.HeightOf(level, 0.5);
            var (made, wanted) = (spine.SectionAt(z), patient.SectionAt(z));
            Assert.Equal(wanted.Cord.SemiX, made.Cord.SemiX, 0.1e-3);
            Assert.Equal(wanted.Cord.SemiY, made.Cord.SemiY, 0.1e-3);
            Assert.Equal(wanted.Sac.SemiX, made.Sac.SemiX, 0.1e-3);
            Assert.Equal(wanted.Sac.SemiY, made.Sac.SemiY, 0.15e-3);
            Assert.Equal(patient.DorsalCsfAt(z), spine.DorsalCsfAt(z), 0.15e-3);
        }

        var cervical = spine.HeightOf(VertebralLevel.C5, 0.5);
        Assert.Equal(Template.SectionAt(cervical).Cord, spine.SectionAt(cervical).Cord);
    }

    public static TheoryData<string, string> Unusable => new()
    {
        { "empty cord", "is empty: no voxel of the cord" },
        { "empty canal", "is empty: no voxel of the canal" },
        { "no levels", "no image of vertebral levels" },
        { "empty levels", "is empty: it has no label" },
        { "apart", "do not overlap" },
        { "levels apart", "do not overlap" },
        { "half", "of the cord; allowed is all of it" },
        { "upside down", "nearer to the head" },
        { "fractions", "nearest neighbour" },
        { "points", "points only" },
        { "short", "less than 15 mm" },
        { "across", "does not run along the body" },
        { "lumbar", "no vertebra from C2 to L1" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Images_that_do_not_fit_together_are_refused_in_one_sentence(string what, string said)
    {
        var model = new ModelImages(Template, Bottom, Top);
        var (size, affine) = Orientations.Box([0, 1, 2], [1, 1, 1], Low, [25, 25, 51], [1e-3, 1e-3, 2e-3]);
        var images = Draw(model, size, affine);
        var far = new ImageAffine([.. affine.Rows.Select((value, n) => n == 11 ? value + 0.3 : value)]);
        var level = images.Levels!;
        images = what switch
        {
            "empty cord" => images with { Cord = images.Cord with { Voxels = [] } },
            "empty canal" => images with { Canal = images.Canal with { Voxels = [] } },
            "no levels" => images with { Levels = null },
            "empty levels" => images with { Levels = level with { Voxels = [] } },
            "apart" => images with { Canal = images.Canal with { Affine = far } },
            "levels apart" => images with { Levels = level with { Affine = far } },
            "half" => images with { Canal = images.Canal with { Voxels = [.. images.Canal.Voxels.Where(v => v.K < 25)] } },
            "upside down" => images with
            {
                Levels = level with { Voxels = [.. level.Voxels.Select(v => v with { Value = 30 - v.Value })] },
            },
            "fractions" => images with
            {
                Levels = level with { Voxels = [.. level.Voxels.Select(v => v with { Value = v.Value + 0.3 })] },
            },
            "points" => images with { Levels = level with { Voxels = [level.Voxels[0], level.Voxels[^1]] } },
            "short" => images with { Cord = images.Cord with { Voxels = [.. images.Cord.Voxels.Where(v => v.K is > 20 and < 26)] } },
            "across" => images with
            {
                Cord = images.Cord with { Affine = new([0, 0, 2e-3, 0, 0, 1e-3, 0, 0, 1e-3, 0, 0, 0]) },
            },
            _ => images with { Levels = level with { Voxels = [.. level.Voxels.Select(v => v with { Value = v.Value + 9 })] } },
        };

        var (measurement, refusal) = SpineMeasurement.Of(images);

        Assert.Null(measurement);
        Assert.Contains(said, refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
    }

    private static void Check(SpineMeasurement measured, double tolerance)
    {
        Assert.Contains(measured.Levels, level => level.Level == VertebralLevel.T9);
        Assert.Contains(measured.Levels, level => level.Level == VertebralLevel.T10);
        foreach (var level in measured.Levels)
        {
            var section = level.Section;
            double[] heights = [.. Enumerable.Range(0, 11).Select(n => Template.HeightOf(level.Level, 0.25 + (0.05 * n)))];
            if (level.Height is null)
                continue;
            var cords = heights.Select(z => Template.SectionAt(z)).ToArray();
            Assert.Equal(cords.Average(s => 2 * s.Cord.SemiX), section.CordWidth, tolerance);
            Assert.Equal(cords.Average(s => 2 * s.Cord.SemiY), section.CordDepth, tolerance);
            Assert.Equal(cords.Average(s => 2 * s.Sac.SemiX), section.SacWidth, tolerance);
            Assert.Equal(cords.Average(s => 2 * s.Sac.SemiY), section.SacDepth, 2 * tolerance);
            Assert.Equal(heights.Average(Template.DorsalCsfAt), section.DorsalCsf, 2 * tolerance);
            Assert.Equal(0, section.CordShift, 0.1e-3);
            Assert.InRange(section.GreyArea!.Value, 4e-6, 9e-6);
        }
    }

    private static SpineMeasurement Measure(SpineImages images)
    {
        var (measurement, refusal) = SpineMeasurement.Of(images);
        Assert.Null(refusal);
        return measurement!;
    }

    private static SpineImages Draw(ModelImages model, (int I, int J, int K) size, ImageAffine affine)
    {
        List<LabelVoxel>[] voxels = [[], [], [], []];
        for (var k = 0; k < size.K; k++)
        {
            for (var j = 0; j < size.J; j++)
            {
                for (var i = 0; i < size.I; i++)
                {
                    var at = affine.At(i, j, k);
                    var body = model.Body(at);
                    if (Math.Abs(body.X) > 12e-3 || Math.Abs(body.Y) > 12e-3 || model.CanalAt(at) == 0)
                        continue;
                    double[] values = [model.CordAt(at), 1, model.GreyAt(at), model.LevelAt(at)];
                    for (var n = 0; n < 4; n++)
                        if (values[n] != 0)
                            voxels[n].Add(new LabelVoxel(i, j, k, values[n]));
                }
            }
        }

        LabelImage Image(string name, List<LabelVoxel> found) => new(name, size, affine, found, []);
        return new SpineImages(
            Image("cord", voxels[0]), Image("canal", voxels[1]), Image("grey", voxels[2]), Image("levels", voxels[3]), null);
    }
}
