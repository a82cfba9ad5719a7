using System.Runtime.Intrinsics;
using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Cables;

/// <content>What happens between blocks of steps: lanes are filled, started and read.</content>
internal sealed partial class CableBundle
{
    /// <summary>True before an even number of steps since the start, when lanes may be started.</summary>
    public bool CanStart => !_startsRight;

    /// <summary>Gives a lane its fibre; start it before stepping.</summary>
    public void SetFibre(int lane, CableFibre fibre)
    {
        if (fibre.Nodes != _nodes || fibre.HasCutEnds != _hasCutEnds || fibre.IsMidpoint != (_past is not null))
            throw new ArgumentException("The fibre's nodes or steps are not those of the bundle.", nameof(fibre));
        SetConstants(lane, fibre);
        SetCoefficients(lane, fibre.Elimination);
        Scatter(fibre.Source, _source.Values, lane);
        Scatter(fibre.NodeSource, _nodeSource.Values, lane);
    }

    /// <summary>Puts a lane to rest at the start of its first step.</summary>
    /// <param name="lane">0 to 7.</param>
    /// <param name="fibre">The lane's fibre.</param>
    /// <param name="stimulus">Relative field of the first step.</param>
    /// <param name="detection">Membrane potential whose first upward crossing is kept for each node, V.</param>
    public void Start(int lane, CableFibre fibre, double stimulus, double detection)
    {
        if (!CanStart)
            throw new InvalidOperationException("Lanes start only after an even number of steps.");
        _constants.Values[(Detection * Lanes) + lane] = detection - (NodeMembrane.RestMillivolt * 1e-3);
        for (var node = 0; node < _nodes; node++)
            _crossings.Values[(node * Lanes) + lane] = double.NaN;
        Scatter(fibre.Rest.NodeStates, _nodeState.Values, lane);
        Combine(fibre.RestChain, fibre.SourceChain, stimulus, _chain.Values, lane);
        Combine(fibre.RestAxial, fibre.SourceAxial, stimulus, _axial.Values, lane);
        if (_past is null)
            return;
        for (var i = 0; i < fibre.Rest.Axoplasm.Length; i++)
        {
            _past.Values[(i * 2 * Lanes) + lane] = fibre.Rest.Axoplasm[i];
            _past.Values[(((i * 2) + 1) * Lanes) + lane] = fibre.Rest.Periaxonal[i];
        }
    }

    /// <inheritdoc/>
    public override void Load(int lane, LoweredFibre fibre) => SetFibre(lane, (CableFibre)fibre);

    /// <inheritdoc/>
    public override void Begin(int lane, LoweredFibre fibre, double stimulus, double detection) =>
        Start(lane, (CableFibre)fibre, stimulus, detection);

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> stimulus, ReadOnlySpan<double> clock) =>
        SolveNodes(Vector512.Create(stimulus), Vector512.Create(clock));

    /// <inheritdoc/>
    public override void Prepare(ReadOnlySpan<double> stimulus) => Sweep(Vector512.Create(stimulus));

    /// <inheritdoc/>
    public override void TakeNodeSources(int lane, LoweredFibre fibre) => Scatter(((CableFibre)fibre).NodeSource, _nodeSource.Values, lane);

    /// <inheritdoc/>
    public override void TakeSources(int lane, LoweredFibre fibre) => Scatter(((CableFibre)fibre).Source, _source.Values, lane);

    /// <summary>Gates m, p, h, s of a node.</summary>
    public double Gate(int node, int lane, int gate) => _nodeState.Values[(((node * NodeStates) + 1 + gate) * Lanes) + lane];

    /// <summary>Clocks of the nodes' first upward crossings since the start, NaN where there was none.</summary>
    public override double[] FirstCrossings(int lane)
    {
        var crossings = new double[_nodes];
        for (var node = 0; node < _nodes; node++)
            crossings[node] = _crossings.Values[(node * Lanes) + lane];
        return crossings;
    }

    /// <summary>All values of a node's state in one lane: deviation, m, p, h, s.</summary>
    public void ReadNodes(int lane, Span<double> states)
    {
        for (var i = 0; i < states.Length; i++)
            states[i] = _nodeState.Values[(i * Lanes) + lane];
    }

    /// <summary>Solution of an internode; only between <see cref="SolveNodes"/> and <see cref="Sweep"/>.</summary>
    /// <param name="internode">From 0.</param>
    /// <param name="lane">0 to 7.</param>
    /// <param name="axoplasm">Ten deviations against the outside, V; overwritten.</param>
    /// <param name="periaxonal">Ten potentials against the outside, V; overwritten.</param>
    public void Read(int internode, int lane, Span<double> axoplasm, Span<double> periaxonal)
    {
        var left = Deviation(internode, lane);
        var right = Deviation(internode + 1, lane);
        var near = _startsRight ? right : left;
        var (w, y) = (_startsRight ? left : right, 0.0);
        for (var t = 0; t < Internodal; t++)
        {
            var i = _startsRight ? t : Internodal - 1 - t;
            var chain = (((internode * Internodal) + i) * 2 * Lanes) + lane;
            var at = (t * CoefficientsPerPosition * Lanes) + lane;
            var c = _coefficients.Values;
            var nextW = _chain.Values[chain] + (c[at] * near) + (c[at + (2 * Lanes)] * w) + (c[at + (3 * Lanes)] * y);
            var nextY = _chain.Values[chain + Lanes] + (c[at + Lanes] * near) + (c[at + (4 * Lanes)] * w) + (c[at + (5 * Lanes)] * y);
            (w, y) = (nextW, nextY);
            axoplasm[i] = w;
            periaxonal[i] = y;
        }
    }

    private void SetConstants(int lane, CableFibre fibre)
    {
        var cable = fibre.Cable;
        var (activation, inactivation, slow) = NodeMembrane.Factors(fibre.Geometry.TemperatureCelsius);
        var stepMillisecond = fibre.Step * 1e3;
        ReadOnlySpan<double> values =
        [
            cable.NodeCapacitance / fibre.ImplicitStep, cable.SodiumFast, cable.SodiumPersistent, cable.PotassiumSlow, cable.Leak,
            fibre.Elimination.SelfConductance, fibre.Elimination.TransferConductance,
            -activation * stepMillisecond, -inactivation * stepMillisecond, -slow * stepMillisecond, fibre.Elimination.NodeCoupling,
        ];
        Scatter(values, _constants.Values, lane);
    }

    private void SetCoefficients(int lane, InternodeElimination elimination)
    {
        Span<double> values = stackalloc double[CoefficientsPerPosition];
        for (var t = 0; t < Internodal; t++)
        {
            // The walk solves from the far end (position 9) while it eliminates anew from there (position 0).
            var old = Internodal - 1 - t;
            var after = elimination.After[old];
            var history = elimination.History[t];
            var before = elimination.Before[t];
            (values[0], values[1]) = elimination.Near[old];
            (values[2], values[3], values[4], values[5]) = (after.A, after.B, after.C, after.D);
            (values[6], values[7], values[8], values[9]) = (history.A, history.B, history.C, history.D);
            (values[10], values[11], values[12], values[13]) = (before.A, before.B, before.C, before.D);
            (values[14], values[15]) = elimination.Current[t];
            Scatter(values, _coefficients.Values[(t * CoefficientsPerPosition * Lanes)..], lane);
        }
    }

    private static void Scatter(ReadOnlySpan<double> values, Span<double> lanes, int lane)
    {
        if ((values.Length * Lanes) > lanes.Length || (uint)lane >= Lanes)
            throw new ArgumentException("More values than lanes hold, or no such lane.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            lanes[(i * Lanes) + lane] = values[i];
    }

    private static void Combine(double[] rest, double[] source, double stimulus, Span<double> lanes, int lane)
    {
        if ((rest.Length * Lanes) != lanes.Length || source.Length != rest.Length)
            throw new ArgumentException("Lengths differ.", nameof(rest));
        for (var i = 0; i < rest.Length; i++)
            lanes[(i * Lanes) + lane] = Math.FusedMultiplyAdd(stimulus, source[i], rest[i]);
    }
}
