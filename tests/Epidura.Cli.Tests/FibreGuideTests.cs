using System.Text.RegularExpressions;
using Epidura.Fibers;
using Epidura.Fibers.Sources;
using Epidura.Numerics.Files;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Cli.Tests;

/// <summary>docs/guide/fibres.md: its commands run as they are written, its C# compiles and runs.</summary>
public partial class FibreGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", "fibres.md"));

    [Fact]
    public async Task Every_command_of_the_guide_runs_and_every_wrong_one_ends_with_2_and_no_number()
    {
        using var folder = new ScratchFolder();
        var counts = (Right: 0, Wrong: 0);
        foreach (Match block in Blocks().Matches(Guide))
        {
            var fails = block.Groups[1].Value.Length > 0;
            foreach (var line in block.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!line.StartsWith("./epidura ", StringComparison.Ordinal))
                {
                    Print(folder, line);
                    continue;
                }

                var run = await CommandRun.Of(Arguments(folder, line));
                Assert.True(run.Code == (fails ? 2 : 0), $"{line}\n{run.Error}");
                Assert.Equal(fails, run.Out.Length == 0);
                Assert.True(!fails || run.Error.Contains("allowed is", StringComparison.Ordinal) || line.Contains("step-us"), run.Error);
                counts = fails ? (counts.Right, counts.Wrong + 1) : (counts.Right + 1, counts.Wrong);
            }

            if (!File.Exists(folder.File("bundle.npy")))
                WriteBundle(folder);
        }

        Assert.True(counts is { Right: >= 14, Wrong: >= 4 }, counts.ToString());
        Assert.Equal(4, File.ReadAllLines(folder.File("thresholds.csv")).Length);
        Assert.Equal(8, File.ReadAllLines(folder.File("curve.csv")).Length);
    }

    [Fact]
    public void The_csharp_of_the_guide_is_what_this_test_runs()
    {
        static double MyPotential(double z) => -1 / (4 * Math.PI * 0.3 * Math.Sqrt(Math.Pow(z - 20e-3, 2) + 4e-6));
        var text = new StringWriter();

        // From here on as in the guide, but for the console.
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, diameter: 9.2e-6, nodes: 41);
        double[] potential = new double[geometry.Compartments];           // V outside each compartment per ampere
        for (var i = 0; i < potential.Length; i++)
            potential[i] = MyPotential(geometry.ArcPositions[i]);          // m along the fibre from node 0
        var fibre = new FibreCase(geometry, potential);
        var pulse = new Waveform.Biphasic(Width: 200e-6, Gap: 100e-6);
        var result = ThresholdSearch.Find([fibre], pulse, new ThresholdOptions(AmplitudeMax: 0.1), threads: 0)[0];
        text.WriteLine($"{result.Status}: {result.Threshold * 1e3:F4} mA between {result.Lower} and {result.Upper} A, "
            + $"from node {result.InitiationNode} at {result.InitiationTime * 1e3:F2} ms, step {result.Step}");

        var other = potential;
        var held = new FibreSource(other, new Waveform.Sinusoid(Frequency: 2e3, Length: 2e-3), Amplitude: 0.2e-3, IsFixed: true);
        var searched = new FibreSource(potential, pulse, Delay: 0.5e-3);
        var sources = new SourcedFibre(geometry, [held, searched]);
        var both = SourceThreshold.Find([sources], new ThresholdOptions(AmplitudeMax: 0.1), threads: 0)[0];

        Assert.StartsWith("Found: 0.", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(ThresholdStatus.Found, both.Status);
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", "FibreGuideTests.cs.txt"));
        var lines = Squeezed(source).ToHashSet();
        foreach (Match block in CSharp().Matches(Guide))
            foreach (var line in Squeezed(block.Groups[1].Value))
                Assert.Contains(line.Replace("Console.", "text.", StringComparison.Ordinal), lines);
    }

    private static IEnumerable<string> Squeezed(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    /// <summary>The arguments of a line; names of files lie in the scratch folder.</summary>
    private static string[] Arguments(ScratchFolder folder, string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word =>
            word.EndsWith(".csv", StringComparison.Ordinal) || word.EndsWith(".npy", StringComparison.Ordinal) ? folder.File(word) : word),
    ];

    /// <summary>What printf '…' >file does.</summary>
    private static void Print(ScratchFolder folder, string line)
    {
        var parts = Printf().Match(line);
        Assert.True(parts.Success, line);
        folder.Write(parts.Groups[2].Value, parts.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>What the Python of the guide does with the positions just written.</summary>
    private static void WriteBundle(ScratchFolder folder)
    {
        using var read = File.OpenRead(folder.File("positions.npy"));
        var z = NpyArray.Read(read).Values;
        double[] values =
        [
            .. ((double[])[1e-3, 2e-3, 3e-3]).SelectMany(r =>
                z.Select(mm => -1 / (4 * Math.PI * 0.3 * Math.Sqrt((mm * mm * 1e-6) + (r * r))))),
        ];
        using var written = File.Create(folder.File("bundle.npy"));
        new NpyArray([3, z.Length], values).Write(written);
    }

    [GeneratedRegex("^```sh( fails)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("^printf '(.*)' >(.*)$")]
    private static partial Regex Printf();
}
