using Epidura.Fibers.Runs;
using Epidura.Numerics;

namespace Epidura.Fibers.Cables;

/// <content>What happens between blocks of steps: lanes are filled, started and read.</content>
internal sealed partial class CableKernel<TVector, TScalar>
{
    /// <inheritdoc/>
    public override bool CanStart => !_startsRight;

    /// <inheritdoc/>
    public override void Load(int lane, LoweredFibre fibre)
    {
        var cable = (CableFibre)fibre;
        if (cable.Nodes != _nodes || cable.HasCutEnds != _hasCutEnds || cable.IsMidpoint != (_past is not null))
            throw new ArgumentException("The fibre's nodes or steps are not those of the bundle.", nameof(fibre));
        SetConstants(lane, cable);
        SetCoefficients(lane, cable.Elimination);
        Scatter(cable.Source, _source.Values, lane);
        Scatter(cable.NodeSource, _nodeSource.Values, lane);
    }

    /// <inheritdoc/>
    public override void Begin(int lane, LoweredFibre fibre, double stimulus, double detection)
    {
        var cable = (CableFibre)fibre;
        if (!CanStart)
            throw new InvalidOperationException("Lanes start only after an even number of steps.");
        _constants.Values[(Detection * Lanes) + lane] = Scalar(detection - (NodeMembrane.RestMillivolt * 1e-3));
        for (var node = 0; node < _nodes; node++)
            _crossings.Values[(node * Lanes) + lane] = Scalar(double.NaN);
        Scatter(cable.Rest.NodeStates, _nodeState.Values, lane);
        Combine(cable.RestChain, cable.SourceChain, stimulus, _chain.Values, lane);
        Combine(cable.RestAxial, cable.SourceAxial, stimulus, _axial.Values, lane);
        if (_past is null)
            return;
        for (var i = 0; i < cable.Rest.Axoplasm.Length; i++)
        {
            _past.Values[(i * 2 * Lanes) + lane] = Scalar(cable.Rest.Axoplasm[i]);
            _past.Values[(((i * 2) + 1) * Lanes) + lane] = Scalar(cable.Rest.Periaxonal[i]);
        }
    }

    /// <inheritdoc/>
    public override void TakeNodeSources(int lane, LoweredFibre fibre) => Scatter(((CableFibre)fibre).NodeSource, _nodeSource.Values, lane);

    /// <inheritdoc/>
    public override void TakeSources(int lane, LoweredFibre fibre) => Scatter(((CableFibre)fibre).Source, _source.Values, lane);

    /// <inheritdoc/>
    public override double Gate(int node, int lane, int gate) =>
        double.CreateTruncating(_nodeState.Values[(((node * NodeStates) + 1 + gate) * Lanes) + lane]);

    /// <summary>Clocks of the nodes' first upward crossings since the start, NaN where there was none.</summary>
    public override double[] FirstCrossings(int lane)
    {
        var crossings = new double[_nodes];
        for (var node = 0; node < _nodes; node++)
            crossings[node] = double.CreateTruncating(_crossings.Values[(node * Lanes) + lane]);
        return crossings;
    }

    /// <inheritdoc/>
    public override void ReadNodes(int lane, Span<double> states)
    {
        for (var i = 0; i < states.Length; i++)
            states[i] = double.CreateTruncating(_nodeState.Values[(i * Lanes) + lane]);
    }

    /// <inheritdoc/>
    public override void Read(int internode, int lane, Span<double> axoplasm, Span<double> periaxonal)
    {
        var left = Solved(internode, lane);
        var right = Solved(internode + 1, lane);
        var near = _startsRight ? right : left;
        var (w, y) = (_startsRight ? left : right, 0.0);
        for (var t = 0; t < Internodal; t++)
        {
            var i = _startsRight ? t : Internodal - 1 - t;
            var chain = ((internode * Internodal) + i) * 2;
            var nextW = At(_chain, chain, lane) + (Coefficient(t, 0, lane) * near)
                + (Coefficient(t, 2, lane) * w) + (Coefficient(t, 3, lane) * y);
            var nextY = At(_chain, chain + 1, lane) + (Coefficient(t, 1, lane) * near)
                + (Coefficient(t, 4, lane) * w) + (Coefficient(t, 5, lane) * y);
            (w, y) = (nextW, nextY);
            axoplasm[i] = w;
            periaxonal[i] = y;
        }
    }

    private double Solved(int node, int lane) => _past is null ? Deviation(node, lane) : At(_work, node * 2, lane);

    private double Coefficient(int position, int index, int lane) =>
        At(_coefficients, (position * CoefficientsPerPosition) + index, lane);

    private static double At(LaneArray<TScalar> values, int bundle, int lane) =>
        double.CreateTruncating(values.Values[(bundle * Lanes) + lane]);

    private static TScalar Scalar(double value) => TScalar.CreateTruncating(value);

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

    private static void Scatter(ReadOnlySpan<double> values, Span<TScalar> lanes, int lane)
    {
        if ((values.Length * Lanes) > lanes.Length || (uint)lane >= Lanes)
            throw new ArgumentException("More values than lanes hold, or no such lane.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            lanes[(i * Lanes) + lane] = Scalar(values[i]);
    }

    private static void Combine(double[] rest, double[] source, double stimulus, Span<TScalar> lanes, int lane)
    {
        if ((rest.Length * Lanes) != lanes.Length || source.Length != rest.Length)
            throw new ArgumentException("Lengths differ.", nameof(rest));
        for (var i = 0; i < rest.Length; i++)
            lanes[(i * Lanes) + lane] = Scalar(Math.FusedMultiplyAdd(stimulus, source[i], rest[i]));
    }
}
