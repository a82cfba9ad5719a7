using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers;

/// <summary>Lengths of one fibre diameter in micrometres, as published.</summary>
internal sealed record FibreDimensions(
    double DiameterMicrometre,
    double InternodeMicrometre,
    double FlutLengthMicrometre,
    double AxonDiameterMicrometre,
    double NodeDiameterMicrometre,
    double Lamellae);

/// <summary>One rate of a gate; see data/fibres/node-gates.csv and membrane-gates.csv.</summary>
internal sealed record GateRate(bool IsLinear, double Scale, double Shift, double Slope, double Factor, double FactorOrigin);

/// <summary>The tables of data/fibres, read once.</summary>
internal static class FibreTables
{
    private static readonly FibreDimensions[] Published = ReadPublished();
    private static readonly Dictionary<string, double> Constants = ReadConstants();
    private static readonly EmbeddedTable Polynomials = EmbeddedTable.Read("geometry-polynomials.csv");
    private static readonly Dictionary<string, GateRate> Gates = ReadGates();
    private static readonly Dictionary<string, GateRate> MembraneGates = ReadMembraneGates();

    public static IReadOnlyList<FibreDimensions> PublishedDimensions => Published;

    public static double Constant(string name) => Constants[name];

    public static GateRate Rate(string gate, string rate) => Gates[$"{gate}.{rate}"];

    public static GateRate MembraneRate(string membrane, string gate, string rate) => MembraneGates[$"{membrane}.{gate}.{rate}"];

    public static FibreDimensions Dimensions(FibreModel model, double diameterMicrometre) => model switch
    {
        FibreModel.MrgDiscrete => Array.Find(Published, d => Math.Abs(d.DiameterMicrometre - diameterMicrometre) < 1e-6)
            ?? throw new ArgumentOutOfRangeException(
                nameof(diameterMicrometre),
                diameterMicrometre,
                $"The discrete model has the diameters {string.Join(", ", Published.Select(d => d.DiameterMicrometre))} µm."),
        FibreModel.MrgInterpolation => Interpolate("interpolation", diameterMicrometre),
        FibreModel.Pena or FibreModel.SmallInterpolation => Interpolate("pena", diameterMicrometre),
        _ => UnmyelinatedTable.Find(model)?.Dimensions(diameterMicrometre)
            ?? throw new ArgumentOutOfRangeException(nameof(model), model, "Unknown fibre model."),
    };

    private static FibreDimensions Interpolate(string model, double diameter)
    {
        var axon = Evaluate(model, "axon_diameter", diameter, 0);
        return new FibreDimensions(
            diameter,
            Evaluate(model, "internode", diameter, axon),
            Evaluate(model, "flut_length", diameter, axon),
            axon,
            Evaluate(model, "node_diameter", diameter, axon),
            Evaluate(model, "lamellae", diameter, axon));
    }

    private static double Evaluate(string model, string quantity, double diameter, double axon)
    {
        double? value = null;
        foreach (var row in Polynomials.Rows)
        {
            if (Polynomials.Text(row, "model") != model || Polynomials.Text(row, "quantity") != quantity)
                continue;
            if (!(diameter >= Polynomials.Number(row, "d_min_um") - 1e-9 && diameter <= Polynomials.Number(row, "d_max_um") + 1e-9))
                continue;
            // Where two pieces meet, the later row (the larger diameters) holds.
            var x = Polynomials.Text(row, "variable") == "axon" ? axon : diameter;
            var result = Polynomials.Number(row, "c0") + (x * (Polynomials.Number(row, "c1") + (x * Polynomials.Number(row, "c2"))));
            value = Polynomials.Text(row, "rounding") == "trunc" ? Math.Truncate(result) : result;
        }

        return value ?? throw new ArgumentOutOfRangeException(
            nameof(diameter), diameter, $"The {model} model does not cover this fibre diameter, µm.");
    }

    private static FibreDimensions[] ReadPublished()
    {
        var table = EmbeddedTable.Read("mrg-geometry.csv");
        return [.. table.Rows.Select(row => new FibreDimensions(
            table.Number(row, "diameter_um"),
            table.Number(row, "internode_um"),
            table.Number(row, "flut_length_um"),
            table.Number(row, "axon_diameter_um"),
            table.Number(row, "node_diameter_um"),
            table.Number(row, "lamellae")))];
    }

    private static Dictionary<string, double> ReadConstants()
    {
        var table = EmbeddedTable.Read("membranes.csv");
        return table.Rows.ToDictionary(row => table.Text(row, "name"), row => table.Number(row, "value"));
    }

    private static Dictionary<string, GateRate> ReadMembraneGates()
    {
        var table = EmbeddedTable.Read("membrane-gates.csv");
        return table.Rows.ToDictionary(
            row => $"{table.Text(row, "membrane")}.{table.Text(row, "gate")}.{table.Text(row, "rate")}",
            row => new GateRate(
                table.Text(row, "form") == "linear",
                table.Number(row, "a"),
                table.Number(row, "b"),
                table.Number(row, "c"),
                1,
                0));
    }

    private static Dictionary<string, GateRate> ReadGates()
    {
        var table = EmbeddedTable.Read("node-gates.csv");
        return table.Rows.ToDictionary(
            row => $"{table.Text(row, "gate")}.{table.Text(row, "rate")}",
            row => new GateRate(
                table.Text(row, "form") == "linear",
                table.Number(row, "a"),
                table.Number(row, "b"),
                table.Number(row, "c"),
                table.Number(row, "q10"),
                table.Number(row, "t0_celsius")));
    }
}
