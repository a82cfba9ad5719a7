namespace Epidura.Field;

/// <summary>Where lead fields are kept between runs.</summary>
public interface IFieldStore
{
    /// <summary>Offers what is stored under a key.</summary>
    /// <param name="key">Content hash.</param>
    /// <param name="read">Called with the stored bytes; returns false when they cannot be used.</param>
    /// <returns>True when there was something and <paramref name="read"/> took it.</returns>
    bool TryRead(string key, Func<Stream, bool> read);

    /// <summary>Stores what <paramref name="write"/> writes, whole or not at all.</summary>
    /// <param name="key">Content hash.</param>
    /// <param name="write">Writes the bytes.</param>
    void Write(string key, Action<Stream> write);
}
