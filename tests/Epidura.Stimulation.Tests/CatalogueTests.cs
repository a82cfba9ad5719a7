using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Stimulation.Tests;

public class CatalogueTests
{
    [Fact]
    public void There_are_eight_leads_or_more_with_names_of_their_own_and_a_source()
    {
        Assert.True(LeadCatalogue.All.Count >= 8);
        Assert.Equal(LeadCatalogue.All.Count, LeadCatalogue.All.Select(lead => lead.Name).Distinct().Count());
        Assert.All(LeadCatalogue.All, lead => Assert.NotEmpty(lead.Source));
        Assert.False(LeadCatalogue.TryGet("no-such-lead", out _));
    }

    [Theory]
    [InlineData("octrode-3-4", 8, 4)]
    [InlineData("octrode-3-1", 8, 1)]
    [InlineData("octrode-3-6", 8, 6)]
    [InlineData("octrode-3-2", 8, 2)]
    [InlineData("quad-3-4", 4, 4)]
    [InlineData("twelve-3-1", 12, 1)]
    [InlineData("sixteen-3-1", 16, 1)]
    public void Rods_have_their_contacts_in_order_with_the_named_distance_between_edges(string name, int count, double edge)
    {
        Assert.True(LeadCatalogue.TryGet(name, out var lead));
        Assert.Equal(count, lead.Contacts.Count);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i + 1, lead.Contacts[i].Number);
            Assert.Equal(12.25, lead.Contacts[i].Shape.Area.SquareMillimetres, 0.005);
            if (i > 0)
                Assert.Equal(3 + edge, (lead.Contacts[i].Along - lead.Contacts[i - 1].Along).Millimetres, 1e-9);
        }
    }

    [Fact]
    public void The_5_6_5_paddle_has_three_columns_with_the_outer_ones_half_a_step_off()
    {
        Assert.True(LeadCatalogue.TryGet("paddle-5-6-5", out var lead));
        Assert.Equal([5, 6, 5], lead.Contacts.GroupBy(c => c.Across.Millimetres).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.All(lead.Contacts, contact => Assert.Equal(6.0, contact.Shape.Area.SquareMillimetres, 1e-9));
        Assert.Equal(4.25, (lead.Contacts[0].Along - lead.Contacts[5].Along).Millimetres, 1e-9);
        Assert.Equal(1.0, (lead.Contacts[5].Across - lead.Contacts[0].Across).Millimetres - 1.5, 1e-9);
        var body = Assert.IsType<LeadBody.Paddle>(lead.Body);
        Assert.All(lead.Contacts, contact => Assert.InRange(contact.Along.Millimetres, 2, body.Length.Millimetres - 2));
        Assert.All(
            lead.Contacts, contact => Assert.InRange(Math.Abs(contact.Across.Millimetres), 0, (0.5 * body.Width.Millimetres) - 0.75));
    }

    [Fact]
    public void Every_limit_is_a_range_with_its_suggestion_and_recommendation_inside()
    {
        Assert.Equal(Limits.All.Count, Limits.All.Select(row => row.Parameter).Distinct().Count());
        foreach (var row in Limits.All)
        {
            Assert.True(row.Min < row.Max && row.Step > 0, row.Parameter);
            Assert.True(row.Accepts(row.Suggestion), row.Parameter);
            double[] order = [row.Min, row.RecommendedMin, row.RecommendedMax, row.Max];
            Assert.Equal(order.Order(), order);
            Assert.NotEmpty(row.Source);
            Assert.False(row.Accepts(double.NaN));
        }

        Assert.Throws<ArgumentException>(() => Limits.Of("no_such_parameter"));
    }

    [Fact]
    public void The_table_and_the_constants_agree()
    {
        Assert.Equal(Limits.Of("amplitude_ma").Max, Limits.TotalCurrentMax.Milliamperes, 1e-12);
        Assert.Equal(Limits.Of("contact_current_ma").Max, Limits.ContactCurrentMax.Milliamperes, 1e-12);
        Assert.Equal(17.5, Limits.ComplianceMax.Volts, 1e-12);
    }

    [Fact]
    public void Device_profiles_stay_inside_the_ceiling()
    {
        Assert.True(DeviceCatalogue.TryGet("reference-primary", out _) && DeviceCatalogue.TryGet("reference-rechargeable", out _));
        foreach (var device in DeviceCatalogue.All)
        {
            Assert.True(device.ContactCurrentMax <= Limits.ContactCurrentMax && device.TotalCurrentMax <= Limits.TotalCurrentMax);
            Assert.True(device.OutputVoltageMax <= Limits.OutputVoltageMax);
            Assert.InRange(device.Efficiency, 0.5, 1);
            Assert.InRange(device.UsableFraction, 0.5, 1);
        }
    }
}
