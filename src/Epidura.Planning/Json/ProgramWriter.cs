using System.Text.Json;
using Epidura.Planning.Recruitment;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Json;

/// <summary>Writes one program of plan.json.</summary>
internal sealed class ProgramWriter(Utf8JsonWriter json)
{
    private readonly JsonFields _fields = new(json);

    public void Write(PlannedProgram program)
    {
        json.WriteNumber("rank", program.Rank);
        json.WriteString("kind", program.Kind);
        json.WriteString("why", program.Why);
        WriteProgram(program.Program);
        _fields.Number("score", program.Score);
        _fields.Interval("perception_ma", program.PerceptionThreshold, 1e3);
        json.WriteString("perceived_by", program.PerceivedBy);
        _fields.Interval("discomfort_ma", program.DiscomfortThreshold, 1e3);
        json.WriteString("discomfort_by", program.DiscomfortBy);
        _fields.Interval("usage_range", program.UsageRange, 1);
        _fields.Number("suggested_ma", program.SuggestedAmplitude * 1e3);
        _fields.Interval("coverage", program.Coverage, 1);
        _fields.Interval("unwanted", program.Unwanted, 1);
        _fields.List("areas", program.Areas, a =>
        {
            json.WriteString("region", a.Region);
            json.WriteString("title", a.Title);
            json.WriteString("side", JsonFields.Side(a.Side));
            _fields.Number("weight", a.Weight);
            _fields.Number("covered", a.Covered);
        });
        _fields.List("segments", program.Segments, s =>
        {
            json.WriteString("segment", s.Segment.ToString());
            json.WriteString("side", JsonFields.Side(s.Side));
            _fields.Number("dorsal_column", s.DorsalColumn);
            _fields.Number("dorsal_root", s.DorsalRoot);
            json.WriteBoolean("covered", s.IsCovered);
            json.WriteBoolean("target", s.IsTarget);
        });
        WriteSafety(program.Safety);
        _fields.List("batteries", program.Batteries, b =>
        {
            json.WriteString("device", b.Device);
            json.WriteString("title", b.Title);
            json.WriteBoolean("rechargeable", b.IsRechargeable);
            _fields.Number("drain_ua", b.CurrentDrain * 1e6);
            _fields.Number("years", b.Years);
            _fields.Number("days", b.Days);
            json.WriteString("note", b.Note);
        });
        _fields.List("variants", program.Variants, WriteVariant);
        WriteCurves(program.Curves);
        _fields.List("fibres", program.Fibres, WriteFibre);
        _fields.List("slices", program.Slices, WriteSlice);
        _fields.Number("predictor_error", program.PredictorError);
    }

    private void WriteProgram(StimulationProgram program)
    {
        json.WriteStartObject("program");
        json.WriteString("name", program.Name);
        _fields.List("areas", program.Areas, area =>
        {
            _fields.Fractions("contacts_per_mille", area.Contacts);
            _fields.Number("amplitude_ma", area.Amplitude.Milliamperes);
            json.WriteNumber("pulse_width_us", area.PulseWidthMicrosecond);
            json.WriteNumber("interphase_gap_us", area.InterphaseGapMicrosecond);
            _fields.Number("rate_hz", area.Rate.Hertz);
            json.WriteString("therapy", JsonFields.Word(area.Therapy));
            json.WriteString("recharge", JsonFields.Word(area.Recharge));
        });
        json.WriteEndObject();
    }

    private void WriteSafety(ProgramSafety safety)
    {
        json.WriteStartObject("safety");
        _fields.Number("charge_per_phase_uc", safety.ChargePerPhase * 1e6);
        _fields.Number("charge_density_uc_per_cm2", safety.ChargeDensity * 100);
        _fields.Number("shannon_k", safety.ShannonK);
        _fields.Number("impedance_ohm", safety.Impedance);
        _fields.Number("impedance_min_ohm", safety.ImpedanceMin);
        _fields.Number("impedance_max_ohm", safety.ImpedanceMax);
        _fields.Number("compliance_v", safety.ComplianceVoltage);
        _fields.Number("charge_uc_per_s", safety.ChargePerSecond * 1e6);
        json.WriteStartArray("findings");
        foreach (var finding in safety.Findings)
            json.WriteStringValue(finding);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteVariant(VariantRow row)
    {
        json.WriteString("variant", row.Variant);
        _fields.Number("perception_ma", row.PerceptionThreshold * 1e3);
        _fields.Number("discomfort_ma", row.DiscomfortThreshold * 1e3);
        _fields.Number("suggested_ma", row.SuggestedAmplitude * 1e3);
        _fields.Number("coverage", row.Coverage);
        _fields.Number("unwanted", row.Unwanted);
        _fields.Number("coverage_at_base", row.CoverageAtBase);
        _fields.Number("impedance_ohm", row.Impedance);
    }

    private void WriteCurves(RecruitmentCurves curves)
    {
        json.WriteStartObject("curves");
        _fields.Numbers("amplitude_ma", curves.Amplitudes, 1e3);
        _fields.List("curves", curves.Curves, c =>
        {
            json.WriteString("kind", JsonFields.Word(c.Kind));
            json.WriteString("segment", c.Segment.ToString());
            json.WriteString("side", JsonFields.Side(c.Side));
            _fields.Number("available", c.Available);
            _fields.Numbers("counts", c.Counts, 1);
        });
        json.WriteEndObject();
    }

    private void WriteFibre(FibreThreshold fibre)
    {
        json.WriteString("kind", JsonFields.Word(fibre.Kind));
        json.WriteString("segment", fibre.Segment.ToString());
        json.WriteString("side", JsonFields.Side(fibre.Side));
        _fields.Number("diameter_um", fibre.Diameter * 1e6);
        _fields.Point("at_mm", fibre.At);
        _fields.Number("threshold_ma", fibre.Threshold * 1e3);
        _fields.Number("initiation_mm", fibre.InitiationHeight * 1e3);
    }

    private void WriteSlice(FieldSlice slice)
    {
        json.WriteString("plane", JsonFields.Word(slice.Plane));
        _fields.Number("at_mm", slice.At * 1e3);
        _fields.Numbers("horizontal_mm", slice.Horizontal, 1e3);
        _fields.Numbers("vertical_mm", slice.Vertical, 1e3);
        _fields.Matrix("volt", slice.Volts, 1);
    }
}
