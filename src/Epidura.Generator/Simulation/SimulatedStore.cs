using Epidura.Generator.Memory;

namespace Epidura.Generator.Simulation;

/// <summary>Memory that can lose power at a byte, or have a bit that sticks.</summary>
public sealed class SimulatedStore : IBlockStore
{
    private readonly byte[] _durable = new byte[MemoryMap.Size];
    private readonly List<(int Address, byte[] Bytes)> _pending = [];
    private byte[] _seen = new byte[MemoryMap.Size];
    private long _left = long.MaxValue;

    /// <inheritdoc/>
    public int Length => _durable.Length;

    /// <summary>True after power went in the middle of a write.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bit that reads as one whatever is written; -1 for none.</summary>
    public int StuckBit { get; set; } = -1;

    /// <summary>Lets power go after so many more bytes.</summary>
    public void CutAfter(long bytes) => _left = bytes;

    /// <summary>Power comes back: what was not flushed is there or not, as drawn.</summary>
    public void Restore(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (var (address, bytes) in _pending)
            if (random.Next(4) != 0)
                bytes.CopyTo(_durable, address);
        _pending.Clear();
        _seen = (byte[])_durable.Clone();
        _left = long.MaxValue;
        IsCut = false;
    }

    /// <summary>Flips a stored bit.</summary>
    public void Rot(int bit)
    {
        _durable[bit / 8] ^= (byte)(1 << (bit % 8));
        _seen[bit / 8] ^= (byte)(1 << (bit % 8));
    }

    /// <inheritdoc/>
    public bool Read(int address, Span<byte> destination)
    {
        if (IsCut)
            return false;
        _seen.AsSpan(address, destination.Length).CopyTo(destination);
        if (StuckBit >= 0 && StuckBit / 8 >= address && StuckBit / 8 < address + destination.Length)
            destination[(StuckBit / 8) - address] |= (byte)(1 << (StuckBit % 8));
        return true;
    }

    /// <inheritdoc/>
    public bool Write(int address, ReadOnlySpan<byte> bytes)
    {
        if (IsCut)
            return false;
        var fits = (int)Math.Min(_left, bytes.Length);
        _pending.Add((address, bytes[..fits].ToArray()));
        bytes[..fits].CopyTo(_seen.AsSpan(address));
        if (_left != long.MaxValue)
            _left -= fits;
        IsCut = fits < bytes.Length;
        return !IsCut;
    }

    /// <inheritdoc/>
    public bool Flush()
    {
        if (IsCut)
            return false;
        foreach (var (address, bytes) in _pending)
            bytes.CopyTo(_durable, address);
        _pending.Clear();
        return true;
    }
}
