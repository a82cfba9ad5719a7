using System.Diagnostics;

namespace Epidura.Bench;

/// <summary>Times on a machine that others use too: the best of many repeats says what the code can do. Enough of them that the runtime
/// has compiled the loops for good.</summary>
internal static class Timing
{
    private const int Repeats = 15;
    private const double SecondsMin = 3;

    /// <summary>Keeps results alive so that nothing is optimised away.</summary>
    public static double Sink { get; private set; }

    /// <summary>Giga-operations per second in the best repeat.</summary>
    public static double Best(Func<double> work, double operations) => operations / Seconds(work) * 1e-9;

    /// <summary>Seconds of the best repeat.</summary>
    public static double Seconds(Func<double> work)
    {
        var best = double.PositiveInfinity;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repeats || Stopwatch.GetElapsedTime(started).TotalSeconds < SecondsMin; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            Sink += work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return best;
    }
}
