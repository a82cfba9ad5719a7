using System.CommandLine;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;

namespace Epidura.Cli.Commands.Generator;

/// <summary>Options that several generator commands have, and what they stand for.</summary>
internal static class GeneratorOptions
{
    private const string Bonds = "var/bonds";

    public static Option<string> State { get; } = new("--state")
    {
        Description = "Folder of the device",
        HelpName = "DIR",
        DefaultValueFactory = _ => "var/generator",
    };

    public static Option<string?> At { get; } = new("--at")
    {
        Description = "Where the device listens now, when it is not where it was at pairing",
        HelpName = "unix:PATH|tcp:127.0.0.1:PORT",
    };

    /// <summary>Whose bond a command uses.</summary>
    public static Option<string> As(Role role) => new("--as")
    {
        Description = $"Bond: a name under {Bonds}, or a file that ends in .json",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => RoleName(role),
    };

    public static string RoleName(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>File of a bond.</summary>
    public static string BondPath(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal)
            ? name
            : Path.Combine(Bonds, name + ".json");

    /// <summary>Where a device listens; a relative socket path becomes a whole one.</summary>
    public static LinkAddress Address(string text)
    {
        var whole = text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5 ? "unix:" + Path.GetFullPath(text[5..]) : text;
        if (LinkAddress.Parse(whole) is { } address)
            return address;
        throw new WrongInputException(whole.Length - 5 > LinkAddress.PathMax && whole.StartsWith("unix:", StringComparison.Ordinal)
            ? $"The path {whole[5..]} has {whole.Length - 5} bytes; the name of a socket has at most {LinkAddress.PathMax}."
            : $"{text} is not allowed: a device listens on this machine only, at unix:PATH or tcp:127.0.0.1:PORT.");
    }

    /// <summary>Opens a bond and a session of it.</summary>
    public static async Task<OpenSession> OpenAsync(ParseResult parsed, Option<string> name, CancellationToken cancellation)
    {
        var path = BondPath(parsed.GetRequiredValue(name));
        if (!File.Exists(path))
            throw new WrongInputException($"There is no bond in {path}; epidura generator pair makes one.");
        var file = await ClientFile.OpenAsync(path, TimeProvider.System, cancellation);
        try
        {
            var address = Address(parsed.GetValue(At) ?? file.Address);
            return new OpenSession(path, file, address, await GeneratorClient.OpenAsync(
                file, address, TimeProvider.System, new Epidura.Generator.Host.SystemEntropy(), cancellation));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

/// <summary>A bond in use.</summary>
internal sealed record OpenSession(string Path, ClientFile File, LinkAddress Device, GeneratorClient Client) : IAsyncDisposable
{
    /// <summary>Another session of the bond, for a device that has started again.</summary>
    public Task<GeneratorClient> OpenAgainAsync(CancellationToken cancellation) => GeneratorClient.OpenAsync(
        File, Device, TimeProvider.System, new Epidura.Generator.Host.SystemEntropy(), cancellation);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        File.Dispose();
    }
}
