using System.CommandLine;
using System.Security.Cryptography;
using Epidura.Cli.Bodies;
using Epidura.Cli.Output;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Host.Storage;
using Epidura.Generator.Software;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator image</c>: what a maker does: an image of the device's software, signed.</summary>
internal static class ImageCommand
{
    private static readonly Option<string> Version = new("--version")
    {
        Description = "Version of the software",
        HelpName = "MAJOR.MINOR",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "File of the image", HelpName = "FILE", Required = true };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Private key of the maker, made when it does not exist [default: maker.pem in the folder of the device]",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Device = new("--device")
    {
        Description = "Kind of device, /trial added for a trial device [default: that of the folder of the device]",
        HelpName = "PROFILE",
    };

    private static readonly Option<string?> Payload = new("--body")
    {
        Description = "Bytes that are shipped beside the manifest; kept and hashed, never run",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Unfit = new("--unfit")
    {
        Description = "Names another table of states than this program has: the device's self-test has to find it",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "image", "Make a signed image of the device's software, as its maker would",
            "epidura generator image --version 1.1 --out var/update-1.1.bin",
            "epidura generator image --version 1.2 --unfit --out var/bad.bin");
        Option[] options = [Version, Out, Key, Device, Payload, Unfit, GeneratorOptions.State];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var state = parsed.GetRequiredValue(GeneratorOptions.State);
        if (!SoftwareVersion.TryParse(parsed.GetRequiredValue(Version), out var version))
            throw new WrongInputException(
                $"--version is {parsed.GetRequiredValue(Version)}; allowed is MAJOR.MINOR, two numbers up to 65535.");
        var body = parsed.GetValue(Payload) is { } file ? ReadBytes(file, SoftwareImage.PayloadMax - SoftwareManifest.Length) : [];
        var manifest = SoftwareManifest.Running;
        if (parsed.GetValue(Unfit))
            manifest = manifest with { States = SHA256.HashData(manifest.States.Span) };
        var (hardware, name) = Hardware(parsed.GetValue(Device), state);
        var image = new SoftwareImage(version, hardware, (byte[])[.. manifest.ToBytes(), .. body]);
        using var key = SigningKey.Open(parsed.GetValue(Key) ?? Path.Combine(state, DeviceFolder.MakerName));
        var bytes = image.Sign(key);
        var path = parsed.GetRequiredValue(Out);
        using (var files = new OutputFiles())
        {
            files.Add(path, stream => stream.Write(bytes));
            files.Commit();
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        terminal.Out.WriteLine(parsed.GetValue(SharedOptions.Json)
            ? JsonText.Write(new
            {
                File = path,
                Version = $"{version}",
                Device = name,
                Hardware = $"{hardware:x8}",
                Bytes = bytes.Length,
                Sha256 = hash,
            })
            : $"{path}: software {version} for {name}, {bytes.Length} bytes, SHA-256 {hash}");
        return ExitCode.Done;
    }

    /// <summary>Reads a file of bytes that has a limit.</summary>
    public static byte[] ReadBytes(string path, int most)
    {
        if (!File.Exists(path))
            throw new WrongInputException($"{path}:1:1: there is no such file.");
        var length = new FileInfo(path).Length;
        return length <= most
            ? File.ReadAllBytes(path)
            : throw new WrongInputException($"{path}:1:1: {length} bytes; allowed are at most {most}.");
    }

    private static (uint Hardware, string Name) Hardware(string? device, string state)
    {
        const string trial = "/trial";
        if (device is not null)
        {
            var isTrial = device.EndsWith(trial, StringComparison.Ordinal);
            return (SoftwareImage.HardwareOf(isTrial ? device[..^trial.Length] : device, isTrial), device);
        }

        var kept = Path.Combine(state, RunCommand.BodyName);
        if (!File.Exists(kept))
            throw new WrongInputException($"There is no device in {state}; --device says which kind the image is for.");
        var read = BodyReader.Read(InputText.Read(kept, "the body of a device"), kept);
        if (read.Body is not { } body)
            throw new WrongInputException(string.Join(Environment.NewLine + "epidura: ", read.Errors));
        return (SoftwareImage.HardwareOf(body.Device.Name, body.IsTrial), body.Device.Name + (body.IsTrial ? trial : ""));
    }
}
