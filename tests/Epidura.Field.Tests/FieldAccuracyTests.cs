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
        Assert.InRange(estimate.Order.SecondDifference, 0.5, 2);
        Assert.Equal(
            1.25 * estimate.Change.SecondDifference / (Math.Pow(2, Math.Min(1, estimate.Order.SecondDifference)) - 1),
            estimate.Error.SecondDifference, 12);
        Assert.InRange(estimate.Error.Potential, 1e-4, 0.1);
        Assert.True(estimate.Error.Potential < estimate.Error.SecondDifference);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_estimate_covers_the_difference_from_a_finer_grid_over_random_anatomy(int seed)
    {
        var problem = RandomAnatomy.Of(seed);
        LeadFields Solve(double factor) => FieldSolver.Solve(
            problem with { SpacingFactor = factor }, SmallProblem.Sizes.Scaled(0.75), 0, null, CancellationToken.None);
        var lines = FibreLines.Of(problem).Select(line => line.Points).ToArray();
        var (finest, fine) = (Solve(0.5), Solve(1));
        var estimate = FieldAccuracy.Estimate(fine, Solve(2), Solve(4), lines, LineDifferences.Patterns(problem.Contacts)).Error;
        var truth = FieldAccuracy.Compare(problem, fine, finest);
        Assert.True(truth.Potential <= estimate.Potential, $"potential {truth.Potential}, estimate {estimate.Potential}");
        Assert.True(
            truth.SecondDifference <= estimate.SecondDifference,
            $"second difference {truth.SecondDifference}, estimate {estimate.SecondDifference}");
        Assert.True(truth.Threshold <= estimate.Threshold, $"threshold {truth.Threshold}, estimate {estimate.Threshold}");
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
