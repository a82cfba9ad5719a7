using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Epidura.Cli.Tests.Generator;

namespace Epidura.Cli.Tests;

/// <summary>Runs the commands of docs/guide/records.md as they are written, in a shell; and wrong input.</summary>
public partial class RecordsGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", "records.md"));

    [Fact]
    public async Task A_newcomer_can_copy_every_command_of_the_guide()
    {
        using var folder = new ScratchFolder();
        folder.Write("epidura", $"#!/usr/bin/env bash\nexec dotnet '{DeviceProcess.Program}' \"$@\"\n");
        var blocks = Blocks().Matches(Guide)
            .Select(match => (Fails: match.Groups[1].Value.Length > 0, Text: match.Groups[2].Value)).ToList();
        Assert.True(blocks.Count >= 6, $"{blocks.Count} blocks");
        var script = new StringBuilder("unset EPIDURA_RECORDS_DATABASE\nset -e\n");
        foreach (var (fails, text) in blocks)
            script.Append(fails ? $"if {text.Trim()}; then echo 'SHOULD HAVE FAILED'; exit 9; fi\n" : text);
        folder.Write("guide.sh", script.ToString());
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "chmod +x epidura && bash guide.sh >out.txt 2>&1"])
        {
            WorkingDirectory = folder.Path,
        })!;
        await shell.WaitForExitAsync();
        var output = await File.ReadAllTextAsync(folder.File("out.txt"));
        Assert.True(shell.ExitCode == 0, output);
        Assert.Equal(3, Intact().Count(output));
        Assert.Contains("This record is here already.", output, StringComparison.Ordinal);
        var human = await File.ReadAllTextAsync(folder.File("out/patient/record.txt"));
        Assert.Contains("not a medical device", human, StringComparison.Ordinal);
        var research = await File.ReadAllTextAsync(folder.File("out/research/research.csv"));
        Assert.DoesNotContain("S1-0", research, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", research);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_lists_and_another_seed_others()
    {
        using var folder = new ScratchFolder();
        List<string> hashes = [];
        foreach (var (name, seed) in new[] { ("one", "3"), ("two", "3"), ("three", "4") })
        {
            var data = folder.File(name);
            Assert.Equal(0, (await CommandRun.Of("records", "demo", "--data", data, "--patients", "9", "--seed", seed)).Code);
            var report = await CommandRun.Of("records", "verify", "--data", data, "--json");
            Assert.Equal(0, report.Code);
            hashes.Add(report.Json().GetProperty("read_model_hash").GetString()!);
        }

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public async Task Wrong_input_is_named_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        var data = folder.File("r");
        Assert.Equal(0, (await CommandRun.Of("records", "init", "--data", data)).Code);
        async Task Refused(int code, string says, params string[] args)
        {
            var run = await CommandRun.Of(["records", .. args, "--data", data]);
            Assert.Equal(code, run.Code);
            Assert.Contains(says, run.Error, StringComparison.Ordinal);
        }

        await Refused(2, "holds a record already", "init");
        await Refused(2, "has no patient nobody", "export", "nobody", "--out", folder.File("out"));
        await Refused(2, "either a patient or --research", "export");
        await Refused(2, "does not exist", "import", folder.File("none.json"));
        await Refused(2, "cannot be read", "import", folder.Write("wrong.json", "{"));
        await Refused(2, "1 to 80 characters", "init", "--name", "");
        await Refused(1, "does not answer", "list", "--database", "Host=127.0.0.1;Port=1;Username=x;Database=y;Timeout=2");
        Assert.False(Directory.Exists(folder.File("out")));
        File.Delete(Path.Combine(data, "records.key"));
        await Refused(1, "key", "list");
        var report = await CommandRun.Of("records", "verify", "--data", folder.File("nowhere"));
        Assert.Equal(2, report.Code);
    }

    [Fact]
    public async Task The_guide_names_every_records_command()
    {
        var help = (await CommandRun.Of("records", "--help")).Out;
        var commands = help[(help.IndexOf("Commands:", StringComparison.Ordinal) + 9)..help.IndexOf("Examples:", StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0]).ToList();
        Assert.True(commands.Count >= 8);
        Assert.All(commands, command => Assert.Matches($"records {command}\\b|`{command}[ `]", Guide));
    }

    [GeneratedRegex("^```sh( fails)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^Intact\\.", RegexOptions.Multiline)]
    private static partial Regex Intact();
}
