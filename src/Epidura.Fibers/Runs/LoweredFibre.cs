using Epidura.Fibers.Branching;
using Epidura.Fibers.Cables;
using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers.Runs;

/// <summary>A fibre at rest, in the form its kernel starts from.</summary>
internal abstract class FibreRest
{
    /// <summary>Settles a fibre of any model.</summary>
    public static FibreRest Of(FibreGeometry geometry) =>
        geometry switch
        {
            { IsMyelinated: false } => MembraneCatalogue.RestOf(geometry.Model),
            { Branches.Count: > 0 } => BranchedRest.Of(geometry),
            _ => CableRest.Of(geometry),
        };
}

/// <summary>One fibre lowered for one time step: what the runs need to know of it, whatever kernel carries it.</summary>
/// <param name="geometry">The fibre.</param>
/// <param name="step">s; above 0.</param>
/// <param name="mode">Arithmetic and time stepping.</param>
internal abstract class LoweredFibre(FibreGeometry geometry, double step, SolverMode mode)
{
    public FibreGeometry Geometry => geometry;

    public double Step => step;

    public SolverMode Mode => mode;

    /// <summary>Second order: each step solves for its middle.</summary>
    public bool IsMidpoint => mode == SolverMode.Reference;

    /// <summary>From a step's start to the time of its implicit solution, s.</summary>
    public double ImplicitStep => IsMidpoint ? 0.5 * step : step;

    /// <summary>Nodes of the fibre before the first simulated one.</summary>
    public abstract int FirstNode { get; }

    /// <summary>Simulated nodes.</summary>
    public abstract int Nodes { get; }

    /// <summary>Membrane potential from which deviations count, V.</summary>
    public abstract double RestVoltage { get; }

    /// <summary>A spike that begins at so many simulated nodes from either end began at a cut end.</summary>
    public abstract int EndReach { get; }

    /// <summary>When the first step begins, s after the stimulus.</summary>
    public double TimeZero => IsMidpoint ? -0.5 * step : 0;

    /// <summary>Deviation from rest below which a node is quiet, V: far under a local response that can still grow.</summary>
    public virtual double QuietDeviation => 0.010;

    /// <summary>How long all nodes must have been quiet, s: the second phase of a balanced pulse brings nodes to rest for a moment
    /// while the charge in the internodes can still fire them.</summary>
    public virtual double QuietTime => 0.4e-3;

    /// <summary>The fibre under one unit of each of several sources; empty with one source.</summary>
    public IReadOnlyList<LoweredFibre> Components { get; private set; } = [];

    /// <summary>All arrays that are linear in the unit potential, always in the same order.</summary>
    protected abstract double[][] Drives { get; }

    /// <summary>An empty bundle that this fibre and all with an equal <see cref="LaneTask.Key"/> fit into.</summary>
    public abstract LaneBundle CreateBundle();

    /// <summary>Lowers a fibre of any model.</summary>
    /// <param name="geometry">The fibre.</param>
    /// <param name="step">s; above 0.</param>
    /// <param name="rest">Its resting state.</param>
    /// <param name="unitPotential">V per unit of stimulus at every compartment; null without a field.</param>
    /// <param name="mode">Arithmetic and time stepping.</param>
    public static LoweredFibre Create(
        FibreGeometry geometry, double step, FibreRest rest, double[]? unitPotential, SolverMode mode = SolverMode.Neuron) =>
        geometry.IsMyelinated && geometry.Branches.Count == 0
            ? CableFibre.Create(geometry, step, (CableRest)rest, unitPotential, mode)
            : CreateOther(geometry, step, rest, unitPotential, mode);

    /// <summary>Lowers a fibre under several sources; <see cref="Mix"/> it before it is loaded.</summary>
    public static LoweredFibre CreateMixed(
        FibreGeometry geometry, double step, FibreRest rest, IEnumerable<double[]> unitPotentials, SolverMode mode)
    {
        var mixed = Create(geometry, step, rest, null, mode);
        mixed.Components = [.. unitPotentials.Select(potential => Create(geometry, step, rest, potential, mode))];
        return mixed;
    }

    /// <summary>Makes one unit of this fibre's field the weighted sum of its components' units.</summary>
    /// <param name="weights">One per component.</param>
    public void Mix(ReadOnlySpan<double> weights)
    {
        var sums = Drives;
        for (var i = 0; i < sums.Length; i++)
        {
            var sum = sums[i];
            Array.Clear(sum);
            for (var k = 0; k < weights.Length; k++)
            {
                if (weights[k] == 0)
                    continue;
                var unit = Components[k].Drives[i];
                for (var j = 0; j < sum.Length; j++)
                    sum[j] = Math.FusedMultiplyAdd(weights[k], unit[j], sum[j]);
            }
        }
    }

    /// <summary>Throws what <see cref="Create"/> would.</summary>
    public static void Check(FibreGeometry geometry, double step, double[]? unitPotential)
    {
        if (!(step > 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(step), step, "The time step must be above zero, s.");
        if (unitPotential is not null)
        {
            if (unitPotential.Length != geometry.Compartments)
                throw new ArgumentException(
                    $"{unitPotential.Length} potentials for {geometry.Compartments} compartments.", nameof(unitPotential));
            var wrong = Array.FindIndex(unitPotential, e => !double.IsFinite(e));
            if (wrong >= 0)
                throw new ArgumentException(FormattableString.Invariant(
                    $"The potential at compartment {wrong} of {unitPotential.Length} is {unitPotential[wrong]}; it must be finite."),
                    nameof(unitPotential));
        }
    }

    /// <summary>Whether a spike that begins at a simulated node began at a cut end.</summary>
    public virtual bool IsNearEnd(int node) => node <= EndReach || node >= Nodes - 1 - EndReach;

    /// <summary>Simulated nodes next to one.</summary>
    public virtual int[] NeighboursOf(int node) => [.. ((int[])[node - 1, node + 1]).Where(other => other >= 0 && other < Nodes)];

    /// <summary>Throws when no kernel carries the fibre in a mode.</summary>
    public static void CheckMode(FibreGeometry geometry, SolverMode mode)
    {
        if (mode != SolverMode.Neuron && geometry.Branches.Count > 0)
            throw new ArgumentException($"Mode {mode} carries fibres without branches only; take Neuron.", nameof(mode));
        if (mode == SolverMode.Fast && !geometry.IsMyelinated)
            throw new ArgumentException(
                $"Mode {mode} carries myelinated fibres only; {geometry.Model} needs Neuron or Reference.", nameof(mode));
    }

    private static LoweredFibre CreateOther(
        FibreGeometry geometry, double step, FibreRest rest, double[]? unitPotential, SolverMode mode)
    {
        Check(geometry, step, unitPotential);
        CheckMode(geometry, mode);
        return geometry.IsMyelinated
            ? new BranchedFibre(geometry, step, (BranchedRest)rest, unitPotential)
            : MembraneCatalogue.Lower(geometry, step, rest, unitPotential, mode);
    }
}
