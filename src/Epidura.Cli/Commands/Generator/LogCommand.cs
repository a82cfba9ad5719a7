using System.Buffers.Binary;
using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;
using Epidura.Generator.Software;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator log</c>: what a follow-up visit reads.</summary>
internal static class LogCommand
{
    private const int PagesMax = 200;

    private static readonly Option<uint> Since = new("--since")
    {
        Description = "First line, by its number",
        HelpName = "N",
    };

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "log", "Every command, start, stop and fault; minutes per program and per amplitude", "epidura generator log",
            "epidura generator log --since 40 --json");
        command.Add(Since);
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var lines = await ReadAsync(session.Client, parsed.GetValue(Since), cancellation);
        var usage = UsageReport.FromBytes((await session.Client.AskAsync(Opcode.GetUsage, default, cancellation)).Body.Span)
            ?? throw new LinkException("The device's counters cannot be read.");
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Lines = lines.Select(Describe),
                SecondsPerProgram = usage.SecondsPerProgram.Take(usage.SecondsPerProgram.Count - 1),
                SecondsOfTest = usage.SecondsPerProgram[^1],
                SecondsPerHalfMa = usage.SecondsPerHalfMilliampere,
            }));
        else
            Show(lines, usage, terminal);
        return ExitCode.Done;
    }

    private static async Task<List<LogEntry>> ReadAsync(GeneratorClient client, uint first, CancellationToken cancellation)
    {
        List<LogEntry> lines = [];
        for (var page = 0; page < PagesMax; page++)
        {
            var body = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(body, first);
            var read = LogPage.Decode((await client.AskAsync(Opcode.GetLog, body, cancellation)).Body.Span)
                ?? throw new LinkException("The device's log cannot be read.");
            lines.AddRange(read);
            if (read.Count == 0)
                break;
            first = read[^1].Sequence + 1;
        }

        return lines;
    }

    private static void Show(List<LogEntry> lines, UsageReport usage, Terminal terminal)
    {
        var table = Tables.Create(">line", ">start", ">time s", "what", "state after");
        foreach (var line in lines)
            table.Add($"{line.Sequence}", $"{line.Boot}", Tables.Show(line.TimeMilliseconds / 1e3, 1), LogWords.Of(line), $"{line.State}");
        terminal.Print(table);
        terminal.Heading("Delivered");
        var delivered = Tables.Create("program", ">minutes");
        for (var program = 0; program < usage.SecondsPerProgram.Count; program++)
        {
            if (usage.SecondsPerProgram[program] > 0)
                delivered.Add(
                    program == usage.SecondsPerProgram.Count - 1 ? "test" : $"{program}",
                    Tables.Show(usage.SecondsPerProgram[program] / 60.0, 1));
        }

        terminal.Print(delivered);
        var histogram = Tables.Create("strongest area mA", ">minutes");
        for (var bin = 0; bin < usage.SecondsPerHalfMilliampere.Count; bin++)
        {
            if (usage.SecondsPerHalfMilliampere[bin] > 0)
                histogram.Add(
                    $"{Tables.Show(bin / 2.0, 1)}–{Tables.Show((bin + 1) / 2.0, 1)}",
                    Tables.Show(usage.SecondsPerHalfMilliampere[bin] / 60.0, 1));
        }

        terminal.Print(histogram);
    }

    private static object Describe(LogEntry line) => new
    {
        line.Sequence,
        line.Boot,
        TimeS = line.TimeMilliseconds / 1e3,
        line.Kind,
        line.State,
        line.Code,
        Invariant = line.Requirement == 0 ? null : FormattableString.Invariant($"I-{line.Requirement:00}"),
        line.Value,
        line.Limit,
        Words = LogWords.Of(line),
    };
}

/// <summary>Lines of the log in words.</summary>
internal static class LogWords
{
    private static readonly string[] Commands =
    [
        "?", "stop", "start", "select", "press", "set amplitude", "boost", "enter MRI", "exit MRI", "begin staging", "write staging",
        "validate", "commit", "patient window", "test", "heartbeat", "measure impedance", "clear fault", "set clock", "limit profile",
        "auto resume", "enter shipping", "leave shipping", "begin update", "write update", "validate update", "activate update",
    ];

    public static string Of(in LogEntry line) => line.Kind switch
    {
        LogKind.CommandAccepted => $"{Command(line.Code)} by {(line.Value < 0 ? "the device" : $"bond {line.Value}")}",
        LogKind.CommandRefused => $"{Command(line.Code)} refused: {LinkWords.NameOf((ushort)line.Value)}{Behind(line.Requirement)}",
        LogKind.State => $"{Event(line.Code)}{Behind(line.Requirement)}",
        LogKind.Fault => $"fault: {Event(line.Code)}{Behind(line.Requirement)}, {line.Value} against {line.Limit}",
        LogKind.Notice => $"notice: {Event(line.Code)}{Behind(line.Requirement)}",
        LogKind.Boot => $"start number {line.Boot}, {(Epidura.Generator.ResetCause)line.Code}",
        LogKind.Commit => $"program {line.Code} stored, revision {line.Value}",
        LogKind.Impedance => $"impedance of contact {line.Code}: {line.Value} ohm, before {line.Limit}{Behind(line.Requirement)}",
        LogKind.Software =>
            SoftwareWords.Of((UpdateOutcome)line.Code, new SoftwareVersion((uint)line.Value), (SelfTestCheck)line.Limit)
            + Behind(line.Requirement),
        LogKind.Link => line.Code == 1 ? $"paired; {line.Value} bonds" : "link of the test stimulation lost",
        _ => $"{line.Kind} {line.Code}",
    };

    private static string Command(ushort code) => code < Commands.Length ? Commands[code] : $"command {code}";

    private static string Event(ushort code) => Enum.IsDefined((DeviceEvent)code) ? $"{(DeviceEvent)code}" : $"event {code}";

    private static string Behind(byte requirement) => requirement == 0 ? "" : $", {LinkWords.Invariant(requirement)}";
}
