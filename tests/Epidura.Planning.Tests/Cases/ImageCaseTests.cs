using Epidura.Anatomy;
using Epidura.Anatomy.Images;
using Epidura.Anatomy.Levels;
using Epidura.Planning.Cases;
using Epidura.Quantities;

namespace Epidura.Planning.Tests.Cases;

public class ImageCaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "examples");
    private const string Rest = "pain:\n  - region: foot\nleads:\n  - model: octrode-3-4\n    tip: {level: T9}\n";

    [Fact]
    public void What_the_images_show_replaces_the_template_and_the_spine_they_were_drawn_from_comes_back()
    {
        var found = Read(Given("cord.nii.gz", "canal.nii.gz", "levels: levels.nii.gz")).Case!;
        var drawn = CaseReader.Read(File.ReadAllText(Path.Combine(Folder, "nifti/patient.yaml")), "patient.yaml").Case!;
        var patient = Spine.Create(drawn.Anatomy);
        var spine = Spine.Create(found.Anatomy);

        Assert.NotNull(found.Measured);
        foreach (var level in new[] { VertebralLevel.T8, VertebralLevel.T9, VertebralLevel.T10 })
        {
            var z = spine.HeightOf(level, 0.5);
            Assert.Equal(patient.SectionAt(z).Cord.SemiX, spine.SectionAt(z).Cord.SemiX, 0.2e-3);
            Assert.Equal(patient.SectionAt(z).Cord.SemiY, spine.SectionAt(z).Cord.SemiY, 0.2e-3);
            Assert.Equal(patient.DorsalCsfAt(z), spine.DorsalCsfAt(z), 0.4e-3);
        }
    }

    [Fact]
    public void A_number_in_the_case_counts_more_than_its_images()
    {
        var text = Given("cord.nii.gz", "canal.nii.gz", "levels: levels.nii.gz", "\n  levels: {T9: {dorsal_csf_mm: 5.5}}");

        var overrides = Read(text).Case!.Anatomy.Overrides;

        Assert.Equal(5.5e-3, overrides[VertebralLevel.T9].DorsalCsf);
        Assert.NotNull(overrides[VertebralLevel.T9].CordWidth);
        Assert.NotEqual(5.5e-3, overrides[VertebralLevel.T8].DorsalCsf);
    }

    [Fact]
    public void The_bend_of_the_cord_is_taken_from_the_images_when_the_case_asks_for_it()
    {
        var spine = Spine.Create(AnatomyDescription.Template);
        var model = new ModelImages(spine, spine.HeightOf(VertebralLevel.T11, 0.5), spine.HeightOf(VertebralLevel.T8, 0.5), 5);
        byte[] Draw(Func<Position, double> value)
        {
            var affine = new ImageAffine([1e-3, 0, 0, -12e-3, 0, 1e-3, 0, -15e-3, 0, 0, 2e-3, -50e-3]);
            using var stream = new MemoryStream();
            NiftiWriter.Write(stream, (25, 36, 51), affine, (i, j, k) => value(affine.At(i, j, k)), new NiftiFormat());
            return stream.ToArray();
        }

        var images = new Dictionary<string, byte[]>
        {
            ["cord"] = Draw(model.CordAt),
            ["canal"] = Draw(model.CanalAt),
            ["levels"] = Draw(model.LevelAt),
        };
        Case Bent(string bend) => CaseReader.Read(
            Given("cord", "canal", $"levels: levels{bend}"), "a.yaml", path => new ImageFile(new MemoryStream(images[path]), null)).Case!;

        Assert.True(Bent("").Anatomy.Curve.IsStraight);
        var curve = Bent(", bend: measured").Anatomy.Curve;
        Assert.Equal(5, curve.At(spine.HeightOf(VertebralLevel.T9, 0.5)), 0.5);
        Assert.Equal(5, curve.At(spine.HeightOf(VertebralLevel.T10, 0.5)), 0.5);
    }

    [Theory]
    [InlineData("nothing.nii", "canal.nii.gz", "levels: levels.nii.gz", "does not exist", 3, 17)]
    [InlineData("patient.yaml", "canal.nii.gz", "levels: levels.nii.gz", "shorter than a NIfTI header", 3, 17)]
    [InlineData("cord.nii.gz", "canal.nii.gz", "grey: grey.nii.gz", "levels (the labelled cord) or discs", 3, 10)]
    [InlineData("cord.nii.gz", "canal.nii.gz", "levels: cord.nii.gz", "no vertebra", 3, 10)]
    [InlineData("cord.nii.gz", "cord.nii.gz", "levels: levels.nii.gz", "nowhere larger", 3, 10)]
    public void Wrong_images_give_one_sentence_at_their_place(string cord, string canal, string levels, string said, int line, int column)
    {
        var result = Read(Given(cord, canal, levels));

        Assert.Null(result.Case);
        var error = Assert.Single(result.Errors);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Text_alone_cannot_name_images()
    {
        var result = CaseReader.Read(Given("cord.nii.gz", "canal.nii.gz", "levels: levels.nii.gz"), "a.yaml");
        Assert.All(result.Errors, error => Assert.Contains("beside a case file", error.Message, StringComparison.Ordinal));
        Assert.Equal(3, result.Errors.Count);
    }

    private static string Given(string cord, string canal, string levels, string more = "") =>
        $"schema: epidura-case/1\nanatomy:\n  nifti: {{cord: {cord}, canal: {canal}, {levels}}}{more}\n{Rest}";

    private static CaseReadResult Read(string text) => CaseReader.Read(text, "a.yaml", path =>
    {
        var full = Path.Combine(Folder, "nifti", path);
        return File.Exists(full) ? new ImageFile(File.OpenRead(full), null) : new ImageFile(null, "The image does not exist.");
    });
}
