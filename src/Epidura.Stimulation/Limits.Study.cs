namespace Epidura.Stimulation;

public static partial class Limits
{
    /// <summary>Rows of studies on single fibres, which no patient and no generator meets.</summary>
    private static Guardrail[] Study =>
    [
        new("fibre_diameter_um", "µm", 1, 16, 5.7, 15, 0.1, 10, "", "Range of the published fibre models"),
        new("fibre_nodes", "", 5, 2001, 21, 201, 2, 51, "", Project),
        new("source_distance_mm", "mm", 0.01, 200, 0.5, 20, 0.1, 2, "", Project),
        new("source_along_mm", "mm", -200, 200, -20, 20, 0.1, 0, "", Project),
        new("study_pulse_width_us", "µs", 1, 10_000, 20, 1000, 10, 200, "", Project),
        new("study_interphase_gap_us", "µs", 0, 10_000, 0, 200, 10, 0, "", Project),
        new("phase_ratio", "", 1, 20, 1, 10, 1, 1, "", Project),
        new("study_amplitude_max_ma", "mA", 0.001, 1000, 1, 100, 1, 25.5, "", Project),
        new("time_step_us", "µs", 0.1, 20, 1, 5, 0.5, 5, "", "1 and 5 µs are customary for the double cable"),
        new("threshold_tolerance", "", 0.000001, 0.1, 0.0001, 0.01, 0.001, 0.005, "", Project),
    ];
}
