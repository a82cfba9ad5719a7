using Epidura.Generator.Host.Storage;
using Epidura.Generator.Link;
using Epidura.Generator.Link.Bonds;

namespace Epidura.Generator.Host.Serving;

/// <summary>The folder of one device: its memory and the implant card.</summary>
public sealed class DeviceFolder : IDisposable
{
    /// <summary>File of the device's memory.</summary>
    public const string MemoryName = "memory.bin";

    private const string CardName = "implant-card.txt";

    private DeviceFolder(string path, FileBlockStore store, LinkMemory link)
    {
        Path = path;
        Store = store;
        Link = link;
    }

    /// <summary>Folder.</summary>
    public string Path { get; }

    /// <summary>Memory.</summary>
    public FileBlockStore Store { get; }

    /// <summary>Keys and bonds.</summary>
    public LinkMemory Link { get; private set; }

    /// <summary>File with the secret of the implant card.</summary>
    public string CardPath => System.IO.Path.Combine(Path, CardName);

    /// <summary>Opens a folder, or makes a new device in it.</summary>
    /// <exception cref="IOException">Another process runs the device, the medium fails, or both copies of keys and bonds are
    /// damaged.</exception>
    public static DeviceFolder Open(string path, ILinkEntropy entropy)
    {
        Directory.CreateDirectory(path);
        var store = FileBlockStore.Open(System.IO.Path.Combine(path, MemoryName));
        try
        {
            if (store.IsNew && !PulseGenerator.Format(store))
                throw new IOException($"The memory of a new device cannot be written in {path}.");
            var link = store.IsNew ? LinkMemory.Create(store, entropy) : LinkMemory.Open(store);
            if (link is null)
                throw new IOException($"Keys and bonds in {path} cannot be read: nobody could be told from a stranger. "
                + "Nothing was changed; use another folder.");
            var folder = new DeviceFolder(path, store, link);
            folder.WriteCard();
            return folder;
        }
        catch
        {
            store.Dispose();
            throw;
        }
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
    public void Dispose() => Store.Dispose();

    private void WriteCard()
    {
        if (File.Exists(CardPath))
            return;
        using var file = OwnerFile.Create(CardPath);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Link.Card.Span) + "\n"));
    }
}
