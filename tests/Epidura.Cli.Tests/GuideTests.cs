using System.Text.Json;
using Epidura.Planning.Cases;
using Epidura.Stimulation;

namespace Epidura.Cli.Tests;

public class GuideTests
{
    [Fact]
    public async Task The_guide_names_every_command_and_no_other()
    {
        var guide = Guide("command-line.md");
        var help = (await CommandRun.Of("--help")).Out;
        var commands = help[(help.IndexOf("Commands:", StringComparison.Ordinal) + 9)..help.IndexOf("Examples:", StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])
                .ToList();
        Assert.True(commands.Count >= 6);
        Assert.All(commands, command => Assert.Contains($"`{command}", guide, StringComparison.Ordinal));
        foreach (var line in guide.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
            Assert.Contains(line[3..].Split(' ', '`')[0], commands);
    }

    [Fact]
    public void The_guide_lists_every_key_of_a_case_with_its_bounds()
    {
        var rows = Guide("case-file.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var keys = 0;
        Visit(JsonDocument.Parse(CaseSchema.Json).RootElement, (key, node) =>
        {
            keys++;
            var row = rows.Where(line => line.StartsWith($"| `{key}` |", StringComparison.Ordinal)).ToList();
            Assert.True(row.Count > 0, $"the guide does not list {key}");
            if (node.TryGetProperty("x-limit", out var name) && Limits.Of(name.GetString()!) is var limit)
                Assert.Contains(row, line => line.Contains(limit.Range, StringComparison.Ordinal));
        });
        Assert.True(keys > 50, $"{keys} keys");
    }

    private static string Guide(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guide", name));

    private static void Visit(JsonElement node, Action<string, JsonElement> visit)
    {
        if (node.ValueKind != JsonValueKind.Object)
            return;
        foreach (var item in node.EnumerateObject())
        {
            if (item.Name == "properties")
                foreach (var key in item.Value.EnumerateObject())
                    visit(key.Name, key.Value);
            Visit(item.Value, visit);
        }
    }
}
