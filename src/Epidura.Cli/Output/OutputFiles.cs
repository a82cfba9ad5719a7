using System.Text;

namespace Epidura.Cli.Output;

/// <summary>
/// Files that appear whole or not at all: each is written beside its place under a temporary name, and renamed when all are complete.
/// What is left of a stopped run is removed when the program ends.
/// </summary>
public sealed class OutputFiles : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Unfinished = [];
    private static int _count;
    private readonly List<(string Temporary, string Final)> _files = [];

    static OutputFiles() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveUnfinished();

    /// <summary>Writes a text in UTF-8.</summary>
    public void Add(string path, string text) => Add(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    /// <summary>Writes bytes.</summary>
    public void Add(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.part";
        lock (Gate)
            Unfinished.Add(temporary);
        _files.Add((temporary, full));
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        write(stream);
    }

    /// <summary>Gives the files their names.</summary>
    public void Commit()
    {
        foreach (var (temporary, final) in _files)
        {
            File.Move(temporary, final, overwrite: true);
            lock (Gate)
                Unfinished.Remove(temporary);
        }

        _files.Clear();
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var (temporary, _) in _files)
        {
            File.Delete(temporary);
            lock (Gate)
                Unfinished.Remove(temporary);
        }

        _files.Clear();
    }

    private static void RemoveUnfinished()
    {
        lock (Gate)
        {
            foreach (var path in Unfinished)
            {
                try
                {
                    File.Delete(path);
                }
                catch (IOException)
                {
                    // The process is ending; a file that cannot be removed now is named .part and never read.
                }
            }
        }
    }
}
