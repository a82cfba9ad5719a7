namespace Epidura.Cli.Tests;

public class FrameTests
{
    private static readonly string[] Commands =
    [
        "plan", "check", "leads", "regions", "threshold", "fibre", "verify", "validation", "sensitivity", "field", "predictor", "generator",
        "care",
    ];

    [Fact]
    public async Task Without_words_the_program_shows_its_help()
    {
        var run = await CommandRun.Of();
        Assert.Equal(0, run.Code);
        Assert.Contains("not a medical device", run.Out, StringComparison.Ordinal);
        Assert.All(Commands, command => Assert.Contains(command, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_of_every_command_has_examples_and_knows_json()
    {
        foreach (var command in Commands)
        {
            var run = await CommandRun.Of(command, "--help");
            Assert.Equal(0, run.Code);
            Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
            Assert.Contains($"epidura {command}", run.Out, StringComparison.Ordinal);
            Assert.Contains("--json", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("did you mean check?", "chek", "a.yaml")]
    [InlineData("did you mean --json?", "leads", "--jsn")]
    [InlineData("did you mean --json?", "check", "--jsn")]
    [InlineData("did you mean fibres?", "verify", "fibers", "a.json")]
    [InlineData("one more word", "verify")]
    [InlineData("CASE", "check")]
    [InlineData("one more word", "predictor")]
    [InlineData("allowed is 100 to", "predictor", "check", "--cases", "5")]
    [InlineData("no-such.csv", "predictor", "check", "--table", "no-such.csv")]
    [InlineData("either a case file or --from", "plan")]
    [InlineData("either a case file or --from", "plan", "a.yaml", "--from", "plan.json")]
    [InlineData("allowed is 0 to", "plan", "a.yaml", "--seed", "-1")]
    [InlineData("allowed is 1 to 256", "threshold", "--threads", "0")]
    [InlineData("allowed is octrode-3-4", "leads", "octrode")]
    [InlineData("allowed is occiput", "regions", "knee")]
    [InlineData("--diameter-um", "threshold", "--diameter-um", "thick")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_is_allowed(string says, params string[] args)
    {
        var run = await CommandRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
