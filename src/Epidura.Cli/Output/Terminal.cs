using Spectre.Console;

namespace Epidura.Cli.Output;

/// <summary>Where a command prints.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Messages and progress.</param>
/// <param name="IsOutTerminal">True when a person reads <paramref name="Out"/>.</param>
/// <param name="IsErrorTerminal">True when a person reads <paramref name="Error"/>.</param>
/// <param name="In">Answers of the person; null for nobody.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool IsOutTerminal, bool IsErrorTerminal, TextReader? In = null)
{
    private const int WidthOfFiles = 200;

    public static Terminal OfThisProcess()
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        return new Terminal(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, Console.In);
    }

    /// <summary>Progress.</summary>
    public IAnsiConsole ErrorConsole() => Create(Error, IsErrorTerminal, WidthOfFiles);

    /// <summary>Lays out text for <see cref="Out"/>: as wide as the window, wide and plain when no person reads along.</summary>
    public IAnsiConsole ConsoleOn(TextWriter text) => Create(text, IsOutTerminal, WidthOfFiles);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int widthOfFiles)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = isTerminal ? Math.Max(60, WindowWidth()) : widthOfFiles;
        return console;
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
