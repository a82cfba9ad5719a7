namespace Epidura.Fibers;

/// <content>Collaterals: a tree whose trunk is the straight fibre.</content>
public sealed partial class FibreGeometry
{
    private const int BranchesMax = 200;
    private const int BranchInternodesMax = 1000;

    /// <summary>Branches, in the order of their nodes and compartments; empty for a straight fibre.</summary>
    public IReadOnlyList<FibreBranch> Branches { get; private init; } = [];

    /// <summary>Nodes of the trunk; those of the branches follow.</summary>
    public int TrunkNodes => Nodes - Branches.Sum(branch => branch.Internodes);

    /// <summary>Per compartment the one before it on the way to compartment 0; -1 for compartment 0.</summary>
    public IReadOnlyList<int> Parents
    {
        get
        {
            var parents = new int[Compartments];
            for (var i = 0; i < parents.Length; i++)
                parents[i] = i - 1;
            var first = TrunkCompartments;
            foreach (var branch in Branches)
            {
                parents[first] = CompartmentOfNode(branch.ParentNode);
                first += branch.Internodes * CompartmentsPerInternode;
            }

            return parents;
        }
    }

    /// <summary>Compartments of the trunk; those of the branches follow, each internode before its node.</summary>
    internal int TrunkCompartments => (CompartmentsPerNode * (TrunkNodes - 1)) + 1;

    /// <summary>The branches as straight fibres; node 0 stands for the parent node.</summary>
    internal IReadOnlyList<FibreGeometry> BranchShapes { get; private init; } = [];

    /// <summary>Per node the node before it; -1 for node 0.</summary>
    internal int[] NodeParents
    {
        get
        {
            var parents = new int[Nodes];
            for (var i = 0; i < parents.Length; i++)
                parents[i] = i - 1;
            var first = TrunkNodes;
            foreach (var branch in Branches)
            {
                parents[first] = branch.ParentNode;
                first += branch.Internodes;
            }

            return parents;
        }
    }

    /// <summary>Index of a node's compartment.</summary>
    /// <param name="node">0 to <see cref="Nodes"/> - 1; the trunk's first.</param>
    public int CompartmentOfNode(int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, Nodes);
        return node < TrunkNodes
            ? node * CompartmentsPerNode
            : TrunkCompartments + ((node - TrunkNodes + 1) * CompartmentsPerInternode) - 1;
    }

    /// <summary>The same fibre with collaterals.</summary>
    /// <param name="branches">0 to 200; none gives a fibre with the bits of the straight one.</param>
    /// <returns>A fibre whose nodes and compartments are the trunk's, then each branch's: ten internodal compartments, then the node. Arc
    /// positions of a branch go on from its parent node.</returns>
    /// <exception cref="ArgumentException">The fibre is unmyelinated, has branches already, or more than one passive node at an
    /// end.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parent node carries no channels or does not exist, or a value is out of its
    /// range.</exception>
    public FibreGeometry WithBranches(IReadOnlyList<FibreBranch> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        if (branches.Count == 0)
            return this;
        if (!IsMyelinated || Branches.Count > 0 || PassiveEndNodes > 1)
            throw new ArgumentException(
                "Branches are for a myelinated fibre without branches and with at most one passive node at each end.", nameof(branches));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(branches.Count, BranchesMax, nameof(branches));
        var shapes = new List<FibreGeometry>();
        HashSet<int> passive = PassiveEndNodes > 0 ? [0, Nodes - 1] : [];
        var nodes = Nodes;
        foreach (var branch in branches)
        {
            if (branch.ParentNode < 0 || branch.ParentNode >= nodes || passive.Contains(branch.ParentNode))
                throw new ArgumentOutOfRangeException(
                    nameof(branches),
                    branch.ParentNode,
                    $"A branch leaves a node with channels between 0 and {nodes - 1}.");
            ArgumentOutOfRangeException.ThrowIfLessThan(branch.Internodes, 1, nameof(branches));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(branch.Internodes, BranchInternodesMax, nameof(branches));
            var model = branch.Model ?? Model;
            var dimensions = FibreTables.Dimensions(model, Math.Round(branch.Diameter * 1e6, 9));
            shapes.Add(new FibreGeometry(model, dimensions, branch.Internodes + 1, TemperatureCelsius, PassiveEndNodes));
            nodes += branch.Internodes;
            if (PassiveEndNodes > 0)
                passive.Add(nodes - 1);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, NodesMax, nameof(branches));
        return new FibreGeometry(this, [.. branches], shapes, nodes);
    }

    private double[] BranchedMidpoints(FibreGeometry trunk)
    {
        var positions = new double[Compartments];
        trunk._arcPositions.CopyTo(positions, 0);
        var first = TrunkCompartments;
        for (var b = 0; b < Branches.Count; b++)
        {
            var start = positions[CompartmentOfNode(Branches[b].ParentNode)];
            var own = BranchShapes[b]._arcPositions;
            for (var i = 1; i < own.Length; i++)
                positions[first + i - 1] = start + own[i];
            first += own.Length - 1;
        }

        return positions;
    }
}
