using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers;

/// <summary>A fibre's dimensions and compartments, from node 0 on: node, MYSA, FLUT, six STIN, FLUT, MYSA, node …; an unmyelinated
/// fibre is a row of equal compartments, each of which counts as a node.</summary>
/// <remarks>Equations, parameters and sources: docs/science/cable.md. Checked by FibreGeometryTests.</remarks>
public sealed partial class FibreGeometry
{
    /// <summary>Compartments of a myelinated fibre from one node to the next, the node included.</summary>
    public const int CompartmentsPerInternode = 11;

    private const double BodyCelsius = 37;
    private const int NodesMax = 10_000;
    private const double SlowestPerMetre = 1.5e6; // 1/s: 3 m/s for 2 µm
    private const double SlowestPerRoot = 250; // m^0.5/s: 0.25 m/s for 1 µm

    private readonly double[] _arcPositions;

    private FibreGeometry(FibreModel model, FibreDimensions dimensions, int nodes, double temperatureCelsius, int passiveEndNodes)
    {
        Model = model;
        Dimensions = dimensions;
        Nodes = nodes;
        TemperatureCelsius = temperatureCelsius;
        PassiveEndNodes = passiveEndNodes;
        Internode = dimensions.InternodeMicrometre * 1e-6;
        IsMyelinated = UnmyelinatedTable.Find(model) is null;
        if (!IsMyelinated)
        {
            NodeLength = Internode;
            _arcPositions = [.. Enumerable.Range(0, nodes).Select(i => i * Internode)];
            return;
        }

        NodeLength = FibreTables.Constant("node_length") * 1e-6;
        MysaLength = FibreTables.Constant("mysa_length") * 1e-6;
        FlutLength = dimensions.FlutLengthMicrometre * 1e-6;
        StinLength = (Internode - NodeLength - (2 * MysaLength) - (2 * FlutLength)) / 6;
        _arcPositions = Midpoints();
    }

    private FibreGeometry(FibreGeometry trunk, IReadOnlyList<FibreBranch> branches, IReadOnlyList<FibreGeometry> shapes, int nodes)
        : this(trunk.Model, trunk.Dimensions, trunk.Nodes, trunk.TemperatureCelsius, trunk.PassiveEndNodes)
    {
        (Branches, BranchShapes, Nodes) = (branches, shapes, nodes);
        _arcPositions = BranchedMidpoints(trunk);
    }

    /// <summary>Published model.</summary>
    public FibreModel Model { get; }

    /// <summary>False for a single cable without myelin.</summary>
    public bool IsMyelinated { get; }

    /// <summary>Fibre diameter with myelin, m.</summary>
    public double Diameter => Dimensions.DiameterMicrometre * 1e-6;

    /// <summary>Nodes of Ranvier, both ends and those of branches included; all compartments of an unmyelinated fibre.</summary>
    public int Nodes { get; }

    /// <summary>Compartments from one node to the next, the node included: 11, or 1 without myelin.</summary>
    public int CompartmentsPerNode => IsMyelinated ? CompartmentsPerInternode : 1;

    /// <summary>Compartments, 11 (nodes - 1) + 1, or as many as nodes without myelin.</summary>
    public int Compartments => (CompartmentsPerNode * (Nodes - 1)) + 1;

    /// <summary>From node to node, m; a compartment's length without myelin.</summary>
    public double Internode { get; }

    /// <summary>From the outer face of the first node to that of the last of the trunk, m.</summary>
    public double Length => (Internode * (TrunkNodes - 1)) + NodeLength;

    /// <summary>Longer than a spike takes from end to end, s: twice the time and more at the velocities that
    /// <see cref="ConductionVelocity"/> measures, which grow with the diameter, or its square root without myelin. For
    /// <see cref="ThresholdOptions.Window"/>.</summary>
    public double TravelTimeBound => Length / (IsMyelinated ? SlowestPerMetre * Diameter : SlowestPerRoot * Math.Sqrt(Diameter));

    /// <summary>Temperature of the channels, °C.</summary>
    public double TemperatureCelsius { get; }

    /// <summary>Nodes at each end without channels and cut off inside; an unmyelinated fibre is sealed there.</summary>
    public int PassiveEndNodes { get; }

    /// <summary>Length of a node, m.</summary>
    public double NodeLength { get; }

    /// <summary>Length of a paranodal attachment segment, m.</summary>
    public double MysaLength { get; }

    /// <summary>Length of a paranodal main segment, m.</summary>
    public double FlutLength { get; }

    /// <summary>Length of one of the six internodal segments, m.</summary>
    public double StinLength { get; }

    /// <summary>Midpoints of the compartments along the fibre, m, from node 0's midpoint; a branch goes on from its parent node.</summary>
    public ReadOnlySpan<double> ArcPositions => _arcPositions;

    /// <summary>Diameters that the discrete model has, m, rising.</summary>
    public static IReadOnlyList<double> PublishedDiameters { get; } =
        [.. FibreTables.PublishedDimensions.Select(d => d.DiameterMicrometre * 1e-6)];

    internal FibreDimensions Dimensions { get; }

    /// <summary>Describes a fibre.</summary>
    /// <param name="model">Published model.</param>
    /// <param name="diameter">Fibre diameter, m; one of <see cref="PublishedDiameters"/> (to 1e-12 m), or inside the model's range.</param>
    /// <param name="nodes">Nodes, both ends included; from 3 + 2 × passiveEndNodes to 10 000.</param>
    /// <param name="temperatureCelsius">°C, 0 to 50; null takes the model's own: 37, but 18.5 for the squid.</param>
    /// <param name="passiveEndNodes">Nodes at each end without channels and cut off inside; 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model does not cover the diameter, or a value is out of its range.</exception>
    public static FibreGeometry Create(
        FibreModel model, double diameter, int nodes, double? temperatureCelsius = null, int passiveEndNodes = 1)
    {
        Check(nodes, temperatureCelsius, passiveEndNodes);
        var dimensions = FibreTables.Dimensions(model, Math.Round(diameter * 1e6, 9));
        return new FibreGeometry(model, dimensions, nodes, Temperature(model, temperatureCelsius), passiveEndNodes);
    }

    /// <summary>Describes an unmyelinated fibre by its length.</summary>
    /// <param name="model">An unmyelinated model.</param>
    /// <param name="diameter">m; inside the model's range.</param>
    /// <param name="length">m; rounded up to whole compartments, from 3 + 2 × passiveEnds to 10 000 of them.</param>
    /// <param name="temperatureCelsius">°C, 0 to 50; null takes the model's own.</param>
    /// <param name="compartment">Compartment length, m; null takes that of data/fibres/unmyelinated.csv.</param>
    /// <param name="passiveEnds">Compartments at each end that take no part; the ends are sealed there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model is myelinated or does not cover the diameter, or a value is out of range.
    /// </exception>
    public static FibreGeometry CreateUnmyelinated(
        FibreModel model,
        double diameter,
        double length,
        double? temperatureCelsius = null,
        double? compartment = null,
        int passiveEnds = 0)
    {
        var dimensions = UnmyelinatedTable.Of(model).Dimensions(Math.Round(diameter * 1e6, 9));
        if (compartment is { } own)
            dimensions = dimensions with { InternodeMicrometre = own * 1e6 };
        if (!(dimensions.InternodeMicrometre > 0 && length > 0 && double.IsFinite(length)))
            throw new ArgumentOutOfRangeException(nameof(length), length, "Length and compartment must be above zero, m.");
        var nodes = Math.Min(1e9, Math.Ceiling((length * 1e6 / dimensions.InternodeMicrometre) - 1e-9));
        Check((int)nodes, temperatureCelsius, passiveEnds);
        return new FibreGeometry(model, dimensions, (int)nodes, Temperature(model, temperatureCelsius), passiveEnds);
    }

    private static double Temperature(FibreModel model, double? given) =>
        given ?? UnmyelinatedTable.Find(model)?.TemperatureCelsius ?? BodyCelsius;

    private static void Check(int nodes, double? temperatureCelsius, int passiveEndNodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(passiveEndNodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passiveEndNodes, 1000);
        if (nodes <= 2 * passiveEndNodes)
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, FormattableString.Invariant(
                $"A fibre of {nodes} nodes with {passiveEndNodes} passive ones at each end is wholly passive: no node has channels."));
        if (nodes < 3 + (2 * passiveEndNodes))
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, FormattableString.Invariant(
                $"A fibre with {passiveEndNodes} passive nodes at each end needs {3 + (2 * passiveEndNodes)} nodes or more."));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, NodesMax);
        if (temperatureCelsius is { } given && !(given >= 0 && given <= 50))
            throw new ArgumentOutOfRangeException(nameof(temperatureCelsius), given, "The temperature must be 0 to 50 °C.");
    }

    private double[] Midpoints()
    {
        double[] lengths =
            [MysaLength, FlutLength, StinLength, StinLength, StinLength, StinLength, StinLength, StinLength, FlutLength, MysaLength];
        var midpoints = new double[Compartments];
        for (var node = 0; node < Nodes; node++)
        {
            midpoints[node * CompartmentsPerInternode] = node * Internode;
            if (node == Nodes - 1)
                break;
            var face = (node * Internode) + (NodeLength / 2);
            for (var i = 0; i < lengths.Length; i++)
            {
                midpoints[(node * CompartmentsPerInternode) + 1 + i] = face + (lengths[i] / 2);
                face += lengths[i];
            }
        }

        return midpoints;
    }
}
