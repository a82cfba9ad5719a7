namespace Epidura.Generator.Link.Commands;

/// <summary>A result that is kept for a repeat of the command.</summary>
/// <param name="CommandId">Id.</param>
/// <param name="Opcode">Command; a repeat with another command is not a repeat.</param>
/// <param name="Status">As replied.</param>
/// <param name="Revision">As replied.</param>
/// <param name="Body">As replied; at most <see cref="CommandLedger.ResultBodyMax"/> bytes.</param>
public readonly record struct KeptResult(ulong CommandId, Opcode Opcode, ushort Status, uint Revision, ReadOnlyMemory<byte> Body);

/// <summary>The last results of one bond: a repeat gets the same answer and acts no second time.</summary>
/// <remarks>
/// Ids rise. Before an id above the reserved mark is used, the mark moves 64 ahead and is stored; after a crash the numbers in between
/// are skipped, never used again. Holds 64 results; an older id is answered with <see cref="LinkStatus.OutcomeUnknown"/>.
/// </remarks>
public sealed class CommandLedger
{
    /// <summary>Results kept.</summary>
    public const int Capacity = 64;

    /// <summary>Longest reply body of a command with an effect: it must fit a journal record of 64 bytes.</summary>
    public const int ResultBodyMax = 24;

    private readonly Queue<KeptResult> _results = new(Capacity);

    /// <summary>Starts empty, or from what a journal kept.</summary>
    /// <param name="mark">Reserved mark that was stored; every id up to it counts as used.</param>
    /// <param name="kept">Results in the order they happened; the last 64 are used.</param>
    public CommandLedger(ulong mark = 0, IEnumerable<KeptResult>? kept = null)
    {
        Mark = mark;
        Highest = mark;
        foreach (var result in kept ?? [])
            Add(result);
    }

    /// <summary>Reserved mark; after a crash no id up to it is taken as new.</summary>
    public ulong Mark { get; private set; }

    /// <summary>Largest id that was used, or could have been before a crash.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Results kept, oldest first.</summary>
    public IReadOnlyCollection<KeptResult> Results => _results;

    /// <summary>The kept result of an id.</summary>
    public bool TryFind(ulong commandId, out KeptResult result)
    {
        foreach (var kept in _results)
        {
            if (kept.CommandId != commandId)
                continue;
            result = kept;
            return true;
        }
        result = default;
        return false;
    }

    /// <summary>True for an id that was never used.</summary>
    public bool IsNew(ulong commandId) => commandId > Highest;

    /// <summary>Says whether the mark must be stored before the id is used, and moves it.</summary>
    public bool Reserve(ulong commandId)
    {
        if (commandId <= Mark)
            return false;
        Mark = commandId > ulong.MaxValue - Capacity ? ulong.MaxValue : commandId + Capacity;
        return true;
    }

    /// <summary>Takes a mark back that could not be stored, so that the next id tries again.</summary>
    internal void TakeBack(ulong mark) => Mark = mark;

    /// <summary>Keeps a result; the oldest of 64 is forgotten.</summary>
    public void Add(in KeptResult result)
    {
        if (_results.Count == Capacity)
            _results.Dequeue();
        _results.Enqueue(result);
        Highest = Math.Max(Highest, result.CommandId);
    }
}
