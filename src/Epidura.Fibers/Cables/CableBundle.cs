using System.Runtime.Intrinsics;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Lanes;

namespace Epidura.Fibers.Cables;

/// <summary>Double cables with the same number of nodes, one per lane, advanced together by implicit steps: eight in 64 bits, sixteen in
/// 32 bits.</summary>
/// <remarks>
/// <para>Unknowns are deviations: of the axoplasm (W) and the periaxonal space (Y) from the outside, shifted by the resting potential, V;
/// at a node Y is 0 and W the membrane's deviation. One step: <see cref="LaneBundle.Solve"/>, then <see cref="LaneBundle.Prepare"/> with
/// the stimulus of the next step. Between the two, <see cref="Read"/> gives all unknowns. Directions alternate, so lanes start at even
/// steps.</para>
/// <para>Lanes never mix: a lane's bits do not depend on its neighbours. Equations and accuracy: docs/science/cable.md.
/// Checked by CableStepTests.</para>
/// </remarks>
internal abstract class CableBundle : LaneBundle
{
    /// <summary>True before an even number of steps since the start, when lanes may be started.</summary>
    public abstract bool CanStart { get; }

    /// <summary>Makes room in the vectors that this processor carries best; the bits do not depend on them.</summary>
    /// <param name="nodes">Simulated nodes; 3 or more.</param>
    /// <param name="hasCutEnds">The first and the last node carry no membrane and no axial current leaves there.</param>
    /// <param name="mode">Arithmetic and time stepping.</param>
    public static CableBundle Create(int nodes, bool hasCutEnds, SolverMode mode)
    {
        var isWide = Vector512.IsHardwareAccelerated;
        if (mode == SolverMode.Fast)
            return isWide
                ? new CableKernel<WideFloats, float>(nodes, hasCutEnds, false)
                : new CableKernel<HalfFloats, float>(nodes, hasCutEnds, false);
        var isMidpoint = mode == SolverMode.Reference;
        return isWide
            ? new CableKernel<WideDoubles, double>(nodes, hasCutEnds, isMidpoint)
            : new CableKernel<HalfDoubles, double>(nodes, hasCutEnds, isMidpoint);
    }

    /// <summary>Gates m, p, h, s of a node.</summary>
    public abstract double Gate(int node, int lane, int gate);

    /// <summary>All values of a node's state in one lane: deviation, m, p, h, s.</summary>
    public abstract void ReadNodes(int lane, Span<double> states);

    /// <summary>Solution of an internode; only between <see cref="LaneBundle.Solve"/> and <see cref="LaneBundle.Prepare"/>. Midpoint steps
    /// give their middle.</summary>
    /// <param name="internode">From 0.</param>
    /// <param name="lane">From 0.</param>
    /// <param name="axoplasm">Ten deviations against the outside, V; overwritten.</param>
    /// <param name="periaxonal">Ten potentials against the outside, V; overwritten.</param>
    public abstract void Read(int internode, int lane, Span<double> axoplasm, Span<double> periaxonal);
}
