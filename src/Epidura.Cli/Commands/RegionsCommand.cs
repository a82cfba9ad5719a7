using System.CommandLine;
using Epidura.Anatomy;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>regions [NAME]</c>: body regions and dermatomes, or one of them.</summary>
internal static class RegionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = SharedOptions.NotAnOption(
            new Argument<string?>("NAME") { Description = "Region or dermatome to show alone", Arity = ArgumentArity.ZeroOrOne });
        var command = new ExampleCommand(
            "regions", "Body regions and dermatomes, for the key region of a case", "epidura regions", "epidura regions low_back");
        command.Add(name);
        command.SetAction(parsed =>
        {
            var regions = BodyMap.Regions;
            if (parsed.GetValue(name) is { } wanted)
            {
                regions = BodyMap.TryGet(wanted, out var found)
                    ? [found]
                    : throw new WrongInputException(
                        $"There is no region {wanted}; allowed is {string.Join(", ", regions.Select(item => item.Name))}.");
            }

            Show(regions, parsed.GetValue(SharedOptions.Json), terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(IReadOnlyList<BodyRegion> regions, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Regions = regions.Select(region => new
                {
                    region.Name,
                    region.Title,
                    Targets = region.Targets.Select(target => new { Segment = target.Segment.ToString(), target.Weight }),
                    region.UsualLevels,
                    region.Source,
                }),
            }));
            return;
        }

        var table = Tables.Create("region", "title", "segments to recruit (share %)", "usual cathode level");
        foreach (var region in regions)
            table.Add(region.Name, region.Title, Segments(region), region.UsualLevels.Length == 0 ? "–" : region.UsualLevels);
        terminal.Print(table);
        terminal.Out.WriteLine(regions.Count == 1 ? $"source: {regions[0].Source}" : "epidura regions NAME shows the source of a region.");
    }

    internal static string Segments(BodyRegion region) => region.Targets.Count == 1
        ? region.Targets[0].Segment.ToString()
        : string.Join(' ', region.Targets.Select(target => FormattableString.Invariant($"{target.Segment} {100 * target.Weight:0}")));
}
