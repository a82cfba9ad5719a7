using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Field.Tests;

/// <summary>What cannot be solved is refused in one sentence that names it and what is allowed.</summary>
public class FieldProblemCheckTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-0.2)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_conductivity_that_is_not_above_zero_is_refused(double value)
    {
        var values = SmallProblem.Preset().Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        values[Tissue.Dura] = new TissueConductivity(value, value);
        var problem = SmallProblem.Of(SmallProblem.Rod()) with { Conductivities = new ConductivityPreset("bad", values, "test") };
        Assert.Contains("Conductivity of Dura", Refusal(problem), StringComparison.Ordinal);
        Assert.Contains("allowed is above 0 S/m", Refusal(problem), StringComparison.Ordinal);
    }

    [Fact]
    public void Contacts_that_touch_are_refused()
    {
        var rod = SmallProblem.Rod();
        var model = rod.Model with
        {
            Contacts = [.. rod.Model.Contacts.Select(c => c with { Along = Length.FromMillimetres(4 + (3 * (c.Number - 1))) })],
        };
        var refusal = Refusal(SmallProblem.Of(new PlacedLead("lead", model, rod.Axis, rod.Encapsulation)));
        Assert.Equal("Contacts 1 and 2 of lead lead are 0 mm apart; allowed is 0.1 mm or more.", refusal);
    }

    [Fact]
    public void A_contact_outside_the_grid_is_named_with_the_range()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod()) with { Box = new FieldBox(-30e-3, 30e-3, -30e-3, 30e-3, 3e-3, 40e-3) };
        var refusal = Refusal(problem);
        Assert.Contains("Contact lead.1 reaches (0, 7.9, 2.5) mm, outside the grid", refusal, StringComparison.Ordinal);
        Assert.Contains("z 4 to 39 mm", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paddle_with_contacts_side_by_side_is_accepted() =>
        FieldProblemCheck.Check(SmallProblem.Of(SmallProblem.Paddle()));

    private static string Refusal(FieldProblem problem) =>
        Assert.Throws<ArgumentException>(() => SmallProblem.Solve(problem)).Message.Split(" (Parameter")[0];
}
