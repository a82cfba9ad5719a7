using System.Text.Json;
using Epidura.Care;

namespace Epidura.Cli.Tests;

public class CarePathwayTests
{
    private static readonly string Example = Path.Combine(AppContext.BaseDirectory, "examples", "care", "pathway.jsonl");

    [Fact]
    public async Task The_example_ends_in_follow_up_with_two_urgent_tasks_and_a_correction_that_is_readable()
    {
        var run = await CommandRun.Of("care", "pathway", Example);
        Assert.Equal(0, run.Code);
        Assert.Contains("State: follow-up", run.Out, StringComparison.Ordinal);
        Assert.Contains(Notice.Text, run.Out, StringComparison.Ordinal);
        var json = (await CommandRun.Of("care", "pathway", Example, "--json")).Json();
        Assert.Equal(51, json.GetProperty("events").GetArrayLength());
        Assert.Equal(["F05", "P07"], json.GetProperty("tasks").EnumerateArray()
            .Where(task => task.GetProperty("urgency").GetString() == "urgent").Select(task => task.GetProperty("rule").GetString()!));
        var corrected = json.GetProperty("corrected")[0];
        Assert.Equal(39, corrected.GetProperty("number").GetInt32());
        Assert.Contains("nrs 2", json.GetProperty("events")[38].GetProperty("fields").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_refused_names_line_state_event_field_and_what_is_missing()
    {
        using var folder = new ScratchFolder();
        var lines = await File.ReadAllLinesAsync(Example);
        var implant = lines.First(line => line.Contains("implant.performed", StringComparison.Ordinal));
        var file = folder.Write("events.jsonl", string.Join('\n', lines[0], implant, "{\"type\":\"x\"}", "", lines[1]));
        var run = await CommandRun.Of("care", "pathway", file);
        Assert.Equal(2, run.Code);
        Assert.Contains("line 2: implant.performed in state referred", run.Out, StringComparison.Ordinal);
        Assert.Contains("missing: a state out of implant-planned", run.Out, StringComparison.Ordinal);
        Assert.Contains("line 3:", run.Out, StringComparison.Ordinal);
        Assert.Contains("State: screening", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("care", "pathway", folder.File("none.jsonl"))).Code);
        var when = await CommandRun.Of("care", "pathway", Example, "--now", "tomorrow");
        Assert.Equal(2, when.Code);
        Assert.Contains("tomorrow is no instant of UTC", when.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_registry_does_not_depend_on_threads_and_names_published_figures()
    {
        var one = await CommandRun.Of("care", "registry", "--patients", "60", "--seed", "4", "--threads", "1", "--json");
        var two = await CommandRun.Of("care", "registry", "--patients", "60", "--seed", "4", "--threads", "2", "--json");
        Assert.Equal(one.Out, two.Out);
        var rows = one.Json().GetProperty("result").GetProperty("rows");
        Assert.All(rows.EnumerateArray(), row => Assert.True(row.GetProperty("source").GetString()!.Length > 5));
        Assert.Equal(2, (await CommandRun.Of("care", "registry", "--patients", "0")).Code);
    }
}
