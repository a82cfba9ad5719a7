using Epidura.Generator.Host.Storage;
using Epidura.Generator.Link;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Software;

namespace Epidura.Generator.Host.Serving;

/// <summary>The folder of one device: its memory and the implant card.</summary>
public sealed class DeviceFolder : IDisposable
{
    /// <summary>File of the device's memory.</summary>
    public const string MemoryName = "memory.bin";

    /// <summary>File of the banks of the device's software; a folder without it is that of a device never updated.</summary>
    public const string SoftwareName = "software.bin";

    /// <summary>Public key of the maker, pinned at the first start.</summary>
    public const string PinnedName = "maker.pub.pem";

    /// <summary>Private key of the simulated maker, made when no other key is pinned. On a real device it lies with the maker.</summary>
    public const string MakerName = "maker.pem";

    private const string CardName = "implant-card.txt";

    private DeviceFolder(string path, FileBlockStore store, FileBlockStore software, LinkMemory link, byte[] makerKey)
    {
        Path = path;
        Store = store;
        Software = software;
        Link = link;
        MakerKey = makerKey;
    }

    /// <summary>Folder.</summary>
    public string Path { get; }

    /// <summary>Memory.</summary>
    public FileBlockStore Store { get; }

    /// <summary>Banks of the device's software.</summary>
    public FileBlockStore Software { get; }

    /// <summary>Pinned key of the maker, SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> MakerKey { get; }

    /// <summary>Keys and bonds.</summary>
    public LinkMemory Link { get; private set; }

    /// <summary>File with the secret of the implant card.</summary>
    public string CardPath => System.IO.Path.Combine(Path, CardName);

    /// <summary>Opens a folder, or makes a new device in it.</summary>
    /// <param name="path">Folder.</param>
    /// <param name="entropy">Source of keys for a new device.</param>
    /// <param name="makerFile">Public key to pin when none is pinned yet; null for one of a maker that is made beside it.</param>
    /// <exception cref="IOException">Another process runs the device, the medium fails, or both copies of keys and bonds are
    /// damaged.</exception>
    public static DeviceFolder Open(string path, ILinkEntropy entropy, string? makerFile = null)
    {
        Directory.CreateDirectory(path);
        var makerKey = PinMaker(path, makerFile);
        FileBlockStore? software = null;
        var store = FileBlockStore.Open(System.IO.Path.Combine(path, MemoryName));
        try
        {
            if (store.IsNew && !PulseGenerator.Format(store))
                throw new IOException($"The memory of a new device cannot be written in {path}.");
            var link = store.IsNew ? LinkMemory.Create(store, entropy) : LinkMemory.Open(store);
            if (link is null)
                throw new IOException($"Keys and bonds in {path} cannot be read: nobody could be told from a stranger. "
                + "Nothing was changed; use another folder.");
            software = OpenSoftware(System.IO.Path.Combine(path, SoftwareName));
            var folder = new DeviceFolder(path, store, software, link, makerKey);
            folder.WriteCard();
            return folder;
        }
        catch
        {
            software?.Dispose();
            store.Dispose();
            throw;
        }
    }

    /// <summary>A file that was made but got no length is as good as none.</summary>
    private static FileBlockStore OpenSoftware(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 })
            File.Delete(path);
        return FileBlockStore.Open(path, SoftwareMap.Size);
    }

    /// <summary>The key whose signature an update needs never changes once it is pinned.</summary>
    private static byte[] PinMaker(string path, string? makerFile)
    {
        var pinned = System.IO.Path.Combine(path, PinnedName);
        using var given = makerFile is null ? null : SigningKey.Read(makerFile);
        if (!File.Exists(pinned))
        {
            using var made = given is null ? SigningKey.Open(System.IO.Path.Combine(path, MakerName)) : null;
            OwnerFile.Replace(pinned, System.Text.Encoding.ASCII.GetBytes((given ?? made!).ExportSubjectPublicKeyInfoPem() + "\n"));
        }

        using var key = SigningKey.Read(pinned);
        var bytes = key.ExportSubjectPublicKeyInfo();
        if (given is not null && !given.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(bytes))
            throw new IOException($"The device in {path} trusts another maker's key ({pinned}); it is pinned for good.");
        return bytes;
    }

    /// <summary>Reads keys and bonds again, for a device that starts again.</summary>
    public void Reload() => Link = LinkMemory.Open(Store) ?? Link;

    /// <summary>Reads the secret of an implant card; null when the text is not 32 hexadecimal digits.</summary>
    public static byte[]? ReadCard(string text)
    {
        var digits = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '-'));
        return digits.Length == 2 * DeviceLinkOptions.PairingSecretLength && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Software.Dispose();
        Store.Dispose();
    }

    private void WriteCard()
    {
        if (File.Exists(CardPath))
            return;
        using var file = OwnerFile.Create(CardPath);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Link.Card.Span) + "\n"));
    }
}
