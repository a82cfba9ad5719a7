using Spectre.Console;

namespace Epidura.Cli.Output;

/// <summary>Where a command prints.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Messages and progress.</param>
/// <param name="IsOutTerminal">True when a person reads <paramref name="Out"/>.</param>
/// <param name="IsErrorTerminal">True when a person reads <paramref name="Error"/>.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool IsOutTerminal, bool IsErrorTerminal)
{
    private const int WidthOfFiles = 200;

    public static Terminal OfThisProcess()
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        return new Terminal(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    /// <summary>Tables and headings; wide and plain when no person reads along.</summary>
    public IAnsiConsole OutConsole() => Create(Out, IsOutTerminal);

    /// <summary>Progress.</summary>
    public IAnsiConsole ErrorConsole() => Create(Error, IsErrorTerminal);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
