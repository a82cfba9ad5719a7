namespace Epidura.Generator.Link.Budget;

/// <summary>Limits the public-key work that follows a passed MAC1: at most sixty handshakes in any hour.</summary>
/// <remarks>
/// A bucket of thirty, one more every two minutes. The last eight are kept one per bond and hour, so that one bonded peer
/// cannot use up what another needs for a stop.
/// </remarks>
internal sealed class HandshakeBudget
{
    private const long Cost = 120_000;
    private const long CapacityMillisecond = 30 * Cost;
    private const long ReservedMillisecond = 8 * Cost;
    private const long HourMillisecond = 3_600_000;

    private readonly long[] _lastReserved = new long[Bonds.BondTable.Capacity + 1];
    private long _credit = CapacityMillisecond;
    private long _at;

    public HandshakeBudget() => Array.Fill(_lastReserved, -HourMillisecond);

    public bool TryTake(int place, long now)
    {
        _credit = Math.Min(CapacityMillisecond, _credit + Math.Max(0, now - _at));
        _at = Math.Max(_at, now);
        if (_credit < Cost)
            return false;
        if (_credit - Cost < ReservedMillisecond)
        {
            if (now - _lastReserved[place] < HourMillisecond)
                return false;
            _lastReserved[place] = now;
        }
        _credit -= Cost;
        return true;
    }
}
