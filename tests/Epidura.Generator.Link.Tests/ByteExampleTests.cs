using System.Text.RegularExpressions;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Monitor;

namespace Epidura.Generator.Link.Tests;

/// <summary>Every example of docs/protocol/scs-link-v1.md against the code, and every frame and body of the code against the
/// page.</summary>
public partial class ByteExampleTests
{
    private static readonly Dictionary<string, string> Page = ReadPage();

    public static TheoryData<string> Names => new(Examples().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "L-15")]
    public void The_page_shows_the_bytes_that_the_code_writes(string name)
    {
        Assert.True(Page.TryGetValue(name, out var shown), $"The page has no example '{name}'.");
        Assert.Equal(Hex(Examples()[name]), shown);
    }

    [Fact]
    public void Every_example_of_the_page_comes_from_the_code() => Assert.Empty(Page.Keys.Except(Examples().Keys));

    [Fact]
    public void Every_command_and_every_kind_of_record_has_an_example()
    {
        var examples = Examples();
        var shown = examples.Where(pair => pair.Key.StartsWith("body ", StringComparison.Ordinal))
            .Select(pair => (Opcode)pair.Value[0]).ToHashSet();
        shown.Add(Opcode.Confirm);
        Assert.Empty(Enum.GetValues<Opcode>().Except(shown));
        var kinds = examples.Where(pair => pair.Key.StartsWith("record ", StringComparison.Ordinal))
            .Select(pair => (RecordType)pair.Value[0]);
        Assert.Empty(Enum.GetValues<RecordType>().Except(kinds));
    }

    private static Dictionary<string, byte[]> Examples()
    {
        var examples = Records();
        var hash = Enumerable.Range(0, 32).Select(value => (byte)value).ToArray();
        Command[] commands =
        [
            new Command.Stop(), new Command.Start(), new Command.SelectProgram(2), new Command.AdjustAmplitude(0, 100),
            new Command.AdjustAmplitude(0, -100), new Command.Heartbeat(), new Command.Boost(1, 200, 600),
            new Command.SetAmplitude(0, 3500),
            new Command.EnterMri(), new Command.ExitMri(), new Command.StageBegin(2, 75, hash),
            new Command.StageWrite(64, new byte[] { 1, 2, 3 }),
            new Command.StageValidate(), new Command.Commit(hash), new Command.SetPatientWindow(2, 0, 0, 4000, 100),
            new Command.TestStart(60), new Command.MeasureImpedance(), new Command.ClearFault(),
            new Command.SetClock(1_800_000_000_000), new Command.SetAutoResume(true), new Command.EnterShipping(),
                new Command.LeaveShipping(),
            new Command.UpdateBegin(0x0001_0001, 0x11223344, 252, hash), new Command.UpdateWrite(256, new byte[] { 1, 2, 3 }),
            new Command.UpdateValidate(), new Command.UpdateActivate(hash),
            new Command.SetLimitProfile(Enumerable.Repeat((byte)0xAA, LimitProfile.SignedLength).ToArray()),
        ];
        foreach (var command in commands)
        {
            var (opcode, body) = CommandCodec.Encode(command);
            examples[$"body {opcode}"] = [(byte)opcode, .. body];
        }
        Opcode[] bare =
            [Opcode.GetInfo, Opcode.GetStatus, Opcode.GetUsage, Opcode.GetSoftware, Opcode.ReleaseLock, Opcode.BondList];
        foreach (var opcode in bare)
            examples[$"body {opcode}"] = [(byte)opcode];
        examples["body GetLog"] = [(byte)Opcode.GetLog, 100, 0, 0, 0];
        examples["body Characterise"] = [(byte)Opcode.Characterise, 0xF4, 1, 0, 0];
        examples["body GetProgram"] = [(byte)Opcode.GetProgram, 2];
        examples["body GetImpedance"] = [(byte)Opcode.GetImpedance, 0];
        examples["body BondRemove"] = [(byte)Opcode.BondRemove, 3];
        examples["body Pair"] = [(byte)Opcode.Pair, (byte)Role.Patient, .. Bench.PatientKey.Point];
        var certificate = new byte[ClinicianCertificate.Length];
        (Bench.Certificate(Bench.ClinicianKey, 902) with { Signature = Enumerable.Repeat((byte)0xBB, 64).ToArray() }).Write(certificate);
        examples["body PresentCertificate"] = [(byte)Opcode.PresentCertificate, .. certificate];
        return examples;
    }

    private static Dictionary<string, byte[]> Records()
    {
        using var bench = new Bench(seed: 42);
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, new SeededEntropy(43));
        var challenge = bench.Send(handshake.Hello.Span)[0];
        var first = handshake.OnChallenge(challenge)!;
        var second = bench.Send(first)[0];
        using var session = handshake.OnHandshake2(second)!;
        var confirm = session.Confirm();
        var confirmed = bench.Send(confirm)[0];
        var envelope = new CommandEnvelope(Opcode.Up, session.TakeCommandId(), 7, 1000, new byte[] { 0, 100, 0 });
        var plaintext = new byte[envelope.Length];
        envelope.Write(plaintext);
        var up = session.Seal(envelope);
        var reply = bench.Send(up)[0];
        Assert.True(session.TryOpen(confirmed, out _));
        Assert.True(session.TryOpen(reply, out var answer));
        var answered = new byte[ReplyEnvelope.FixedLength + answer.Body.Length];
        answer.Write(answered);
        var pairing = handshake.Hello.ToArray();
        pairing[^1] = 1;
        return new Dictionary<string, byte[]>
        {
            ["record HELLO"] = handshake.Hello.ToArray(),
            ["record CHALLENGE"] = challenge,
            ["record HS1"] = first,
            ["record HS2"] = second,
            ["record DATA 0, CONFIRM"] = confirm,
            ["record DATA 0 of the device"] = confirmed,
            ["plaintext UP"] = plaintext,
            ["record DATA 1, UP"] = up,
            ["plaintext reply to UP"] = answered,
            ["record DATA 1 of the device"] = reply,
            ["record CLOSE"] = session.Close(),
            ["record PRE-AUTH ERROR"] = bench.Send(pairing, 1)[0],
        };
    }

    private static string Hex(byte[] bytes) => string.Join(' ', bytes.Select(value => value.ToString("x2")));

    /// <summary>Examples stand in fenced blocks named <c>bytes</c>; a line that ends with a colon names the bytes in the lines after
    /// it.</summary>
    private static Dictionary<string, string> ReadPage()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Epidura.slnx")))
            folder = folder.Parent;
        var text = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "protocol", "scs-link-v1.md"));
        var examples = new Dictionary<string, string>();
        foreach (Match block in Block().Matches(text))
        {
            string? name = null;
            foreach (var line in block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (line.EndsWith(':'))
                    examples[name = line[..^1]] = "";
                else
                    examples[name!] = (examples[name!] + " " + line).Trim();
            }
        }
        return examples;
    }

    [GeneratedRegex("^```bytes\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
