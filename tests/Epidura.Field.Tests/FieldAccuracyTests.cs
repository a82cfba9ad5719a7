using Epidura.Field.Accuracy;

namespace Epidura.Field.Tests;

public class FieldAccuracyTests
{
    private static readonly FieldProblem Problem = SmallProblem.Of(SmallProblem.Rod());

    [Fact]
    public void The_estimate_is_the_change_over_what_the_measured_order_leaves()
    {
        LeadFields Solve(double factor) => FieldSolver.Solve(
            Problem with { SpacingFactor = factor }, SmallProblem.Sizes, 0, null, CancellationToken.None);
        var lines = FibreLines.Of(Problem).Select(line => line.Points).ToArray();
        var (fine, twice, fourfold) = (Solve(0.75), Solve(1.5), Solve(3));
        var estimate = FieldAccuracy.Estimate(fine, twice, fourfold, lines, LineDifferences.Patterns(Problem.Contacts));
        Assert.InRange(estimate.Order.SecondDifference, 1, 2);
        Assert.Equal(
            estimate.Change.SecondDifference / (Math.Pow(2, estimate.Order.SecondDifference) - 1), estimate.Error.SecondDifference, 12);
        Assert.InRange(estimate.Error.Potential, 1e-4, 0.05);
        Assert.True(estimate.Error.Potential < estimate.Error.SecondDifference);
    }

    [Fact]
    public void A_field_does_not_differ_from_itself()
    {
        var fields = SmallProblem.Solve(Problem);
        Assert.Equal(new FieldError(0, 0, 0), FieldAccuracy.Compare(Problem, fields, fields));
    }

    [Fact]
    public void Lines_lie_in_the_dorsal_columns_past_every_contact()
    {
        var lines = FibreLines.Of(Problem);
        Assert.Equal(9, lines.Count);
        foreach (var line in lines)
        {
            Assert.True(line.Points[0].Z <= -10e-3 + 1e-9 && line.Points[^1].Z >= 10e-3 - 1e-9);
            Assert.All(line.Points, p => Assert.True(Problem.Body.SectionAt(p.Z).Cord.Contains(p.X, p.Y) && p.Y > 0));
        }
    }

    [Fact]
    public void A_field_on_a_coarse_grid_has_no_estimate()
    {
        var problem = Problem with { SpacingFactor = 2 };
        Assert.Throws<ArgumentOutOfRangeException>(
            () => FieldAccuracy.Estimate(problem, null!, null, 1, null, CancellationToken.None));
    }
}
