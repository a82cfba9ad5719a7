using System.CommandLine;
using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Cli.Output;
using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Verification;

namespace Epidura.Cli.Commands;

/// <summary><c>sensitivity</c>: moves each assumed number of the anatomy and writes what the thresholds do.</summary>
internal static class SensitivityCommand
{
    private const string UsualPage = "docs/science/anatomy-sensitivity.md";
    private static readonly VertebralLevel[] UsualLevels = [VertebralLevel.T9, VertebralLevel.C5];

    public static Command Create(Terminal terminal)
    {
        var page = new Option<string>("--out") { Description = "Page to write", HelpName = "FILE", DefaultValueFactory = _ => UsualPage };
        var levels = new Option<VertebralLevel[]>("--level")
        {
            Description = "Vertebra of the lead's tip; may be given again [default: T9 and C5]",
            HelpName = "LEVEL",
        };
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "sensitivity", "Move each assumed number of the anatomy and write how the thresholds of a fixed program change",
            "epidura sensitivity", "epidura sensitivity --level T8 --level T10 --out out/sensitivity.md");
        Option[] options = [page, levels, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var wanted = parsed.GetValue(levels) is { Length: > 0 } given ? given : UsualLevels;
                var store = FileFieldStore.In(parsed.GetValue(cache));
                var rows = ProgressDisplay.Run(terminal, report => Study(
                    wanted, store, parsed.GetValue(threads), new ProgressSink<PlanProgress>(
                        item => report($"sensitivity: {item.Stage}", item.Fraction)), cancellation));
                var path = parsed.GetValue(page)!;
                using (var files = new OutputFiles())
                {
                    files.Add(path, SensitivityPage.Write(rows, nameof(FieldQuality.Draft)));
                    cancellation.ThrowIfCancellationRequested();
                    files.Commit();
                }

                Show(rows, path, parsed.GetValue(SharedOptions.Json), terminal);
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static IReadOnlyList<SensitivityRow> Study(
        VertebralLevel[] levels, FileFieldStore store, int threads, IProgress<PlanProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return AnatomySensitivity.Run(AssumedRange.All, levels, FieldQuality.Draft, store, threads, progress, cancellation);
        }
        catch (ReferenceLeadException exception)
        {
            throw new WrongInputException($"--level: {exception.Message} Allowed are levels whose canal holds the lead, such as T9.");
        }
    }

    private static void Show(IReadOnlyList<SensitivityRow> rows, string path, bool json, Terminal terminal)
    {
        static double? Finite(double value) => double.IsFinite(value) ? value : null;
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Page = path,
                Rows = rows.Select(row => new
                {
                    Level = row.Level.ToString(),
                    row.Number.Name,
                    row.Number.Unit,
                    row.Number.Value,
                    row.Number.Low,
                    row.Number.High,
                    PerceptionMa = Finite(row.Base.Perception * 1e3),
                    PerceptionLowMa = Finite(row.Low.Perception * 1e3),
                    PerceptionHighMa = Finite(row.High.Perception * 1e3),
                    ColumnMa = Finite(row.Base.Column * 1e3),
                    ColumnLowMa = Finite(row.Low.Column * 1e3),
                    ColumnHighMa = Finite(row.High.Column * 1e3),
                    DiscomfortMa = Finite(row.Base.Discomfort * 1e3),
                    DiscomfortLowMa = Finite(row.Low.Discomfort * 1e3),
                    DiscomfortHighMa = Finite(row.High.Discomfort * 1e3),
                }),
            }));
            return;
        }

        var table = Tables.Create(
            "level", "number", ">perception at low", ">at high", ">columns at low", ">at high", ">discomfort at low", ">at high");
        foreach (var row in rows.OrderBy(row => row.Level).ThenByDescending(SensitivityPage.Largest))
            table.Add(
                row.Level.ToString(), row.Number.Name,
                SensitivityPage.Change(row.Low.Perception, row.Base.Perception),
                SensitivityPage.Change(row.High.Perception, row.Base.Perception),
                SensitivityPage.Change(row.Low.Column, row.Base.Column),
                SensitivityPage.Change(row.High.Column, row.Base.Column),
                SensitivityPage.Change(row.Low.Discomfort, row.Base.Discomfort),
                SensitivityPage.Change(row.High.Discomfort, row.Base.Discomfort));
        terminal.Print(table);
        terminal.Out.WriteLine($"written: {path}");
    }
}
