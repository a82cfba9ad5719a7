using System.CommandLine;
using System.Text.Json;
using Epidura.Cli.Output;
using Epidura.Fibers.Verification;
using Epidura.Field;
using Epidura.Field.Verification;
using Epidura.Numerics.Verification;

namespace Epidura.Cli.Commands;

/// <summary><c>verify fibres|field FILE</c>: computes every case of a reference file and compares.</summary>
internal static class VerifyCommand
{
    private static readonly Kind[] Kinds =
    [
        new("fibres", "Thresholds, conduction velocities, spike trains, block and traces of single fibres",
            (json, threads, report, cancellation) => FibreReference.Run(
                json, threads, new ProgressSink<double>(share => report("comparing", share)), cancellation)),
        new("field", "Potentials, access resistances and fluxes of volume conductors",
            (json, threads, report, cancellation) => FieldReference.Run(
                json, threads, new ProgressSink<FieldProgress>(item => report(item.Stage, item.Fraction)), cancellation)),
    ];

    private delegate VerificationReport Comparison(string json, int threads, Action<string, double> report, CancellationToken cancellation);

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "verify", "Compare with a file of reference results; exit code 1 when a figure is out of its limit",
            [.. Kinds.Select(kind => $"epidura verify {kind.Name} tests/Reference/data/{kind.Name}.json")]);
        foreach (var kind in Kinds)
            command.Add(CreateKind(kind, terminal));
        command.Add(VerifySteps.Create(terminal));
        return command;
    }

    private static ExampleCommand CreateKind(Kind kind, Terminal terminal)
    {
        var file = SharedOptions.NotAnOption(new Argument<string>("FILE") { Description = "Reference file, JSON" });
        var threads = SharedOptions.Threads();
        var example = $"epidura verify {kind.Name} tests/Reference/data/{kind.Name}.json";
        var command = new ExampleCommand(kind.Name, kind.Description, example, $"{example} --json --threads 2");
        command.Add(file);
        command.Add(threads);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var path = parsed.GetRequiredValue(file);
                var json = InputText.Read(path, "a reference file");
                var report = Guarded(path, json, () => ProgressDisplay.Run(
                    terminal, progress => kind.Run(json, parsed.GetValue(threads), progress, cancellation)));
                if (parsed.GetValue(SharedOptions.Json))
                    terminal.Out.WriteLine(JsonText.Write(Describe(report)));
                else
                    Show(report, terminal);
                return report.Failed > 0 || report.Judged == 0 ? ExitCode.Failed : ExitCode.Done;
            },
            cancellation));
        return command;
    }

    /// <summary>Work on a reference file whose faults are told as the file's.</summary>
    internal static T Guarded<T>(string path, string json, Func<T> work)
    {
        try
        {
            using (JsonDocument.Parse(json))
            {
            }
        }
        catch (JsonException exception)
        {
            var (line, column) = ((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);
            throw new WrongInputException($"{path}:{line}:{column}: the file is not JSON; allowed is a reference file.");
        }

        try
        {
            return work();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException)
        {
            throw new WrongInputException($"{path}:1:1: the file is not a reference file of this kind: {exception.Message}");
        }
    }

    private static void Show(VerificationReport report, Terminal terminal)
    {
        var table = Tables.Create("case", "quantity", ">step ms", ">ours", ">theirs", ">difference", ">limit", "");
        foreach (var item in report.Cases)
        {
            table.Add(
                item.Id, item.Quantity, Number(item.StepMillisecond), Number(item.Ours), Number(item.Theirs),
                Number(item.RelativeDifference, "0.00E+0"),
                Number(item.Limit, "0E+0"), item.Pass switch { true => "ok", false => "FAILED", null => "information" });
        }

        terminal.Print(table);
        var information = report.Cases.Count - report.Judged;
        var largest = FormattableString.Invariant($"{report.RelativeDifferenceMax:0.00E+0}");
        terminal.Out.WriteLine(
            $"{report.Judged} judged, {report.Failed} failed, {information} for information; largest difference {largest}");
        if (report.Judged == 0)
            terminal.Error.WriteLine("epidura: the file holds no case that can be judged.");
    }

    private static string Number(double? value, string format = "G7") =>
        value is { } number ? number.ToString(format, System.Globalization.CultureInfo.InvariantCulture) : "–";

    internal static object Describe(VerificationReport report) => new
    {
        Cases = report.Cases.Select(item => new
        {
            item.Id,
            item.Quantity,
            DtMs = item.StepMillisecond,
            item.Ours,
            item.Theirs,
            RelDiff = item.RelativeDifference,
            item.Pass,
            item.Limit,
        }),
        Summary = new { N = report.Judged, report.Failed, MaxRelDiff = report.RelativeDifferenceMax },
    };

    private sealed record Kind(string Name, string Description, Comparison Run);
}
