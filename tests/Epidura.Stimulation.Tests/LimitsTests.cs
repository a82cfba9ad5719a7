namespace Epidura.Stimulation.Tests;

/// <summary>The numbers of the limits a second time, so that no change of one goes unnoticed: who changes a limit changes it here too,
/// and says why in docs/science/limits.md.</summary>
public class LimitsTests
{
    [Theory]
    [Trait("Requirement", "I-01")]
    [Trait("Requirement", "I-02")]
    [Trait("Requirement", "I-03")]
    [Trait("Requirement", "I-04")]
    [InlineData("amplitude_ma", "mA", "I-02", 0, 25.5, 0, 12.7, 0.1, 0)]
    [InlineData("contact_current_ma", "mA", "I-01", 0, 12.7, 0, 12.7, 0.1, 0)]
    [InlineData("pulse_width_us", "µs", "I-03", 10, 1000, 50, 500, 10, 300)]
    [InlineData("interphase_gap_us", "µs", "I-16", 0, 1000, 0, 200, 10, 0)]
    [InlineData("rate_hz", "Hz", "I-04", 1, 10000, 20, 1200, 1, 50)]
    [InlineData("fraction_per_mille", "per mille", "I-13", -1000, 1000, -1000, 1000, 10, 0)]
    [InlineData("lateral_mm", "mm", "", -8, 8, -5, 5, 0.5, 0)]
    [InlineData("angle_deg", "°", "", -20, 20, -10, 10, 1, 0)]
    [InlineData("depth_gap_mm", "mm", "", 0, 5, 0, 2, 0.1, 0)]
    [InlineData("tip_fraction", "", "", 0, 1, 0, 1, 0.05, 0)]
    [InlineData("encapsulation_mm", "mm", "", 0, 1, 0.1, 0.3, 0.05, 0.3)]
    [InlineData("dorsal_csf_mm", "mm", "", 0.5, 10, 1.5, 8.5, 0.1, 3.5)]
    [InlineData("dorsal_csf_change_mm", "mm", "", -4, 6, -2, 3.4, 0.1, 0)]
    [InlineData("cord_width_mm", "mm", "", 3, 17, 4, 14, 0.1, 8.5)]
    [InlineData("cord_depth_mm", "mm", "", 2, 12, 2.8, 8, 0.1, 5.9)]
    [InlineData("cord_shift_mm", "mm", "", -3, 3, -2, 2, 0.1, 0)]
    [InlineData("ventral_csf_mm", "mm", "", 0.2, 15, 1, 10, 0.1, 3)]
    [InlineData("sac_width_mm", "mm", "", 6, 30, 10, 24, 0.1, 15)]
    [InlineData("grey_area_mm2", "mm2", "", 1, 40, 2, 20, 0.1, 8)]
    [InlineData("curvature_radius_mm", "mm", "", 100, 100000, 120, 100000, 10, 150)]
    [InlineData("root_offset_vertebrae", "vertebrae", "", -1, 2, -0.5, 1, 0.1, 0)]
    public void A_limit_has_its_number_its_unit_and_the_invariant_it_enforces(
        string parameter, string unit, string requirement, double min, double max, double recommendedMin, double recommendedMax,
        double step, double suggestion)
    {
        var row = Limits.Of(parameter);
        Assert.Equal((unit, requirement), (row.Unit, row.Requirement));
        Assert.Equal((min, max), (row.Min, row.Max));
        Assert.Equal((recommendedMin, recommendedMax), (row.RecommendedMin, row.RecommendedMax));
        Assert.Equal((step, suggestion), (row.Step, row.Suggestion));
        Assert.NotEmpty(row.Source);
    }

    [Fact]
    [Trait("Requirement", "I-05")]
    [Trait("Requirement", "I-06")]
    [Trait("Requirement", "I-07")]
    [Trait("Requirement", "I-15")]
    [Trait("Requirement", "I-17")]
    public void The_compiled_ceiling_has_its_numbers()
    {
        Assert.Equal(12.7, Limits.ContactCurrentMax.Milliamperes, 1e-12);
        Assert.Equal(25.5, Limits.TotalCurrentMax.Milliamperes, 1e-12);
        Assert.Equal(12.7, Limits.ChargePerPhaseMax.Microcoulombs, 1e-12);
        Assert.Equal(30, Limits.ChargeDensityMax.MicrocoulombsPerSquareCentimetre, 1e-9);
        Assert.Equal((1.5, 1.85), (Limits.ShannonWarn, Limits.ShannonMax));
        Assert.Equal(18, Limits.OutputVoltageMax.Volts, 1e-12);
        Assert.Equal(0.5, Limits.Headroom.Volts, 1e-12);
        Assert.Equal(17.5, Limits.ComplianceMax.Volts, 1e-12);
        Assert.Equal(5, Limits.AverageContactCurrentMax.Milliamperes, 1e-12);
        Assert.Equal((20, 3.0, 4), (Limits.RecoveryMinMicrosecond, Limits.RecoveryTimeConstantsMin, Limits.AreasMax));
        Assert.Equal(50, Limits.ResidualVoltageMax.Volts * 1e3, 1e-9);
    }

    [Fact]
    public void The_edges_of_a_range_are_inside_and_not_a_number_is_not()
    {
        var row = Limits.Of("amplitude_ma");
        Assert.True(row.Accepts(row.Min) && row.Accepts(row.Max));
        Assert.False(row.Accepts(Math.BitDecrement(row.Min)) || row.Accepts(Math.BitIncrement(row.Max)) || row.Accepts(double.NaN));
        Assert.Equal("0 to 25.5 mA", row.Range);
        Assert.Equal("0 to 1", Limits.Of("tip_fraction").Range);
    }

    [Fact]
    public void A_limit_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Limits.Of("no_such_parameter"));
        Assert.Contains("no_such_parameter", error.Message, StringComparison.Ordinal);
        Assert.False(Limits.TryGet("no_such_parameter", out _));
    }
}
