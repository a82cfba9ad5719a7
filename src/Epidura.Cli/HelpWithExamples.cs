using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Epidura.Cli.Commands;

namespace Epidura.Cli;

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> examplesOfRoot) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : examplesOfRoot;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
