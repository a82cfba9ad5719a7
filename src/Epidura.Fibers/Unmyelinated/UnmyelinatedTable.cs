namespace Epidura.Fibers.Unmyelinated;

/// <summary>One row of data/fibres/unmyelinated.csv in SI units.</summary>
/// <param name="Membrane">Name of its kinetics.</param>
/// <param name="RestMillivolt">Potential from which the rates count, mV.</param>
/// <param name="Capacitance">F/m².</param>
/// <param name="Resistivity">Of the axoplasm, Ω·m.</param>
/// <param name="Sodium">Largest conductance, S/m², and reversal, V from rest.</param>
/// <param name="Potassium">Largest conductance, S/m², and reversal, V from rest.</param>
/// <param name="Leak">Conductance, S/m², and reversal, V from rest.</param>
/// <param name="RateFactor">Multiplies the rates at <paramref name="FactorOrigin"/>.</param>
/// <param name="Q10">Change of the rates over ten degrees.</param>
/// <param name="FactorOrigin">°C.</param>
/// <param name="TemperatureCelsius">Customary, °C.</param>
/// <param name="CompartmentMicrometre">Compartment length at <paramref name="ReferenceMicrometre"/>, µm.</param>
/// <param name="ReferenceMicrometre">Diameter, µm; 0 when the compartments do not scale.</param>
/// <param name="DiameterMinMicrometre">µm.</param>
/// <param name="DiameterMaxMicrometre">µm.</param>
internal sealed record UnmyelinatedRow(
    string Membrane,
    double RestMillivolt,
    double Capacitance,
    double Resistivity,
    (double Conductance, double Deviation) Sodium,
    (double Conductance, double Deviation) Potassium,
    (double Conductance, double Deviation) Leak,
    double RateFactor,
    double Q10,
    double FactorOrigin,
    double TemperatureCelsius,
    double CompartmentMicrometre,
    double ReferenceMicrometre,
    double DiameterMinMicrometre,
    double DiameterMaxMicrometre)
{
    /// <summary>Factor of the rates at a temperature.</summary>
    /// <remarks>Rounded because the runtime's Pow may differ in its last bit between machines.</remarks>
    public double FactorAt(double temperatureCelsius) =>
        Math.Round(RateFactor * Math.Pow(Q10, (temperatureCelsius - FactorOrigin) / 10), 12);

    /// <summary>A fibre of this row, its compartment as long as the table says.</summary>
    public FibreDimensions Dimensions(double diameterMicrometre)
    {
        if (!(diameterMicrometre >= DiameterMinMicrometre && diameterMicrometre <= DiameterMaxMicrometre))
            throw new ArgumentOutOfRangeException(
                nameof(diameterMicrometre),
                diameterMicrometre,
                FormattableString.Invariant(
                    $"The model covers diameters from {DiameterMinMicrometre} to {DiameterMaxMicrometre} µm."));
        var compartment = ReferenceMicrometre > 0
            ? CompartmentMicrometre * Math.Sqrt(diameterMicrometre / ReferenceMicrometre)
            : CompartmentMicrometre;
        return new FibreDimensions(diameterMicrometre, compartment, 0, diameterMicrometre, diameterMicrometre, 0);
    }

    /// <summary>A threshold's second difference over a length constant, V, and chronaxie, s.</summary>
    /// <remarks>Only the number of runs depends on them.</remarks>
    public static (double Curvature, double Chronaxie) Guess => (0.02, 1.5e-3);

    /// <summary>Compartments in one length constant, but at most a quarter of the fibre.</summary>
    public int NodesPerLengthConstant(FibreGeometry geometry) =>
        Math.Clamp((int)Math.Ceiling(LengthConstant(geometry.Diameter) / geometry.Internode), 1, Math.Max(1, geometry.Nodes / 4));

    /// <summary>A pulse into an end that starts a spike.</summary>
    /// <returns>The current that would polarise a passive end by 0.2 V, A, and its width, s.</returns>
    public (double Current, double Width) Pulse(FibreGeometry geometry)
    {
        const double Polarisation = 0.2;
        var area = Math.PI * geometry.Diameter * geometry.Diameter / 4;
        var conductance = area / (Resistivity * LengthConstant(geometry.Diameter));
        return (Polarisation * conductance, 0.5e-3);
    }

    /// <summary>Length constant at rest from the leak alone, m.</summary>
    public double LengthConstant(double diameter) => Math.Sqrt(diameter / (4 * Resistivity * Leak.Conductance));
}

/// <summary>The unmyelinated models: which row of data/fibres/unmyelinated.csv describes which <see cref="FibreModel"/>.</summary>
internal static class UnmyelinatedTable
{
    private static readonly Dictionary<string, UnmyelinatedRow> Rows = Read();

    /// <summary>The row of a model; null for a myelinated one.</summary>
    public static UnmyelinatedRow? Find(FibreModel model) => model switch
    {
        FibreModel.HodgkinHuxley => Rows["hodgkin-huxley"],
        FibreModel.RattayAberham => Rows["rattay-aberham"],
        _ => null,
    };

    public static UnmyelinatedRow Of(FibreModel model) =>
        Find(model) ?? throw new ArgumentOutOfRangeException(nameof(model), model, "Not an unmyelinated model.");

    private static Dictionary<string, UnmyelinatedRow> Read()
    {
        var table = EmbeddedTable.Read("unmyelinated.csv");
        return table.Rows.ToDictionary(row => table.Text(row, "model"), row =>
        {
            var rest = table.Number(row, "rest_mv");
            (double, double) Channel(string name) =>
                (table.Number(row, name + "_s_cm2") * 1e4, (table.Number(row, name + "_mv") - rest) * 1e-3);
            return new UnmyelinatedRow(
                table.Text(row, "membrane"),
                rest,
                table.Number(row, "capacitance_uf_cm2") * 1e-2,
                table.Number(row, "resistivity_ohm_cm") * 1e-2,
                Channel("sodium"),
                Channel("potassium"),
                Channel("leak"),
                table.Number(row, "rate_factor"),
                table.Number(row, "q10"),
                table.Number(row, "t0_celsius"),
                table.Number(row, "temperature_celsius"),
                table.Number(row, "compartment_um"),
                table.Number(row, "reference_um"),
                table.Number(row, "d_min_um"),
                table.Number(row, "d_max_um"));
        });
    }
}
