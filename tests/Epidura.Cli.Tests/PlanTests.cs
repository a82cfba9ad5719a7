namespace Epidura.Cli.Tests;

public class PlanTests
{
    [Fact]
    public async Task A_wrong_case_ends_with_2_and_writes_neither_files_nor_fields()
    {
        using var folder = new ScratchFolder();
        var wrong = Path.Combine(AppContext.BaseDirectory, "wrong-cases", "lead-outside-the-canal.yaml");
        var run = await CommandRun.Of("plan", wrong, "--out", folder.File("out"), "--cache", folder.File("cache"));
        Assert.Equal(2, run.Code);
        Assert.Contains("lead-outside-the-canal.yaml:19:17: leads[0].lateral_mm", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("{", "plan.json:1:1: The plan is not JSON")]
    [InlineData("{}", "its schema must be epidura-plan/1")]
    [InlineData("""{"schema": "epidura-plan/1"}""", "The plan holds no case")]
    public async Task A_file_that_is_no_plan_is_refused(string text, string says)
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("plan", "--from", folder.Write("plan.json", text), "--out", folder.File("out"));
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public async Task A_stopped_plan_ends_with_130_and_writes_no_file()
    {
        using var folder = new ScratchFolder();
        using var source = new CancellationTokenSource();
        var example = Path.Combine(AppContext.BaseDirectory, "examples", "minimal.yaml");
        source.CancelAfter(TimeSpan.FromMilliseconds(700));
        var run = await CommandRun.Of(source.Token, "plan", example, "--out", folder.File("out"), "--cache", folder.File("cache"));
        Assert.Equal(130, run.Code);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_refused_before_any_work()
    {
        using var folder = new ScratchFolder();
        var example = Path.Combine(AppContext.BaseDirectory, "examples", "minimal.yaml");
        var run = await CommandRun.Of("plan", example, "--out", folder.Write("out", "in the way"));
        Assert.Equal(2, run.Code);
        Assert.Contains("allowed is a folder", run.Error, StringComparison.Ordinal);
    }
}
