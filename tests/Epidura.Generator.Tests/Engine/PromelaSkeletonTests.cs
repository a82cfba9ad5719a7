using Epidura.Generator.Engine;

namespace Epidura.Generator.Tests.Engine;

public class PromelaSkeletonTests
{
    [Fact]
    [Trait("Requirement", "T11")]
    public async Task The_rows_of_the_model_are_those_of_the_table()
    {
        var path = Path.Combine(Root(), "docs", "safety", "states.pml");
        var made = PromelaSkeleton.Write();
        if (Environment.GetEnvironmentVariable("EPIDURA_WRITE_MODEL") is not null)
            await File.WriteAllTextAsync(path, made);
        Assert.Equal(made, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Every_event_of_the_table_happens_in_the_model_and_every_bug_is_in_its_text()
    {
        var folder = Path.Combine(Root(), "docs", "safety");
        var model = await File.ReadAllTextAsync(Path.Combine(folder, "ipg.pml"));
        foreach (var happening in Enum.GetValues<DeviceEvent>())
            Assert.Contains($"fire_{happening}()", model, StringComparison.Ordinal);
        var bugs = await File.ReadAllLinesAsync(Path.Combine(folder, "bugs.txt"));
        Assert.True(bugs.Length >= 20);
        foreach (var bug in bugs)
        {
            var words = bug.Split(' ');
            var text = await File.ReadAllTextAsync(Path.Combine(folder, words[0] + ".pml"));
            Assert.Contains(words[1], text, StringComparison.Ordinal);
            Assert.True(words[2] == "assert" || text.Contains($"ltl {words[2]} ", StringComparison.Ordinal), bug);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Epidura.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
