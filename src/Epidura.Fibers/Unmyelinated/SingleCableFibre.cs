using System.Runtime.Intrinsics;
using Epidura.Fibers.Runs;
using Epidura.Numerics;

namespace Epidura.Fibers.Unmyelinated;

/// <summary>An unmyelinated membrane at rest: the potential where the steady currents cancel; the same in every compartment.</summary>
/// <param name="states">Deviation, V, then the gates.</param>
internal sealed class SingleCableRest(double[] states) : FibreRest
{
    private const double SearchHalfWidth = 0.015; // V around the tabulated rest
    private const int Halvings = 80;

    /// <summary>Deviation, V, then the gates.</summary>
    public double[] States => states;

    public static SingleCableRest Of<TMembrane>(UnmyelinatedRow row)
        where TMembrane : struct, IMembrane
    {
        // An endless step relaxes any start to the steady value.
        var constants = new LaneArray(TMembrane.Constants);
        Span<double> values = stackalloc double[TMembrane.Constants];
        TMembrane.Lower(row, 1, -1e200, values);
        for (var i = 0; i < values.Length; i++)
            constants.Values.Slice(i * LaneArray.Lanes, LaneArray.Lanes).Fill(values[i]);
        var gates = new LaneArray(TMembrane.Gates);
        double Outward(double deviation)
        {
            gates.Values.Clear();
            TMembrane.Advance(Vector512.Create(deviation), ref gates.Start, ref constants.Start);
            var (conductance, current) = TMembrane.Currents(ref gates.Start, ref constants.Start);
            return (conductance[0] * deviation) - current[0];
        }

        var (low, high) = (-SearchHalfWidth, SearchHalfWidth);
        if (!(Outward(low) < 0 && Outward(high) > 0))
            throw new InvalidOperationException($"The membrane {row.Membrane} has no single rest within 15 mV of the tabulated one.");
        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5 * (low + high);
            if (Outward(middle) < 0)
                low = middle;
            else
                high = middle;
        }

        _ = Outward(low);
        var states = new double[1 + TMembrane.Gates];
        states[0] = low;
        for (var i = 0; i < TMembrane.Gates; i++)
            states[1 + i] = gates.Values[i * LaneArray.Lanes];
        return new SingleCableRest(states);
    }
}

/// <summary>One unmyelinated fibre lowered for one time step.</summary>
internal sealed class SingleCableFibre<TMembrane> : LoweredFibre
    where TMembrane : struct, IMembrane
{
    private readonly UnmyelinatedRow _row;
    private readonly double _area;
    private readonly double _factor;

    public SingleCableFibre(FibreGeometry geometry, double step, SingleCableRest rest, double[]? unitPotential, SolverMode mode)
        : base(geometry, step, mode)
    {
        _row = UnmyelinatedTable.Of(geometry.Model);
        _area = Math.PI * geometry.Diameter * geometry.Internode;
        _factor = _row.FactorAt(geometry.TemperatureCelsius);
        Rest = rest;
        FirstNode = geometry.PassiveEndNodes;
        Nodes = geometry.Nodes - (2 * geometry.PassiveEndNodes);
        CapacitancePerStep = _row.Capacitance * _area / ImplicitStep;
        AxialConductance = Math.PI * geometry.Diameter * geometry.Diameter / (4 * _row.Resistivity * geometry.Internode);
        Source = new double[Nodes];
        Drives = [Source];
        EndReach = _row.NodesPerLengthConstant(geometry);
        if (unitPotential is not null)
            LowerSources(unitPotential.AsSpan(FirstNode, Nodes));
    }

    /// <summary>Its resting state.</summary>
    public SingleCableRest Rest { get; }

    /// <inheritdoc/>
    public override int FirstNode { get; }

    /// <inheritdoc/>
    public override int Nodes { get; }

    /// <inheritdoc/>
    public override double RestVoltage => _row.RestMillivolt * 1e-3;

    /// <summary>One length constant, at most a quarter of the fibre.</summary>
    public override int EndReach { get; }

    /// <inheritdoc/>
    public override double QuietDeviation => TMembrane.Quiet.Deviation;

    /// <inheritdoc/>
    public override double QuietTime => TMembrane.Quiet.Time / _factor;

    /// <summary>Of one compartment, F/s.</summary>
    public double CapacitancePerStep { get; }

    /// <summary>Between neighbours, S.</summary>
    public double AxialConductance { get; }

    /// <summary>Current into each compartment per unit, A.</summary>
    public double[] Source { get; }

    /// <inheritdoc/>
    protected override double[][] Drives { get; }

    /// <inheritdoc/>
    public override LaneBundle CreateBundle() => new SingleCableBundle<TMembrane>(Nodes, IsMidpoint);

    /// <summary>Writes the membrane's constants.</summary>
    public void Lower(Span<double> constants) => TMembrane.Lower(_row, _area, -_factor * Step * 1e3, constants);

    private void LowerSources(ReadOnlySpan<double> potential)
    {
        for (var i = 0; i < Nodes - 1; i++)
        {
            var current = AxialConductance * (potential[i + 1] - potential[i]);
            Source[i] += current;
            Source[i + 1] -= current;
        }
    }
}
