using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Fibers.Runs;
using Epidura.Numerics;

namespace Epidura.Fibers.Cables;

/// <summary>Eight double cables with the same number of nodes, one per lane, advanced together by implicit steps.</summary>
/// <remarks>
/// <para>Unknowns are deviations: of the axoplasm (W) and the periaxonal space (Y) from the outside, shifted by the resting potential, V;
/// at a node Y is 0 and W the membrane's deviation. One step: <see cref="SolveNodes"/>, then <see cref="Sweep"/> with the stimulus
/// of the next step. Between the two, <see cref="Read"/> gives all unknowns. Directions alternate, so lanes start at even steps.</para>
/// <para>Lanes never mix: a lane's bits do not depend on its neighbours. Equations and accuracy: docs/science/cable.md.
/// Checked by CableStepTests.</para>
/// </remarks>
internal sealed partial class CableBundle : LaneBundle
{
    private const int Lanes = LaneArray.Lanes;
    private const int Internodal = CableParameters.Internodal;
    private const int CoefficientsPerPosition = 16;
    private const int NodeStates = 5; // deviation, m, p, h, s
    private const int Capacitance = 0;
    private const int SodiumFast = 1;
    private const int SodiumPersistent = 2;
    private const int PotassiumSlow = 3;
    private const int Leak = 4;
    private const int Self = 5;
    private const int Transfer = 6;
    private const int DecayActivation = 7;
    private const int DecayInactivation = 8;
    private const int DecaySlow = 9;
    private const int NodeCoupling = 10;
    private const int Detection = 11;
    private const int ConstantCount = 12;

    private readonly int _nodes;
    private readonly bool _hasCutEnds;
    private readonly LaneArray _chain;      // eliminated history, (internode × 10 + compartment) × 2
    private readonly LaneArray _source;     // (internode × 10 + compartment) × 4: towards the right, towards the left
    private readonly LaneArray _coefficients;
    private readonly LaneArray _constants;
    private readonly LaneArray _nodeState;
    private readonly LaneArray _nodeSource;
    private readonly LaneArray _axial;      // current into each node from the eliminated internodes
    private readonly LaneArray _work;
    private readonly LaneArray? _past;      // unknowns at the step's start, as the chain; midpoint steps only
    private readonly LaneArray _crossings;  // clock of each node's first upward crossing, NaN before
    private bool _startsRight;              // the eliminated history starts at the right ends

    /// <summary>Makes room; load every lane before stepping.</summary>
    /// <param name="nodes">Simulated nodes; 3 or more.</param>
    /// <param name="hasCutEnds">The first and the last node carry no membrane and no axial current leaves there.</param>
    /// <param name="isMidpoint">Second order: each step solves for its middle and goes on as far again.</param>
    public CableBundle(int nodes, bool hasCutEnds, bool isMidpoint = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 3);
        _nodes = nodes;
        _hasCutEnds = hasCutEnds;
        var compartments = (nodes - 1) * Internodal;
        _chain = new LaneArray(compartments * 2);
        _past = isMidpoint ? new LaneArray(compartments * 2) : null;
        _source = new LaneArray(compartments * 4);
        _coefficients = new LaneArray(Internodal * CoefficientsPerPosition);
        _constants = new LaneArray(ConstantCount);
        _nodeState = new LaneArray(nodes * NodeStates);
        _nodeSource = new LaneArray(nodes);
        _axial = new LaneArray(nodes);
        _work = new LaneArray(nodes * 2);
        _crossings = new LaneArray(nodes);
    }

    /// <inheritdoc/>
    public override int LaneCount => Lanes;

    /// <summary>Simulated nodes.</summary>
    public override int Nodes => _nodes;

    /// <summary>First node with a membrane.</summary>
    public override int FirstActive => _hasCutEnds ? 1 : 0;

    /// <summary>Deviation of a node's membrane potential from rest, V.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override double Deviation(int node, int lane) => Unsafe.Add(ref _nodeState.Start, (node * NodeStates * Lanes) + lane);

    /// <summary>Adds a current into a node's axoplasm for the coming <see cref="SolveNodes"/>, A.</summary>
    public override void Inject(int node, int lane, double current) => Unsafe.Add(ref _axial.Start, (node * Lanes) + lane) += current;

    /// <summary>Solves the step for the nodes' potentials, then advances their gates at the new potential.</summary>
    /// <param name="stimulus">Relative field of this step per lane; the same as given to the sweep before.</param>
    /// <param name="clock">Any number per lane; kept for a node when it first crosses the detection voltage in this step.</param>
    public void SolveNodes(Vector512<double> stimulus, Vector512<double> clock)
    {
        EliminateNodes(stimulus);
        if (_past is null)
            AdvanceNodes<BackwardEuler>(clock);
        else
            AdvanceNodes<Midpoint>(clock);
    }

    private void AdvanceNodes<TScheme>(Vector512<double> clock)
        where TScheme : struct, IStepScheme
    {
        ref var state = ref _nodeState.Start;
        ref var work = ref _work.Start;
        var decayActivation = Constant(DecayActivation);
        var decayInactivation = Constant(DecayInactivation);
        var decaySlow = Constant(DecaySlow);
        var last = _nodes - 1 - FirstActive;
        var detection = Constant(Detection);
        ref var crossings = ref _crossings.Start;
        var next = Vector512<double>.Zero;
        for (var node = _nodes - 1; node >= 0; node--)
        {
            var deviation = Vector512.FusedMultiplyAdd(Load(ref work, (node * 2) + 1), next, Load(ref work, node * 2));
            next = deviation;
            var at = node * NodeStates;
            var before = Load(ref state, at);
            if (TScheme.IsMidpoint)
            {
                Store(ref work, node * 2, deviation);
                deviation = (deviation + deviation) - before;
            }

            var isNew = Vector512.LessThan(before, detection) & Vector512.GreaterThanOrEqual(deviation, detection);
            Store(ref state, at, deviation);
            if (node < FirstActive || node > last)
                continue;
            var known = Load(ref crossings, node);
            Store(ref crossings, node, Vector512.ConditionalSelect(isNew & Vector512.IsNaN(known), clock, known));
            var v = NodeMembrane.Millivolts(deviation);
            Store(ref state, at + 1, NodeMembrane.AdvanceM(v, Load(ref state, at + 1), decayActivation));
            Store(ref state, at + 2, NodeMembrane.AdvanceP(v, Load(ref state, at + 2), decayActivation));
            Store(ref state, at + 3, NodeMembrane.AdvanceH(v, Load(ref state, at + 3), decayInactivation));
            Store(ref state, at + 4, NodeMembrane.AdvanceS(v, Load(ref state, at + 4), decaySlow));
        }
    }

    /// <summary>
    /// Solves the internodes of this step and, in the same pass, eliminates those of the next: each value is read and written once.
    /// </summary>
    /// <param name="stimulus">Relative field of the next step per lane.</param>
    public void Sweep(Vector512<double> stimulus)
    {
        if (_past is null)
            SweepAll<BackwardEuler>(stimulus);
        else
            SweepAll<Midpoint>(stimulus);
        _startsRight = !_startsRight;
    }

    private void SweepAll<TScheme>(Vector512<double> stimulus)
        where TScheme : struct, IStepScheme
    {
        // A midpoint step keeps the nodes at its middle in the work space; the states hold its end.
        ref var solved = ref TScheme.IsMidpoint ? ref _work.Start : ref _nodeState.Start;
        var stride = TScheme.IsMidpoint ? 2 : NodeStates;
        var carry = Vector512<double>.Zero;
        for (var k = 0; k < _nodes - 1; k++)
        {
            var left = Load(ref solved, k * stride);
            var right = Load(ref solved, (k + 1) * stride);
            // The old elimination began at the near end; the new one begins at the far end and walks back with the solution.
            var (near, far) = _startsRight
                ? SweepInternode<TScheme>(k, 1, right, left, stimulus)
                : SweepInternode<TScheme>(k, -1, left, right, stimulus);
            Store(ref _axial.Start, k, carry + (_startsRight ? near : far));
            carry = _startsRight ? far : near;
        }

        Store(ref _axial.Start, _nodes - 1, carry);
    }

    private void EliminateNodes(Vector512<double> stimulus)
    {
        ref var state = ref _nodeState.Start;
        ref var work = ref _work.Start;
        var capacitance = Constant(Capacitance);
        var sodiumFast = Constant(SodiumFast);
        var sodiumPersistent = Constant(SodiumPersistent);
        var potassium = Constant(PotassiumSlow);
        var leak = Constant(Leak);
        var self = Constant(Self);
        var transfer = Constant(Transfer);
        var sodiumDeviation = Vector512.Create(NodeMembrane.SodiumDeviation);
        var potassiumDeviation = Vector512.Create(NodeMembrane.PotassiumDeviation);
        var leakCurrent = leak * Vector512.Create(NodeMembrane.LeakDeviation);
        var factor = Vector512<double>.Zero;
        var value = Vector512<double>.Zero;
        var last = _nodes - 1;
        for (var node = 0; node <= last; node++)
        {
            var isEnd = node == 0 || node == last;
            var diagonal = isEnd ? self : self + self;
            var right = Vector512.FusedMultiplyAdd(stimulus, Load(ref _nodeSource.Start, node), Load(ref _axial.Start, node));
            if (!(isEnd && _hasCutEnds))
            {
                var at = node * NodeStates;
                var m = Load(ref state, at + 1);
                var p = Load(ref state, at + 2);
                var sodium = Vector512.FusedMultiplyAdd(
                    sodiumFast * (m * m * m), Load(ref state, at + 3), sodiumPersistent * (p * p * p));
                var slow = potassium * Load(ref state, at + 4);
                diagonal += capacitance + leak + (sodium + slow);
                right = Vector512.FusedMultiplyAdd(capacitance, Load(ref state, at), right + leakCurrent);
                right = Vector512.FusedMultiplyAdd(sodium, sodiumDeviation, right);
                right = Vector512.FusedMultiplyAdd(slow, potassiumDeviation, right);
            }

            // Previous node eliminated: factor and value are zero before the first.
            var inverse = Vector512<double>.One / Vector512.FusedMultiplyAdd(-transfer, factor, diagonal);
            value = inverse * Vector512.FusedMultiplyAdd(transfer, value, right);
            factor = inverse * transfer;
            Store(ref work, node * 2, value);
            Store(ref work, (node * 2) + 1, factor);
        }
    }

    /// <summary>One internode; direction +1 walks its compartments from left to right.</summary>
    /// <returns>Currents of the new elimination into its near end (where this pass began) and its far end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> Near, Vector512<double> Far) SweepInternode<TScheme>(
        int internode, int direction, Vector512<double> oldNear, Vector512<double> oldFar, Vector512<double> stimulus)
        where TScheme : struct, IStepScheme
    {
        ref var coefficient = ref _coefficients.Start;
        var compartment = (internode * Internodal) + (direction > 0 ? 0 : Internodal - 1);
        ref var chain = ref Unsafe.Add(ref _chain.Start, compartment * 2 * Lanes);
        ref var source = ref Unsafe.Add(ref _source.Start, ((compartment * 4) + (direction > 0 ? 0 : 2)) * Lanes);
        ref var past = ref TScheme.IsMidpoint ? ref Unsafe.Add(ref _past!.Start, compartment * 2 * Lanes) : ref chain;
        var w = oldFar;
        var y = Vector512<double>.Zero;
        var newW = Vector512<double>.Zero;
        var newY = Vector512<double>.Zero;
        var near = Vector512<double>.Zero;
        for (var t = 0; t < Internodal; t++)
        {
            // x = c + Near W(node) + After x(previous of this walk)
            var solvedW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 0), oldNear, Load(ref chain, 0));
            var solvedY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 1), oldNear, Load(ref chain, 1));
            solvedW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 3), y, solvedW);
            solvedY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 5), y, solvedY);
            solvedW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 2), w, solvedW);
            solvedY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 4), w, solvedY);
            w = solvedW;
            y = solvedY;
            if (TScheme.IsMidpoint)
            {
                solvedW = (w + w) - Load(ref past, 0);
                solvedY = (y + y) - Load(ref past, 1);
                Store(ref past, 0, solvedW);
                Store(ref past, 1, solvedY);
                past = ref Unsafe.Add(ref past, direction * 2 * Lanes);
            }

            // c' = History x + s source + Before c'(previous)
            var nextW = Load(ref source, 0) * stimulus;
            var nextY = Load(ref source, 1) * stimulus;
            nextW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 10), newW, nextW);
            nextY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 12), newW, nextY);
            nextW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 11), newY, nextW);
            nextY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 13), newY, nextY);
            nextW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 6), solvedW, nextW);
            nextY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 8), solvedW, nextY);
            newW = Vector512.FusedMultiplyAdd(Load(ref coefficient, 7), solvedY, nextW);
            newY = Vector512.FusedMultiplyAdd(Load(ref coefficient, 9), solvedY, nextY);
            near = Vector512.FusedMultiplyAdd(Load(ref coefficient, 14), newW, near);
            near = Vector512.FusedMultiplyAdd(Load(ref coefficient, 15), newY, near);
            Store(ref chain, 0, newW);
            Store(ref chain, 1, newY);

            chain = ref Unsafe.Add(ref chain, direction * 2 * Lanes);
            source = ref Unsafe.Add(ref source, direction * 4 * Lanes);
            coefficient = ref Unsafe.Add(ref coefficient, CoefficientsPerPosition * Lanes);
        }

        return (near, Constant(NodeCoupling) * newW);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Constant(int index) => Load(ref _constants.Start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double start, int bundle) =>
        Vector512.LoadUnsafe(ref start, (nuint)(uint)(bundle * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double start, int bundle, Vector512<double> value) =>
        value.StoreUnsafe(ref start, (nuint)(uint)(bundle * Lanes));
}
