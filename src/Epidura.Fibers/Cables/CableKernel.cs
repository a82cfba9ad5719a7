using System.Numerics;
using System.Runtime.CompilerServices;
using Epidura.Numerics;
using Epidura.Numerics.Lanes;

namespace Epidura.Fibers.Cables;

/// <summary>The kernel of a <see cref="CableBundle"/> for one type of number and one vector of the processor.</summary>
internal sealed partial class CableKernel<TVector, TScalar> : CableBundle
    where TVector : struct, ILaneVector<TVector, TScalar>
    where TScalar : unmanaged, INumber<TScalar>
{
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
    private readonly LaneArray<TScalar> _chain;      // eliminated history, (internode × 10 + compartment) × 2
    private readonly LaneArray<TScalar> _source;     // (internode × 10 + compartment) × 4: towards the right, towards the left
    private readonly LaneArray<TScalar> _coefficients;
    private readonly LaneArray<TScalar> _constants;
    private readonly LaneArray<TScalar> _nodeState;
    private readonly LaneArray<TScalar> _nodeSource;
    private readonly LaneArray<TScalar> _axial;      // current into each node from the eliminated internodes
    private readonly LaneArray<TScalar> _work;
    private readonly LaneArray<TScalar>? _past;      // unknowns at the step's start, as the chain; midpoint steps only
    private readonly LaneArray<TScalar> _crossings;  // clock of each node's first upward crossing, NaN before
    private readonly LaneArray<TScalar> _input = new(2); // stimulus and clock of a step
    private bool _startsRight;                       // the eliminated history starts at the right ends

    public CableKernel(int nodes, bool hasCutEnds, bool isMidpoint)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 3);
        _nodes = nodes;
        _hasCutEnds = hasCutEnds;
        var compartments = (nodes - 1) * Internodal;
        _chain = new LaneArray<TScalar>(compartments * 2);
        _past = isMidpoint ? new LaneArray<TScalar>(compartments * 2) : null;
        _source = new LaneArray<TScalar>(compartments * 4);
        _coefficients = new LaneArray<TScalar>(Internodal * CoefficientsPerPosition);
        _constants = new LaneArray<TScalar>(ConstantCount);
        _nodeState = new LaneArray<TScalar>(nodes * NodeStates);
        _nodeSource = new LaneArray<TScalar>(nodes);
        _axial = new LaneArray<TScalar>(nodes);
        _work = new LaneArray<TScalar>(nodes * 2);
        _crossings = new LaneArray<TScalar>(nodes);
    }

    /// <inheritdoc/>
    public override int LaneCount => Lanes;

    /// <inheritdoc/>
    public override int Nodes => _nodes;

    /// <inheritdoc/>
    public override int FirstActive => _hasCutEnds ? 1 : 0;

    // A constant once the type is known.
    private static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / Unsafe.SizeOf<TScalar>();
    }

    /// <inheritdoc/>
    public override double Deviation(int node, int lane) =>
        double.CreateTruncating(Unsafe.Add(ref _nodeState.Start, (node * NodeStates * Lanes) + lane));

    /// <inheritdoc/>
    public override void Inject(int node, int lane, double current) =>
        Unsafe.Add(ref _axial.Start, (node * Lanes) + lane) += Scalar(current);

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> stimulus, ReadOnlySpan<double> clock)
    {
        Take(stimulus, 0);
        Take(clock, 1);
        for (var part = 0; part < Lanes; part += TVector.Count)
        {
            EliminateNodes(part);
            if (_past is null)
                SubstituteNodes<BackwardEuler>(part);
            else
                SubstituteNodes<Midpoint>(part);
            AdvanceGates<NodeMembrane.GateM>(part, 1, DecayActivation);
            AdvanceGates<NodeMembrane.GateP>(part, 2, DecayActivation);
            AdvanceGates<NodeMembrane.GateH>(part, 3, DecayInactivation);
            AdvanceGates<NodeMembrane.GateS>(part, 4, DecaySlow);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Solves the internodes of this step and, in the same pass, eliminates those of the next: each value is read and written
    /// once.</remarks>
    public override void Prepare(ReadOnlySpan<double> stimulus)
    {
        var hasField = Take(stimulus, 0);
        for (var part = 0; part < Lanes; part += TVector.Count)
        {
            if (_past is null && hasField)
                Sweep<BackwardEuler>(part);
            else if (_past is null)
                Sweep<QuietBackwardEuler>(part);
            else if (hasField)
                Sweep<Midpoint>(part);
            else
                Sweep<QuietMidpoint>(part);
        }

        _startsRight = !_startsRight;
    }

    /// <summary>Takes one value per lane; true when one of them is not zero.</summary>
    private bool Take(ReadOnlySpan<double> values, int row)
    {
        var lanes = _input.Values.Slice(row * Lanes, Lanes);
        var isAny = false;
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = Scalar(values[lane]);
            isAny |= values[lane] != 0;
        }

        return isAny;
    }

    private void EliminateNodes(int part)
    {
        ref var state = ref At(_nodeState, part);
        ref var work = ref At(_work, part);
        ref var axial = ref At(_axial, part);
        ref var source = ref At(_nodeSource, part);
        var stimulus = Load(ref At(_input, part), 0);
        var capacitance = Constant(Capacitance, part);
        var sodiumFast = Constant(SodiumFast, part);
        var sodiumPersistent = Constant(SodiumPersistent, part);
        var potassium = Constant(PotassiumSlow, part);
        var leak = Constant(Leak, part);
        var self = Constant(Self, part);
        var transfer = Constant(Transfer, part);
        var sodiumDeviation = TVector.Create(NodeMembrane.SodiumDeviation);
        var potassiumDeviation = TVector.Create(NodeMembrane.PotassiumDeviation);
        var leakCurrent = leak * TVector.Create(NodeMembrane.LeakDeviation);
        var one = TVector.Create(1);
        var factor = TVector.Create(0);
        var value = TVector.Create(0);
        var last = _nodes - 1;
        for (var node = 0; node <= last; node++)
        {
            var isEnd = node == 0 || node == last;
            var diagonal = isEnd ? self : self + self;
            var right = TVector.MultiplyAdd(stimulus, Load(ref source, node), Load(ref axial, node));
            if (!(isEnd && _hasCutEnds))
            {
                var at = node * NodeStates;
                var m = Load(ref state, at + 1);
                var p = Load(ref state, at + 2);
                var sodium = TVector.MultiplyAdd(sodiumFast * (m * m * m), Load(ref state, at + 3), sodiumPersistent * (p * p * p));
                var slow = potassium * Load(ref state, at + 4);
                diagonal += capacitance + leak + (sodium + slow);
                right = TVector.MultiplyAdd(capacitance, Load(ref state, at), right + leakCurrent);
                right = TVector.MultiplyAdd(sodium, sodiumDeviation, right);
                right = TVector.MultiplyAdd(slow, potassiumDeviation, right);
            }

            // Previous node eliminated: factor and value are zero before the first.
            var inverse = one / TVector.MultiplyAdd(-transfer, factor, diagonal);
            value = inverse * TVector.MultiplyAdd(transfer, value, right);
            factor = inverse * transfer;
            Store(ref work, node * 2, value);
            Store(ref work, (node * 2) + 1, factor);
        }
    }

    private void SubstituteNodes<TScheme>(int part)
        where TScheme : struct, IStepScheme
    {
        ref var state = ref At(_nodeState, part);
        ref var work = ref At(_work, part);
        ref var crossings = ref At(_crossings, part);
        var clock = Load(ref At(_input, part), 1);
        var detection = Constant(Detection, part);
        var first = FirstActive;
        var last = _nodes - 1 - first;
        var next = TVector.Create(0);
        for (var node = _nodes - 1; node >= 0; node--)
        {
            var deviation = TVector.MultiplyAdd(Load(ref work, (node * 2) + 1), next, Load(ref work, node * 2));
            next = deviation;
            var at = node * NodeStates;
            var before = Load(ref state, at);
            if (TScheme.IsMidpoint)
            {
                Store(ref work, node * 2, deviation);
                deviation = (deviation + deviation) - before;
            }

            Store(ref state, at, deviation);
            if (node >= first && node <= last)
                Store(ref crossings, node, TVector.SelectRise(before, deviation, detection, Load(ref crossings, node), clock));
        }
    }

    /// <summary>One gate of every node; a loop of its own because the compiler tracks only so many values of a method.</summary>
    private void AdvanceGates<TGate>(int part, int gate, int decayIndex)
        where TGate : struct, INodeGate
    {
        ref var state = ref At(_nodeState, part);
        var decay = Constant(decayIndex, part);
        var last = _nodes - 1 - FirstActive;
        for (var node = FirstActive; node <= last; node++)
        {
            var at = node * NodeStates;
            var v = NodeMembrane.Millivolts<TVector, TScalar>(Load(ref state, at));
            Store(ref state, at + gate, TGate.Advance<TVector, TScalar>(v, Load(ref state, at + gate), decay));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Constant(int index, int part) => Load(ref At(_constants, part), index);

    /// <summary>The first value of an array that a part of the lanes sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref TScalar At(LaneArray<TScalar> values, int part) => ref Unsafe.Add(ref values.Start, part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(ref TScalar start, int bundle) => TVector.Load(ref start, bundle * Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref TScalar start, int bundle, TVector value) => value.Store(ref start, bundle * Lanes);
}
