namespace Epidura.Generator.Link;

/// <summary>Records the link wants sent. Reused between calls; holds at most sixteen.</summary>
public sealed class LinkOutput
{
    private const int Capacity = 16;

    private readonly byte[] _bytes = new byte[Capacity * LinkFormat.RecordMax];
    private readonly int[] _connections = new int[Capacity];
    private readonly int[] _lengths = new int[Capacity];

    /// <summary>Connection of a peer that is gone: nothing is kept for it.</summary>
    internal const int Nowhere = -1;

    /// <summary>Records inside.</summary>
    public int Count { get; private set; }

    /// <summary>Connection that record <paramref name="index"/> goes to.</summary>
    public int Connection(int index) => _connections[index];

    /// <summary>Bytes of record <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> Record(int index) => _bytes.AsSpan(index * LinkFormat.RecordMax, _lengths[index]);

    /// <summary>Forgets the records.</summary>
    public void Clear() => Count = 0;

    /// <summary>Space for the next record; <see cref="Keep"/> keeps what was written. The last space is used again when all are
    /// taken.</summary>
    internal Span<byte> Next() => _bytes.AsSpan(Math.Min(Count, Capacity - 1) * LinkFormat.RecordMax, LinkFormat.RecordMax);

    internal void Keep(int connection, int length)
    {
        if (length == 0 || Count == Capacity || connection == Nowhere)
            return;
        _connections[Count] = connection;
        _lengths[Count] = length;
        Count++;
    }
}
