namespace Epidura.Stimulation;

public static partial class Limits
{
    private const string Plausible = "Adults and older children; a slip of the pen lies outside";
    private const string Marketed = "Wider than every lead of the catalogue";

    /// <summary>Rows that only a case file has: the patient, the pain map, a lead's own geometry, the objective.</summary>
    private static Guardrail[] CaseFile =>
    [
        new("age_years", "years", 0, 120, 18, 95, 1, 50, "", Plausible),
        new("height_cm", "cm", 80, 230, 140, 205, 1, 170, "", Plausible),
        new("weight_kg", "kg", 20, 300, 40, 180, 1, 75, "", Plausible),
        new("nrs", "", 0, 10, 0, 10, 0.5, 5, "", "Numeric rating scale, 0 no pain to 10 worst"),
        new("pain_weight", "", 0.01, 100, 0.1, 10, 0.1, 1, "", Project),
        new("random_adult_seed", "", 0, 2_147_483_647, 0, 2_147_483_647, 1, 1, "", Project),
        new("conductivity_s_m", "S/m", 0.0001, 10, 0.002, 2, 0.001, 0.1, "", "Published tissue models lie within 0.004-1.8 S/m"),
        new("pair_separation_mm", "mm", 1.5, 12, 2, 6, 0.5, 3, "", "Two rods side by side: more than one diameter, less than the sac"),
        new("lead_diameter_mm", "mm", 0.5, 2.5, 1, 1.5, 0.05, 1.3, "", Marketed),
        new("contact_count", "", 1, 32, 4, 16, 1, 8, "", Marketed),
        new("contact_length_mm", "mm", 0.5, 10, 1.5, 6, 0.1, 3, "", Marketed),
        new("contact_width_mm", "mm", 0.5, 10, 1, 4, 0.1, 1.5, "", Marketed),
        new("pitch_mm", "mm", 1, 60, 3, 20, 0.5, 7, "", Marketed),
        new("column_pitch_mm", "mm", 0.6, 10, 1.5, 5, 0.1, 2.5, "", Marketed),
        new("tip_mm", "mm", 0, 20, 0.5, 12, 0.1, 1.5, "", Marketed),
        new("paddle_width_mm", "mm", 2, 16, 6, 12, 0.5, 8, "", Marketed),
        new("paddle_thickness_mm", "mm", 0.5, 3, 1, 2.2, 0.1, 2, "", Marketed),
        new("paddle_length_mm", "mm", 10, 120, 30, 80, 0.5, 60, "", Marketed),
        new("optimise_coverage", "", 0.01, 100, 0.1, 10, 0.1, 1, "", Project),
        new("optimise_unwanted", "", 0, 100, 0, 10, 0.1, 0.3, "", Project),
        new("optimise_energy", "", 0, 100, 0, 10, 0.1, 0.1, "", Project),
    ];
}
