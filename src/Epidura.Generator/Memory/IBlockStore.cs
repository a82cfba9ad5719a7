namespace Epidura.Generator.Memory;

/// <summary>Memory that survives loss of power: a flat range of bytes.</summary>
/// <remarks>
/// A write may be torn at any byte by a power loss and writes since the last <see cref="Flush"/> may reach the medium in any order.
/// A failure is reported once and for all: the caller stops writing.
/// </remarks>
public interface IBlockStore
{
    /// <summary>Bytes; at least <see cref="MemoryMap.Size"/>.</summary>
    int Length { get; }

    /// <summary>Reads a range.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="destination">Filled whole.</param>
    /// <returns>False when the medium failed; the destination is then undefined.</returns>
    bool Read(int address, Span<byte> destination);

    /// <summary>Writes a range; durable after the next <see cref="Flush"/>.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="bytes">To write.</param>
    /// <returns>False when the medium failed.</returns>
    bool Write(int address, ReadOnlySpan<byte> bytes);

    /// <summary>Makes every earlier write durable before any later one.</summary>
    /// <returns>False when the medium failed; that is not retried.</returns>
    bool Flush();
}
