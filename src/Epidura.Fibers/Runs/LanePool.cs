using Epidura.Numerics;

namespace Epidura.Fibers.Runs;

/// <summary>Carries tasks through bundles: a lane whose run is decided starts its next run, or takes the next fibre, at once.</summary>
/// <remarks>Lanes are independent, so which tasks share a bundle changes no bit of any outcome.</remarks>
internal static class LanePool
{
    /// <summary>Steps between decisions; even, so that every run starts in the same direction of elimination.</summary>
    private const int BlockSteps = 16;

    /// <summary>Tasks that one bundle works through: enough to keep its lanes filled, few enough to share the work.</summary>
    private const int TasksPerChunk = 48;

    /// <summary>Runs all tasks to their ends.</summary>
    /// <param name="tasks">Any mixture of fibres.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="taskDone">Called once per finished task, from any thread; may be null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    public static void Run(IReadOnlyList<LaneTask> tasks, int threads, Action? taskDone, CancellationToken cancellation)
    {
        var chunks = tasks
            .GroupBy(task => task.Key)
            .OrderByDescending(group => group.Key.Nodes)
            .SelectMany(group => group.Chunk(TasksPerChunk))
            .ToArray();
        OrderedParallel.For(chunks.Length, threads, i => RunChunk(chunks[i], taskDone, cancellation), cancellation);
    }

    private static void RunChunk(LaneTask[] tasks, Action? taskDone, CancellationToken cancellation)
    {
        var bundle = tasks[0].Fibre.CreateBundle();
        var slots = new LaneSlot[bundle.LaneCount];
        var queue = new Queue<LaneTask>(tasks);
        for (var lane = 0; lane < slots.Length; lane++)
        {
            // Lanes without a task of their own carry a copy of the first fibre, at rest.
            bundle.Load(lane, tasks[0].Fibre);
            bundle.Begin(lane, tasks[0].Fibre, 0, -0.030);
            slots[lane] = new LaneSlot(bundle, lane);
        }

        var stimulus = new double[(BlockSteps + 1) * bundle.LaneCount];
        var clock = new double[stimulus.Length];
        while (Refill(slots, queue, taskDone))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var slot in slots)
                slot.FillStimulus(stimulus, clock, BlockSteps + 1);
            RunBlock(bundle, slots, stimulus, clock);
        }
    }

    private static bool Refill(LaneSlot[] slots, Queue<LaneTask> queue, Action? taskDone)
    {
        var isBusy = false;
        foreach (var slot in slots)
        {
            slot.Decide();
            while (!slot.IsRunning)
            {
                if (slot.StartNext())
                    break;
                if (slot.HasTask)
                    taskDone?.Invoke();
                slot.Clear();
                if (!queue.TryDequeue(out var task))
                    break;
                slot.Take(task);
            }

            isBusy |= slot.IsRunning;
        }

        return isBusy;
    }

    private static void RunBlock(LaneBundle bundle, LaneSlot[] slots, double[] stimulus, double[] clock)
    {
        var lanes = bundle.LaneCount;
        for (var i = 0; i < BlockSteps; i++)
        {
            foreach (var slot in slots)
                slot.Inject();
            bundle.Solve(stimulus.AsSpan(i * lanes, lanes), clock.AsSpan(i * lanes, lanes));
            foreach (var slot in slots)
                slot.Watch();
            foreach (var slot in slots)
                slot.MixSources();
            bundle.Prepare(stimulus.AsSpan((i + 1) * lanes, lanes));
        }
    }
}
