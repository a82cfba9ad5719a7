namespace Epidura.Stimulation;

public static partial class Limits
{
    /// <summary>Rows of studies on single fibres, which no patient and no generator meets.</summary>
    private static Guardrail[] Study =>
    [
        new("fibre_diameter_um", "µm", 1, 16, 5.7, 15, 0.1, 10, "", "Range of the published fibre models"),
        new("unmyelinated_diameter_um", "µm", 0.2, 1000, 0.5, 500, 0.1, 1, "", "Range of the published unmyelinated models"),
        new("unmyelinated_length_mm", "mm", 0.5, 1000, 3, 100, 0.5, 5, "", Project),
        new("fibre_temperature_c", "°C", 0, 50, 6.3, 40, 0.1, 37, "", Project),
        new("fibre_nodes", "", 5, 2001, 21, 201, 2, 51, "", Project),
        new("source_distance_mm", "mm", 0.01, 200, 0.5, 20, 0.1, 2, "", Project),
        new("source_along_mm", "mm", -200, 200, -20, 20, 0.1, 0, "", Project),
        new("study_pulse_width_us", "µs", 1, 10_000, 20, 1000, 10, 200, "", Project),
        new("study_interphase_gap_us", "µs", 0, 10_000, 0, 200, 10, 0, "", Project),
        new("phase_ratio", "", 1, 20, 1, 10, 1, 1, "", Project),
        new("study_time_constant_us", "µs", 10, 100_000, 200, 10_000, 10, 1000, "", "Resistance times blocking capacitance"),
        new("study_frequency_hz", "Hz", 1, 100_000, 100, 50_000, 100, 1000, "", Project),
        new("study_duration_ms", "ms", 0.01, 1000, 0.1, 100, 0.1, 2, "", Project),
        new("study_pulses", "", 1, 10_000, 1, 100, 1, 1, "", Project),
        new("study_rate_hz", "Hz", 0.1, 50_000, 1, 10_000, 1, 50, "", Project),
        new("study_window_ms", "ms", 0.1, 10_000, 1, 1000, 0.1, 3, "", Project),
        new("study_strength", "", 0.01, 1000, 0.5, 10, 0.1, 1.5, "", "Multiple of the threshold; project decision"),
        new("study_spikes", "", 1, 1000, 1, 20, 1, 1, "", Project),
        new("study_amplitude_max_ma", "mA", 0.001, 1000, 1, 100, 1, 25.5, "", Project),
        new("time_step_us", "µs", 0.1, 20, 1, 5, 0.5, 5, "", "1 and 5 µs are customary for the double cable"),
        new("threshold_tolerance", "", 0.000001, 0.1, 0.0001, 0.01, 0.001, 0.005, "", Project),
    ];
}
