using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Planning.Cases;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Tests.Cases;

public class CaseReaderTests
{
    private const string Small = "schema: epidura-case/1\npain:\n  - region: foot\nleads:\n  - model: octrode-3-4\n    tip: {level: T10}\n";

    [Fact]
    public void Six_lines_make_a_case_and_all_that_was_filled_in_is_written_down_with_a_source()
    {
        var result = CaseReader.Read(Small, "folder/small.yaml");
        Assert.Empty(result.Errors);
        var found = result.Case!;
        Assert.Equal("small", found.Title);
        Assert.Equal("small.yaml", found.SourceName);
        Assert.Equal(Small, found.SourceText);
        var lead = Assert.Single(found.Leads);
        Assert.Equal(("lead1", VertebralLevel.T10, 8), (lead.Id, lead.TipLevel, lead.Model.Contacts.Count));
        Assert.Equal(Therapy.Tonic, found.Constraints.Therapy);
        Assert.Equal(50, found.Constraints.Rate.Hertz);
        Assert.Equal(12.7, found.Constraints.AmplitudeMax.Milliamperes, 9);
        string[] filled =
        [
            "title", "anatomy.template", "anatomy.conductivity", "anatomy.levels", "anatomy.scar_mm", "pain[0].side", "leads[0].id",
            "leads[0].tip.fraction", "leads[0].lateral_mm", "device", "therapy.rate_hz", "therapy.pulse_widths_us", "optimise.coverage",
        ];
        Assert.Subset(result.Assumed.Select(item => item.Field).ToHashSet(), filled.ToHashSet());
        Assert.All(result.Assumed, item => Assert.True(item.Source.Length > 3 && item.Value.Length > 0, item.Field));
    }

    [Fact]
    public void Lengths_become_metres_and_angles_radians()
    {
        var found = Read(
            Small + "    lateral_mm: -1.5\n    angle_deg: 3\n    depth_gap_mm: 0.2\n"
            + "anatomy:\n  scar_mm: 0.25\n  levels:\n    T9: {dorsal_csf_mm: 4.1}\n");
        var lead = found.Leads[0];
        Assert.Equal(-1.5e-3, lead.Lateral, 12);
        Assert.Equal(3 * Math.PI / 180, lead.AngleRadians, 12);
        Assert.Equal(0.2e-3, lead.DepthGap!.Value, 12);
        Assert.Equal(0.25e-3, lead.Encapsulation, 12);
        Assert.Equal(4.1e-3, found.Anatomy.Overrides[VertebralLevel.T9].DorsalCsf!.Value, 12);
        Assert.Null(found.Anatomy.Overrides[VertebralLevel.T9].CordWidth);
    }

    [Fact]
    public void A_pair_becomes_two_leads_beside_the_given_place()
    {
        var found = Read(Small + "    id: pair\n    lateral_mm: 1\n    pair_separation_mm: 3\n");
        Assert.Equal(["pair-left", "pair-right"], found.Leads.Select(lead => lead.Id));
        Assert.Equal(-0.5e-3, found.Leads[0].Lateral, 12);
        Assert.Equal(2.5e-3, found.Leads[1].Lateral, 12);
    }

    [Fact]
    public void Own_conductivities_lie_on_top_of_the_named_set()
    {
        var found = Read(Small + "anatomy:\n  conductivity: lempka\n  conductivity_s_m: {dura: 0.1, white_matter_axial: 0.5}\n");
        Assert.Equal(0.1, found.Conductivities.Values[Tissue.Dura].Axial);
        Assert.Equal(0.1, found.Conductivities.Values[Tissue.Dura].Transverse);
        Assert.Equal(0.5, found.Conductivities.Values[Tissue.WhiteMatter].Axial);
        Assert.Equal(0.083, found.Conductivities.Values[Tissue.WhiteMatter].Transverse);
        Assert.Equal(0.25, found.Conductivities.Values[Tissue.EpiduralFat].Axial);
    }

    [Fact]
    public void An_own_paddle_has_its_columns_centred_and_numbered_from_the_left()
    {
        var found = Read(Small.Replace("model: octrode-3-4", """
            geometry:
                  kind: paddle
                  columns: [2, 3]
                  contact_length_mm: 4
                  contact_width_mm: 1.5
                  pitch_mm: 8
                  column_pitch_mm: 3
                  width_mm: 8
                  thickness_mm: 2
                  length_mm: 40
                  tip_mm: 5
            """, StringComparison.Ordinal));
        var contacts = found.Leads[0].Model.Contacts;
        Assert.Equal([11.0, 19, 7, 15, 23], contacts.Select(contact => Math.Round(contact.Along.Millimetres, 9)));
        Assert.Equal([-1.5, -1.5, 1.5, 1.5, 1.5], contacts.Select(contact => Math.Round(contact.Across.Millimetres, 9)));
        Assert.IsType<LeadBody.Paddle>(found.Leads[0].Model.Body);
    }

    [Fact]
    public void A_given_program_is_read_with_its_contacts()
    {
        var found =
            Read(Small + "programs:\n  - {contacts_per_mille: {lead1.3: -1000, case: 1000}, amplitude_ma: 3, pulse_width_us: 210}\n");
        var area = Assert.Single(Assert.Single(found.Programs).Areas);
        Assert.Equal([new ContactFraction(new ContactId("lead1", 3), -1000), new ContactFraction(ContactId.Case, 1000)], area.Contacts);
        Assert.Equal(210, area.PulseWidthMicrosecond);
        Assert.Equal(Recharge.Active, area.Recharge);
    }

    [Fact]
    public void Targets_of_a_painful_area_sum_to_one_and_carry_its_side()
    {
        var found = Read(Small.Replace("region: foot", "{region: low_back, side: left, nrs: 7}", StringComparison.Ordinal));
        var area = Assert.Single(found.Pain);
        Assert.Equal(7, area.Nrs);
        Assert.Equal(1, area.Targets.Sum(target => target.Weight), 12);
        Assert.All(area.Targets, target => Assert.Equal(Side.Left, target.Side));
    }

    [Theory]
    [InlineData("burst", 40, 1000)]
    [InlineData("high_frequency", 10000, 30)]
    [InlineData("high_density", 1000, 90)]
    public void A_class_of_therapy_brings_its_rate_and_width(string name, double rate, int width)
    {
        var constraints = Read(Small + $"therapy: {{class: {name}}}\n").Constraints;
        Assert.Equal((rate, width), (constraints.Rate.Hertz, Assert.Single(constraints.PulseWidthsMicrosecond)));
    }

    [Fact]
    public void An_unusual_value_is_accepted_with_a_note()
    {
        var result = CaseReader.Read(Small + "    lateral_mm: 5.5\n    angle_deg: 12\n", "a.yaml");
        Assert.Contains(result.Notes, note => note.Field == "leads[0].angle_deg" && note.Line == 8);
    }

    [Fact]
    public void All_errors_of_a_file_come_at_once_in_the_order_of_the_lines_and_at_most_fifty()
    {
        var result = CaseReader.Read(Small + "    lateral_cm: 1\n    angle_deg: x\ndevise: a\ntherapy: {class: tonics}\n", "a.yaml");
        Assert.Null(result.Case);
        Assert.Equal([7, 8, 9, 10], result.Errors.Select(error => error.Line));
        var many = CaseReader.Read(Small + string.Concat(Enumerable.Range(0, 200).Select(i => $"zzz{i}: 1\n")), "a.yaml");
        Assert.Equal(50, many.Errors.Count);
    }

    private static Case Read(string text)
    {
        var result = CaseReader.Read(text, "test.yaml");
        Assert.Empty(result.Errors);
        return result.Case!;
    }
}
