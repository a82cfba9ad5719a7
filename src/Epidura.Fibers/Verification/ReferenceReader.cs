using System.Text.Json;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Verification;

/// <summary>Reads fibres, fields and waveforms of a reference file; its units are µm, ms, mA, mV, S/m.</summary>
internal static class ReferenceReader
{
    private const double StepsMax = 1e7;

    public static double Number(JsonElement element, string name) => OptionalNumber(element, name)
        ?? throw new ReferenceCaseException($"{name} is missing or not a number");

    public static double? OptionalNumber(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : null;

    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new ReferenceCaseException($"{name} is missing or not a text");

    public static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement Object(JsonElement element, string name) =>
        Optional(element, name) ?? throw new ReferenceCaseException($"{name} is missing");

    /// <summary>Name, age or spelling of a model does not matter: MRG_DISCRETE, MrgDiscrete and mrg-discrete are one.</summary>
    public static FibreModel Model(string name)
    {
        var plain = new string([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
        return plain switch
        {
            "MRGDISCRETE" or "MRG" or "DISCRETE" => FibreModel.MrgDiscrete,
            "MRGINTERPOLATION" or "MRGINTERPOLATED" or "INTERPOLATION" => FibreModel.MrgInterpolation,
            "PENA" or "MRGPENA" => FibreModel.Pena,
            "SMALLMRGINTERPOLATION" or "SMALLINTERPOLATION" or "SMALLMRGINTERPOLATIONV1" => FibreModel.SmallInterpolation,
            "HODGKINHUXLEY" or "HH" => FibreModel.HodgkinHuxley,
            "RATTAYABERHAM" or "RATTAY" => FibreModel.RattayAberham,
            _ => throw new ReferenceCaseException(
                $"unknown fibre model '{name}'; known: MRG_DISCRETE, MRG_INTERPOLATION, PENA, SMALL_MRG_INTERPOLATION, "
                + "HODGKIN_HUXLEY, RATTAY_ABERHAM"),
        };
    }

    public static FibreGeometry Geometry(JsonElement fibre, int? nodesOtherwise = null)
    {
        var model = Model(Text(fibre, "model"));
        var nodes = OptionalNumber(fibre, "n_nodes") ?? nodesOtherwise ?? throw new ReferenceCaseException("n_nodes is missing");
        return Geometry(
            model,
            Number(fibre, "diameter_um"),
            (int)nodes,
            OptionalNumber(fibre, "temperature_C"),
            (int)(OptionalNumber(fibre, "passive_end_nodes_each_end") ?? 1));
    }

    public static FibreGeometry Geometry(FibreModel model, double diameterMicrometre, int nodes, double? temperature, int passive)
    {
        try
        {
            return FibreGeometry.Create(model, diameterMicrometre * 1e-6, nodes, temperature, passive);
        }
        catch (ArgumentOutOfRangeException refusal)
        {
            throw new ReferenceCaseException(refusal.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Potential at every compartment per ampere, V/A, of weighted point sources in an unbounded medium.</summary>
    public static double[] UnitPotential(FibreGeometry geometry, JsonElement medium, IEnumerable<JsonElement> sources)
    {
        var sigma = OptionalNumber(medium, "sigma");
        var (sx, sy, sz) = sigma is { } s ? (s, s, s) : (Number(medium, "sigma_x"), Number(medium, "sigma_y"), Number(medium, "sigma_z"));
        if (!(sx > 0 && sy > 0 && sz > 0))
            throw new ReferenceCaseException($"conductivities must be above zero, S/m: {sx}, {sy}, {sz}");
        var potential = new double[geometry.Compartments];
        var centre = (geometry.Nodes - 1) / 2 * geometry.Internode;
        foreach (var source in sources)
        {
            var x = Number(source, "x_um") * 1e-6;
            var y = Number(source, "y_um") * 1e-6;
            var z = Number(source, "z_um_from_centre_node") * 1e-6;
            var weight = OptionalNumber(source, "weight") ?? 1;
            for (var i = 0; i < potential.Length; i++)
            {
                var dz = geometry.ArcPositions[i] - centre - z;
                var distance = Math.Sqrt((sy * sz * x * x) + (sx * sz * y * y) + (sx * sy * dz * dz));
                if (!(distance > 0))
                    throw new ReferenceCaseException("a source lies on the fibre");
                potential[i] += weight / (4 * Math.PI * distance);
            }
        }

        return potential;
    }

    /// <summary>Null where the case has no field.</summary>
    public static Waveform? Waveform(JsonElement? waveform)
    {
        if (waveform is not { } w)
            return null;
        var type = Text(w, "type").Trim();
        if (type.StartsWith("none", StringComparison.OrdinalIgnoreCase))
            return null;
        return type.ToUpperInvariant() switch
        {
            "MONO" or "MONOPHASIC" => new Waveform.Monophasic(Positive(w, "pw") * 1e-3),
            "BIPHASIC" => new Waveform.Biphasic(
                Positive(w, "pw") * 1e-3, (OptionalNumber(w, "gap") ?? 0) * 1e-3, OptionalNumber(w, "ratio") ?? 1),
            "SINE" or "SINUSOID" => new Waveform.Sinusoid(Positive(w, "f_khz") * 1e3, Positive(w, "dur") * 1e-3),
            "TRAIN" => new Waveform.Train(
                Waveform(Object(w, "unit")) ?? throw new ReferenceCaseException("the train has no unit"),
                (int)Positive(w, "n"),
                Positive(w, "period") * 1e-3),
            _ => throw new ReferenceCaseException($"unknown waveform type '{type}'; known: mono, biphasic, sine, train, none"),
        };
    }

    /// <summary>Samples of a waveform, bounded.</summary>
    public static double[] Sample(Waveform waveform, double stepMillisecond)
    {
        Steps(waveform.Duration * 1e3, stepMillisecond);
        return waveform.Sample(stepMillisecond * 1e-3);
    }

    /// <summary>Whole steps in a time, at most ten million.</summary>
    public static int Steps(double millisecond, double stepMillisecond)
    {
        var steps = Math.Round(millisecond / stepMillisecond);
        return steps is >= 0 and <= StepsMax
            ? (int)steps
            : throw new ReferenceCaseException($"{millisecond} ms at steps of {stepMillisecond} ms are not 0 to {StepsMax} steps");
    }

    private static double Positive(JsonElement element, string name)
    {
        var value = Number(element, name);
        return value > 0 ? value : throw new ReferenceCaseException($"{name} must be above zero but is {value}");
    }
}
