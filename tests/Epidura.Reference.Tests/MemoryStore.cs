using Epidura.Field;

namespace Epidura.Reference.Tests;

/// <summary>Keeps what it is given for as long as a test lasts.</summary>
internal sealed class MemoryStore : IFieldStore
{
    private readonly Dictionary<string, byte[]> _kept = [];

    public int Writes { get; private set; }

    public bool TryRead(string key, Func<Stream, bool> read) =>
        _kept.TryGetValue(key, out var bytes) && read(new MemoryStream(bytes, false));

    public void Write(string key, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        _kept[key] = stream.ToArray();
        Writes++;
    }
}
