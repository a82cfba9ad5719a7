namespace Epidura.Cli.Tests;

public class CheckTests
{
    private static readonly string Examples = Path.Combine(AppContext.BaseDirectory, "examples");
    private static readonly string WrongCases = Path.Combine(AppContext.BaseDirectory, "wrong-cases");

    [Fact]
    public async Task Every_example_passes_and_says_what_was_filled_in()
    {
        foreach (var path in Directory.EnumerateFiles(Examples, "*.yaml"))
        {
            var run = await CommandRun.Of("check", path);
            Assert.Equal(0, run.Code);
            Assert.Contains("Filled in, because the case does not say", run.Out, StringComparison.Ordinal);
            Assert.Contains("behind vertebra", run.Out, StringComparison.Ordinal);
            Assert.Empty(run.Error);
        }
    }

    [Fact]
    public async Task Json_of_a_case_names_contacts_with_vertebra_and_segment()
    {
        var run = await CommandRun.Of("check", Path.Combine(Examples, "failed-back.yaml"), "--json");
        var json = run.Json();
        Assert.Equal(0, run.Code);
        Assert.Equal(16, json.GetProperty("contacts").GetArrayLength());
        var first = json.GetProperty("contacts")[0];
        Assert.Equal("left.1", first.GetProperty("contact").GetString());
        Assert.Equal("T8", first.GetProperty("level").GetString());
        Assert.Equal(-1.5, first.GetProperty("x_mm").GetDouble(), 3);
        Assert.True(json.GetProperty("assumed").GetArrayLength() > 5);
        Assert.Equal("tonic", json.GetProperty("therapy").GetProperty("class").GetString());
    }

    [Fact]
    public async Task The_anatomy_is_listed_on_demand_with_the_values_of_the_case_in_place_of_the_tables()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write(
            "a.yaml", await File.ReadAllTextAsync(Path.Combine(Examples, "minimal.yaml")) + "anatomy: {conductivity_s_m: {dura: 0.125}}\n");
        var run = await CommandRun.Of("check", path, "--anatomy");
        Assert.Equal(0, run.Code);
        Assert.Contains(run.Out.Split('\n'), line => line.Contains("conductivity of Dura", StringComparison.Ordinal)
            && line.Contains("0.125", StringComparison.Ordinal) && line.Contains("the case file", StringComparison.Ordinal));
        Assert.Contains(run.Out.Split('\n'), line => line.Contains("assumed", StringComparison.Ordinal));
        Assert.DoesNotContain("conductivity of Dura", (await CommandRun.Of("check", path)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_case_ends_with_2_names_its_place_and_writes_nothing()
    {
        var before = Directory.GetFileSystemEntries(Environment.CurrentDirectory).Order().ToList();
        var seen = 0;
        foreach (var path in Directory.EnumerateFiles(WrongCases, "*.yaml"))
        {
            seen++;
            var run = await CommandRun.Of("check", path);
            Assert.Equal(2, run.Code);
            Assert.Matches($@"(?m)^{System.Text.RegularExpressions.Regex.Escape(path)}:\d+:\d+: .+\(value: .+; allowed: .+\)", run.Error);
            Assert.Empty(run.Out);
        }

        Assert.True(seen >= 100);
        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory).Order());
    }

    [Fact]
    public async Task Json_of_a_wrong_case_has_the_same_errors()
    {
        var run = await CommandRun.Of("check", Path.Combine(WrongCases, "several-errors-at-once.yaml"), "--json");
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Error);
        var errors = run.Json().GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(3, errors.Count);
        Assert.All(errors, error =>
        {
            foreach (var key in new[] { "file", "line", "column", "field", "value", "allowed", "message" })
                Assert.True(error.TryGetProperty(key, out _), key);
        });
    }

    [Fact]
    public async Task A_missing_file_a_folder_a_large_and_a_binary_file_are_refused()
    {
        using var folder = new ScratchFolder();
        using (var large = File.Create(folder.File("large.yaml")))
            large.SetLength(100L << 20);
        await File.WriteAllBytesAsync(folder.File("binary.yaml"), [0x7F, 0x45, 0x4C, 0x46, 0, 0, 1]);
        foreach (var (name, says) in new[]
            { ("none.yaml", "does not exist"), ("", "folder"), ("large.yaml", "104857600 bytes"), ("binary.yaml", "binary") })
        {
            var run = await CommandRun.Of("check", folder.File(name));
            Assert.Equal(2, run.Code);
            Assert.Contains(says, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unusual_value_gives_a_note_and_passes()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("a.yaml", await File.ReadAllTextAsync(Path.Combine(Examples, "minimal.yaml")) + "    angle_deg: 12\n");
        var run = await CommandRun.Of("check", path);
        Assert.Equal(0, run.Code);
        Assert.Contains($"note: {path}:7:16: angle_deg is unusual", run.Error, StringComparison.Ordinal);
    }
}
