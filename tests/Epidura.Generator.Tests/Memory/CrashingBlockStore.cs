using Epidura.Generator.Memory;

namespace Epidura.Generator.Tests.Memory;

/// <summary>
/// Memory whose power fails after a number of bytes. What was flushed stays; of what was not, a drawn subset of the writes reaches the
/// medium, the last one torn.
/// </summary>
internal sealed class CrashingBlockStore(byte[] durable, long bytesUntilCut, int seed) : IBlockStore
{
    private readonly byte[] _durable = (byte[])durable.Clone();
    private readonly byte[] _seen = (byte[])durable.Clone();
    private readonly List<(int Address, byte[] Bytes)> _pending = [];
    private long _left = bytesUntilCut;

    public long Written { get; private set; }

    public bool IsCut { get; private set; }

    public int Length => _durable.Length;

    /// <summary>What is found when power comes back.</summary>
    public byte[] AfterPowerLoss()
    {
        var random = new Random(seed);
        var bytes = (byte[])_durable.Clone();
        foreach (var (address, written) in _pending)
            if (random.Next(4) != 0)
                written.CopyTo(bytes, address);
        return bytes;
    }

    public bool Read(int address, Span<byte> destination)
    {
        if (IsCut)
            return false;
        _seen.AsSpan(address, destination.Length).CopyTo(destination);
        return true;
    }

    public bool Write(int address, ReadOnlySpan<byte> bytes)
    {
        if (IsCut)
            return false;
        var fits = (int)Math.Min(_left, bytes.Length);
        _pending.Add((address, bytes[..fits].ToArray()));
        bytes[..fits].CopyTo(_seen.AsSpan(address));
        _left -= fits;
        Written += fits;
        IsCut = fits < bytes.Length;
        return !IsCut;
    }

    public bool Flush()
    {
        if (IsCut)
            return false;
        foreach (var (address, written) in _pending)
            written.CopyTo(_durable, address);
        _pending.Clear();
        return true;
    }
}
