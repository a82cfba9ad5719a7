using System.Text.Json;

namespace Epidura.Cli.Tests;

public class FibreInputTests
{
    [Fact]
    public async Task A_waveform_from_a_file_has_the_threshold_of_the_same_named_shape()
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("pulse.csv", "time_us,current_fraction\n0,1\n200,0\n300,-0.5\n700,0\n");
        string[] fibre = ["--nodes", "21", "--distance-mm", "2", "--tolerance", "0.00001"];
        string[] named = ["--waveform", "biphasic", "--pulse-width-us", "200", "--interphase-gap-us", "100", "--phase-ratio", "2"];
        foreach (var mode in (string[])["neuron", "reference"])
            Assert.Equal(
                1, await Threshold([.. fibre, "--waveform", file, "--mode", mode]) / await Threshold([.. fibre, .. named, "--mode", mode]),
                1e-4);
    }

    [Theory]
    [InlineData("time_us,current_fraction\n5,1\n100,0\n", ":2:1: time_us is 5; allowed is 0 in the first row")]
    [InlineData("time_us,current_fraction\n0,1\n0,0\n", ":3:1: time_us is 0; allowed is a time above the one before")]
    [InlineData("time_us,current_fraction\n0,1\n100,-1\n", ":3:5: current_fraction is -1; allowed is 0 in the last row")]
    [InlineData("time_us,current_fraction\n0,2\n100,0\n", ":2:3: current_fraction is 2; allowed is -1 to 1")]
    [InlineData("time_us,current_fraction\n0,NaN\n100,0\n", ":2:3: current_fraction is NaN; allowed is a finite number")]
    [InlineData("time_us,current_fraction\n0,0\n100,0\n", ":1:1: current_fraction is 0 in every row")]
    [InlineData("time_us,current_fraction\n0,1\n", ":1:1: the waveform has 1 rows; allowed is 2 or more")]
    [InlineData("time_us,current\n0,1\n", ":1:9: there is no column current")]
    [InlineData("time_us,current_fraction\n0,1\n2,0\n", "A phase of the pulse lasts 2 µs, shorter than the time step of 5 µs")]
    public async Task A_wrong_waveform_is_refused_with_its_place(string text, string says)
    {
        using var folder = new ScratchFolder();
        await Refused(says, "threshold", "--waveform", folder.Write("w.csv", text));
    }

    [Fact]
    public async Task A_waveform_file_that_is_missing_or_has_no_width_to_change_is_refused()
    {
        using var folder = new ScratchFolder();
        await Refused("absent.csv", "threshold", "--waveform", folder.File("absent.csv"));
        var file = folder.Write("w.csv", "time_us,current_fraction\n0,1\n100,0\n");
        await Refused("allowed is a named shape", "fibre", "strength-duration", "--waveform", file);
    }

    [Fact]
    public async Task Collaterals_change_the_threshold_and_say_where_potentials_are_wanted()
    {
        string[] fibre = ["--nodes", "21", "--distance-mm", "1", "--diameter-um", "10"];
        var straight = await Threshold(fibre);
        var branched = await Threshold([.. fibre, "--branches", "10:5.7:6,12:5.7:4"]);
        Assert.InRange(branched / straight, 1.005, 2);
        Assert.Equal(1, await Threshold([.. fibre, "--branches", "17:5.7:3"]) / straight, 0.02);
        var run = await CommandRun.Of("fibre", "positions", "--nodes", "21", "--branches", "10:5.7:6", "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(221 + 66, json.RootElement.GetProperty("compartments").GetInt32());
    }

    [Theory]
    [InlineData("10:5.7", "--branches holds 10:5.7; allowed is NODE:DIAMETER_UM:INTERNODES")]
    [InlineData("0:5.7:3", "A branch leaves a node with channels")]
    [InlineData("10:99:3", "--branches is 99; allowed is")]
    public async Task Wrong_branches_are_refused(string branches, string says) =>
        await Refused(says, "threshold", "--nodes", "21", "--branches", branches);

    [Fact]
    public async Task Branches_are_refused_where_no_kernel_carries_them()
    {
        await Refused("allowed is neuron for a fibre with branches", "threshold", "--branches", "10:5.7:3", "--mode", "fast");
        await Refused("has no branches", "threshold", "--model", "rattay-aberham", "--diameter-um", "1", "--branches", "10:5.7:3");
    }

    private static async Task<double> Threshold(string[] arguments)
    {
        var run = await CommandRun.Of(["threshold", .. arguments, "--json"]);
        Assert.True(run.Code == 0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        return json.RootElement.GetProperty("fibres")[0].GetProperty("threshold_ma").GetDouble();
    }

    private static async Task Refused(string says, params string[] arguments)
    {
        var run = await CommandRun.Of(arguments);
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
