using Epidura.Field.Files;
using Epidura.Numerics.Files;

namespace Epidura.Cli.Tests;

public class FieldTests
{
    private const string Case = "schema: epidura-case/1\npain:\n  - region: foot\nleads:\n  - model: octrode-3-4\n    tip: {level: T10}\n";

    [Fact]
    public async Task A_field_writes_arrays_a_grid_and_pictures_that_agree()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of(
            "field", folder.Write("case.yaml", Case), "--quality", "draft", "--json", "--cache", folder.File("cache"), "--out",
            folder.File("out"));
        Assert.Equal(0, run.Code);
        var error = run.Json().GetProperty("error_estimate").GetProperty("error");
        Assert.InRange(error.GetProperty("threshold").GetDouble(), 0.001, 0.2);
        string At(string name) => Path.Combine(folder.File("out"), name);
        using var npy = File.OpenRead(At("potential.npy"));
        using var vtk = File.OpenRead(At("potential.vtr"));
        var (array, volume) = (NpyArray.Read(npy), VtkFile.Read(vtk));
        Assert.Equal([8, volume.Z.Count, volume.Y.Count, volume.X.Count], array.Shape);
        Assert.Equal(array.Values.Take(1000), volume.Values[0].Take(1000).Select(value => (double)value));
        foreach (var name in new[] { "slice-across.svg", "slice-along.svg", "activation.svg" })
        {
            var svg = await File.ReadAllTextAsync(At(name));
            Assert.Contains("1 mA, cathodic", svg, StringComparison.Ordinal);
            Assert.True(svg.Split("<path").Length > 4, name);
        }
    }

    [Fact]
    public async Task A_sweep_prints_every_position_and_its_difference_from_a_fresh_solve()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of(
            "field", "sweep", folder.Write("case.yaml", Case), "--quality", "draft", "--along", "0..1", "--json", "--out",
            folder.File("out"));
        Assert.Equal(0, run.Code);
        var positions = run.Json().GetProperty("positions");
        Assert.Equal(2, positions.GetArrayLength());
        var last = positions[1];
        Assert.Equal(1, last.GetProperty("along_mm").GetDouble());
        var fresh = last.GetProperty("fresh");
        Assert.InRange(fresh.GetProperty("difference_of_threshold").GetDouble(), 0, 0.01);
        Assert.True(last.GetProperty("iterations").GetInt32() < fresh.GetProperty("iterations").GetInt32());
        using var npy = File.OpenRead(Path.Combine(folder.File("out"), "lead-fields.npy"));
        Assert.Equal([2, 9, 8], NpyArray.Read(npy).Shape.Take(3));
    }

    [Theory]
    [InlineData("--along", "3..1", "--along is 3..1; allowed is FROM..TO or one number, -50 to 50 mm")]
    [InlineData("--along", "a", "--along is a;")]
    [InlineData("--along", "NaN", "--along is NaN;")]
    [InlineData("--across", "-9..0", "allowed is FROM..TO or one number, -8 to 8 mm")]
    [InlineData("--across", "8", "would pass through bone or ligament")]
    [InlineData("--postures", "sitting", "there is no posture sitting; allowed are upright, supine, prone")]
    public async Task A_position_that_cannot_be_is_refused_and_nothing_is_written(string option, string value, string says)
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of(
            "field", "sweep", folder.Write("case.yaml", Case), option, value, "--out", folder.File("out"));
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }
}
