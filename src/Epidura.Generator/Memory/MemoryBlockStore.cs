namespace Epidura.Generator.Memory;

/// <summary>A block store in working memory: for simulation, and for a trial device that forgets.</summary>
public sealed class MemoryBlockStore : IBlockStore
{
    private readonly byte[] _bytes;

    /// <summary>Blank memory of the size a device needs.</summary>
    public MemoryBlockStore()
        : this(new byte[MemoryMap.Size])
    {
    }

    /// <summary>Memory over given bytes.</summary>
    /// <param name="bytes">Used as they are, not copied.</param>
    public MemoryBlockStore(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public int Length => _bytes.Length;

    /// <summary>What is stored.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public bool Read(int address, Span<byte> destination)
    {
        if (address < 0 || address + destination.Length > _bytes.Length)
            return false;
        _bytes.AsSpan(address, destination.Length).CopyTo(destination);
        return true;
    }

    /// <inheritdoc/>
    public bool Write(int address, ReadOnlySpan<byte> bytes)
    {
        if (address < 0 || address + bytes.Length > _bytes.Length)
            return false;
        bytes.CopyTo(_bytes.AsSpan(address));
        return true;
    }

    /// <inheritdoc/>
    public bool Flush() => true;
}
