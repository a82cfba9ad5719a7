using System.Text.Json;

namespace Epidura.Cli.Tests;

public class AnatomyTests
{
    private static readonly string Examples = Path.Combine(AppContext.BaseDirectory, "examples");
    private static readonly string Own = Path.Combine(Examples, "own-anatomy.yaml");

    [Fact]
    public async Task The_example_is_measured_per_level_beside_the_template_and_drawn()
    {
        using var folder = new ScratchFolder();
        var picture = folder.File("measured.svg");

        var run = await CommandRun.Of("anatomy", "measure", Own, "--svg", picture);

        Assert.Equal(0, run.Code);
        foreach (var level in new[] { "T7", "T8", "T9", "T10", "T11" })
            Assert.Contains($"  {level} ", run.Out, StringComparison.Ordinal);
        var svg = await File.ReadAllTextAsync(picture);
        Assert.Contains("dorsal fluid", svg, StringComparison.Ordinal);
        Assert.Equal(4 + 20, svg.Split("stroke-width=\"1.8\"").Length - 1);
    }

    [Fact]
    public async Task Check_and_measure_say_the_same_as_json()
    {
        var check = (await CommandRun.Of("check", Own, "--json")).Json().GetProperty("measured");
        var measure = (await CommandRun.Of("anatomy", "measure", Own, "--json")).Json();
        Assert.Equal(JsonSerializer.Serialize(check), JsonSerializer.Serialize(measure));
        Assert.Equal(5, measure.GetProperty("levels").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, (await CommandRun.Of("check", Path.Combine(Examples, "minimal.yaml"), "--json"))
            .Json().GetProperty("measured").ValueKind);
    }

    [Fact]
    public async Task The_example_s_images_are_those_the_command_draws()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("anatomy", "images", Path.Combine(Examples, "nifti", "patient.yaml"), "--out", folder.Path);
        Assert.Equal(0, run.Code);
        foreach (var name in new[] { "cord", "canal", "grey", "levels" })
            Assert.Equal(await Unpacked(Path.Combine(Examples, "nifti", $"{name}.nii.gz")), await Unpacked(folder.File($"{name}.nii.gz")));
    }

    [Fact]
    public async Task A_broken_image_is_named_with_its_line_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        var text = await File.ReadAllTextAsync(Own);
        var path = folder.Write("own.yaml", text);
        Directory.CreateDirectory(folder.File("nifti"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Examples, "nifti")))
            File.Copy(file, Path.Combine(folder.File("nifti"), Path.GetFileName(file)));
        var cord = await File.ReadAllBytesAsync(folder.File("nifti/cord.nii.gz"));
        await File.WriteAllBytesAsync(folder.File("nifti/cord.nii.gz"), cord[..(cord.Length / 2)]);

        var run = await CommandRun.Of("anatomy", "measure", path, "--svg", folder.File("out.svg"));

        Assert.Equal(2, run.Code);
        Assert.Contains("own.yaml:9:11: anatomy.nifti.cord: The image cord.nii.gz ends", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out.svg")));
    }

    [Fact]
    public async Task A_case_without_images_and_levels_upside_down_are_refused()
    {
        Assert.Equal(2, (await CommandRun.Of("anatomy", "measure", Path.Combine(Examples, "minimal.yaml"))).Code);
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of(
            "anatomy", "images", Path.Combine(Examples, "minimal.yaml"), "--out", folder.File("images"), "--from", "T9", "--to", "T7");
        Assert.Equal(2, run.Code);
        Assert.False(Directory.Exists(folder.File("images")));
    }

    private static async Task<byte[]> Unpacked(string path)
    {
        await using var file = File.OpenRead(path);
        await using var plain = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        await plain.CopyToAsync(memory);
        return memory.ToArray();
    }
}
