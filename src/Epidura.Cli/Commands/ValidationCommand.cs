using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Fibers.Verification;
using Epidura.Field;
using Epidura.Field.Verification;
using Epidura.Numerics.Verification;
using Epidura.Planning.Verification;

namespace Epidura.Cli.Commands;

/// <summary><c>validation</c>: runs every reference file and writes the validation page.</summary>
internal static class ValidationCommand
{
    private const string UsualData = "tests/Reference/data";
    private const string UsualPage = "docs/science/validation.md";

    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder of the reference files",
            HelpName = "DIR",
            DefaultValueFactory = _ => UsualData,
        };
        var page = new Option<string>("--out") { Description = "Page to write", HelpName = "FILE", DefaultValueFactory = _ => UsualPage };
        var adults = SharedOptions.CheckedOrAbsent(
            new Option<int?>("--adults")
            {
                Description = "Random adults on which the clinical rules are judged; 0 leaves them out [default: 3]",
                HelpName = "N",
            },
            0, 100);
        var threads = SharedOptions.Threads();
        var command = new ExampleCommand(
            "validation", "Run every reference file and write the page of ours, theirs and the difference",
            "epidura validation", "epidura validation --out out/validation.md --threads 2");
        command.Add(data);
        command.Add(page);
        command.Add(adults);
        command.Add(threads);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var reports = ProgressDisplay.Run(
                    terminal, report =>
                    {
                        var all = RunAll(parsed.GetValue(data)!, parsed.GetValue(threads), report, cancellation);
                        var count = parsed.GetValue(adults) ?? 3;
                        if (count > 0)
                            all.Add(("clinical rules", PlanningRules.Run(
                                count, 1, FieldQuality.Draft, parsed.GetValue(threads),
                                new ProgressSink<double>(share => report("clinical rules on random adults", share)), cancellation)));
                        return all;
                    });
                var path = parsed.GetValue(page)!;
                using (var files = new OutputFiles())
                {
                    files.Add(path, ValidationPage.Write(reports));
                    files.Commit();
                }

                Show(reports, path, parsed.GetValue(SharedOptions.Json), terminal);
                return reports.Any(item => item.Report.Failed > 0) ? ExitCode.Failed : ExitCode.Done;
            },
            cancellation));
        return command;
    }

    private static List<(string File, VerificationReport Report)> RunAll(
        string folder, int threads, Action<string, double> report, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            throw new WrongInputException(
                $"{folder}: there is no such folder; allowed is the folder of the reference files, usually {UsualData}.");
        var paths = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
            throw new WrongInputException($"{folder}: the folder has no reference file; allowed is one or more .json.");
        List<(string, VerificationReport)> reports = [];
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            var json = InputText.Read(path, "a reference file");
            reports.Add((name, name.StartsWith("field", StringComparison.Ordinal)
                ? FieldReference.Run(
                    json, threads, new ProgressSink<FieldProgress>(item => report($"{name}: {item.Stage}", item.Fraction)), cancellation)
                : FibreReference.Run(json, threads, new ProgressSink<double>(share => report(name, share)), cancellation)));
        }

        return reports;
    }

    private static void Show(List<(string File, VerificationReport Report)> reports, string path, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Page = path,
                Files = reports.Select(item => new
                {
                    item.File,
                    N = item.Report.Judged,
                    item.Report.Failed,
                    MaxRelDiff = item.Report.RelativeDifferenceMax,
                }),
            }));
            return;
        }

        var table = Tables.Create("file", ">judged", ">failed", ">information", ">largest difference");
        foreach (var (file, report) in reports)
            table.Add(
                file, $"{report.Judged}", $"{report.Failed}", $"{report.Cases.Count - report.Judged}",
                FormattableString.Invariant($"{report.RelativeDifferenceMax:0.00E+0}"));
        terminal.Print(table);
        terminal.Out.WriteLine($"written: {path}");
    }
}
