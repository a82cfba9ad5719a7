using System.Text.Json;
using System.Text.Json.Serialization;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Storage;
using Epidura.Generator.Link;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Host.Client;

/// <summary>A client's half of a bond on disk, with the session it may take up again. One process at a time holds it; mode 0600.</summary>
public sealed class ClientFile : IDisposable
{
    /// <summary>Records and command ids that a stored session reserves ahead, so that no number is used twice after a crash.</summary>
    public const int Reserve = 32;

    private readonly FileStream _lock;
    private readonly string _path;
    private Content _content;

    private ClientFile(string path, FileStream held, Content content)
    {
        _path = path;
        _lock = held;
        _content = content;
    }

    /// <summary>Role.</summary>
    public Role Role => _content.Role;

    /// <summary>Where the device listens.</summary>
    public string Address => _content.Address;

    /// <summary>Whether pairing was finished.</summary>
    public bool IsPaired => _content.Secret.Length > 0;

    /// <summary>The bond.</summary>
    public ClientBond Bond => new(_content.DevicePoint, _content.Secret, _content.CertificateId);

    /// <summary>Stored session; empty for none.</summary>
    public ReadOnlyMemory<byte> Session => _content.Session;

    /// <summary>Begins a bond with a fresh key; nothing is written before <see cref="Finish"/>.</summary>
    /// <exception cref="IOException">Another process uses the file, or it exists.</exception>
    public static ClientFile Create(string path, Role role, string address, ILinkEntropy entropy)
    {
        if (File.Exists(path))
            throw new IOException($"{path} holds a bond already; choose another file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        using var key = KeyPair.Draw(entropy);
        return new ClientFile(path, Hold(path), new Content(role, address, key.ExportScalar(), [], [], 0, []));
    }

    /// <summary>Opens a bond.</summary>
    /// <exception cref="IOException">Another process uses the file for more than five seconds, or it is not a bond.</exception>
    public static async Task<ClientFile> OpenAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no bond in {path}; epidura generator pair makes one.", path);
        var held = await HoldAsync(path, time, cancellation).ConfigureAwait(false);
        try
        {
            var content = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false),
                ClientJson.Default.Content);
            if (content is { Scalar.Length: 32, Secret.Length: 32, DevicePoint.Length: LinkFormat.PointLength })
                return new ClientFile(path, held, content);
        }
        catch (JsonException)
        {
            // Said below.
        }
        held.Dispose();
        throw new IOException($"{path} is not a bond.");
    }

    /// <summary>The client's static key.</summary>
    /// <exception cref="IOException">The file holds no key.</exception>
    public KeyPair Key() =>
        KeyPair.TryFromScalar(_content.Scalar, out var key) ? key! : throw new IOException($"{_path} holds no key.");

    /// <summary>Ends pairing: writes the bond.</summary>
    public void Finish(ClientBond bond)
    {
        ArgumentNullException.ThrowIfNull(bond);
        Write(_content with
        {
            DevicePoint = bond.DevicePoint.ToArray(),
            Secret = bond.Secret.ToArray(),
            CertificateId = bond.CertificateId,
            Session = [],
        });
    }

    /// <summary>Stores a session before its reserved numbers are used, or forgets it.</summary>
    public void Keep(ClientSession? session) => Write(_content with { Session = session?.Export(Reserve) ?? [] });

    /// <summary>Remembers another address.</summary>
    public void Move(string address)
    {
        if (address != _content.Address)
            Write(_content with { Address = address });
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void Write(Content content)
    {
        OwnerFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(content, ClientJson.Default.Content));
        _content = content;
    }

    private static FileStream Hold(string path) => OwnerFile.Open(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite);

    private static async Task<FileStream> HoldAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        const int attempts = 100;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Hold(path);
            }
            catch (IOException) when (attempt < attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation).ConfigureAwait(false);
            }
        }
    }

    internal sealed record Content(
        Role Role, string Address, byte[] Scalar, byte[] DevicePoint, byte[] Secret, ulong CertificateId, byte[] Session);
}

/// <summary>Reading and writing of bonds without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClientFile.Content))]
internal sealed partial class ClientJson : JsonSerializerContext;
