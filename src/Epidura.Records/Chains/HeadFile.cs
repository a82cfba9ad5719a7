namespace Epidura.Records.Chains;

/// <summary>The head as a file that its owner alone reads; a flush is an fsync. Several processes may use it in turn.</summary>
/// <param name="path">File; its folder exists. Best on another medium than the database.</param>
public sealed class HeadFile(string path) : IHeadMedium
{
    /// <inheritdoc/>
    public byte[] Read()
    {
        if (!File.Exists(path))
            return [];
        using var file = Open(FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        using var file = Open(FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file.SafeFileHandle, bytes, offset);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        using var file = Open(FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private FileStream Open(FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate,
            Access = access,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && access != FileAccess.Read)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
