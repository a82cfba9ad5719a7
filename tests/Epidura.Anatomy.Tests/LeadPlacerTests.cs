using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Tests;

public class LeadPlacerTests
{
    private static readonly Spine Template = Spine.Create(AnatomyDescription.Template);

    private static LeadModel Model(string name) =>
        LeadCatalogue.TryGet(name, out var model) ? model : throw new InvalidOperationException(name);

    private static LeadPlacement Octrode(
        VertebralLevel level = VertebralLevel.T8, double lateral = 0, double angle = 0, double? gap = null) =>
        new("lead", Model("octrode-3-1"), level, 0.5, lateral, angle, gap, 0.3e-3);

    private static PlacedLead Placed(LeadPlacement placement)
    {
        var result = LeadPlacer.Place(Template, placement);
        Assert.True(result.Refusal is null, result.Refusal?.Message);
        return result.Lead!;
    }

    [Fact]
    public void Every_catalogue_lead_fits_in_the_midline_at_every_level()
    {
        foreach (var model in LeadCatalogue.All)
            for (var level = model.Body is LeadBody.Paddle ? VertebralLevel.T7 : VertebralLevel.C2; level <= VertebralLevel.T11; level++)
            {
                var result = LeadPlacer.Place(Template, new LeadPlacement("a", model, level, 0.5, 0, 0, null, 0.3e-3));
                Assert.True(result.Refusal is null, $"{model.Name} at {level}: {result.Refusal?.Message}");
            }
    }

    [Fact]
    public void A_contact_of_a_rod_lies_gap_scar_and_radius_outside_the_dura()
    {
        var lead = Placed(Octrode(gap: 0.2e-3));
        for (var number = 1; number <= 8; number++)
        {
            var centre = lead.ContactCentre(number);
            var dura = Template.SectionAt(centre.Z).Dura;
            Assert.Equal(0.2e-3 + 0.3e-3 + 0.65e-3, centre.Y - dura.DorsalEdge(centre.X), 0.01e-3);
            Assert.Equal(0, centre.X, 1e-9);
        }
    }

    [Fact]
    public void The_tip_lies_at_its_level_and_contacts_follow_caudally_at_the_pitch()
    {
        var lead = Placed(Octrode());
        Assert.Equal(Template.HeightOf(VertebralLevel.T8, 0.5), lead.Axis[0].Z, 1e-12);
        for (var number = 2; number <= 8; number++)
        {
            var distance = lead.ContactCentre(number).DistanceTo(lead.ContactCentre(number - 1));
            Assert.InRange(distance, 3.99e-3, 4.0e-3 + 1e-9);
            Assert.True(lead.ContactCentre(number).Z < lead.ContactCentre(number - 1).Z);
        }
    }

    [Fact]
    public void The_axis_is_fine_and_smooth()
    {
        var lead = Placed(Octrode(lateral: 2e-3, angle: 0.05));
        for (var i = 1; i < lead.Axis.Count; i++)
            Assert.Equal(0.5e-3, lead.Axis[i].DistanceTo(lead.Axis[i - 1]), 2e-6);
        for (var i = 1; i < lead.Axis.Count - 1; i++)
        {
            var turn = lead.Axis[i + 1] - (2 * lead.Axis[i]) + lead.Axis[i - 1];
            Assert.InRange(Math.Sqrt((turn.X * turn.X) + (turn.Y * turn.Y) + (turn.Z * turn.Z)), 0, 0.5e-3 * 0.5e-3 / 10e-3);
        }
    }

    [Fact]
    public void The_angle_turns_the_tip_to_the_right_about_the_middle_of_the_contacts()
    {
        var lead = Placed(Octrode(lateral: 1e-3, angle: 0.1));
        var middle = 0.5 * (lead.ContactCentre(4).X + lead.ContactCentre(5).X);
        Assert.Equal(1e-3, middle, 0.02e-3);
        var slope = (lead.ContactCentre(1).X - lead.ContactCentre(8).X) / 28e-3;
        Assert.Equal(Math.Sin(0.1), slope, 0.002);
    }

    [Fact]
    public void A_lead_too_far_lateral_is_refused_with_the_range_that_fits()
    {
        var result = LeadPlacer.Place(Template, Octrode(lateral: 7.9e-3));
        Assert.Null(result.Lead);
        var refusal = result.Refusal!;
        Assert.Equal(PlacementReason.OutsideCanal, refusal.Reason);
        Assert.Equal("lateral_mm", refusal.Field);
        Assert.Equal(7.9, refusal.Value, 6);
        Assert.InRange(refusal.Max, 3, 7.8);
        Assert.NotNull(LeadPlacer.Place(Template, Octrode(lateral: refusal.Max * 1e-3)).Lead);
        Assert.NotNull(LeadPlacer.Place(Template, Octrode(lateral: (refusal.Max + 0.3) * 1e-3)).Refusal);
    }

    [Fact]
    public void A_lead_pushed_into_the_lamina_is_refused_with_the_gap_that_fits()
    {
        var refusal = LeadPlacer.Place(Template, Octrode(gap: 4.5e-3)).Refusal!;
        Assert.Equal(PlacementReason.OutsideCanal, refusal.Reason);
        Assert.Equal("depth_gap_mm", refusal.Field);
        Assert.InRange(refusal.Max, 0, 2);
    }

    [Fact]
    public void Tips_and_tails_outside_the_spine_are_refused()
    {
        Assert.Equal(PlacementReason.TipOutsideSpine, LeadPlacer.Place(Template, Octrode(VertebralLevel.C1)).Refusal!.Reason);
        Assert.Equal(PlacementReason.TipOutsideSpine, LeadPlacer.Place(Template, Octrode(VertebralLevel.L2)).Refusal!.Reason);
        var low = new LeadPlacement("a", Model("octrode-3-6"), VertebralLevel.L1, 1, 0, 0, null, 0.3e-3);
        Assert.Null(LeadPlacer.Place(Template, low).Refusal);
        var longer = Model("octrode-3-6") with
        {
            Contacts = [.. Model("octrode-3-6").Contacts.Select(c => c with { Along = Length.FromMetres(c.Along.Metres * 2) })],
        };
        Assert.Equal(PlacementReason.TailOutsideSpine, LeadPlacer.Place(Template, low with { Model = longer }).Refusal!.Reason);
    }

    [Theory]
    [InlineData(double.NaN, 0, "lateral_mm")]
    [InlineData(0.02, 0, "lateral_mm")]
    [InlineData(0, 1.0, "angle_deg")]
    public void Numbers_outside_the_limits_are_refused(double lateral, double angle, string field)
    {
        var refusal = LeadPlacer.Place(Template, Octrode(lateral: lateral, angle: angle)).Refusal!;
        Assert.Equal(PlacementReason.OutOfRange, refusal.Reason);
        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public void Two_leads_side_by_side_fit_and_two_in_one_place_do_not()
    {
        var left = Octrode(lateral: -1.5e-3) with { Id = "left" };
        var right = Octrode(lateral: 1.5e-3) with { Id = "right" };
        Assert.Equal(2, LeadPlacer.PlaceAll(Template, [left, right]).Leads.Count);
        var close = LeadPlacer.PlaceAll(Template, [left, right with { Lateral = -0.5e-3 }]);
        Assert.Single(close.Leads);
        Assert.Equal(PlacementReason.Overlap, Assert.Single(close.Refusals).Reason);
        Assert.True(close.Refusals[0].Min >= -0.3, $"{close.Refusals[0].Min}");
    }

    [Fact]
    public void A_negative_gap_needs_leave_to_go_through_the_dura()
    {
        var z = Template.HeightOf(VertebralLevel.T8, 0.5) - 15e-3;
        var gap = -(Template.DorsalCsfAt(z) + 0.3e-3 - 0.1e-3);
        var pial = Octrode(gap: gap);
        Assert.Equal(PlacementReason.OutOfRange, LeadPlacer.Place(Template, pial).Refusal!.Reason);
        var lead = Placed(pial with { AllowIntradural = true, Encapsulation = 0 });
        Assert.InRange(lead.ContactCentre(4).Y - Template.SectionAt(z).Cord.SemiY, 0, 1.3e-3);
    }

    [Fact]
    public void A_paddle_looks_at_the_dura_and_its_columns_lie_left_to_right()
    {
        var lead = Placed(new LeadPlacement("p", Model("paddle-5-6-5"), VertebralLevel.T8, 0, 0, 0, null, 0.2e-3));
        var (left, middle, right) = (lead.ContactCentre(1), lead.ContactCentre(6), lead.ContactCentre(12));
        Assert.True(left.X < middle.X && middle.X < right.X);
        var dura = Template.SectionAt(middle.Z).Dura;
        Assert.Equal(0.2e-3, middle.Y - dura.DorsalEdge(0), 0.05e-3);
        Assert.Equal(new LeadPoint(Tissue.Contact, 6), lead.LocateAt(middle + new Position(0, 0.1e-3, 0)));
        Assert.Equal(Tissue.Insulation, lead.LocateAt(middle + new Position(0, 1e-3, 0)).Tissue);
        Assert.Equal(Tissue.Encapsulation, lead.LocateAt(middle - new Position(0, 0.1e-3, 0)).Tissue);
        Assert.Null(lead.LocateAt(middle - new Position(0, 0.4e-3, 0)).Tissue);
    }
}
