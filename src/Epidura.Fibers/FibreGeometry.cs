namespace Epidura.Fibers;

/// <summary>A myelinated fibre's dimensions and compartments, from node 0 on: node, MYSA, FLUT, six STIN, FLUT, MYSA, node …</summary>
/// <remarks>Equations, parameters and sources: docs/science/cable.md. Checked by FibreGeometryTests.</remarks>
public sealed class FibreGeometry
{
    /// <summary>Compartments from one node to the next, the node included.</summary>
    public const int CompartmentsPerInternode = 11;

    private readonly double[] _arcPositions;

    private FibreGeometry(FibreModel model, FibreDimensions dimensions, int nodes, double temperatureCelsius, int passiveEndNodes)
    {
        Model = model;
        Dimensions = dimensions;
        Nodes = nodes;
        TemperatureCelsius = temperatureCelsius;
        PassiveEndNodes = passiveEndNodes;
        NodeLength = FibreTables.Constant("node_length") * 1e-6;
        MysaLength = FibreTables.Constant("mysa_length") * 1e-6;
        FlutLength = dimensions.FlutLengthMicrometre * 1e-6;
        Internode = dimensions.InternodeMicrometre * 1e-6;
        StinLength = (Internode - NodeLength - (2 * MysaLength) - (2 * FlutLength)) / 6;
        _arcPositions = Midpoints();
    }

    /// <summary>Published model.</summary>
    public FibreModel Model { get; }

    /// <summary>Fibre diameter with myelin, m.</summary>
    public double Diameter => Dimensions.DiameterMicrometre * 1e-6;

    /// <summary>Nodes of Ranvier, both ends included.</summary>
    public int Nodes { get; }

    /// <summary>Compartments, 11 (nodes - 1) + 1.</summary>
    public int Compartments => (CompartmentsPerInternode * (Nodes - 1)) + 1;

    /// <summary>From node to node, m.</summary>
    public double Internode { get; }

    /// <summary>From the outer face of the first node to that of the last, m.</summary>
    public double Length => (Internode * (Nodes - 1)) + NodeLength;

    /// <summary>Temperature of the channels, °C.</summary>
    public double TemperatureCelsius { get; }

    /// <summary>Nodes at each end without channels and cut off inside.</summary>
    public int PassiveEndNodes { get; }

    /// <summary>Length of a node, m.</summary>
    public double NodeLength { get; }

    /// <summary>Length of a paranodal attachment segment, m.</summary>
    public double MysaLength { get; }

    /// <summary>Length of a paranodal main segment, m.</summary>
    public double FlutLength { get; }

    /// <summary>Length of one of the six internodal segments, m.</summary>
    public double StinLength { get; }

    /// <summary>Midpoints of the compartments along the fibre, m, from node 0's midpoint.</summary>
    public ReadOnlySpan<double> ArcPositions => _arcPositions;

    /// <summary>Diameters that the discrete model has, m, rising.</summary>
    public static IReadOnlyList<double> PublishedDiameters { get; } =
        [.. FibreTables.PublishedDimensions.Select(d => d.DiameterMicrometre * 1e-6)];

    internal FibreDimensions Dimensions { get; }

    /// <summary>Describes a fibre.</summary>
    /// <param name="model">Published model.</param>
    /// <param name="diameter">Fibre diameter, m; one of <see cref="PublishedDiameters"/> (to 1e-12 m), or inside the model's range.</param>
    /// <param name="nodes">Nodes, both ends included; from 3 + 2 × passiveEndNodes to 10 000.</param>
    /// <param name="temperatureCelsius">°C, 0 to 50.</param>
    /// <param name="passiveEndNodes">Nodes at each end without channels and cut off inside; 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model does not cover the diameter, or a value is out of its range.</exception>
    public static FibreGeometry Create(
        FibreModel model, double diameter, int nodes, double temperatureCelsius = 37, int passiveEndNodes = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(passiveEndNodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passiveEndNodes, 1000);
        if (nodes <= 2 * passiveEndNodes)
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, FormattableString.Invariant(
                $"A fibre of {nodes} nodes with {passiveEndNodes} passive ones at each end is wholly passive: no node has channels."));
        if (nodes < 3 + (2 * passiveEndNodes))
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, FormattableString.Invariant(
                $"A fibre with {passiveEndNodes} passive nodes at each end needs {3 + (2 * passiveEndNodes)} nodes or more."));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, 10_000);
        if (!(temperatureCelsius >= 0 && temperatureCelsius <= 50))
            throw new ArgumentOutOfRangeException(nameof(temperatureCelsius), temperatureCelsius, "The temperature must be 0 to 50 °C.");
        var dimensions = FibreTables.Dimensions(model, Math.Round(diameter * 1e6, 9));
        return new FibreGeometry(model, dimensions, nodes, temperatureCelsius, passiveEndNodes);
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
