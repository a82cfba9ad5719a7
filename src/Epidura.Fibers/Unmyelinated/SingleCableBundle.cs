using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epidura.Fibers.Runs;
using Epidura.Numerics;

namespace Epidura.Fibers.Unmyelinated;

/// <summary>Eight unmyelinated fibres with the same number of compartments, one per lane, advanced together by implicit steps.</summary>
/// <remarks>
/// The unknown of a compartment is the deviation of its membrane potential from rest, V; the field enters through the currents that its
/// differences drive between neighbours. Backward Euler at the gates of the step's start, then the gates relax at the new potential, as in
/// the double cable. Ends are sealed. Equations: docs/science/unmyelinated.md. Checked by UnmyelinatedTests.
/// </remarks>
internal sealed class SingleCableBundle<TMembrane> : LaneBundle
    where TMembrane : struct, IMembrane
{
    private const int Lanes = LaneArray.Lanes;
    private const int Capacitance = 0;
    private const int Axial = 1;
    private const int Detection = 2;
    private const int FirstOfMembrane = 3;

    private readonly int _nodes;
    private readonly bool _isMidpoint;
    private readonly int _states = 1 + TMembrane.Gates;
    private readonly LaneArray _state;
    private readonly LaneArray _constants = new(FirstOfMembrane + TMembrane.Constants);
    private readonly LaneArray _source;
    private readonly LaneArray _injected;
    private readonly LaneArray _work;
    private readonly LaneArray _crossings;

    /// <summary>Makes room; load every lane before stepping.</summary>
    /// <param name="nodes">Compartments; 3 or more.</param>
    /// <param name="isMidpoint">Second order: each step solves for its middle and goes on as far again.</param>
    public SingleCableBundle(int nodes, bool isMidpoint)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 3);
        _nodes = nodes;
        _isMidpoint = isMidpoint;
        _state = new LaneArray(nodes * _states);
        _source = new LaneArray(nodes);
        _injected = new LaneArray(nodes);
        _work = new LaneArray(nodes * 2);
        _crossings = new LaneArray(nodes);
    }

    /// <inheritdoc/>
    public override int LaneCount => Lanes;

    /// <inheritdoc/>
    public override int Nodes => _nodes;

    /// <inheritdoc/>
    public override int FirstActive => 0;

    /// <inheritdoc/>
    public override void Load(int lane, LoweredFibre fibre)
    {
        var cable = (SingleCableFibre<TMembrane>)fibre;
        if (cable.Nodes != _nodes || cable.IsMidpoint != _isMidpoint)
            throw new ArgumentException("The fibre's compartments or steps are not those of the bundle.", nameof(fibre));
        Span<double> constants = stackalloc double[FirstOfMembrane + TMembrane.Constants];
        cable.Lower(constants[FirstOfMembrane..]);
        (constants[Capacitance], constants[Axial]) = (cable.CapacitancePerStep, cable.AxialConductance);
        for (var i = 0; i < constants.Length; i++)
            _constants.Values[(i * Lanes) + lane] = constants[i];
        TakeNodeSources(lane, cable);
    }

    /// <inheritdoc/>
    public override void TakeNodeSources(int lane, LoweredFibre fibre)
    {
        var source = ((SingleCableFibre<TMembrane>)fibre).Source;
        for (var node = 0; node < _nodes; node++)
            _source.Values[(node * Lanes) + lane] = source[node];
    }

    /// <inheritdoc/>
    public override void TakeSources(int lane, LoweredFibre fibre)
    {
        // Solve reads all there is.
    }

    /// <inheritdoc/>
    public override void Begin(int lane, LoweredFibre fibre, double stimulus, double detection)
    {
        var rest = ((SingleCableFibre<TMembrane>)fibre).Rest.States;
        _constants.Values[(Detection * Lanes) + lane] = detection - fibre.RestVoltage;
        for (var node = 0; node < _nodes; node++)
        {
            for (var i = 0; i < _states; i++)
                _state.Values[(((node * _states) + i) * Lanes) + lane] = rest[i];
            _injected.Values[(node * Lanes) + lane] = 0;
            _crossings.Values[(node * Lanes) + lane] = double.NaN;
        }
    }

    /// <inheritdoc/>
    public override double Deviation(int node, int lane) => _state.Values[(node * _states * Lanes) + lane];

    /// <summary>A gate of a compartment.</summary>
    public double Gate(int node, int lane, int gate) => _state.Values[(((node * _states) + 1 + gate) * Lanes) + lane];

    /// <inheritdoc/>
    public override void Inject(int node, int lane, double current) => _injected.Values[(node * Lanes) + lane] += current;

    /// <inheritdoc/>
    public override double[] FirstCrossings(int lane)
    {
        var crossings = new double[_nodes];
        for (var node = 0; node < _nodes; node++)
            crossings[node] = _crossings.Values[(node * Lanes) + lane];
        return crossings;
    }

    /// <inheritdoc/>
    public override void Prepare(ReadOnlySpan<double> stimulus)
    {
        // Nothing of the next step is shared with this one.
    }

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> stimulus, ReadOnlySpan<double> clock)
    {
        Eliminate(Vector512.Create(stimulus));
        var clocks = Vector512.Create(clock);
        ref var state = ref _state.Start;
        ref var constants = ref Unsafe.Add(ref _constants.Start, FirstOfMembrane * Lanes);
        var detection = At(ref _constants.Start, Detection);
        var next = Vector512<double>.Zero;
        for (var node = _nodes - 1; node >= 0; node--)
        {
            var deviation = Vector512.FusedMultiplyAdd(At(ref _work.Start, (node * 2) + 1), next, At(ref _work.Start, node * 2));
            next = deviation;
            ref var own = ref Unsafe.Add(ref state, node * _states * Lanes);
            if (_isMidpoint)
                deviation = (deviation + deviation) - At(ref own, 0);
            var isNew = Vector512.LessThan(At(ref own, 0), detection) & Vector512.GreaterThanOrEqual(deviation, detection);
            Set(ref own, 0, deviation);
            var known = At(ref _crossings.Start, node);
            Set(ref _crossings.Start, node, Vector512.ConditionalSelect(isNew & Vector512.IsNaN(known), clocks, known));
            TMembrane.Advance(deviation, ref Unsafe.Add(ref own, Lanes), ref constants);
        }
    }

    private void Eliminate(Vector512<double> stimulus)
    {
        ref var state = ref _state.Start;
        ref var constants = ref Unsafe.Add(ref _constants.Start, FirstOfMembrane * Lanes);
        var capacitance = At(ref _constants.Start, Capacitance);
        var axial = At(ref _constants.Start, Axial);
        var factor = Vector512<double>.Zero;
        var value = Vector512<double>.Zero;
        for (var node = 0; node < _nodes; node++)
        {
            ref var own = ref Unsafe.Add(ref state, node * _states * Lanes);
            var (conductance, current) = TMembrane.Currents(ref Unsafe.Add(ref own, Lanes), ref constants);
            var neighbours = node == 0 || node == _nodes - 1 ? axial : axial + axial;
            var diagonal = capacitance + conductance + neighbours;
            var right = Vector512.FusedMultiplyAdd(stimulus, At(ref _source.Start, node), At(ref _injected.Start, node));
            Set(ref _injected.Start, node, Vector512<double>.Zero);
            right = Vector512.FusedMultiplyAdd(capacitance, At(ref own, 0), right + current);
            var inverse = Vector512<double>.One / Vector512.FusedMultiplyAdd(-axial, factor, diagonal);
            value = inverse * Vector512.FusedMultiplyAdd(axial, value, right);
            factor = inverse * axial;
            Set(ref _work.Start, node * 2, value);
            Set(ref _work.Start, (node * 2) + 1, factor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ref double start, int bundle) => Vector512.LoadUnsafe(ref start, (nuint)(uint)(bundle * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(ref double start, int bundle, Vector512<double> value) =>
        value.StoreUnsafe(ref start, (nuint)(uint)(bundle * Lanes));
}
