namespace Epidura.Records.Keys;

/// <summary>The file of a record's secret: 32 bytes as 64 hexadecimal digits, readable by its owner only.</summary>
public static class KeyFile
{
    /// <summary>Makes the file with a new secret; never replaces one.</summary>
    /// <param name="path">File; its folder exists.</param>
    /// <exception cref="IOException">It exists, or cannot be made.</exception>
    public static RecordKeys Create(string path)
    {
        var keys = RecordKeys.Create();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(keys.Secret) + "\n"));
        file.Flush(flushToDisk: true);
        return keys;
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">File.</param>
    /// <exception cref="RecordException">It is missing or damaged; without it a record cannot be read by anybody.</exception>
    public static RecordKeys Read(string path)
    {
        if (!File.Exists(path))
            throw new RecordException(
                $"The record's key {path} is missing; without it nobody can read the record. Put back your copy of it.");
        var text = System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(path)).Trim();
        if (text.Length != RecordKeys.Size * 2 || !text.All(char.IsAsciiHexDigit))
            throw new RecordException($"The record's key {path} is damaged: it has to be {RecordKeys.Size * 2} hexadecimal digits.");
        return new RecordKeys(Convert.FromHexString(text));
    }
}
