using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Cli.Studies;
using Epidura.Fibers;
using Epidura.Numerics.Files;

namespace Epidura.Cli.Commands;

/// <summary><c>fibre</c>: protocols on single fibres and bundles, each a word of its own.</summary>
internal static class FibreCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "fibre", "Protocols on fibres: velocity, strength-duration, recruitment, following of trains, recovery, bursts, block",
            "epidura fibre positions --diameter-um 10 --nodes 51 --out positions.npy",
            "epidura fibre strength-duration --diameter-um 8.7 --distance-mm 3 --amplitude-max-ma 100",
            "epidura fibre recruitment --potentials bundle.npy --diameter-um 10 --json",
            "epidura fibre entrainment --pulses 20 --rate-hz 1000 --strengths 1.1,1.5,3");
        foreach (var protocol in FibreProtocols.All)
            command.Add(Create(protocol, terminal));
        return command;
    }

    private static ExampleCommand Create(FibreProtocol protocol, Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var path = new Option<string?>("--out") { Description = "Write the table too: CSV, or its last column as NPY", HelpName = "FILE" };
        var command = new ExampleCommand(protocol.Name, protocol.Description, $"epidura fibre {protocol.Name} {protocol.Example}");
        foreach (var option in protocol.Options)
            command.Add(option);
        command.Add(path);
        command.Add(threads);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var table = ProgressDisplay.Run(terminal, report => protocol.Run(new FibreProtocolCall(
                    parsed,
                    parsed.GetValue(threads),
                    new ProgressSink<double>(share => report(protocol.Progress, share)),
                    cancellation)));
                if (parsed.GetValue(path) is { } file)
                    Write(table, file);
                if (parsed.GetValue(SharedOptions.Json))
                    terminal.Out.WriteLine(JsonText.Write(table.ToJson()));
                else
                    table.Show(terminal);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static void Write(StudyReport report, string path)
    {
        using var files = new OutputFiles();
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var values = report.Table.LastColumn();
            files.Add(path, stream => new NpyArray([values.Length], values).Write(stream));
        }
        else
        {
            files.Add(path, report.Table.ToCsv());
        }

        files.Commit();
    }
}

/// <summary>One protocol as a command.</summary>
/// <param name="Name">The word after <c>fibre</c>.</param>
/// <param name="Description">What it answers.</param>
/// <param name="Progress">The stage shown while it runs.</param>
/// <param name="Example">Options of the example.</param>
/// <param name="Options">Its options.</param>
/// <param name="Run">The work.</param>
internal sealed record FibreProtocol(
    string Name,
    string Description,
    string Progress,
    string Example,
    IReadOnlyList<Option> Options,
    Func<FibreProtocolCall, StudyReport> Run);

/// <summary>One call of a protocol.</summary>
internal sealed record FibreProtocolCall(
    ParseResult Parsed, int Threads, IProgress<double> Progress, CancellationToken Cancellation)
{
    /// <summary>The fibres and the search.</summary>
    public (List<FibreStudy> Studies, ThresholdOptions Options) ReadAll()
    {
        var studies = FibreOptions.ReadStudies(Parsed);
        return (studies, FibreOptions.ReadSearch(Parsed, studies));
    }

    /// <summary>One fibre and the search.</summary>
    public (FibreStudy Study, ThresholdOptions Options) ReadOne()
    {
        var (studies, options) = ReadAll();
        return studies.Count == 1
            ? (studies[0], options)
            : throw new WrongInputException($"the input has {studies.Count} fibres; allowed is 1 for this protocol.");
    }

    /// <summary>Numbers separated by commas, each in the bounds of a limit.</summary>
    public double[] Numbers(Option<string> option, string limit) =>
    [
        .. Parsed.GetValue(option)!.Split(',').Select(text =>
            double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
                ? FibreOptions.Bounded(option.Name, limit, value)
                : throw new WrongInputException($"{option.Name} holds {text}; allowed are numbers separated by commas.")),
    ];
}
