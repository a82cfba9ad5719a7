using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Branching;

/// <summary>A branching fibre at rest.</summary>
/// <param name="nodes">Per node: deviation, V, then m, p, h, s.</param>
/// <param name="internodes">Per internode ten times axoplasm and periaxonal space, V.</param>
internal sealed class BranchedRest(double[] nodes, double[] internodes) : FibreRest
{
    private const int SettlingSteps = 40;
    private const double SettlingStep = 5e-3;

    public double[] Nodes => nodes;

    public double[] Internodes => internodes;

    /// <summary>Forty implicit steps of 5 ms without a field from -80 mV everywhere, as for a straight fibre.</summary>
    public static new BranchedRest Of(FibreGeometry geometry)
    {
        var (m, p, h, s) = NodeMembrane.Steady(NodeMembrane.RestMillivolt);
        double[] start = [.. Enumerable.Range(0, geometry.Nodes).SelectMany(_ => (double[])[0, m, p, h, s])];
        var internodes = new double[(geometry.Nodes - 1) * CableParameters.Internodal * 2];
        var fibre = new BranchedFibre(geometry, SettlingStep, new BranchedRest(start, internodes), null);
        var bundle = new BranchedBundle(fibre);
        for (var lane = 0; lane < bundle.LaneCount; lane++)
        {
            bundle.Load(lane, fibre);
            bundle.Begin(lane, fibre, 0, -0.030);
        }

        var none = new double[bundle.LaneCount];
        for (var step = 0; step < SettlingSteps; step++)
            bundle.Solve(none, none);
        return bundle.Rest(0);
    }
}

/// <summary>One branching fibre lowered for one time step. Internode k ends at node k + 1 and begins at that node's parent.</summary>
internal sealed class BranchedFibre : LoweredFibre
{
    private const int Internodal = CableParameters.Internodal;

    public BranchedFibre(FibreGeometry geometry, double step, BranchedRest rest, double[]? unitPotential)
        : base(geometry, step, SolverMode.Neuron)
    {
        Rest = rest;
        Parents = geometry.NodeParents;
        Kinds = new int[geometry.Nodes];
        IsCut = new bool[geometry.Nodes];
        var first = geometry.TrunkNodes;
        for (var b = 0; b < geometry.Branches.Count; b++)
        {
            Kinds.AsSpan(first, geometry.Branches[b].Internodes).Fill(b + 1);
            first += geometry.Branches[b].Internodes;
            IsCut[first - 1] = geometry.PassiveEndNodes > 0;
        }

        IsCut[0] = IsCut[geometry.TrunkNodes - 1] = geometry.PassiveEndNodes > 0;
        Cables = [CableParameters.Of(geometry), .. geometry.BranchShapes.Select(CableParameters.Of)];
        Eliminations = [.. Cables.Select(cable => InternodeElimination.Of(cable, step))];
        Source = new double[(geometry.Nodes - 1) * Internodal * 2];
        NodeSource = new double[geometry.Nodes];
        Drives = [Source, NodeSource];
        if (unitPotential is not null)
            LowerSources(unitPotential);
    }

    /// <summary>Its resting state.</summary>
    public BranchedRest Rest { get; }

    /// <summary>Per node the node before it; -1 for node 0.</summary>
    public int[] Parents { get; }

    /// <summary>Per node which of <see cref="Cables"/> it and the internode before it are: 0 the trunk, then the branches.</summary>
    public int[] Kinds { get; }

    /// <summary>Nodes without a membrane where the axoplasm ends.</summary>
    public bool[] IsCut { get; }

    public CableParameters[] Cables { get; }

    public InternodeElimination[] Eliminations { get; }

    /// <summary>Per internode ten times W and Y of an elimination from its parent on, V per unit.</summary>
    public double[] Source { get; }

    /// <summary>Current into each node per unit, A.</summary>
    public double[] NodeSource { get; }

    /// <inheritdoc/>
    public override int FirstNode => 0;

    /// <inheritdoc/>
    public override int Nodes => Geometry.Nodes;

    /// <inheritdoc/>
    public override double RestVoltage => NodeMembrane.RestMillivolt * 1e-3;

    /// <inheritdoc/>
    public override int EndReach => Geometry.PassiveEndNodes > 0 ? 2 : 1;

    /// <inheritdoc/>
    protected override double[][] Drives { get; }

    /// <summary>Which trees may share a bundle.</summary>
    public static string KernelOf(FibreGeometry geometry) =>
        $"tree {geometry.PassiveEndNodes} " + string.Join(' ', geometry.Branches.Select(b => $"{b.ParentNode}+{b.Internodes}"));

    /// <inheritdoc/>
    public override LaneBundle CreateBundle() => new BranchedBundle(this);

    /// <inheritdoc/>
    public override bool IsNearEnd(int node)
    {
        var within = new HashSet<int> { node };
        for (var i = 0; i < EndReach; i++)
            within.UnionWith([.. within.SelectMany(NeighboursOf)]);
        return within.Any(near => NeighboursOf(near).Length == 1);
    }

    /// <inheritdoc/>
    public override int[] NeighboursOf(int node) =>
    [
        .. Enumerable.Range(0, Nodes).Where(other => Parents[other] == node),
        .. Parents[node] < 0 ? (int[])[] : [Parents[node]],
    ];

    private void LowerSources(double[] potential)
    {
        Span<double> e = stackalloc double[Internodal + 2];
        for (var node = 1; node < Nodes; node++)
        {
            var (kind, parent, end) = (Kinds[node], Parents[node], Geometry.CompartmentOfNode(node));
            e[0] = potential[Geometry.CompartmentOfNode(parent)];
            for (var i = 0; i <= Internodal; i++)
                e[i + 1] = potential[end - Internodal + i];
            var (cable, elimination) = (Cables[kind], Eliminations[kind]);
            for (var i = 0; i < Internodal; i++)
            {
                var (before, after) = (e[i] - e[i + 1], e[i + 2] - e[i + 1]);
                var axial = (cable.AxialConductance[i] * before) + (cable.AxialConductance[i + 1] * after);
                var gap = (cable.PeriaxonalConductance[i] * before) + (cable.PeriaxonalConductance[i + 1] * after);
                var at = (((node - 1) * Internodal) + i) * 2;
                (Source[at], Source[at + 1]) = elimination.Inverse[i].Times((axial, gap));
            }

            NodeSource[parent] += elimination.NodeCoupling * (e[1] - e[0]);
            NodeSource[node] += elimination.NodeCoupling * (e[Internodal] - e[Internodal + 1]);
        }
    }
}
