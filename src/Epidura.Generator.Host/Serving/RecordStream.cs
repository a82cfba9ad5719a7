using Epidura.Generator.Link;

namespace Epidura.Generator.Host.Serving;

/// <summary>Cuts a stream of bytes into records.</summary>
public static class RecordStream
{
    /// <summary>Reads one record.</summary>
    /// <param name="stream">From the peer.</param>
    /// <param name="buffer">At least <see cref="LinkFormat.RecordMax"/> bytes; overwritten.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its length; 0 at the end of the stream, and for bytes that are no record: they cannot be followed any further.</returns>
    public static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!await FillAsync(stream, buffer[..LinkFormat.HeaderLength], cancellation).ConfigureAwait(false))
            return 0;
        if (!RecordHeader.TryRead(buffer.Span, out var header))
            return 0;
        var body = buffer.Slice(LinkFormat.HeaderLength, header.BodyLength);
        return await FillAsync(stream, body, cancellation).ConfigureAwait(false) ? header.RecordLength : 0;
    }

    private static async ValueTask<bool> FillAsync(Stream stream, Memory<byte> bytes, CancellationToken cancellation)
    {
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return read == bytes.Length;
    }
}
