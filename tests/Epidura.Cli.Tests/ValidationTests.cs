namespace Epidura.Cli.Tests;

public class ValidationTests
{
    [Fact]
    public async Task The_page_has_a_summary_and_every_entry_and_is_the_same_twice_and_for_other_threads()
    {
        using var folder = new ScratchFolder();
        var source = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "data"), "neuron-random-*.json").First();
        Directory.CreateDirectory(folder.File("data"));
        File.Copy(source, folder.File("data/random.json"));
        var first = await CommandRun.Of("validation", "--data", folder.File("data"), "--out", folder.File("a.md"), "--threads", "1",
            "--adults", "0");
        var second =
            await CommandRun.Of("validation", "--data", folder.File("data"), "--out", folder.File("b.md"), "--threads", "2", "--json",
                "--adults", "0");
        Assert.Equal((0, 0), (first.Code, second.Code));
        var page = await File.ReadAllTextAsync(folder.File("a.md"));
        Assert.Equal(page, await File.ReadAllTextAsync(folder.File("b.md")));
        var judged = second.Json().GetProperty("files")[0].GetProperty("n").GetInt32();
        Assert.True(judged >= 20);
        Assert.Equal(judged, page.Split('\n').Count(line => line.EndsWith("| ok |", StringComparison.Ordinal)));
        Assert.Contains("| random.json | threshold |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_reference_files_is_refused_and_nothing_written()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("validation", "--data", folder.Path, "--out", folder.File("a.md"));
        Assert.Equal(2, run.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
