using System.Globalization;
using System.Text.Json.Nodes;
using Epidura.Anatomy;
using Epidura.Stimulation.Leads;

namespace Epidura.Cli.Tests;

public class StudyTests
{
    [Fact]
    public async Task Leads_and_regions_list_every_entry_of_their_catalogues()
    {
        Assert.Equal(LeadCatalogue.All.Count, (await CommandRun.Of("leads", "--json")).Json().GetProperty("leads").GetArrayLength());
        Assert.Equal(BodyMap.Regions.Count, (await CommandRun.Of("regions", "--json")).Json().GetProperty("regions").GetArrayLength());
        Assert.Equal(8, (await CommandRun.Of("leads", "octrode-3-1", "--json")).Json().GetProperty("contacts").GetArrayLength());
        Assert.Contains("Low back", (await CommandRun.Of("regions", "low_back")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_lies_in_its_bracket_and_rises_with_distance()
    {
        var near = await Threshold("--distance-mm", "2");
        var far = await Threshold("--distance-mm", "4");
        Assert.InRange(near.Threshold, near.Lower, near.Upper);
        Assert.True(near.Upper - near.Lower <= 0.0051 * near.Upper);
        Assert.True(far.Threshold > near.Threshold * 1.5);
    }

    [Fact]
    public async Task A_table_gives_one_row_each_and_the_numbers_of_single_runs()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("fibres.csv", "diameter_um,distance_mm,pulse_width_us\n10,2,100\n12.8,3,210\n5.7,60,210\n");
        var run = await CommandRun.Of("threshold", "--table", path, "--json", "--threads", "1");
        Assert.Equal(0, run.Code);
        var rows = run.Json().GetProperty("fibres").EnumerateArray().ToList();
        Assert.Equal(3, rows.Count);
        var single = await Threshold("--diameter-um", "12.8", "--distance-mm", "3", "--pulse-width-us", "210");
        Assert.Equal(single.Threshold, rows[1].GetProperty("threshold_ma").GetDouble());
        Assert.Equal("above_maximum", rows[2].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Potentials_from_a_file_give_the_threshold_of_the_source_that_made_them()
    {
        using var folder = new ScratchFolder();
        var lines = Enumerable.Range(-4000, 8001).Select(i => i * 0.01).Select(mm => string.Create(
            CultureInfo.InvariantCulture, $"{mm:0.##},{-1 / (4 * Math.PI * 0.3 * 1e-3 * Math.Sqrt(4 + (mm * mm))):R}"));
        var path = folder.Write("potentials.csv", "position_mm,potential_v_per_a\n" + string.Join('\n', lines) + "\n");
        var fromFile = await Threshold("--potentials", path);
        var fromSource = await Threshold("--distance-mm", "2");
        Assert.Equal(1, fromFile.Threshold / fromSource.Threshold, 2);
    }

    [Theory]
    [InlineData("diametr_um\n10\n", ":1:1: there is no column diametr_um (did you mean diameter_um?)")]
    [InlineData("diameter_um,distance_mm\n10,x\n", ":2:4: distance_mm is x; allowed is a finite number")]
    [InlineData("diameter_um,distance_mm\n10\n", ":2:1: the row has 1 cells; allowed is 2")]
    [InlineData("diameter_um\n99\n", ":2:1: fibre_diameter_um is 99 µm; allowed is 1 to 16 µm")]
    [InlineData("diameter_um\n9\n", ":2:1: the model mrg-discrete has no fibre of 9 µm")]
    [InlineData("diameter_um\nNaN\n", ":2:1: diameter_um is NaN")]
    [InlineData("diameter_um,nodes\n10,7.5\n", ":2:4: nodes is 7.5; allowed is a whole number")]
    [InlineData("# nothing\n", ":1:1: the table is empty")]
    [InlineData("diameter_um\n", ":1:1: the table has no row")]
    public async Task A_wrong_table_is_refused_with_its_place(string text, string says)
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("threshold", "--table", folder.Write("t.csv", text));
        Assert.Equal(2, run.Code);
        Assert.Contains("t.csv" + says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_prints_every_case_and_the_sum_in_the_agreed_shape()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("one.json", OneThreshold(1));
        var run = await CommandRun.Of("verify", "fibres", path, "--json");
        var json = run.Json();
        Assert.True(json.GetProperty("cases").GetArrayLength() >= 1);
        foreach (var key in new[] { "id", "quantity", "dt_ms", "ours", "theirs", "rel_diff", "pass" })
            Assert.True(json.GetProperty("cases")[0].TryGetProperty(key, out _), key);
        var summary = json.GetProperty("summary");
        Assert.True(summary.GetProperty("n").GetInt32() >= 1);
        Assert.Equal(0, summary.GetProperty("failed").GetInt32());
        Assert.InRange(summary.GetProperty("max_rel_diff").GetDouble(), 0, 1e-4);
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task Verify_ends_with_1_when_a_figure_is_wrong()
    {
        using var folder = new ScratchFolder();
        Assert.Equal(1, (await CommandRun.Of("verify", "fibres", folder.Write("wrong.json", OneThreshold(1.01)))).Code);
    }

    [Fact]
    public async Task Verify_refuses_what_is_no_reference_file()
    {
        using var folder = new ScratchFolder();
        var broken = await CommandRun.Of("verify", "fibres", folder.Write("broken.json", "{\n  \"a\": ,\n}"));
        Assert.Equal(2, broken.Code);
        Assert.Contains("broken.json:2:8: the file is not JSON", broken.Error, StringComparison.Ordinal);
        var list = await CommandRun.Of("verify", "fibres", folder.Write("list.json", "[]"));
        Assert.Equal(2, list.Code);
        Assert.Equal(2, (await CommandRun.Of("verify", "field", folder.File("none.json"))).Code);
    }

    [Fact]
    public async Task A_stopped_run_ends_with_130_and_prints_no_result()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var run = await CommandRun.Of(source.Token, "threshold");
        Assert.Equal(130, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("stopped; nothing was written", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The first case of the random reference file, its figures multiplied by a factor.</summary>
    private static string OneThreshold(double factor)
    {
        var file = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "data"), "neuron-random-*.json").First();
        var node = JsonNode.Parse(File.ReadAllText(file))!;
        var cases = node["thresholds"]!.AsArray();
        while (cases.Count > 1)
            cases.RemoveAt(1);
        var first = cases[0]!.AsObject();
        foreach (var key in first.Select(item => item.Key).Where(key => key.StartsWith("threshold_", StringComparison.Ordinal)).ToList())
            first[key] = factor * first[key]!.GetValue<double>();
        return node.ToJsonString();
    }

    private static async Task<(double Threshold, double Lower, double Upper)> Threshold(params string[] options)
    {
        var run = await CommandRun.Of(["threshold", "--json", .. options]);
        Assert.Equal(0, run.Code);
        var fibre = run.Json().GetProperty("fibres")[0];
        return (fibre.GetProperty("threshold_ma").GetDouble(), fibre.GetProperty("lower_ma").GetDouble(),
            fibre.GetProperty("upper_ma").GetDouble());
    }
}
