using Epidura.Fibers.Branching;
using Epidura.Fibers.Cables;
using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers.Runs;

/// <summary>One simulation of one fibre, in one lane.</summary>
internal sealed record LaneRun
{
    /// <summary>Multiplies the field's samples, A.</summary>
    public double FieldAmplitude { get; init; }

    /// <summary>Relative field at each step; zero after the last.</summary>
    public double[] FieldSamples { get; init; } = [];

    /// <summary>Several sources in place of the field, one per component of the fibre.</summary>
    public IReadOnlyList<SourceDrive> Sources { get; init; } = [];

    /// <summary>Currents injected into the axoplasm of single nodes.</summary>
    public IReadOnlyList<Injection> Injections { get; init; } = [];

    /// <summary>Steps to the end.</summary>
    public required int Steps { get; init; }

    /// <summary>Nodes of the fibre where spikes are counted; the second may be -1 for none.</summary>
    public required (int First, int Second) Detection { get; init; }

    /// <summary>Membrane potential whose upward crossing is a spike, V.</summary>
    public double DetectionVoltage { get; init; } = -0.030;

    /// <summary>The run ends as soon as one detection node has counted so many.</summary>
    public int SpikesNeeded { get; init; } = int.MaxValue;

    /// <summary>From this step on the run ends when every node is quiet.</summary>
    public int QuietFrom { get; init; } = int.MaxValue;

    /// <summary>Called after each step; null for none.</summary>
    public Action<LaneBundle, int, int>? AfterStep { get; init; }
}

/// <summary>The current of one source.</summary>
/// <param name="Amplitude">Multiplies the samples, A.</param>
/// <param name="Samples">Relative current at each step; zero after the last.</param>
internal readonly record struct SourceDrive(double Amplitude, double[] Samples)
{
    public double At(int step) => step < Samples.Length ? Amplitude * Samples[step] : 0;
}

/// <summary>A current into one node.</summary>
/// <param name="Node">Node of the fibre.</param>
/// <param name="Samples">Current at each step, A; zero after the last.</param>
internal sealed record Injection(int Node, double[] Samples);

/// <summary>What a run showed.</summary>
/// <param name="First">Crossings of the first detection node, s, interpolated between steps.</param>
/// <param name="FirstSteps">The steps they happened in; the crossing is known at the step's end.</param>
/// <param name="Second">Crossings of the second detection node, s.</param>
/// <param name="FirstCrossings">Per simulated node the end of the step of its first crossing, s; NaN for none.</param>
internal sealed record LaneOutcome(
    IReadOnlyList<double> First, IReadOnlyList<int> FirstSteps, IReadOnlyList<double> Second, double[] FirstCrossings)
{
    /// <summary>Spikes at the detection node that counted more.</summary>
    public int Spikes => Math.Max(First.Count, Second.Count);
}

/// <summary>Fibres with equal keys may share a bundle.</summary>
/// <param name="Nodes">Simulated nodes.</param>
/// <param name="HasCutEnds">The outermost of them carry no membrane.</param>
/// <param name="Kernel">Which kernel carries them.</param>
internal readonly record struct LaneKey(int Nodes, bool HasCutEnds, string Kernel)
{
    private const string DoubleCable = "double cable";

    public static LaneKey Of(FibreGeometry geometry)
    {
        if (UnmyelinatedTable.Find(geometry.Model) is { } row)
            return new LaneKey(geometry.Nodes - (2 * geometry.PassiveEndNodes), false, row.Membrane);
        return geometry.Branches.Count > 0
            ? new LaneKey(geometry.Nodes, geometry.PassiveEndNodes > 0, BranchedFibre.KernelOf(geometry))
            : new LaneKey(CableFibre.SimulatedNodes(geometry), geometry.PassiveEndNodes > 0, DoubleCable);
    }
}

/// <summary>A fibre with a series of runs, each decided by those before. It is lowered when its turn comes and let go afterwards.</summary>
/// <param name="geometry">The fibre; the same for all runs.</param>
/// <param name="lower">Makes the lowered fibre; may be called on any thread.</param>
internal abstract class LaneTask(FibreGeometry geometry, Func<LoweredFibre> lower)
{
    private LoweredFibre? _fibre;

    /// <summary>Tasks with equal keys may share a bundle.</summary>
    public LaneKey Key { get; } = LaneKey.Of(geometry);

    /// <summary>The lowered fibre.</summary>
    public LoweredFibre Fibre => _fibre ??= lower();

    /// <summary>Lets the lowered fibre go.</summary>
    public void Release() => _fibre = null;

    /// <summary>The next run, or null when the series is done.</summary>
    public abstract LaneRun? Next();

    /// <summary>Takes the outcome of the run that <see cref="Next"/> gave last.</summary>
    public abstract void Accept(LaneOutcome outcome);
}

/// <summary>One run whose outcome is kept.</summary>
internal sealed class SingleRun(FibreGeometry geometry, Func<LoweredFibre> lower, LaneRun run) : LaneTask(geometry, lower)
{
    private LaneRun? _run = run;

    public LaneOutcome? Outcome { get; private set; }

    public override LaneRun? Next()
    {
        var next = _run;
        _run = null;
        return next;
    }

    public override void Accept(LaneOutcome outcome) => Outcome = outcome;
}
