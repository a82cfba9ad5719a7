using Epidura.Field;

namespace Epidura.Cli.Output;

/// <summary>
/// Keeps solved fields in a folder, one file a key, whole or not at all; when the folder grows over its bound, the files not used for
/// longest go first. A folder that cannot be written slows the next run down but does not stop this one.
/// </summary>
public sealed class FileFieldStore : IFieldStore
{
    public const long BytesMax = 4L << 30;
    private const string Ending = ".field";
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly long _bytesMax;

    public FileFieldStore(string folder, TimeProvider time, long bytesMax = BytesMax)
    {
        _folder = folder;
        _time = time;
        _bytesMax = bytesMax;
    }

    /// <summary>Why fields could not be kept; null when they could.</summary>
    public string? Problem { get; private set; }

    /// <summary>A store in a folder, the usual one when null.</summary>
    public static FileFieldStore In(string? folder) => new(folder ?? UsualFolder(), TimeProvider.System);

    /// <summary>The folder that is used when none is given: <c>epidura</c> in the user's cache folder.</summary>
    public static string UsualFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "epidura");
    }

    public bool TryRead(string key, Func<Stream, bool> read)
    {
        var path = PathOf(key);
        try
        {
            if (!File.Exists(path))
                return false;
            using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete))
                if (!read(stream))
                    return false;
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problem = exception.Message;
            return false;
        }
    }

    public void Write(string key, Action<Stream> write)
    {
        var path = PathOf(key);
        try
        {
            using var files = new OutputFiles();
            files.Add(path, write);
            files.Commit();
            Trim(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problem = exception.Message;
        }
    }

    private void Trim(string justWritten)
    {
        var files = new DirectoryInfo(_folder).GetFiles("*" + Ending).OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        var sum = 0L;
        foreach (var file in files)
        {
            sum += file.Length;
            if (sum > _bytesMax && file.FullName != justWritten)
                file.Delete();
        }
    }

    private string PathOf(string key)
    {
        if (key.Length is 0 or > 128 || !key.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"A key is 1 to 128 letters and digits, not '{key}'.", nameof(key));
        return Path.GetFullPath(Path.Combine(_folder, key + Ending));
    }
}
