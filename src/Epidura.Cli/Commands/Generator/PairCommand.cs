using System.CommandLine;
using System.Globalization;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Link.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator pair</c>: the implant card's secret, six digits compared by a person, and a bond on disk.</summary>
internal static class PairCommand
{
    private static readonly Option<Role> As = new("--role")
    {
        Description = "Who pairs",
        HelpName = "patient|clinician|reader|service",
        Required = true,
    };

    private static readonly Option<string?> Name = new("--as")
    {
        Description = "Name of the bond under var/bonds, or a file that ends in .json [default: the role]",
        HelpName = "NAME|FILE",
    };

    private static readonly Option<string?> Card = new("--card")
    {
        Description = "File with the secret of the implant card [default: implant-card.txt in the folder of the device]",
        HelpName = "FILE",
    };

    private static readonly Option<string> Clinic = new("--clinic")
    {
        Description = "Key of the clinic, which signs its clinicians' certificates; made when it does not exist",
        HelpName = "FILE",
        DefaultValueFactory = _ => "var/clinic.pem",
    };

    private static readonly Option<string?> Code = new("--code")
    {
        Description = "Six digits that the device shows; asks when left out",
        HelpName = "DIGITS",
    };

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        As.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Role>() is not (Role.Patient or Role.Clinician or Role.Reader or Role.Service))
                result.AddError("--role must be patient, clinician, reader or service.");
        });
        var command = new ExampleCommand(
            "pair", "Make a bond; hold the magnet to the device for five seconds first", "epidura generator pair --role clinician",
            "epidura generator pair --role patient --as remote-2");
        Option[] options = [As, Name, GeneratorOptions.State, GeneratorOptions.At, Card, Clinic, Code];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var role = parsed.GetRequiredValue(As);
        var state = Path.GetFullPath(parsed.GetRequiredValue(GeneratorOptions.State));
        var address = GeneratorOptions.Address(parsed.GetValue(GeneratorOptions.At) ?? "unix:" + Path.Combine(state, "link.sock"));
        var cardPath = parsed.GetValue(Card) ?? Path.Combine(state, "implant-card.txt");
        var card = DeviceFolder.ReadCard(InputText.Read(cardPath, "the file of an implant card"))
            ?? throw new WrongInputException($"{cardPath}:1:1: an implant card holds 32 hexadecimal digits.");
        var path = GeneratorOptions.BondPath(parsed.GetValue(Name) ?? GeneratorOptions.RoleName(role));
        if (File.Exists(path))
            throw new WrongInputException($"{path} holds a bond already; --as NAME makes another.");
        var entropy = new SystemEntropy();
        using var file = ClientFile.Create(path, role, address.ToString(), entropy);
        using var clinic = role == Role.Clinician ? Pairing.OpenClinic(parsed.GetRequiredValue(Clinic)) : null;
        var why = await Pairing.RunAsync(
            file, address, card, clinic, code => ConfirmAsync(code, parsed.GetValue(Code), terminal), TimeProvider.System, entropy,
            cancellation);
        if (why is not null)
            throw new IOException($"Not paired: {why}.");
        var clock = role == Role.Clinician ? await SetClockAsync(file, address, entropy, cancellation) : null;
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new { Bond = path, Role = role, Device = address.ToString(), Clock = clock }));
        else
        {
            terminal.Out.WriteLine($"Paired as {GeneratorOptions.RoleName(role)}; the bond is in {path}. Keep it as you would a key.");
            if (clock is not null)
                terminal.Out.WriteLine($"Clock of the device: {clock}.");
        }

        return ExitCode.Done;
    }

    private static async Task<bool> ConfirmAsync(int code, string? given, Terminal terminal)
    {
        var digits = code.ToString("D6", CultureInfo.InvariantCulture);
        if (given is not null)
            return given.Replace(" ", "", StringComparison.Ordinal) == digits;
        await terminal.Error.WriteAsync($"Does the device show {digits}? Type yes: ");
        await terminal.Error.FlushAsync();
        return terminal.In is { } input && (await input.ReadLineAsync())?.Trim() is "yes" or "y";
    }

    /// <summary>The magnet is there, so a clinician's first act can be the clock: without it the certificate cannot be judged.</summary>
    private static async Task<string> SetClockAsync(
        ClientFile file, LinkAddress address, SystemEntropy entropy, CancellationToken cancellation)
    {
        await using var client = await GeneratorClient.OpenAsync(file, address, TimeProvider.System, entropy, cancellation);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var reply = await client.SendAsync(new DeviceCommand.SetClock(now), cancellation);

        // Setting the clock takes the programming lock; who has only paired programs nothing and holds nobody up.
        await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
        return LinkWords.Of(reply);
    }
}
