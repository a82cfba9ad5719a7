namespace Epidura.Numerics;

/// <summary>Parallel loops whose results do not depend on the number of threads.</summary>
/// <remarks>Work is split by problem size only; each item writes its own place, so one thread and many give the same bits.</remarks>
public static class OrderedParallel
{
    /// <summary>Runs <paramref name="body"/> for every item in [0, count), each exactly once.</summary>
    /// <param name="count">Number of items; 0 or more.</param>
    /// <param name="threads">Threads to use; 0 takes the machine's.</param>
    /// <param name="body">Called with the item's index; may run on any thread, must only write what belongs to its item.</param>
    /// <param name="cancellation">Asked between items.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count or number of threads.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentNullException.ThrowIfNull(body);
        var workers = threads == 0 ? Environment.ProcessorCount : threads;
        if (workers == 1 || count < 2)
        {
            for (var item = 0; item < count; item++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(item);
            }

            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        Parallel.For(0, count, options, body);
    }
}
