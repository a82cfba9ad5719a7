namespace Epidura.Fibers.Runs;

/// <summary>Fibres of one kind, one per lane, advanced together. Lanes never mix: a lane's bits do not depend on its neighbours.</summary>
/// <remarks>One step: <see cref="Solve"/>, then <see cref="Prepare"/> with the stimulus of the next step.</remarks>
internal abstract class LaneBundle
{
    /// <summary>Fibres carried at once.</summary>
    public abstract int LaneCount { get; }

    /// <summary>Simulated nodes.</summary>
    public abstract int Nodes { get; }

    /// <summary>First node with a membrane; as many at the other end have none.</summary>
    public abstract int FirstActive { get; }

    /// <summary>Gives a lane its fibre; start it before stepping.</summary>
    public abstract void Load(int lane, LoweredFibre fibre);

    /// <summary>Puts a lane to rest at the start of its first step.</summary>
    /// <param name="lane">From 0.</param>
    /// <param name="fibre">The lane's fibre.</param>
    /// <param name="stimulus">Relative field of the first step.</param>
    /// <param name="detection">Membrane potential whose first upward crossing is kept for each node, V.</param>
    public abstract void Begin(int lane, LoweredFibre fibre, double stimulus, double detection);

    /// <summary>Deviation of a node's membrane potential from rest, V.</summary>
    public abstract double Deviation(int node, int lane);

    /// <summary>Adds a current into a node's axoplasm for the coming <see cref="Solve"/>, A.</summary>
    public abstract void Inject(int node, int lane, double current);

    /// <summary>Solves a step for the nodes.</summary>
    /// <param name="stimulus">Relative field of this step, one per lane.</param>
    /// <param name="clock">One per lane; kept for a node when it first crosses the detection voltage in this step.</param>
    public abstract void Solve(ReadOnlySpan<double> stimulus, ReadOnlySpan<double> clock);

    /// <summary>Finishes the step and prepares the next.</summary>
    /// <param name="stimulus">Relative field of the next step, one per lane.</param>
    public abstract void Prepare(ReadOnlySpan<double> stimulus);

    /// <summary>Takes a lane's sources anew from its mixed fibre, those that <see cref="Solve"/> reads.</summary>
    public virtual void TakeNodeSources(int lane, LoweredFibre fibre) =>
        throw new InvalidOperationException("This kernel carries one source.");

    /// <summary>Takes a lane's sources anew from its mixed fibre, those that <see cref="Prepare"/> reads.</summary>
    public virtual void TakeSources(int lane, LoweredFibre fibre) =>
        throw new InvalidOperationException("This kernel carries one source.");

    /// <summary>Clocks of the nodes' first upward crossings since the start, NaN where there was none.</summary>
    public abstract double[] FirstCrossings(int lane);
}
