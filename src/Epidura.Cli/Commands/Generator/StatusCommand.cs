using System.Buffers.Binary;
using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;
using Epidura.Generator.Software;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator status</c>: everything the device says of itself.</summary>
internal static class StatusCommand
{
    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Patient);
        var command = new ExampleCommand(
            "status", "What the device says: state, amplitudes, programs, battery, faults", "epidura generator status",
            "epidura generator status --as clinician --json");
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var status = await session.Client.StatusAsync(cancellation);
        var info = DeviceInfo.FromBytes((await session.Client.AskAsync(Opcode.GetInfo, default, cancellation)).Body.Span)
            ?? throw new LinkException("The device's description cannot be read.");
        var software = await SoftwareUpload.ReadAsync(session.Client, cancellation);
        List<StoredLine> programs = [];
        foreach (var program in DeviceOutput.Programs(status))
        {
            var body = (await session.Client.AskAsync(Opcode.GetProgram, new[] { (byte)program }, cancellation)).Body;
            if (body.Length == 34)
                programs.Add(new StoredLine(
                    program, BinaryPrimitives.ReadUInt16LittleEndian(body.Span), Convert.ToHexStringLower(body.Span[2..])));
        }

        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Device = new { info.Profile, info.IsTrial, Contacts = info.Contacts.Select(contact => contact.ToString()) },
                Status = DeviceOutput.Describe(status),
                Programs = programs,
                Software = software is null ? null : SoftwareWords.Describe(software),
                Session = new { session.Client.IsResumed, session.Client.IsRestricted },
            }));
        else
            Show(status, info, software, programs, session.Client, terminal);
        return ExitCode.Done;
    }

    private static void Show(
        DeviceStatus status, DeviceInfo info, SoftwareStatus? software, List<StoredLine> programs, GeneratorClient client,
        Terminal terminal)
    {
        var table = Tables.Create("what", "value");
        table.Add("state", status.Reason);
        if (status.IsMemoryReadOnly)
            table.Add("memory", "damaged: nothing is written until a clinician clears it (epidura generator clear)");
        for (var i = 0; i < status.Areas.Count; i++)
        {
            var area = status.Areas[i];
            table.Add(
                $"area {i}",
                $"{DeviceOutput.Milli(area.AmplitudeMicroampere)} mA now, {DeviceOutput.Milli(area.TargetMicroampere)} mA wanted; patient "
                + $"{DeviceOutput.Milli(area.MinMicroampere)} to {DeviceOutput.Milli(area.MaxMicroampere)} mA in steps of "
                + $"{DeviceOutput.Milli(area.StepMicroampere)} mA");
        }

        table.Add("program", status.SelectedProgram < 0 ? "none" : $"{status.SelectedProgram}");
        foreach (var program in programs)
            table.Add($"stored {program.Program}", $"{program.Bytes} bytes, SHA-256 {program.Sha256}");
        table.Add("revision", $"{status.Revision}");
        table.Add("device", $"{info.Profile}{(info.IsTrial ? ", trial" : "")}, {info.Contacts.Count} contacts, start {status.Boot}");
        if (software is not null)
            table.Add("software", SoftwareWords.Of(software));
        table.Add("battery", $"{DeviceOutput.Milli(status.BatteryMillivolt)} V, {Tables.Show(status.ChargePermille / 10.0, 1)} % left");
        table.Add("temperature", $"{Tables.Show(status.DeviceMillicelsius / 1000.0, 1)} °C");
        table.Add("magnet", status.IsMagnetPresent ? status.IsPairingWindowOpen ? "present; pairing is open" : "present" : "away");
        table.Add("clock", status.IsClockValid ? "set" : "not set");
        if (status.AreIncreasesBlocked)
            table.Add("raises", "blocked: battery, output voltage or an impedance jump");
        if (client.IsRestricted)
            table.Add("rights", "restricted: certificate not in time, or the clock is not set");
        terminal.Print(table);
    }

    private sealed record StoredLine(int Program, int Bytes, string Sha256);
}
