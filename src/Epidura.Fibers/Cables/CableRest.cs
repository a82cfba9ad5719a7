using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Cables;

/// <summary>A fibre at rest: forty implicit steps of 5 ms without a field from -80 mV everywhere.</summary>
internal sealed class CableRest : FibreRest
{
    private const int SettlingSteps = 40;
    private const double SettlingStep = 5e-3;

    private CableRest(int nodes)
    {
        var compartments = (nodes - 1) * CableParameters.Internodal;
        Axoplasm = new double[compartments];
        Periaxonal = new double[compartments];
        NodeStates = new double[nodes * 5];
    }

    /// <summary>Deviation from rest of every internodal compartment, V.</summary>
    public double[] Axoplasm { get; }

    /// <summary>V.</summary>
    public double[] Periaxonal { get; }

    /// <summary>Per node: deviation, V, then m, p, h, s.</summary>
    public double[] NodeStates { get; }

    public static new CableRest Of(FibreGeometry geometry)
    {
        var nodes = CableFibre.SimulatedNodes(geometry);
        var start = new CableRest(nodes);
        var (m, p, h, s) = NodeMembrane.Steady(NodeMembrane.RestMillivolt);
        for (var node = 0; node < nodes; node++)
        {
            ReadOnlySpan<double> gates = [0, m, p, h, s];
            gates.CopyTo(start.NodeStates.AsSpan(node * 5));
        }

        var fibre = CableFibre.Create(geometry, SettlingStep, start, null);
        var bundle = CableBundle.Create(nodes, fibre.HasCutEnds, SolverMode.Neuron);
        for (var lane = 0; lane < bundle.LaneCount; lane++)
        {
            bundle.Load(lane, fibre);
            bundle.Begin(lane, fibre, 0, -0.030);
        }

        var none = new double[bundle.LaneCount];
        for (var step = 0; step < SettlingSteps; step++)
        {
            bundle.Solve(none, none);
            if (step < SettlingSteps - 1)
                bundle.Prepare(none);
        }

        var rest = new CableRest(nodes);
        bundle.ReadNodes(0, rest.NodeStates);
        for (var k = 0; k < nodes - 1; k++)
        {
            var range = new Range(k * CableParameters.Internodal, (k + 1) * CableParameters.Internodal);
            bundle.Read(k, 0, rest.Axoplasm.AsSpan(range), rest.Periaxonal.AsSpan(range));
        }

        return rest;
    }
}
