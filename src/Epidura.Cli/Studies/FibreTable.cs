using Epidura.Cli.Output;

namespace Epidura.Cli.Studies;

/// <summary>Reads a table of fibres, one a row; a column that is left out, or an empty cell, takes the value of the command line.</summary>
internal static class FibreTable
{
    public static readonly string[] Columns =
    [
        "model", "diameter_um", "nodes", "distance_mm", "along_mm", "conductivity_s_m", "axial_conductivity_s_m", "polarity", "waveform",
        "pulse_width_us", "interphase_gap_us", "phase_ratio", "length_mm", "temperature_c", "time_constant_us", "frequency_hz",
        "duration_ms", "pulses", "rate_hz",
    ];

    public static List<FibreStudy> Read(string path, FibreStudy usual)
    {
        var table = CsvFile.Read(path, Columns, []);
        List<FibreStudy> studies = [];
        foreach (var row in table.Rows)
        {
            var study = usual with
            {
                Model = row.Text("model") ?? usual.Model,
                DiameterUm = row.Number("diameter_um") ?? usual.DiameterUm,
                Nodes = Whole(row, "nodes", usual.Nodes),
                LengthMm = row.Number("length_mm") ?? usual.LengthMm,
                TemperatureC = row.Number("temperature_c") ?? usual.TemperatureC,
                DistanceMm = row.Number("distance_mm") ?? usual.DistanceMm,
                AlongMm = row.Number("along_mm") ?? usual.AlongMm,
                ConductivitySM = row.Number("conductivity_s_m") ?? usual.ConductivitySM,
                AxialConductivitySM = row.Number("axial_conductivity_s_m") ?? usual.AxialConductivitySM,
                Polarity = row.Text("polarity") ?? usual.Polarity,
                Waveform = row.Text("waveform") ?? usual.Waveform,
                FromFile = row.Text("waveform") is null ? usual.FromFile : null,
                PulseWidthUs = row.Number("pulse_width_us") ?? usual.PulseWidthUs,
                InterphaseGapUs = row.Number("interphase_gap_us") ?? usual.InterphaseGapUs,
                PhaseRatio = row.Number("phase_ratio") ?? usual.PhaseRatio,
                TimeConstantUs = row.Number("time_constant_us") ?? usual.TimeConstantUs,
                FrequencyHz = row.Number("frequency_hz") ?? usual.FrequencyHz,
                DurationMs = row.Number("duration_ms") ?? usual.DurationMs,
                Pulses = Whole(row, "pulses", usual.Pulses),
                RateHz = row.Number("rate_hz") ?? usual.RateHz,
            };
            if (study.Refusal() is { } refusal)
                throw new WrongInputException($"{path}:{row.Line}:1: {refusal}");
            studies.Add(study);
        }

        return studies.Count == 0 ? throw new WrongInputException($"{path}:1:1: the table has no row; allowed is one or more.") : studies;
    }

    private static int Whole(CsvRow row, string column, int usual)
    {
        var value = row.Number(column) ?? usual;
        return value == Math.Truncate(value)
            ? (int)Math.Clamp(value, int.MinValue, int.MaxValue)
            : throw row.Refuse(column, "a whole number");
    }
}
