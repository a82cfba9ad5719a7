using Epidura.Fibers.Verification;

namespace Epidura.Fibers.Tests;

public class StepStudyTests
{
    [Fact]
    public void Errors_of_backward_euler_fall_with_the_step_and_mode_reference_is_within_its_limits()
    {
        var json = ReferenceFile.Only("thresholds", e => (string?)e["id"] is "T054" or "T105" or "T137");
        var rows = StepStudy.Run(json, 1, null, CancellationToken.None);
        Assert.Equal([20e-6, 10e-6, 5e-6, 2.5e-6, 1e-6, 5e-6], rows.Select(row => row.Step));
        Assert.All(rows, row => Assert.Equal(3, row.Cases));
        for (var i = 1; i < 5; i++)
            Assert.InRange(rows[i - 1].Median / rows[i].Median, 1.6, 2.7);
        Assert.InRange(rows[2].Median, 0.005, 0.04);
        Assert.Equal(SolverMode.Reference, rows[5].Mode);
        Assert.InRange(rows[5].Percentile95, 0, StepStudy.UsualLimit);
        Assert.InRange(rows[5].Largest, 0, StepStudy.Limit);
    }

    [Fact]
    public void A_file_without_field_thresholds_gives_no_row() =>
        Assert.Empty(StepStudy.Run("{}", 1, null, CancellationToken.None));

    [Fact]
    [Trait("Category", "Campaign")]
    public void Every_field_threshold_of_the_reference_file_meets_the_limits()
    {
        var reference = StepStudy.Run(ReferenceFile.Text, 2, null, CancellationToken.None)[^1];
        Assert.True(reference.Cases > 100, $"Only {reference.Cases} cases were compared.");
        Assert.InRange(reference.Percentile95, 0, StepStudy.UsualLimit);
        Assert.InRange(reference.Largest, 0, StepStudy.Limit);
    }
}
