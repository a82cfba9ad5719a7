using System.Text.Json;
using Epidura.Cli.Output;

namespace Epidura.Cli.Tests;

/// <summary>One run of the program in this process, with what it printed.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public static async Task<CommandRun> Of(params string[] args) => await Of(CancellationToken.None, args);

    public static async Task<CommandRun> Of(CancellationToken cancellation, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(args, new Terminal(output, error, false, false), cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    public JsonElement Json() => JsonDocument.Parse(Out).RootElement;
}

/// <summary>An empty folder that is removed at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("epidura-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, true);
}
