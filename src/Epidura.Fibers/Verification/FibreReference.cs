using System.Text.Json;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Verification;

namespace Epidura.Fibers.Verification;

/// <summary>Compares this solver with a file of reference results: thresholds, velocities, spike trains, block, traces.</summary>
/// <remarks>
/// Every figure is computed from the case's description alone; the file's result is looked at only for the difference. A case that cannot
/// be run (unknown waveform, diameter outside the model) is a failed case with the reason in its quantity.
/// </remarks>
public static class FibreReference
{
    /// <summary>Passes at or below, relative: thresholds, conduction velocity and block at the file's time step.</summary>
    public const double Limit = 1e-4;

    /// <summary>Spike times, ms.</summary>
    public const double SpikeTimeLimitMillisecond = 0.05;

    /// <summary>Traces, mV; gates, 1.</summary>
    public const double TraceLimit = 1e-3;

    /// <summary>Runs the whole file.</summary>
    /// <param name="json">Text of the file.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The figures do not depend on it.</param>
    /// <param name="progress">Fraction of the simulations done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>One case per figure, in the order of the file.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static VerificationReport Run(
        string json, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("The file must hold an object with thresholds, conduction_velocity, responses or traces.");
        var list = new CheckList();
        ThresholdChecks.Add(list, root);
        SpikeChecks.AddVelocities(list, root, threads, cancellation);
        SpikeChecks.AddResponses(list, root);
        SpikeChecks.AddBlocks(list, root, threads, cancellation);
        TraceChecks.Add(list, root);
        ThresholdChecks.AddStepStudy(list, root);
        FitChecks.Add(list, root);
        var done = 0;
        LanePool.Run(
            list.Tasks, threads, () => progress?.Report(Interlocked.Increment(ref done) / (double)list.Tasks.Count), cancellation);
        ModeChecks.AddReference(list, root, threads, cancellation);
        ModeChecks.AddFast(list, root, threads, cancellation);
        return new VerificationReport([.. list.Results.SelectMany(result => result())]);
    }
}
