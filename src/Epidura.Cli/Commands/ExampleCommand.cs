using System.CommandLine;

namespace Epidura.Cli.Commands;

/// <summary>A command with examples for its help.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON instead of tables",
        Recursive = true,
    };

    public static Argument<string> CaseFile { get; } = NotAnOption(
        new Argument<string>("CASE") { Description = "Case file, for example examples/failed-back.yaml" });

    public static Option<int> Threads() => Checked(
        new Option<int>("--threads")
        {
            Description = "Threads to use; the numbers do not depend on it",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        },
        1, 256);

    public static Option<string?> Cache() => new("--cache")
    {
        Description = "Folder that keeps solved fields; the user's cache folder when left out",
        HelpName = "DIR",
    };

    /// <summary>Refuses a mistyped option that the parser takes for the argument.</summary>
    public static Argument<T> NotAnOption<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }, ..] && text.StartsWith("--", StringComparison.Ordinal))
                result.AddError($"There is no option {text} here.");
        });
        return argument;
    }

    /// <summary>Bounds an option that may be absent.</summary>
    public static Option<int?> CheckedOrAbsent(Option<int?> option, int min, int max)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && (value < min || value > max))
                result.AddError(FormattableString.Invariant($"{option.Name} is {value}; allowed is {min} to {max}."));
        });
        return option;
    }

    /// <summary>Bounds an option; a value outside is a wrong command line.</summary>
    public static Option<T> Checked<T>(Option<T> option, T min, T max)
        where T : IComparable<T>
    {
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<T>();
            if (value is not null && (value.CompareTo(min) < 0 || value.CompareTo(max) > 0))
                result.AddError(FormattableString.Invariant($"{option.Name} is {value}; allowed is {min} to {max}."));
        });
        return option;
    }
}
