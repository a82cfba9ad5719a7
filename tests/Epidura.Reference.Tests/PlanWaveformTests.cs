using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Cases;

namespace Epidura.Reference.Tests;

public class PlanWaveformTests
{
    private const string Burst =
        "schema: epidura-case/1\npain:\n  - region: foot\nleads:\n  - model: quad-3-4\n    tip: {level: T10}\ntherapy:\n  class: burst\n"
        + "programs:\n";

    private static string Given(string name, string recharge) =>
        $"  - name: {name}\n    contacts_per_mille: {{lead1.2: -1000, lead1.3: 1000}}\n    amplitude_ma: 0.5\n    pulse_width_us: 500\n"
        + $"    recharge: {recharge}\n";

    [Fact]
    public void A_plan_tells_a_burst_that_is_recharged_passively_from_one_that_is_driven_back()
    {
        var read = CaseReader.Read(Burst + Given("slow", "passive") + Given("driven", "active"), "burst.yaml");
        Assert.True(read.Case is not null, string.Join("; ", read.Errors.Select(e => e.Message)));
        var plan = Plan.Run(
            read.Case!,
            new PlanOptions(Quality: FieldQuality.Draft) { WithVariants = false, WithHalving = false, Programs = 1 },
            CancellationToken.None);
        double Felt(string name) => plan.Programs.Single(p => p.Program.Name == name).PerceptionThreshold.Value;

        // Only what follows the first phases differs; passed alone, they would give the same thresholds.
        Assert.True(double.IsFinite(Felt("slow")) && double.IsFinite(Felt("driven")), $"{Felt("slow")} and {Felt("driven")} A");
        Assert.True(Math.Abs((Felt("slow") / Felt("driven")) - 1) > 0.02, $"{Felt("slow")} and {Felt("driven")} A");
        Assert.Contains(plan.Warnings, w => w.Subject == "recharge" && w.Message.Contains("discharge", StringComparison.Ordinal));
    }
}
