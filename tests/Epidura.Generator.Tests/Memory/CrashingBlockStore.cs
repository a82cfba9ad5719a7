using Epidura.Generator.Memory;

namespace Epidura.Generator.Tests.Memory;

/// <summary>
/// Memory whose power fails after a number of bytes. What was flushed stays; of what was not, a drawn subset of the writes reaches the
/// medium, the last one torn. Several stores may hang on one power: then the bytes of all of them count.
/// </summary>
internal sealed class CrashingBlockStore(byte[] durable, Power power, int seed) : IBlockStore
{
    private readonly byte[] _durable = (byte[])durable.Clone();
    private readonly byte[] _seen = (byte[])durable.Clone();
    private readonly List<(int Address, byte[] Bytes)> _pending = [];

    public CrashingBlockStore(byte[] durable, long bytesUntilCut, int seed)
        : this(durable, new Power(bytesUntilCut), seed)
    {
    }

    public long Written => power.Written;

    public bool IsCut => power.IsCut;

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
        var fits = power.Take(bytes.Length);
        _pending.Add((address, bytes[..fits].ToArray()));
        bytes[..fits].CopyTo(_seen.AsSpan(address));
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

/// <summary>What is left of the power, in bytes that can be written.</summary>
internal sealed class Power(long bytesUntilCut)
{
    private long _left = bytesUntilCut;

    public long Written { get; private set; }

    public bool IsCut { get; private set; }

    /// <summary>Cuts it now.</summary>
    public void Cut() => IsCut = true;

    /// <summary>How many of some bytes are written; fewer than asked for means that this was the cut.</summary>
    public int Take(int bytes)
    {
        var fits = (int)Math.Min(_left, bytes);
        _left -= fits;
        Written += fits;
        IsCut |= fits < bytes;
        return fits;
    }
}
