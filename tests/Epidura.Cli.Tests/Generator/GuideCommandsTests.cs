using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Epidura.Cli.Tests.Generator;

/// <summary>Runs the commands of docs/guide/generator.md as they are written, in a shell, against the device they start.</summary>
public partial class GuideCommandsTests
{
    [Fact]
    public async Task A_newcomer_can_copy_every_command_of_the_guide()
    {
        using var folder = new ScratchFolder();
        folder.Write("epidura", $"#!/usr/bin/env bash\nexec dotnet '{DeviceProcess.Program}' \"$@\"\n");
        Directory.CreateDirectory(folder.File("examples"));
        foreach (var example in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples")))
            File.Copy(example, Path.Combine(folder.File("examples"), Path.GetFileName(example)));
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "guide", "generator.md"));
        var blocks = Blocks().Matches(guide)
            .Select(match => (Fails: match.Groups[1].Value.Length > 0, Text: match.Groups[2].Value)).ToList();
        Assert.True(blocks.Count >= 8, $"{blocks.Count} blocks");
        var script = new StringBuilder("trap 'kill $(cat var/generator/run.pid) 2>/dev/null' EXIT\nset -e\n");
        foreach (var (fails, text) in blocks)
        {
            // The first command waits for the device that the line before it started.
            script.Append(fails ? $"if {text.Trim()}; then echo 'SHOULD HAVE FAILED'; exit 9; fi\n" : text);
            if (text.Contains("generator run &", StringComparison.Ordinal))
                script.Append("for i in $(seq 100); do [ -e var/generator/world.sock ] && break; sleep 0.1; done\n");
        }

        folder.Write("guide.sh", script.ToString());
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "chmod +x epidura && bash guide.sh >out.txt 2>&1"])
        {
            WorkingDirectory = folder.Path,
        })!;
        await shell.WaitForExitAsync();
        var output = await File.ReadAllTextAsync(folder.File("out.txt"));
        Assert.True(shell.ExitCode == 0, output);
        Assert.Contains("Paired as clinician", output, StringComparison.Ordinal);
        Assert.Contains("I-20 (press of the remote), 2000 against a limit of 100", output, StringComparison.Ordinal);
        Assert.Contains("MagnetHeld, I-33 (magnet)", output, StringComparison.Ordinal);
        Assert.Contains("max charge density", output, StringComparison.Ordinal);
        Assert.Contains("start number 2, PowerOn", output, StringComparison.Ordinal);
        Assert.Contains("update: done; the device started again and runs 1.1 (bank A)", output, StringComparison.Ordinal);
        Assert.Contains(
            "older than the software of the device: I-40 (update), 65536 against a limit of 65537", output,
            StringComparison.Ordinal);
        Assert.Contains(
            "update to 1.2 was taken back: the self-test found another table of states, I-40 (update)", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_names_every_generator_command()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "guide", "generator.md"));
        var help = (await CommandRun.Of("generator", "--help")).Out;
        var commands = help[(help.IndexOf("Commands:", StringComparison.Ordinal) + 9)..help.IndexOf("Examples:", StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0]).ToList();
        Assert.True(commands.Count >= 18);
        Assert.All(commands, command => Assert.Matches($"generator {command}\\b|`{command}[ `]", guide));
    }

    [GeneratedRegex("^```sh( fails)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
