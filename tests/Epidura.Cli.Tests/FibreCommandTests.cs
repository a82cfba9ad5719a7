using System.Globalization;
using Epidura.Numerics.Files;

namespace Epidura.Cli.Tests;

public class FibreCommandTests
{
    [Fact]
    public async Task Potentials_in_npy_and_csv_give_the_thresholds_of_the_sources_that_made_them()
    {
        using var folder = new ScratchFolder();
        await CommandRun.Of("fibre", "positions", "--nodes", "21", "--out", folder.File("z.npy"));
        double[] z;
        using (var stream = File.OpenRead(folder.File("z.npy")))
            z = NpyArray.Read(stream).Values;
        double[] values = [.. z.Select(mm => -1 / (4 * Math.PI * 0.3 * 1e-3 * Math.Sqrt(4 + (mm * mm))))];
        using (var stream = File.Create(folder.File("v.npy")))
            new NpyArray([1, 221], values).Write(stream);
        var rows = values.Select(v => v.ToString("R", CultureInfo.InvariantCulture));
        var csv = folder.Write("v.csv", "potential_v_per_a\n" + string.Join('\n', rows) + "\n");
        var npy = await Threshold("--nodes", "21", "--potentials", folder.File("v.npy"));
        Assert.Equal(npy, await Threshold("--nodes", "21", "--potentials", csv));
        Assert.Equal(1, npy / await Threshold("--nodes", "21", "--distance-mm", "2"), 1e-9);
    }

    [Fact]
    public async Task Thresholds_are_written_as_csv_and_npy()
    {
        using var folder = new ScratchFolder();
        var table = folder.Write("t.csv", "distance_mm\n1\n2\n100\n");
        foreach (var name in (string[])["out.csv", "out.npy"])
            Assert.Equal(0, (await CommandRun.Of("threshold", "--table", table, "--nodes", "21", "--out", folder.File(name))).Code);
        var lines = File.ReadAllLines(folder.File("out.csv"));
        using var stream = File.OpenRead(folder.File("out.npy"));
        var values = NpyArray.Read(stream).Values;
        Assert.Equal(3, values.Length);
        Assert.Equal(values[1], double.Parse(lines[2].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.True(double.IsNaN(values[2]));
        Assert.Equal("3,,", lines[3][..3]);
    }

    [Theory]
    [InlineData("potential_v_per_a\n1\nNaN\n", ":3:1: potential_v_per_a is NaN; allowed is a finite number")]
    [InlineData("position_mm,potential_v_per_a\n-50,1\n50\n", ":3:1: the row has 1 cells; allowed is 2")]
    [InlineData("position_mm,potential_v_per_a\n1,1\n0,1\n", ":3:1: position_mm is 0; allowed is a position above the one before")]
    [InlineData(
        "position_mm,potential_v_per_a\n-1,1\n1,1\n", ":3:1: position_mm covers -1 to 1; allowed is a range that holds -11.5 to 11.5")]
    [InlineData("potential_v_per_a\n1\n2\n", ":3:1: the fibre has 2 values; allowed is 221, one at each compartment")]
    [InlineData("volts\n1\n", ":1:1: there is no column volts")]
    [InlineData("position_mm\n1\n", "the column potential_v_per_a is missing")]
    [InlineData("potential_v_per_a\n", ":1:1: the file has 0 points")]
    public async Task Wrong_potentials_are_refused_with_their_place(string text, string says)
    {
        using var folder = new ScratchFolder();
        await Refused(says, "threshold", "--nodes", "21", "--potentials", folder.Write("p.csv", text));
    }

    [Fact]
    public async Task A_wrong_array_is_refused_with_its_place()
    {
        using var folder = new ScratchFolder();
        string Array(string name, int[] shape, double value)
        {
            using var stream = File.Create(folder.File(name));
            var values = new double[shape.Aggregate(1, (a, b) => a * b)];
            values[^1] = value;
            new NpyArray(shape, values).Write(stream);
            return folder.File(name);
        }

        string[] threshold = ["threshold", "--nodes", "21", "--potentials"];
        await Refused("nan.npy: the value at [1, 220] is NaN", [.. threshold, Array("nan.npy", [2, 221], double.NaN)]);
        await Refused("short.npy: the fibre has 3 values; allowed is 221", [.. threshold, Array("short.npy", [3], 0)]);
        await Refused("(2, 2, 2); allowed is (compartments,)", "threshold", "--potentials", Array("cube.npy", [2, 2, 2], 0));
        await Refused("byte 0", "threshold", "--potentials", folder.Write("text.npy", "no array"));
        await Refused("does not exist", "threshold", "--potentials", folder.File("none.npy"));
    }

    [Theory]
    [InlineData("no amplitude up to it made a fibre fire; allowed is 0.001 to 1000 mA", "--amplitude-max-ma", "0.001")]
    [InlineData("fibre_nodes is 3; allowed is 5 to 2001", "--nodes", "3")]
    [InlineData("shorter than the time step", "--pulse-width-us", "2")]
    [InlineData("study_rate_hz is 9000 Hz; allowed is up to 5000 Hz", "--pulses", "3", "--rate-hz", "9000")]
    [InlineData("allowed is monophasic, biphasic, passive, sinusoid", "--waveform", "sawtooth")]
    [InlineData("--mode is quick; allowed is neuron", "--mode", "quick")]
    [InlineData("unmyelinated_diameter_um is 10000 µm", "--model", "rattay-aberham", "--diameter-um", "10000")]
    [InlineData("has no fibre of 20 µm", "--model", "rattay-aberham", "--diameter-um", "20")]
    public async Task Wrong_options_are_refused_in_one_sentence(string says, params string[] options) =>
        await Refused(says, ["threshold", .. options]);

    [Theory]
    [InlineData("--strengths holds x", "entrainment", "--strengths", "1,x")]
    [InlineData("--widths-us does not rise at number 2", "strength-duration", "--widths-us", "100,50")]
    [InlineData("--intervals-ms holds 0.1; allowed are rising intervals from 0.2 ms on", "recovery", "--intervals-ms", "0.1")]
    [InlineData("allowed is 9 or more for a velocity", "velocity", "--nodes", "7")]
    [InlineData("made a fibre fire", "burst", "--amplitude-max-ma", "0.001")]
    [InlineData("is a step from conduction to block", "block", "--waveform", "sinusoid", "--duration-ms", "5", "--amplitude-max-ma", "0.1")]
    public async Task A_protocol_refuses_in_one_sentence(string says, params string[] options) =>
        await Refused(says, ["fibre", .. options]);

    [Fact]
    public async Task Protocols_print_json_with_figures_and_points()
    {
        var curve = (await CommandRun.Of("fibre", "strength-duration", "--nodes", "21", "--widths-us", "100,200,500", "--json")).Json();
        Assert.Equal(3, curve.GetProperty("points").GetArrayLength());
        Assert.InRange(curve.GetProperty("weiss_chronaxie_us").GetDouble(), 100, 600);
        var speed = (await CommandRun.Of("fibre", "velocity", "--nodes", "41", "--step-us", "5", "--json")).Json();
        Assert.Equal(51.34, speed.GetProperty("velocity_m_per_s").GetDouble(), 0.01);
        var train = (await CommandRun.Of("fibre", "entrainment", "--nodes", "21", "--pulses", "6", "--rate-hz", "200", "--json")).Json();
        Assert.Equal(1, train.GetProperty("points")[1].GetProperty("entrainment_ratio").GetDouble());
    }

    [Fact]
    public async Task The_guides_name_every_protocol()
    {
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", "fibres.md"));
        var help = (await CommandRun.Of("fibre", "--help")).Out;
        var words = help[(help.IndexOf("Commands:", StringComparison.Ordinal) + 9)..help.IndexOf("Examples:", StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])
            .ToList();
        Assert.True(words.Count >= 8);
        Assert.All(words, word => Assert.Contains($"./epidura fibre {word}", guide, StringComparison.Ordinal));
    }

    private static async Task Refused(string says, params string[] args)
    {
        var run = await CommandRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static async Task<double> Threshold(params string[] options)
    {
        var run = await CommandRun.Of(["threshold", "--json", "--tolerance", "0.0001", .. options]);
        Assert.True(run.Code == 0, run.Error);
        return run.Json().GetProperty("fibres")[0].GetProperty("threshold_ma").GetDouble();
    }
}
