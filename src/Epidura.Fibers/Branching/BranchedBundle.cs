using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;
using Epidura.Numerics;
using Epidura.Numerics.Lanes;

namespace Epidura.Fibers.Branching;

/// <summary>Eight branching double cables with the same tree, one per lane, advanced together by implicit steps.</summary>
/// <remarks>
/// Every internode is eliminated from its parent node to its own, which leaves a tree over the nodes: it is solved from the leaves to
/// node 0 and back. Unknowns and gates are those of the straight kernel, which keeps its own, faster form. Equations:
/// docs/science/branching.md. Checked by BranchingTests.
/// </remarks>
internal sealed class BranchedBundle : LaneBundle
{
    private const int Lanes = LaneArray.Lanes;
    private const int Internodal = CableParameters.Internodal;
    private const int PerPosition = 16;
    private const int PerNode = 5; // deviation, m, p, h, s
    private const int Capacitance = 0;
    private const int SodiumFast = 1;
    private const int SodiumPersistent = 2;
    private const int PotassiumSlow = 3;
    private const int Leak = 4;
    private const int Self = 5;
    private const int Transfer = 6;
    private const int NodeCoupling = 7;
    private const int PerKind = 8;
    private const int DecayActivation = 0;
    private const int DecayInactivation = 1;
    private const int DecaySlow = 2;
    private const int Detection = 3;
    private const int PerLane = 4;

    private readonly int[] _parents;
    private readonly int[] _kinds;
    private readonly bool[] _isCut;
    private readonly LaneArray _internodes;   // solution, then eliminated history, (internode × 10 + compartment) × 2
    private readonly LaneArray _source;
    private readonly LaneArray _coefficients; // kind × 10 × 16
    private readonly LaneArray _constants;    // kind × 8
    private readonly LaneArray _common = new(PerLane);
    private readonly LaneArray _nodes;
    private readonly LaneArray _nodeSource;
    private readonly LaneArray _current;
    private readonly LaneArray _diagonal;
    private readonly LaneArray _crossings;

    /// <summary>Makes room; load every lane before stepping.</summary>
    /// <param name="fibre">Any of the fibres to come; they share its tree.</param>
    public BranchedBundle(BranchedFibre fibre)
    {
        (_parents, _kinds, _isCut) = (fibre.Parents, fibre.Kinds, fibre.IsCut);
        var internodes = (fibre.Nodes - 1) * Internodal * 2;
        _internodes = new LaneArray(internodes);
        _source = new LaneArray(internodes);
        _coefficients = new LaneArray(fibre.Cables.Length * Internodal * PerPosition);
        _constants = new LaneArray(fibre.Cables.Length * PerKind);
        _nodes = new LaneArray(fibre.Nodes * PerNode);
        _nodeSource = new LaneArray(fibre.Nodes);
        _current = new LaneArray(fibre.Nodes);
        _diagonal = new LaneArray(fibre.Nodes);
        _crossings = new LaneArray(fibre.Nodes);
    }

    /// <inheritdoc/>
    public override int LaneCount => Lanes;

    /// <inheritdoc/>
    public override int Nodes => _parents.Length;

    /// <inheritdoc/>
    public override int FirstActive => 0;

    /// <inheritdoc/>
    public override void Load(int lane, LoweredFibre fibre)
    {
        var branched = (BranchedFibre)fibre;
        if (!branched.Parents.AsSpan().SequenceEqual(_parents))
            throw new ArgumentException("The fibre's tree is not that of the bundle.", nameof(fibre));
        Span<double> position = stackalloc double[PerPosition];
        for (var kind = 0; kind < branched.Cables.Length; kind++)
        {
            var (cable, elimination) = (branched.Cables[kind], branched.Eliminations[kind]);
            Put(
                [
                    cable.NodeCapacitance / fibre.Step, cable.SodiumFast, cable.SodiumPersistent, cable.PotassiumSlow, cable.Leak,
                    elimination.SelfConductance, elimination.TransferConductance, elimination.NodeCoupling,
                ],
                _constants,
                kind * PerKind,
                lane);
            for (var t = 0; t < Internodal; t++)
            {
                var (history, before, after) = (elimination.History[t], elimination.Before[t], elimination.After[t]);
                (position[0], position[1], position[2], position[3]) = (history.A, history.B, history.C, history.D);
                (position[4], position[5], position[6], position[7]) = (before.A, before.B, before.C, before.D);
                (position[8], position[9], position[10], position[11]) = (after.A, after.B, after.C, after.D);
                (position[12], position[13]) = elimination.Near[t];
                (position[14], position[15]) = elimination.Current[t];
                Put(position, _coefficients, ((kind * Internodal) + t) * PerPosition, lane);
            }
        }

        TakeNodeSources(lane, fibre);
    }

    /// <inheritdoc/>
    public override void TakeNodeSources(int lane, LoweredFibre fibre)
    {
        Put(((BranchedFibre)fibre).Source, _source, 0, lane);
        Put(((BranchedFibre)fibre).NodeSource, _nodeSource, 0, lane);
    }

    /// <inheritdoc/>
    public override void TakeSources(int lane, LoweredFibre fibre)
    {
        // Solve reads all there is.
    }

    /// <inheritdoc/>
    public override void Begin(int lane, LoweredFibre fibre, double stimulus, double detection)
    {
        var branched = (BranchedFibre)fibre;
        var (activation, inactivation, slow) = NodeMembrane.Factors(fibre.Geometry.TemperatureCelsius);
        var millisecond = fibre.Step * 1e3;
        Put(
            [-activation * millisecond, -inactivation * millisecond, -slow * millisecond, detection - fibre.RestVoltage], _common, 0, lane);
        Put(branched.Rest.Nodes, _nodes, 0, lane);
        Put(branched.Rest.Internodes, _internodes, 0, lane);
        for (var node = 0; node < Nodes; node++)
        {
            _current.Values[(node * Lanes) + lane] = 0;
            _crossings.Values[(node * Lanes) + lane] = double.NaN;
        }
    }

    /// <inheritdoc/>
    public override double Deviation(int node, int lane) => _isCut[node] ? 0 : _nodes.Values[(node * PerNode * Lanes) + lane];

    /// <summary>Axoplasm and periaxonal space of ten compartments before a node, V; pairs.</summary>
    public double[] Internode(int node, int lane) =>
        [.. Enumerable.Range((node - 1) * Internodal * 2, Internodal * 2).Select(i => _internodes.Values[(i * Lanes) + lane])];

    /// <summary>The present state of a lane as one to begin from.</summary>
    public BranchedRest Rest(int lane) => new(
        [.. Enumerable.Range(0, _nodes.Bundles).Select(i => _nodes.Values[(i * Lanes) + lane])],
        [.. Enumerable.Range(0, _internodes.Bundles).Select(i => _internodes.Values[(i * Lanes) + lane])]);

    /// <inheritdoc/>
    public override void Inject(int node, int lane, double current) => _current.Values[(node * Lanes) + lane] += current;

    /// <inheritdoc/>
    public override double[] FirstCrossings(int lane) =>
        [.. Enumerable.Range(0, Nodes).Select(node => _crossings.Values[(node * Lanes) + lane])];

    /// <inheritdoc/>
    public override void Prepare(ReadOnlySpan<double> stimulus)
    {
        // Nothing of the next step is shared with this one.
    }

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> stimulus, ReadOnlySpan<double> clock)
    {
        var field = Vector512.Create(stimulus);
        for (var node = 0; node < Nodes; node++)
            BeginNode(node, field);
        for (var node = 1; node < Nodes; node++)
            EliminateInternode(node, field);
        var clocks = Vector512.Create(clock);
        for (var node = Nodes - 1; node > 0; node--)
        {
            // A node's number is above its parent's, so all that hangs on it is eliminated before it.
            var transfer = At(_constants, (_kinds[node] * PerKind) + Transfer);
            var factor = transfer / At(_diagonal, node);
            var parent = _parents[node];
            Set(_diagonal, parent, Vector512.FusedMultiplyAdd(-transfer, factor, At(_diagonal, parent)));
            Set(_current, parent, Vector512.FusedMultiplyAdd(factor, At(_current, node), At(_current, parent)));
        }

        for (var node = 0; node < Nodes; node++)
        {
            var current = At(_current, node);
            if (node > 0)
                current = Vector512.FusedMultiplyAdd(
                    At(_constants, (_kinds[node] * PerKind) + Transfer), At(_nodes, _parents[node] * PerNode), current);
            EndNode(node, current / At(_diagonal, node), clocks);
            Set(_current, node, Vector512<double>.Zero);
        }

        for (var node = 1; node < Nodes; node++)
            SolveInternode(node);
    }

    /// <summary>Own conductance and current of a node at the gates of the step's start.</summary>
    private void BeginNode(int node, Vector512<double> field)
    {
        var kind = _kinds[node] * PerKind;
        var right = Vector512.FusedMultiplyAdd(field, At(_nodeSource, node), At(_current, node));
        var diagonal = Vector512<double>.Zero;
        if (!_isCut[node])
        {
            var at = node * PerNode;
            var (m, p) = (At(_nodes, at + 1), At(_nodes, at + 2));
            var (capacitance, leak) = (At(_constants, kind + Capacitance), At(_constants, kind + Leak));
            var sodium = Vector512.FusedMultiplyAdd(
                At(_constants, kind + SodiumFast) * (m * m * m), At(_nodes, at + 3), At(_constants, kind + SodiumPersistent) * (p * p * p));
            var slow = At(_constants, kind + PotassiumSlow) * At(_nodes, at + 4);
            diagonal = capacitance + leak + (sodium + slow);
            right += leak * Vector512.Create(NodeMembrane.LeakDeviation);
            right = Vector512.FusedMultiplyAdd(capacitance, At(_nodes, at), right);
            right = Vector512.FusedMultiplyAdd(sodium, Vector512.Create(NodeMembrane.SodiumDeviation), right);
            right = Vector512.FusedMultiplyAdd(slow, Vector512.Create(NodeMembrane.PotassiumDeviation), right);
        }

        Set(_diagonal, node, diagonal);
        Set(_current, node, right);
    }

    private void EliminateInternode(int node, Vector512<double> field)
    {
        var kind = _kinds[node];
        var (previousW, previousY, near) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var t = 0; t < Internodal; t++)
        {
            var at = (((node - 1) * Internodal) + t) * 2;
            var c = ((kind * Internodal) + t) * PerPosition;
            var (w, y) = (At(_internodes, at), At(_internodes, at + 1));
            var newW = At(_source, at) * field;
            var newY = At(_source, at + 1) * field;
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c), w, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 2), w, newY);
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 1), y, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 3), y, newY);
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 4), previousW, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 6), previousW, newY);
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 5), previousY, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 7), previousY, newY);
            near = Vector512.FusedMultiplyAdd(At(_coefficients, c + 14), newW, near);
            near = Vector512.FusedMultiplyAdd(At(_coefficients, c + 15), newY, near);
            Set(_internodes, at, newW);
            Set(_internodes, at + 1, newY);
            (previousW, previousY) = (newW, newY);
        }

        var parent = _parents[node];
        var self = At(_constants, (kind * PerKind) + Self);
        Set(_current, parent, At(_current, parent) + near);
        Set(_current, node, Vector512.FusedMultiplyAdd(At(_constants, (kind * PerKind) + NodeCoupling), previousW, At(_current, node)));
        Set(_diagonal, parent, At(_diagonal, parent) + self);
        Set(_diagonal, node, At(_diagonal, node) + self);
    }

    private void EndNode(int node, Vector512<double> deviation, Vector512<double> clocks)
    {
        var at = node * PerNode;
        var (before, detection, known) = (At(_nodes, at), At(_common, Detection), At(_crossings, node));
        Set(_nodes, at, deviation);
        if (_isCut[node])
            return;
        var isNew = Vector512.LessThan(before, detection) & Vector512.GreaterThanOrEqual(deviation, detection);
        Set(_crossings, node, Vector512.ConditionalSelect(isNew & Vector512.IsNaN(known), clocks, known));
        var v = NodeMembrane.Millivolts<WideDoubles, double>(new(deviation));
        WideDoubles Gate(int gate) => new(At(_nodes, at + gate));
        WideDoubles Decay(int which) => new(At(_common, which));
        Set(_nodes, at + 1, NodeMembrane.GateM.Advance<WideDoubles, double>(v, Gate(1), Decay(DecayActivation)).Value);
        Set(_nodes, at + 2, NodeMembrane.GateP.Advance<WideDoubles, double>(v, Gate(2), Decay(DecayActivation)).Value);
        Set(_nodes, at + 3, NodeMembrane.GateH.Advance<WideDoubles, double>(v, Gate(3), Decay(DecayInactivation)).Value);
        Set(_nodes, at + 4, NodeMembrane.GateS.Advance<WideDoubles, double>(v, Gate(4), Decay(DecaySlow)).Value);
    }

    private void SolveInternode(int node)
    {
        var near = At(_nodes, _parents[node] * PerNode);
        var (w, y) = (At(_nodes, node * PerNode), Vector512<double>.Zero);
        for (var t = Internodal - 1; t >= 0; t--)
        {
            var at = (((node - 1) * Internodal) + t) * 2;
            var c = ((_kinds[node] * Internodal) + t) * PerPosition;
            var newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 12), near, At(_internodes, at));
            var newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 13), near, At(_internodes, at + 1));
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 8), w, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 10), w, newY);
            newW = Vector512.FusedMultiplyAdd(At(_coefficients, c + 9), y, newW);
            newY = Vector512.FusedMultiplyAdd(At(_coefficients, c + 11), y, newY);
            Set(_internodes, at, newW);
            Set(_internodes, at + 1, newY);
            (w, y) = (newW, newY);
        }
    }

    private static void Put(ReadOnlySpan<double> values, LaneArray array, int first, int lane)
    {
        for (var i = 0; i < values.Length; i++)
            array.Values[((first + i) * Lanes) + lane] = values[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(LaneArray array, int bundle) =>
        Vector512.LoadUnsafe(ref array.Start, (nuint)(uint)(bundle * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(LaneArray array, int bundle, Vector512<double> value) =>
        value.StoreUnsafe(ref array.Start, (nuint)(uint)(bundle * Lanes));
}
