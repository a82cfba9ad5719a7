using Epidura.Generator.Memory;

namespace Epidura.Generator.Host.Storage;

/// <summary>A device's memory as one file. A flush is an fsync; the first failure is the last thing tried.</summary>
public sealed class FileBlockStore : IBlockStore, IDisposable
{
    private readonly FileStream _file;
    private bool _failed;

    private FileBlockStore(FileStream file, bool isNew)
    {
        _file = file;
        IsNew = isNew;
    }

    /// <summary>True when the file was made just now and holds only zeros.</summary>
    public bool IsNew { get; }

    /// <inheritdoc/>
    public int Length => (int)Math.Min(int.MaxValue, _file.Length);

    /// <summary>Opens the memory of a device, or makes it; nobody else may open it meanwhile. Mode 0600.</summary>
    /// <param name="path">File.</param>
    /// <param name="length">Bytes of a new one.</param>
    /// <exception cref="IOException">Another process uses it, or it cannot be made.</exception>
    public static FileBlockStore Open(string path, int length = MemoryMap.Size)
    {
        var isNew = !File.Exists(path);
        var file = OwnerFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (!isNew)
            return new FileBlockStore(file, isNew: false);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
        return new FileBlockStore(file, isNew: true);
    }

    /// <inheritdoc/>
    public bool Read(int address, Span<byte> destination)
    {
        if (_failed || address < 0 || address + destination.Length > Length)
            return false;
        try
        {
            while (!destination.IsEmpty)
            {
                var read = RandomAccess.Read(_file.SafeFileHandle, destination, address);
                if (read == 0)
                    return false;
                destination = destination[read..];
                address += read;
            }
            return true;
        }
        catch (IOException)
        {
            return Fail();
        }
    }

    /// <inheritdoc/>
    public bool Write(int address, ReadOnlySpan<byte> bytes)
    {
        if (_failed || address < 0 || address + bytes.Length > Length)
            return false;
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, address);
            return true;
        }
        catch (IOException)
        {
            return Fail();
        }
    }

    /// <inheritdoc/>
    public bool Flush()
    {
        if (_failed)
            return false;
        try
        {
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            return true;
        }
        catch (IOException)
        {
            return Fail();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>A failed write or fsync is not tried again: what reached the medium is unknown.</summary>
    private bool Fail()
    {
        _failed = true;
        return false;
    }
}
