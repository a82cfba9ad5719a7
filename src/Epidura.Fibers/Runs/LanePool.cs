using System.Diagnostics.CodeAnalysis;
using Epidura.Numerics;

namespace Epidura.Fibers.Runs;

/// <summary>Carries tasks through bundles: a lane whose run is decided starts its next run, or takes the next fibre, at once.</summary>
/// <remarks>Lanes are independent, so which tasks share a bundle changes no bit of any outcome.</remarks>
internal static class LanePool
{
    /// <summary>Steps between decisions; even, so that every run starts in the same direction of elimination.</summary>
    private const int BlockSteps = 16;

    /// <summary>Tasks of a group for which one more bundle is worth while: with fewer, its lanes would mostly stand idle.</summary>
    private const int TasksPerBundle = 64;

    /// <summary>Runs all tasks to their ends.</summary>
    /// <param name="tasks">Any mixture of fibres.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="taskDone">Called once per finished task, from any thread; may be null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    public static void Run(IReadOnlyList<LaneTask> tasks, int threads, Action? taskDone, CancellationToken cancellation)
    {
        // The bundles of a group draw from one queue: a thread that is ahead takes more tasks, and lanes run empty once a group only.
        var entrances = tasks
            .GroupBy(task => task.Key)
            .OrderByDescending(group => group.Key.Nodes)
            .Select(group => new TaskQueue([.. group]))
            .SelectMany(queue => Enumerable.Repeat(queue, ((queue.Count - 1) / TasksPerBundle) + 1))
            .ToArray();
        var workers = Math.Min(entrances.Length, threads == 0 ? Environment.ProcessorCount : threads);
        var entered = -1;
        OrderedParallel.For(workers, threads, _ =>
        {
            for (var i = Interlocked.Increment(ref entered); i < entrances.Length; i = Interlocked.Increment(ref entered))
                Drain(entrances[i], taskDone, cancellation);
        }, cancellation);
    }

    private static void Drain(TaskQueue queue, Action? taskDone, CancellationToken cancellation)
    {
        if (!queue.TryTake(out var first))
            return;
        var idle = first.Fibre;
        var bundle = idle.CreateBundle();
        var slots = new LaneSlot[bundle.LaneCount];
        for (var lane = 0; lane < slots.Length; lane++)
        {
            // Lanes without a task of their own carry a copy of this bundle's first fibre, at rest.
            bundle.Load(lane, idle);
            bundle.Begin(lane, idle, 0, -0.030);
            slots[lane] = new LaneSlot(bundle, lane);
        }

        slots[0].Take(first);
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

    private static bool Refill(LaneSlot[] slots, TaskQueue queue, Action? taskDone)
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
                if (!queue.TryTake(out var task))
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

    /// <summary>Tasks that may share a bundle, taken by several threads.</summary>
    private sealed class TaskQueue(LaneTask[] tasks)
    {
        private int _taken = -1;

        public int Count => tasks.Length;

        public bool TryTake([NotNullWhen(true)] out LaneTask? task)
        {
            var next = Interlocked.Increment(ref _taken);
            task = next < tasks.Length ? tasks[next] : null;
            return task is not null;
        }
    }
}
