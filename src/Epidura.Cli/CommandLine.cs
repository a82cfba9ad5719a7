using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Epidura.Cli.Commands;
using Epidura.Cli.Commands.Generator;
using Epidura.Cli.Commands.Records;
using Epidura.Cli.Output;
using Epidura.Documents;
using Epidura.Records;

namespace Epidura.Cli;

/// <summary>Puts the commands together, runs one, and turns every ending into an exit code.</summary>
public static class CommandLine
{
    private const string Description =
        "Plan spinal cord stimulation from a case file: who feels what, at what energy, how safely, how sure.\n"
        + "Research and education use; not a medical device.";

    private static readonly string[] Examples =
    [
        "epidura plan examples/failed-back.yaml       which programs cover this pain, with a report",
        "epidura check examples/failed-back.yaml      what the case says and what was filled in",
        "epidura leads                                leads of the catalogue",
        "epidura COMMAND --help                       options and examples of a command",
    ];

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = Build(terminal);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
            return ReportUsage(parsed, terminal);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(0.8),
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception exception)
        {
            return ReportFailure(exception, terminal);
        }
    }

    private static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand(Description);
        Command[] commands =
        [
            PlanCommand.Create(terminal),
            CheckCommand.Create(terminal),
            AnatomyCommand.Create(terminal),
            LeadsCommand.Create(terminal),
            RegionsCommand.Create(terminal),
            FieldCommand.Create(terminal),
            ThresholdCommand.Create(terminal),
            FibreCommand.Create(terminal),
            CareCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            ValidationCommand.Create(terminal),
            GeneratorCommand.Create(terminal),
            RecordsCommand.Create(terminal),
            SensitivityCommand.Create(terminal),
            PredictorCommand.Create(terminal),
        ];
        foreach (var command in commands)
            root.Add(command);
        root.Add(SharedOptions.Json);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option)
            option.Action = new HelpWithExamples(help, Examples);
        return root;
    }

    private static int ReportUsage(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-'))
        {
            var nearest = NearestWord.Of(word, command.Subcommands.Select(item => item.Name));
            terminal.Error.WriteLine($"epidura: there is no command {word} here{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        else if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            terminal.Error.WriteLine(
                $"epidura: {command.Name} needs one more word: {string.Join(" or ", command.Subcommands.Select(item => item.Name))}.");
        }
        else if (parsed.Tokens.FirstOrDefault(IsUnknownOption)?.Value is { } option)
        {
            var nearest =
                NearestWord.Of(option, command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(item => item.Name));
            terminal.Error.WriteLine($"epidura: there is no option {option} here{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        else
            foreach (var error in parsed.Errors)
                terminal.Error.WriteLine($"epidura: {error.Message}");
        var words = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            words.Insert(0, result.Command is RootCommand ? "epidura" : result.Command.Name);
        terminal.Error.WriteLine($"epidura: {string.Join(' ', words)} --help shows what can be written here.");
        return ExitCode.WrongInput;
    }

    /// <summary>An unknown option is taken for an argument by the parser when a command has one.</summary>
    private static bool IsUnknownOption(Token token) =>
        token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal);

    private static int ReportFailure(Exception exception, Terminal terminal)
    {
        switch (exception)
        {
            case OperationCanceledException:
                terminal.Error.WriteLine("epidura: stopped; nothing was written.");
                return ExitCode.Cancelled;
            case WrongInputException wrong:
                terminal.Error.WriteLine($"epidura: {wrong.Message}");
                return ExitCode.WrongInput;
            case RecordException:
                terminal.Error.WriteLine($"epidura: {exception.Message}");
                return ExitCode.Failed;
            case System.Data.Common.DbException or InvalidOperationException { InnerException: System.Data.Common.DbException }:
                terminal.Error.WriteLine($"epidura: the database does not answer: {exception.GetBaseException().Message}");
                return ExitCode.Failed;
            case IOException or UnauthorizedAccessException:
                terminal.Error.WriteLine($"epidura: {exception.Message}");
                return ExitCode.Failed;
            default:
                terminal.Error.WriteLine($"epidura: a bug stopped the command: {exception}");
                return ExitCode.Failed;
        }
    }
}

/// <summary>The input of a command is wrong; the message says value, place and what is allowed.</summary>
public sealed class WrongInputException(string message) : Exception(message);
