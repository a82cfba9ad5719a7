using Epidura.Generator.Commands;

namespace Epidura.Generator.Memory;

/// <summary>
/// A ring of 1,024 records. The place that is written next never holds a record that is still needed: needed ones are carried forward
/// first,
/// so a torn write loses only what was not yet acknowledged.
/// </summary>
internal sealed class Journal
{
    /// <summary>Results kept per bond.</summary>
    public const int ResultsPerBond = 64;

    /// <summary>Bonds that have results.</summary>
    public const int Bonds = 8;

    private const int TornMax = 2;
    private readonly IBlockStore _store;
    private readonly JournalRecord?[] _records = new JournalRecord?[MemoryMap.JournalRecords];
    private readonly Queue<int>[] _live = [.. Enumerable.Range(0, Bonds).Select(_ => new Queue<int>())];
    private readonly bool[] _isLive = new bool[MemoryMap.JournalRecords];
    private int _head;
    private uint _sequence;

    private Journal(IBlockStore store) => _store = store;

    /// <summary>State of the newest record.</summary>
    public DurableState Durable { get; private set; } = DurableState.Factory;

    /// <summary>Reads the ring; null when the medium failed or more records are damaged than torn writes can explain.</summary>
    public static Journal? Load(IBlockStore store)
    {
        var journal = new Journal(store);
        Span<byte> bytes = stackalloc byte[MemoryMap.RecordLength];
        var damaged = 0;
        for (var i = 0; i < MemoryMap.JournalRecords; i++)
        {
            if (!store.Read(MemoryMap.JournalAddress + (i * MemoryMap.RecordLength), bytes))
                return null;
            journal._records[i] = JournalRecord.Read(bytes);
            if (journal._records[i] is null && bytes.ContainsAnyExcept((byte)0))
                damaged++;
        }

        if (damaged > TornMax)
            return null;
        journal.Index();
        return journal;
    }

    /// <summary>The kept result of a command; null when there is none.</summary>
    public CommandResult? Find(int bond, ulong commandId)
    {
        if (bond is < 0 or >= Bonds)
            return null;
        foreach (var index in _live[bond])
            if (_records[index] is { } record && record.CommandId == commandId)
                return record.Result;
        return null;
    }

    /// <summary>Adds a record; durable when it returns true.</summary>
    public bool Append(int bond, ulong commandId, CommandResult result, DurableState durable)
    {
        while (_isLive[Next(_head)])
        {
            var old = _records[Next(_head)]!;
            if (!Put(old with { Sequence = _sequence + 1, Durable = Durable }))
                return false;
            Replace(old.Bond, Next(_head), _head);
            _isLive[Next(_head)] = false;
            _head = Next(_head);
        }

        var hasBond = bond is >= 0 and < Bonds;
        if (!Put(new JournalRecord(_sequence + 1, hasBond ? (byte)bond : JournalRecord.NoBond, commandId, result, durable)))
            return false;
        Durable = durable;
        if (hasBond)
            Enqueue(bond, _head);
        _head = Next(_head);
        return true;
    }

    private bool Put(JournalRecord record)
    {
        Span<byte> bytes = stackalloc byte[MemoryMap.RecordLength];
        record.Write(bytes);
        if (!_store.Write(MemoryMap.JournalAddress + (_head * MemoryMap.RecordLength), bytes) || !_store.Flush())
            return false;
        _records[_head] = record;
        _sequence = record.Sequence;
        return true;
    }

    private void Index()
    {
        var order = Enumerable.Range(0, _records.Length).Where(i => _records[i] is not null).OrderBy(i => _records[i]!.Sequence).ToList();
        HashSet<(byte, ulong)> seen = [];

        // Newest first, so that of two copies of a result the younger one counts.
        List<int> kept = [];
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var record = _records[order[i]]!;
            if (record.Bond < Bonds && seen.Add((record.Bond, record.CommandId)))
                kept.Add(order[i]);
        }

        kept.Reverse();
        foreach (var index in kept)
            Enqueue(_records[index]!.Bond, index);
        if (order.Count == 0)
            return;
        _sequence = _records[order[^1]]!.Sequence;
        Durable = _records[order[^1]]!.Durable;
        _head = Next(order[^1]);

        // After a cut between carrying forward and writing, the place after the newest record may still be needed by nobody else.
        while (_isLive[_head])
            _head = Next(_head);
    }

    private void Enqueue(int bond, int index)
    {
        _live[bond].Enqueue(index);
        _isLive[index] = true;
        if (_live[bond].Count > ResultsPerBond)
            _isLive[_live[bond].Dequeue()] = false;
    }

    private void Replace(int bond, int from, int to)
    {
        var count = _live[bond].Count;
        for (var i = 0; i < count; i++)
        {
            var index = _live[bond].Dequeue();
            _live[bond].Enqueue(index == from ? to : index);
        }

        _isLive[to] = true;
    }

    private static int Next(int index) => (index + 1) % MemoryMap.JournalRecords;
}
