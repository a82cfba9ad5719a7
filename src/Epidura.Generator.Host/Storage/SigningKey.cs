using System.Security.Cryptography;
using System.Text;

namespace Epidura.Generator.Host.Storage;

/// <summary>A private key in a file: a clinic's or a maker's.</summary>
public static class SigningKey
{
    /// <summary>Opens a key, or makes one on P-256.</summary>
    /// <exception cref="IOException">The file holds no key.</exception>
    public static ECDsa Open(string path)
    {
        if (File.Exists(path))
            return Read(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OwnerFile.Replace(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        return made;
    }

    /// <summary>Reads a key, private or public.</summary>
    /// <exception cref="IOException">The file holds no key.</exception>
    public static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new IOException($"{path} holds no key: {exception.Message}", exception);
        }
    }
}
