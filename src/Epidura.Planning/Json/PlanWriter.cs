using System.Text.Json;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;

namespace Epidura.Planning.Json;

/// <summary>Writes a plan but for its programs.</summary>
internal sealed class PlanWriter(Utf8JsonWriter json)
{
    private readonly JsonFields _fields = new(json);

    public void Write(PlanResult result)
    {
        json.WriteStartObject();
        json.WriteString("schema", PlanJson.Schema);
        json.WriteString("notice", "Research and education use; not a medical device.");
        WriteProvenance(result.Provenance);
        WriteCase(result.Case);
        WriteAnatomy(result.Anatomy);
        _fields.List("leads", result.Leads, WriteLead);
        WriteField(result.Field);
        WritePopulation(result.Population);
        _fields.List("programs", result.Programs, new ProgramWriter(json).Write);
        WriteTradeOff(result.TradeOff);
        _fields.List("stopped", result.Stopped, s =>
        {
            json.WriteString("label", s.Label);
            _fields.Number("score", s.Score);
            json.WriteString("requirement", s.Requirement);
            json.WriteString("message", s.Message);
        });
        _fields.List("warnings", result.Warnings, w =>
        {
            json.WriteString("level", JsonFields.Word(w.Level));
            json.WriteString("subject", w.Subject);
            json.WriteString("message", w.Message);
        });
        _fields.List("sources", result.Sources, s =>
        {
            json.WriteString("subject", s.Subject);
            json.WriteString("text", s.Text);
            json.WriteBoolean("assumption", s.IsAssumption);
        });
        json.WriteEndObject();
    }

    private void WriteProvenance(Provenance provenance)
    {
        json.WriteStartObject("provenance");
        json.WriteString("epidura_version", provenance.ProductVersion);
        json.WriteNumber("seed", provenance.Seed);
        json.WriteString("quality", provenance.Quality);
        json.WriteString("fibre_model", provenance.FibreModel);
        _fields.Number("time_step_us", provenance.TimeStep * 1e6);
        _fields.Number("threshold_tolerance", provenance.ThresholdTolerance);
        _fields.Texts("table_sha256", provenance.TableHashes);
        json.WriteEndObject();
    }

    private void WriteCase(PlannedCase given)
    {
        json.WriteStartObject("case");
        json.WriteString("title", given.Title);
        json.WriteString("source_name", given.SourceName);
        json.WriteString("source_text", given.SourceText);
        _fields.Texts("patient", given.Patient);
        _fields.List("pain", given.Pain, area =>
        {
            json.WriteString("region", area.Region);
            json.WriteString("title", area.Title);
            json.WriteString("side", JsonFields.Side(area.Side));
            _fields.Number("weight", area.Weight);
            _fields.Number("nrs", area.Nrs);
            _fields.List("targets", area.Targets, t =>
            {
                json.WriteString("segment", t.Segment.ToString());
                json.WriteString("side", JsonFields.Side(t.Side));
                _fields.Number("weight", t.Weight);
            });
        });
        json.WriteString("device", given.Device);
        json.WriteString("therapy", given.Therapy);
        _fields.Number("rate_hz", given.RateHertz);
        _fields.Number("amplitude_max_ma", given.AmplitudeMax * 1e3);
        _fields.Number("coverage_weight", given.CoverageWeight);
        _fields.Number("unwanted_weight", given.UnwantedWeight);
        _fields.Number("energy_weight", given.EnergyWeight);
        json.WriteEndObject();
    }

    private void WriteAnatomy(PlannedAnatomy anatomy)
    {
        json.WriteStartObject("anatomy");
        json.WriteString("body", anatomy.Body.Fingerprint);
        _fields.Number("centre_mm", anatomy.Centre * 1e3);
        _fields.List("vertebrae", anatomy.Vertebrae, m => Mark(m.Level.ToString(), m.Top, m.Bottom));
        _fields.List("entry_zones", anatomy.Segments, m => Mark(m.Segment.ToString(), m.Top, m.Bottom));
        _fields.List("assumptions", anatomy.Assumptions, a =>
        {
            json.WriteString("name", a.Name);
            json.WriteString("value", a.Value);
            json.WriteString("unit", a.Unit);
            json.WriteString("source", a.Source);
            json.WriteBoolean("assumption", a.IsAssumption);
        });
        json.WriteEndObject();
    }

    private void Mark(string name, double top, double bottom)
    {
        json.WriteString("name", name);
        _fields.Number("top_mm", top * 1e3);
        _fields.Number("bottom_mm", bottom * 1e3);
    }

    private void WriteLead(PlacedLead lead)
    {
        json.WriteString("id", lead.Id);
        json.WriteString("model", lead.Model.Name);
        _fields.Number("scar_mm", lead.Encapsulation * 1e3);
        _fields.List("contacts", lead.Model.Contacts, c =>
        {
            json.WriteNumber("number", c.Number);
            _fields.Point("centre_mm", lead.ContactCentre(c.Number));
            _fields.Number("area_mm2", c.Shape.Area.SquareMetres * 1e6);
        });
    }

    private void WriteField(FieldSummary field)
    {
        json.WriteStartObject("field");
        json.WriteNumber("cells", field.Cells);
        _fields.Number("spacing_min_mm", field.SpacingMin * 1e3);
        json.WriteNumber("iterations", field.Iterations);
        _fields.Number("residual", field.Residual);
        json.WriteNumber("solves", field.Solves);
        json.WriteString("boundary", field.Boundary);
        _fields.Texts("conductivity_s_per_m", field.Conductivities);
        json.WriteStartArray("contacts");
        foreach (var contact in field.Contacts)
            json.WriteStringValue(contact.ToString());
        json.WriteEndArray();
        _fields.Matrix("access_resistance_ohm", field.AccessResistance, 1);
        if (field.Halving is { } halving)
        {
            json.WriteStartObject("halving");
            json.WriteString("quality", halving.Quality);
            _fields.Number("factor", halving.Factor);
            json.WriteNumber("cells", halving.Cells);
            json.WriteNumber("coarse_cells", halving.CoarseCells);
            _fields.Number("coarse_spacing_min_mm", halving.CoarseSpacingMin * 1e3);
            _fields.Number("limit", halving.Limit);
            _fields.Number("max_change", halving.MaxChange);
            _fields.List("programs", halving.Programs, p =>
            {
                json.WriteNumber("rank", p.Rank);
                json.WriteNumber("fibres", p.Fibres);
                _fields.Number("median_change", p.MedianChange);
                _fields.Number("max_change", p.MaxChange);
                _fields.Number("perception_change", p.PerceptionChange);
                _fields.Number("discomfort_change", p.DiscomfortChange);
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WritePopulation(PopulationSummary population)
    {
        json.WriteStartObject("population");
        _fields.Number("dorsal_column_fibres", population.DorsalColumnFibres);
        _fields.Number("small_fibres", population.SmallFibres);
        _fields.Number("dorsal_root_fibres", population.DorsalRootFibres);
        json.WriteNumber("classes", population.Classes);
        json.WriteNumber("simulated_dorsal_column", population.SimulatedDorsalColumn);
        json.WriteNumber("simulated_dorsal_root", population.SimulatedDorsalRoot);
        json.WriteNumber("cable_runs", population.CableRuns);
        _fields.Number("largest_weight", population.LargestWeight);
        _fields.Number("largest_small_weight", population.LargestSmallWeight);
        _fields.Number("interpolation_median", population.InterpolationMedian);
        _fields.Number("interpolation_max", population.InterpolationMax);
        json.WriteNumber("interpolation_fibres", population.InterpolationFibres);
        _fields.Number("window_mm", population.Window * 1e3);
        _fields.Texts("criteria", population.Criteria);
        json.WriteEndObject();
    }

    private void WriteTradeOff(TradeOff tradeOff)
    {
        json.WriteStartObject("trade_off");
        _fields.List("points", tradeOff.Points, p =>
        {
            json.WriteString("label", p.Label);
            _fields.Fractions("contacts_per_mille", p.Contacts);
            json.WriteNumber("pulse_width_us", p.PulseWidthMicrosecond);
            _fields.Number("amplitude_ma", p.Amplitude * 1e3);
            _fields.Number("coverage", p.Coverage);
            _fields.Number("unwanted", p.Unwanted);
            _fields.Number("charge_uc_per_s", p.ChargePerSecond * 1e6);
            _fields.Number("score", p.Score);
            json.WriteBoolean("cable_checked", p.IsCableChecked);
            if (p.Rank is { } rank)
                json.WriteNumber("rank", rank);
            else
                json.WriteNull("rank");
        });
        json.WriteStartObject("bound");
        _fields.Number("score", tradeOff.Bound.Score);
        _fields.Number("best_score", tradeOff.Bound.BestScore);
        _fields.Number("distance", tradeOff.Bound.Distance);
        json.WriteString("meaning", tradeOff.Bound.Meaning);
        json.WriteEndObject();
        json.WriteStartObject("random");
        json.WriteNumber("programs", tradeOff.Random.Programs);
        json.WriteNumber("seed", tradeOff.Random.Seed);
        _fields.Number("best_score", tradeOff.Random.BestScore);
        _fields.Number("our_score", tradeOff.Random.OurScore);
        json.WriteEndObject();
        json.WriteNumber("candidates", tradeOff.Candidates);
        json.WriteNumber("cable_checked", tradeOff.CableChecked);
        json.WriteEndObject();
    }
}
