using System.CommandLine;
using System.Security.Cryptography;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Software;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator update</c>: sends an image, activates it, and reads after the start which software runs.</summary>
internal static class UpdateCommand
{
    private static readonly Argument<string> Image = new("FILE") { Description = "Image that the maker signed" };

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Service);
        var command = new ExampleCommand(
            "update", "Update the device's software: output off, a clinician's session open; the device starts again",
            "epidura generator update var/update-1.1.bin");
        command.Add(Image);
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(Image);
        var bytes = ImageCommand.ReadBytes(path, SoftwareImage.LengthMax);
        if (SoftwareImage.Read(bytes) is not { } image)
            throw new WrongInputException($"{path}:1:1: this is not a whole image of a device's software.");
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var client = session.Client;
        var json = parsed.GetValue(SharedOptions.Json);
        var before = await SoftwareUpload.ReadAsync(client, cancellation);
        var reply = await SoftwareUpload.SendAsync(client, bytes, image, Progress(bytes.Length, json, terminal), cancellation);
        if (reply.IsOk)
            reply = await ActivateAsync(client, bytes, cancellation) ?? reply;
        if (!reply.IsOk)
        {
            await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
            return DeviceOutput.Show("update", reply, null, json, terminal, DeviceHints.Of(reply));
        }

        await using var again = await session.OpenAgainAsync(cancellation);
        var after = await SoftwareUpload.ReadAsync(again, cancellation) ?? throw new LinkException("Which software runs cannot be read.");
        var isDone = after is { Outcome: UpdateOutcome.Confirmed, IsTrial: false } && after.Version == image.Version;
        if (json)
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Command = "update",
                Done = isDone,
                From = before is null ? null : $"{before.Version}",
                Image = new
                {
                    Version = $"{image.Version}",
                    Bytes = bytes.Length,
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                },
                Software = SoftwareWords.Describe(after),
            }));
        else
            terminal.Out.WriteLine(
                $"update: {(isDone ? "done" : "not done")}; the device started again and runs {SoftwareWords.Of(after)}");
        return isDone ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Null when the answer was lost with the start of the device: which software runs is read afterwards.</summary>
    private static async Task<ReplyEnvelope?> ActivateAsync(GeneratorClient client, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            return await SoftwareUpload.ActivateAsync(client, bytes, cancellation);
        }
        catch (LinkException)
        {
            return null;
        }
    }

    private static Action<int> Progress(int length, bool json, Terminal terminal)
    {
        var told = 0;
        return sent =>
        {
            var quarter = 4 * sent / length;
            if (json || quarter == told)
                return;
            told = quarter;
            terminal.Error.WriteLine($"sent {25 * quarter} % of {length} bytes");
        };
    }
}
