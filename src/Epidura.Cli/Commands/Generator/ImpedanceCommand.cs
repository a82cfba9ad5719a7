using System.Buffers.Binary;
using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator impedance</c>: the device measures its leads.</summary>
internal static class ImpedanceCommand
{
    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand("impedance", "Measure every contact against the case", "epidura generator impedance");
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var client = session.Client;
        var json = parsed.GetValue(SharedOptions.Json);
        var info = DeviceInfo.FromBytes((await client.AskAsync(Opcode.GetInfo, default, cancellation)).Body.Span)
            ?? throw new LinkException("The device's description cannot be read.");
        var reply = await client.SendAsync(new DeviceCommand.MeasureImpedance(), cancellation);
        if (!reply.IsOk)
            return DeviceOutput.Show("impedance", reply, null, json, terminal, DeviceHints.Of(reply));
        await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
        var contacts = info.Contacts.Append(Stimulation.Programs.ContactId.Case).ToList();
        var ohm = contacts.Select((contact, index) => (Contact: contact.ToString(),
            Ohm: BinaryPrimitives.ReadUInt32LittleEndian(reply.Body.Span[(4 * index)..]))).ToList();
        if (json)
            terminal.Out.WriteLine(JsonText.Write(new { Contacts = ohm.Select(item => new { item.Contact, item.Ohm }) }));
        else
        {
            var table = Tables.Create("contact", ">ohm");
            foreach (var (contact, value) in ohm)
                table.Add(contact, $"{value}");
            terminal.Print(table);
        }

        return ExitCode.Done;
    }
}
