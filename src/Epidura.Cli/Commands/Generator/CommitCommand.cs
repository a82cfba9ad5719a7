using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator commit</c>: makes the staged program the stored one, reads it back, and gives the lock back.</summary>
internal static class CommitCommand
{
    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "commit", "Store the staged program, on the revision at which it was staged, and compare what the device stored",
            "epidura generator commit");
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        var staged = StagedProgram.Read(GeneratorOptions.BondPath(parsed.GetRequiredValue(name)));
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var client = session.Client;
        var json = parsed.GetValue(SharedOptions.Json);
        var (opcode, body) = CommandCodec.Encode(new DeviceCommand.Commit(Convert.FromHexString(staged.Sha256)));
        var reply = await client.SendAsync(opcode, staged.Revision, null, body, cancellation);
        if (!reply.IsOk)
            return DeviceOutput.Show("commit", reply, null, json, terminal, DeviceHints.Of(reply));
        var stored = await client.AskAsync(Opcode.GetProgram, new[] { (byte)staged.Slot }, cancellation);
        if (stored.Body.Length != 34 || Convert.ToHexStringLower(stored.Body.Span[2..]) != staged.Sha256)
            throw new IOException(
                "The device says the commit is done, but the program it holds is another. Do not start it; read the status.");
        StagedProgram.Forget(session.Path);
        await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
        var status = await client.StatusAsync(cancellation);
        if (json)
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Command = "commit",
                Done = true,
                Program = staged.Slot,
                staged.Sha256,
                reply.Revision,
                Status = DeviceOutput.Describe(status),
            }));
        else
            terminal.Out.WriteLine(
                $"commit: done; program {staged.Slot} is stored and reads back as {staged.Sha256}, revision {reply.Revision}; "
                + DeviceOutput.Sentence(status));
        return ExitCode.Done;
    }
}
