namespace Epidura.Fibers.Cables;

/// <summary>A fibre's electrical values in SI: per compartment of one internode, which is its own mirror image, and of a node.</summary>
/// <remarks>Symbols and sources: docs/science/cable.md.</remarks>
internal sealed class CableParameters
{
    /// <summary>Passive compartments between two nodes.</summary>
    public const int Internodal = 10;

    private CableParameters(FibreGeometry geometry)
    {
        var rho = FibreTables.Constant("resistivity") * 1e-2;
        var capacitance = FibreTables.Constant("membrane_capacitance") * 1e-2;
        var mysaGap = FibreTables.Constant("mysa_gap") * 1e-6;
        var internodeGap = FibreTables.Constant("internode_gap") * 1e-6;
        var nodeDiameter = geometry.Dimensions.NodeDiameterMicrometre * 1e-6;
        var axonDiameter = geometry.Dimensions.AxonDiameterMicrometre * 1e-6;
        var lamellae = geometry.Dimensions.Lamellae;
        var nodeAxial = HalfAxial(rho, geometry.NodeLength, nodeDiameter);
        var nodePeriaxonal = HalfPeriaxonal(rho, geometry.NodeLength, nodeDiameter, mysaGap);
        var axial = new double[Internodal];
        var periaxonal = new double[Internodal];
        for (var i = 0; i < Internodal; i++)
        {
            var isMysa = i is 0 or Internodal - 1;
            var length = isMysa ? geometry.MysaLength : i is 1 or Internodal - 2 ? geometry.FlutLength : geometry.StinLength;
            var diameter = isMysa ? nodeDiameter : axonDiameter;
            var axolemma = Math.PI * diameter * length;
            var myelin = Math.PI * geometry.Diameter * length;
            Capacitance[i] = capacitance * axolemma;
            Conductance[i] = FibreTables.Constant(isMysa ? "mysa_conductance" : "internode_conductance") * 1e4 * axolemma;
            MyelinCapacitance[i] = FibreTables.Constant("myelin_capacitance") * 1e-2 / (2 * lamellae) * myelin;
            MyelinConductance[i] = FibreTables.Constant("myelin_conductance") * 1e4 / (2 * lamellae) * myelin;
            axial[i] = HalfAxial(rho, length, diameter);
            periaxonal[i] = HalfPeriaxonal(rho, length, diameter, isMysa ? mysaGap : internodeGap);
        }

        for (var i = 0; i <= Internodal; i++)
        {
            var before = i == 0 ? nodeAxial : axial[i - 1];
            var after = i == Internodal ? nodeAxial : axial[i];
            AxialConductance[i] = 1 / (before + after);
            var beforeGap = i == 0 ? nodePeriaxonal : periaxonal[i - 1];
            var afterGap = i == Internodal ? nodePeriaxonal : periaxonal[i];
            PeriaxonalConductance[i] = 1 / (beforeGap + afterGap);
        }

        var nodeArea = Math.PI * nodeDiameter * geometry.NodeLength;
        var isPena = geometry.Model == FibreModel.Pena;
        NodeCapacitance = capacitance * nodeArea;
        SodiumFast = FibreTables.Constant(isPena ? "pena_sodium_fast" : "sodium_fast") * 1e4 * nodeArea;
        SodiumPersistent = FibreTables.Constant("sodium_persistent") * 1e4 * nodeArea;
        PotassiumSlow = FibreTables.Constant(isPena ? "pena_potassium_slow" : "potassium_slow") * 1e4 * nodeArea;
        Leak = FibreTables.Constant("leak") * 1e4 * nodeArea;
    }

    /// <summary>Axolemma capacitance of each internodal compartment, F.</summary>
    public double[] Capacitance { get; } = new double[Internodal];

    /// <summary>Axolemma conductance, S.</summary>
    public double[] Conductance { get; } = new double[Internodal];

    /// <summary>Myelin capacitance, F.</summary>
    public double[] MyelinCapacitance { get; } = new double[Internodal];

    /// <summary>Myelin conductance, S.</summary>
    public double[] MyelinConductance { get; } = new double[Internodal];

    /// <summary>Axoplasm, S: entry i joins compartment i - 1 to compartment i; the first and the last join the nodes.</summary>
    public double[] AxialConductance { get; } = new double[Internodal + 1];

    /// <summary>Periaxonal space, S; entries as for the axoplasm.</summary>
    public double[] PeriaxonalConductance { get; } = new double[Internodal + 1];

    /// <summary>F.</summary>
    public double NodeCapacitance { get; }

    /// <summary>Largest fast sodium conductance of a node, S.</summary>
    public double SodiumFast { get; }

    /// <summary>Largest persistent sodium conductance of a node, S.</summary>
    public double SodiumPersistent { get; }

    /// <summary>Largest slow potassium conductance of a node, S.</summary>
    public double PotassiumSlow { get; }

    /// <summary>Leak conductance of a node, S.</summary>
    public double Leak { get; }

    public static CableParameters Of(FibreGeometry geometry) => new(geometry);

    private static double HalfAxial(double rho, double length, double diameter) =>
        rho * (length / 2) / (Math.PI * diameter * diameter / 4);

    private static double HalfPeriaxonal(double rho, double length, double diameter, double gap)
    {
        var inner = diameter / 2;
        var outer = inner + gap;
        return rho * (length / 2) / (Math.PI * ((outer * outer) - (inner * inner)));
    }
}
