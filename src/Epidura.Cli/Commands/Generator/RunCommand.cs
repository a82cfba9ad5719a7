using System.CommandLine;
using System.Globalization;
using Epidura.Cli.Bodies;
using Epidura.Cli.Output;
using Epidura.Generator;
using Epidura.Generator.Host;
using Epidura.Generator.Host.Serving;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator run</c>: a device in a folder, behind a socket, until Ctrl-C.</summary>
internal static class RunCommand
{
    internal const string BodyName = "body.yaml";
    private const string ProcessName = "run.pid";
    private const int SpeedMax = 100_000;
    private const int OhmOfContact = 800;

    private const string DefaultBody = "schema: epidura-body/1\ndevice: reference-rechargeable\nleads:\n"
        + "  - {id: left, model: octrode-3-4}\n  - {id: right, model: octrode-3-4}\n";

    private static readonly Option<string?> Listen = new("--listen")
    {
        Description = "Where clients connect: on this machine only [default: link.sock in the folder]",
        HelpName = "unix:PATH|tcp:127.0.0.1:PORT",
    };

    private static readonly Option<bool> Trial = new("--trial") { Description = "The external generator of a trial (of a new folder)" };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "Device seconds per second; max leaps while no client is connected",
        HelpName = $"1 to {SpeedMax}|max",
        DefaultValueFactory = _ => "1",
    };

    private static readonly Option<string?> BodyFile = new("--body")
    {
        Description = "Leads and device: a body file, or a case file [default: two octrodes, left and right; later: as at first]",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Maker = new("--maker")
    {
        Description = "Public key of the maker who signs updates, pinned for good [default: a maker's key made in the folder]",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "run", "Run a device until Ctrl-C; a new folder gets a new device", "epidura generator run",
            "epidura generator run --state var/trial --trial --listen tcp:127.0.0.1:7700 --body examples/failed-back.yaml");
        Option[] options = [GeneratorOptions.State, Listen, Trial, Speed, BodyFile, Maker];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var state = Path.GetFullPath(parsed.GetRequiredValue(GeneratorOptions.State));
        var speed = ReadSpeed(parsed.GetRequiredValue(Speed));
        var address = GeneratorOptions.Address(parsed.GetValue(Listen) ?? "unix:" + Path.Combine(state, "link.sock"));
        if (File.Exists(state))
            throw new WrongInputException($"{state}: this is a file; allowed is a folder for --state.");
        var body = ReadBody(state, parsed.GetValue(BodyFile), parsed.GetValue(Trial));
        var configuration = GeneratorConfiguration.Create(body.Device, body.Leads) with { IsTrial = body.IsTrial };
        int[] ohm = [.. body.Contacts.Append(Stimulation.Programs.ContactId.Case)
            .Select(contact => body.ImpedanceOhm.GetValueOrDefault(contact, OhmOfContact))];
        var entropy = new SystemEntropy();
        using var folder = DeviceFolder.Open(state, entropy, parsed.GetValue(Maker));
        var json = parsed.GetValue(SharedOptions.Json);
        var processFile = Path.Combine(state, ProcessName);
        await using var server = new DeviceServer(
            folder, configuration, address, new ServingOptions(speed, ohm), TimeProvider.System, entropy,
            news => Tell(news, json, terminal));
        await File.WriteAllTextAsync(processFile, $"{Environment.ProcessId}\n", cancellation);
        if (json)
            Line(terminal, new { Listening = address.ToString(), State = state, Card = folder.CardPath, body.IsTrial });
        else
        {
            terminal.Out.WriteLine($"A simulated {(body.IsTrial ? "trial generator" : "pulse generator")} listens at {address}");
            terminal.Out.WriteLine($"implant card: {folder.CardPath}");
            terminal.Out.WriteLine("Research software, not a medical device. Ctrl-C ends it.");
            terminal.Out.Flush();
        }

        await server.RunAsync(cancellation);
        File.Delete(processFile);
        if (!json)
            terminal.Out.WriteLine("Ended; the output is off, the memory is whole.");
        return ExitCode.Done;
    }

    private static void Tell(DeviceNews news, bool json, Terminal terminal)
    {
        if (json)
            Line(terminal, new { news.State, PairingCode = news.PairingCode?.ToString("D6", CultureInfo.InvariantCulture), news.Reason });
        else
        {
            terminal.Out.WriteLine(news.PairingCode is { } code
                ? FormattableString.Invariant($"{news.Reason}; somebody pairs: compare {code:D6}")
                : news.Reason);
            terminal.Out.Flush();
        }
    }

    private static void Line(Terminal terminal, object value)
    {
        terminal.Out.WriteLine(JsonText.WriteLine(value));
        terminal.Out.Flush();
    }

    private static int? ReadSpeed(string text)
    {
        if (text == "max")
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var speed) && speed is >= 1 and <= SpeedMax
            ? speed
            : throw new WrongInputException($"--speed is {text}; allowed is 1 to {SpeedMax}, or max.");
    }

    /// <summary>A device keeps the leads it was made with: a stored program means nothing on others.</summary>
    private static Body ReadBody(string state, string? path, bool isTrial)
    {
        var kept = Path.Combine(state, BodyName);
        var given = path is null ? null : InputText.Read(path, "a body file or a case file");
        if (!File.Exists(kept))
        {
            if (File.Exists(Path.Combine(state, DeviceFolder.MemoryName)))
                throw new IOException($"{kept} is gone: which leads this device has is not known. Put it back, or use another folder.");
            var text = given ?? DefaultBody;
            var made = Parse(text, path ?? BodyName);
            Directory.CreateDirectory(state);
            using var files = new OutputFiles();
            files.Add(kept, BodyReader.Write(made with { IsTrial = made.IsTrial || isTrial }));
            files.Commit();
        }

        var body = Parse(InputText.Read(kept, "the body of this device"), kept);
        if (given is not null && BodyReader.Write(Parse(given, path!) with { IsTrial = body.IsTrial }) != BodyReader.Write(body))
            throw new WrongInputException($"The device in {state} was made with other leads ({kept}); use another folder for {path}.");
        if (isTrial && !body.IsTrial)
            throw new WrongInputException($"The device in {state} is an implant; --trial needs a new folder.");
        return body;
    }

    private static Body Parse(string text, string name)
    {
        var read = BodyReader.Read(text, name);
        return read.Body ?? throw new WrongInputException(string.Join(Environment.NewLine + "epidura: ", read.Errors));
    }
}
