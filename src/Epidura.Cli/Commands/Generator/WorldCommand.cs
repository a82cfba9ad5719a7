using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator world</c>: the hand with the magnet, a broken lead, a spent battery.</summary>
internal static class WorldCommand
{
    private static readonly Argument<string[]> Words = new("WORDS")
    {
        Description = World.Usage,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "world", "Do something to the body or the device of a folder; not part of the link", "epidura generator world magnet on",
            "epidura generator world impedance left.3 20000", "epidura generator world temperature 39500 37000");
        command.Add(Words);
        command.Add(GeneratorOptions.State);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var line = string.Join(' ', parsed.GetRequiredValue(Words));
        var answer = await WorldClient.SayAsync(Path.GetFullPath(parsed.GetRequiredValue(GeneratorOptions.State)), line, cancellation);
        if (answer != "done")
            throw new WrongInputException($"{line} is not known; {answer}.");
        terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json) ? JsonText.Write(new { World = line, Done = true }) : $"{line}: done");
        return ExitCode.Done;
    }
}
