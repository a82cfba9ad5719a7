using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Tests;

public class PlacedLeadTests
{
    private static PlacedLead Straight(double encapsulation = 0.3e-3)
    {
        LeadCatalogue.TryGet("octrode-3-1", out var model);
        return new PlacedLead("a", model!, [new Position(0, 0, 0), new Position(0, 0, -60e-3)], encapsulation);
    }

    [Fact]
    public void A_rod_is_contact_insulation_scar_and_nothing_from_the_axis_outwards()
    {
        var lead = Straight();
        var first = lead.ContactCentre(1);
        Assert.Equal(-3e-3, first.Z, 1e-12);
        Assert.Equal(new LeadPoint(Tissue.Contact, 1), lead.LocateAt(first));
        Assert.Equal(new LeadPoint(Tissue.Contact, 1), lead.LocateAt(first + new Position(0.649e-3, 0, 1.499e-3)));
        Assert.Equal(new LeadPoint(Tissue.Insulation, 0), lead.LocateAt(first + new Position(0.649e-3, 0, -1.501e-3)));
        Assert.Equal(new LeadPoint(Tissue.Encapsulation, 0), lead.LocateAt(first + new Position(0, 0.651e-3, 0)));
        Assert.Equal(new LeadPoint(Tissue.Encapsulation, 0), lead.LocateAt(first + new Position(0, 0.949e-3, 0)));
        Assert.Null(lead.LocateAt(first + new Position(0, 0.951e-3, 0)).Tissue);
    }

    [Fact]
    public void The_ends_of_a_rod_are_flat_and_capped_by_scar()
    {
        var lead = Straight();
        Assert.Equal(Tissue.Insulation, lead.LocateAt(new Position(0.6e-3, 0, -0.01e-3)).Tissue);
        Assert.Equal(Tissue.Encapsulation, lead.LocateAt(new Position(0.6e-3, 0, 0.29e-3)).Tissue);
        Assert.Null(lead.LocateAt(new Position(0, 0, 0.31e-3)).Tissue);
        Assert.Equal(Tissue.Encapsulation, lead.LocateAt(new Position(0.9e-3, 0, -60.29e-3)).Tissue);
        Assert.Null(lead.LocateAt(new Position(0, 0, -60.31e-3)).Tissue);
    }

    [Fact]
    public void A_curved_rod_agrees_with_the_distance_to_every_segment()
    {
        LeadCatalogue.TryGet("octrode-3-4", out var model);
        Position[] axis = [.. Enumerable.Range(0, 160).Select(i =>
            new Position(2e-3 * Math.Sin(i * 0.02), 1e-3 * Math.Cos(i * 0.03), -i * 0.5e-3))];
        var lead = new PlacedLead("a", model!, axis, 0.2e-3);
        var random = new Random(7);
        var found = 0;
        for (var n = 0; n < 20_000; n++)
        {
            var p = new Position((random.NextDouble() * 8e-3) - 4e-3, (random.NextDouble() * 6e-3) - 3e-3, -random.NextDouble() * 75e-3);
            double best = double.PositiveInfinity, arc = 0, at = 0;
            for (var i = 0; i + 1 < axis.Length; i++)
            {
                var d = axis[i + 1] - axis[i];
                var length = axis[i + 1].DistanceTo(axis[i]);
                var e = p - axis[i];
                var t = Math.Clamp(((e.X * d.X) + (e.Y * d.Y) + (e.Z * d.Z)) / (length * length), 0, 1);
                var distance = p.DistanceTo(axis[i] + (t * d));
                if (distance < best)
                    (best, at) = (distance, arc + (t * length));
                arc += length;
            }

            var expected = best > 0.85e-3 ? null
                : best > 0.65e-3 ? Tissue.Encapsulation
                : model!.Contacts.Any(c => Math.Abs(c.Along.Metres - at) <= 1.5e-3) ? Tissue.Contact : (Tissue?)Tissue.Insulation;
            Assert.Equal(expected, lead.LocateAt(p).Tissue);
            found += expected is null ? 0 : 1;
        }

        Assert.InRange(found, 300, 20_000);
    }

    [Fact]
    public void The_axis_of_a_contact_points_from_tip_to_tail()
    {
        Assert.Equal(new Position(0, 0, -1), Straight().ContactAxis(3));
    }

    [Fact]
    public void An_axis_with_one_point_or_coincident_points_is_refused()
    {
        var model = Straight().Model;
        Assert.Throws<ArgumentException>(() => new PlacedLead("a", model, [default], 0));
        Assert.Throws<ArgumentException>(() => new PlacedLead("a", model, [default, default], 0));
        Assert.Throws<ArgumentException>(() => new PlacedLead("a", model, [default, new Position(0, 0, -1e-3)], double.NaN));
    }

    [Fact]
    public void The_bounds_hold_the_lead_and_its_scar()
    {
        var bounds = Straight().Bounds;
        Assert.True(bounds.Contains(new Position(0.95e-3, 0, 0.3e-3)));
        Assert.True(bounds.Contains(new Position(0, -0.95e-3, -60.3e-3)));
    }
}
