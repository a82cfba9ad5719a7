using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Fibers;
using Epidura.Fibers.Verification;

namespace Epidura.Cli.Commands;

/// <summary><c>verify steps FILE</c>: the time-step study of docs/science/solver-modes.md.</summary>
internal static class VerifySteps
{
    public static Command Create(Terminal terminal)
    {
        var file = SharedOptions.NotAnOption(new Argument<string>("FILE") { Description = "Reference file of fibres, JSON" });
        var threads = SharedOptions.Threads();
        var command = new ExampleCommand(
            "steps", "How far the thresholds of each mode are from the limit of small steps",
            "epidura verify steps tests/Reference/data/fibres.json");
        command.Add(file);
        command.Add(threads);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var path = parsed.GetRequiredValue(file);
                var json = InputText.Read(path, "a reference file");
                var rows = VerifyCommand.Guarded(path, json, () => ProgressDisplay.Run(terminal, report => StepStudy.Run(
                    json, parsed.GetValue(threads), new ProgressSink<double>(share => report("searching thresholds", share)),
                    cancellation)));
                if (rows.Count == 0)
                    throw new WrongInputException($"{path}:1:1: the file holds no field threshold of a myelinated fibre.");
                var meets = rows.Where(row => row.Mode == SolverMode.Reference)
                    .All(row => row.Percentile95 <= StepStudy.UsualLimit && row.Largest <= StepStudy.Limit);
                if (parsed.GetValue(SharedOptions.Json))
                    terminal.Out.WriteLine(JsonText.Write(new { Rows = rows.Select(Describe), Meets = meets }));
                else
                    Show(rows, meets, terminal);
                return meets ? ExitCode.Done : ExitCode.Failed;
            },
            cancellation));
        return command;
    }

    private static object Describe(StepStudyRow row) => new
    {
        row.Mode,
        StepUs = row.Step * 1e6,
        row.Cases,
        row.Median,
        row.Percentile95,
        row.Largest,
        row.LargestId,
    };

    private static void Show(IReadOnlyList<StepStudyRow> rows, bool meets, Terminal terminal)
    {
        var table = Tables.Create("mode", ">step µs", ">cases", ">median %", ">95 % under", ">largest %", "largest in");
        foreach (var row in rows)
            table.Add(
                row.Mode.ToString().ToLowerInvariant(), FormattableString.Invariant($"{row.Step * 1e6:G4}"), $"{row.Cases}",
                Percent(row.Median), Percent(row.Percentile95), Percent(row.Largest), row.LargestId);
        terminal.Print(table);
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"mode reference: 95 % within {StepStudy.UsualLimit:P1} and all within {StepStudy.Limit:P1}: {(meets ? "met" : "NOT MET")}"));
    }

    private static string Percent(double value) => FormattableString.Invariant($"{100 * value:G2}");
}
