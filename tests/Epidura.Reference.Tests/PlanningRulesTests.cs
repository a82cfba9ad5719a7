using Epidura.Field;
using Epidura.Planning.Verification;

namespace Epidura.Reference.Tests;

public class PlanningRulesTests
{
    [Fact]
    public void The_clinical_rules_hold_on_a_random_adult()
    {
        var report = PlanningRules.Run(1, 1, FieldQuality.Draft, 0, null, CancellationToken.None);
        foreach (var rule in new[] { "P1", "P4", "P8", "P9", "P10" })
            Assert.Contains(report.Cases, c => c.Pass is not null && c.Quantity.StartsWith(rule + " ", StringComparison.Ordinal));
        foreach (var rule in new[] { "P2", "P3", "P7", "P11", "P12" })
            Assert.Contains(report.Cases, c => c.Pass is null && c.Quantity.StartsWith(rule + " ", StringComparison.Ordinal));
        Assert.Empty(report.Cases.Where(c => c.Pass == false).Select(c => $"{c.Id} {c.Quantity}: {c.Ours} against {c.Theirs}"));
    }
}
