using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Cables;

/// <summary>One fibre lowered for one time step: elimination, sources per unit of field, rest.</summary>
internal sealed class CableFibre : LoweredFibre
{
    private const int Internodal = CableParameters.Internodal;

    private CableFibre(FibreGeometry geometry, double step, CableRest rest, double[]? unitPotential, SolverMode mode)
        : base(geometry, step, mode)
    {
        Rest = rest;
        FirstNode = Math.Max(0, geometry.PassiveEndNodes - 1);
        Nodes = SimulatedNodes(geometry);
        HasCutEnds = geometry.PassiveEndNodes > 0;
        Cable = CableParameters.Of(geometry);
        Elimination = InternodeElimination.Of(Cable, ImplicitStep);
        var internodes = Nodes - 1;
        Source = new double[internodes * Internodal * 4];
        NodeSource = new double[Nodes];
        SourceChain = new double[internodes * Internodal * 2];
        SourceAxial = new double[Nodes];
        RestChain = new double[internodes * Internodal * 2];
        RestAxial = new double[Nodes];
        Drives = [Source, NodeSource, SourceChain, SourceAxial];
        if (unitPotential is not null)
            LowerSources(unitPotential.AsSpan(FirstNode * FibreGeometry.CompartmentsPerInternode));
        for (var k = 0; k < internodes; k++)
        {
            Eliminate(k, null, Source, SourceChain, SourceAxial);
            Eliminate(k, rest, null, RestChain, RestAxial);
        }
    }

    public CableRest Rest { get; }

    /// <summary>Nodes outside the innermost passive one at each end are cut off from everything and not simulated.</summary>
    public override int FirstNode { get; }

    public override int Nodes { get; }

    public override double RestVoltage => NodeMembrane.RestMillivolt * 1e-3;

    public override int EndReach => HasCutEnds ? 2 : 1;

    public bool HasCutEnds { get; }

    public CableParameters Cable { get; }

    public InternodeElimination Elimination { get; }

    /// <summary>Per compartment: W and Y of an elimination towards the right, W and Y towards the left; V per unit.</summary>
    public double[] Source { get; }

    /// <summary>Current into each node per unit, A.</summary>
    public double[] NodeSource { get; }

    public double[] SourceChain { get; }

    public double[] SourceAxial { get; }

    public double[] RestChain { get; }

    public double[] RestAxial { get; }

    protected override double[][] Drives { get; }

    public override LaneBundle CreateBundle() => CableBundle.Create(Nodes, HasCutEnds, Mode);

    /// <summary>Nodes between and with the innermost passive ones.</summary>
    public static int SimulatedNodes(FibreGeometry geometry) => geometry.Nodes - (2 * Math.Max(0, geometry.PassiveEndNodes - 1));

    /// <summary>Lowers a fibre.</summary>
    /// <param name="geometry">The fibre.</param>
    /// <param name="step">s; above 0.</param>
    /// <param name="rest">Its resting state.</param>
    /// <param name="unitPotential">V per unit of stimulus at every compartment; null without a field.</param>
    /// <param name="mode">Arithmetic and time stepping.</param>
    public static CableFibre Create(
        FibreGeometry geometry, double step, CableRest rest, double[]? unitPotential, SolverMode mode = SolverMode.Neuron)
    {
        Check(geometry, step, unitPotential);
        return new CableFibre(geometry, step, rest, unitPotential, mode);
    }

    /// <summary>Currents that the field drives between neighbours, A per unit, then multiplied by the pivots' inverses.</summary>
    private void LowerSources(ReadOnlySpan<double> potential)
    {
        for (var k = 0; k < Nodes - 1; k++)
        {
            var first = k * FibreGeometry.CompartmentsPerInternode;
            for (var i = 0; i < Internodal; i++)
            {
                var before = potential[first + i] - potential[first + i + 1];
                var after = potential[first + i + 2] - potential[first + i + 1];
                var axial = (Cable.AxialConductance[i] * before) + (Cable.AxialConductance[i + 1] * after);
                var gap = (Cable.PeriaxonalConductance[i] * before) + (Cable.PeriaxonalConductance[i + 1] * after);
                var at = ((k * Internodal) + i) * 4;
                (Source[at], Source[at + 1]) = Elimination.Inverse[i].Times((axial, gap));
                (Source[at + 2], Source[at + 3]) = Elimination.Inverse[Internodal - 1 - i].Times((axial, gap));
            }

            NodeSource[k] += Elimination.NodeCoupling * (potential[first + 1] - potential[first]);
            NodeSource[k + 1] += Elimination.NodeCoupling * (potential[first + Internodal] - potential[first + Internodal + 1]);
        }
    }

    /// <summary>Elimination of one internode from left to right, as at the start of a run.</summary>
    private void Eliminate(int internode, CableRest? rest, double[]? source, double[] chain, double[] axial)
    {
        var previous = (Axial: 0.0, Gap: 0.0);
        for (var i = 0; i < Internodal; i++)
        {
            var at = (internode * Internodal) + i;
            var value = Elimination.Before[i].Times(previous);
            if (rest is not null)
            {
                var history = Elimination.History[i].Times((rest.Axoplasm[at], rest.Periaxonal[at]));
                value = (value.Axial + history.Axial, value.Gap + history.Gap);
            }

            if (source is not null)
                value = (value.Axial + source[at * 4], value.Gap + source[(at * 4) + 1]);
            (chain[at * 2], chain[(at * 2) + 1]) = value;
            axial[internode] += (Elimination.Current[i].Axial * value.Axial) + (Elimination.Current[i].Gap * value.Gap);
            previous = value;
        }

        axial[internode + 1] += Elimination.NodeCoupling * previous.Axial;
    }
}
