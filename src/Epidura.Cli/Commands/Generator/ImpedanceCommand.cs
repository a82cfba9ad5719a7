using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Leads;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;
using Epidura.Generator.Memory;
using Epidura.Stimulation.Programs;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator impedance</c>: the device measures its leads; every measurement is kept and compared.</summary>
internal static class ImpedanceCommand
{
    private static readonly Option<bool> History = new("--history")
    {
        Description = "Only show what was measured; nothing is measured anew",
    };

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "impedance", "Measure every contact and pair of neighbours; what the history shows: fracture, short, jump, drift, migration",
            "epidura generator impedance", "epidura generator impedance --history --as patient");
        Option[] options = [History, name, GeneratorOptions.At];
        foreach (var option in options)
            command.Add(option);
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
        if (!parsed.GetValue(History))
        {
            var reply = await client.SendAsync(new DeviceCommand.MeasureImpedance(), cancellation);
            if (!reply.IsOk)
                return DeviceOutput.Show("impedance", reply, null, json, terminal, DeviceHints.Of(reply));
            await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
        }

        var history = await ReadAsync(client, cancellation);
        if (history.Count == 0)
            throw new IOException("The device keeps no measurement.");
        string[] contacts = [.. info.Contacts.Select(contact => contact.ToString()), ContactId.Case.ToString()];
        int[] leads = [.. info.Contacts.GroupBy(contact => contact.Lead).Select(lead => lead.Count())];
        var findings = LeadFindings.Of(history, leads);
        if (json)
            terminal.Out.WriteLine(JsonText.Write(Describe(history, contacts, info, findings)));
        else
            Show(history, contacts, info, findings, terminal);
        return ExitCode.Done;
    }

    private static async Task<List<ImpedanceRecord>> ReadAsync(GeneratorClient client, CancellationToken cancellation)
    {
        List<ImpedanceRecord> history = [];
        for (var back = 0; back < MemoryMap.ImpedanceRecords; back++)
        {
            var body = (await client.AskAsync(Opcode.GetImpedance, new[] { (byte)back }, cancellation)).Body;
            if (body.IsEmpty)
                break;
            history.Insert(0, ImpedanceRecord.FromBytes(body.Span) ?? throw new LinkException("A measurement cannot be read."));
        }

        return history;
    }

    /// <summary>Neighbours on one lead.</summary>
    private static IEnumerable<(int First, int Second)> Pairs(DeviceInfo info)
    {
        for (var i = 1; i < info.Contacts.Count; i++)
            if (info.Contacts[i].Lead == info.Contacts[i - 1].Lead)
                yield return (i - 1, i);
    }

    private static void Show(
        List<ImpedanceRecord> history, string[] contacts, DeviceInfo info, IReadOnlyList<LeadFinding> findings, Terminal terminal)
    {
        var now = history[^1];
        var shown = history.TakeLast(5).ToList();
        terminal.Out.WriteLine($"Measurement {now.Sequence}; ohm, oldest of the last {shown.Count} on the left");
        var pairs = Pairs(info).ToDictionary(pair => pair.First);
        var table = Tables.Create(["contact", .. shown.Select(record => $">{record.Sequence}"), ">pair with the next"]);
        for (var contact = 0; contact < contacts.Length; contact++)
        {
            var pair = pairs.TryGetValue(contact, out var found) ? $"{now.PairOhm(contact, found.Second)}" : "–";
            table.Add([contacts[contact], .. shown.Select(record => $"{record.Ohm[contact]}"), pair]);
        }

        terminal.Print(table);
        foreach (var finding in findings)
            terminal.Out.WriteLine(Words(finding, contacts));
        if (findings.Count == 0)
            terminal.Out.WriteLine("No fracture, short, jump, drift or sign of migration.");
    }

    private static string Words(LeadFinding finding, string[] contacts) => finding.Kind switch
    {
        LeadFindingKind.Fracture =>
            $"{contacts[finding.Contact]} is open: {finding.Ohm} ohm, {finding.BeforeOhm} before; a broken wire or a loose plug",
        LeadFindingKind.Open => $"{contacts[finding.Contact]} is open: {finding.Ohm} ohm, the limit is {finding.BeforeOhm} (I-27)",
        LeadFindingKind.Short =>
            $"{contacts[finding.Contact]} and {contacts[finding.Other]} are short: {finding.Ohm} ohm between them (I-28)",
        LeadFindingKind.Jump => $"{contacts[finding.Contact]} jumped: {finding.Ohm} ohm, {finding.BeforeOhm} before (I-29)",
        LeadFindingKind.Drift => $"{contacts[finding.Contact]} drifts: {finding.Ohm} ohm, {finding.BeforeOhm} at first",
        LeadFindingKind.Migration =>
            $"half or more of the lead of {contacts[finding.Contact]} changed by a quarter at once: it may have moved; take a picture",
        _ => throw new InvalidOperationException($"{finding.Kind} has no words."),
    };

    private static object Describe(
        List<ImpedanceRecord> history, string[] contacts, DeviceInfo info, IReadOnlyList<LeadFinding> findings) => new
        {
            Contacts = contacts.Select((contact, index) => new { Contact = contact, Ohm = history[^1].Ohm[index] }),
            Pairs = Pairs(info).Select(pair => new
            {
                First = contacts[pair.First],
                Second = contacts[pair.Second],
                Ohm = history[^1].PairOhm(pair.First, pair.Second),
            }),
            Findings = findings.Select(finding => new
            {
                finding.Kind,
                Contact = contacts[finding.Contact],
                Other = finding.Other < 0 ? null : contacts[finding.Other],
                finding.Ohm,
                finding.BeforeOhm,
                Words = Words(finding, contacts),
            }),
            History = history.Select(record => new
            {
                record.Sequence,
                record.Boot,
                TimeS = record.TimeMilliseconds / 1e3,
                UnixMs = record.UnixMilliseconds < 0 ? (long?)null : record.UnixMilliseconds,
                record.Ohm,
            }),
        };
}
