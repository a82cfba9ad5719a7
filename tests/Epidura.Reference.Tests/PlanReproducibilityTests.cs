using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Cases;

namespace Epidura.Reference.Tests;

public class PlanReproducibilityTests
{
    private const string Feet =
        "schema: epidura-case/1\npain:\n  - region: foot\nleads:\n  - model: quad-3-4\n    tip: {level: T10}\n"
        + "therapy:\n  pulse_widths_us: [210, 450]\n";

    private static PlanResult Run(Case @case, int threads, IFieldStore? store) => Plan.Run(
        @case,
        new PlanOptions(store, null, threads, 1, FieldQuality.Draft)
        {
            WithVariants = false,
            CableCandidates = 4,
            Programs = 2
        },
        CancellationToken.None);

    [Fact]
    public void A_plan_has_the_same_bytes_for_one_and_two_threads_with_fresh_and_stored_fields_and_read_back_from_its_own_file()
    {
        var store = new MemoryStore();
        var fresh = Run(CaseReader.Read(Feet, "feet.yaml").Case!, 1, store);
        var json = PlanJson.Write(fresh);
        Assert.Equal(2, store.Writes);
        var stored = Run(PlanJson.ReadCase(json), 2, store);
        Assert.Equal(2, store.Writes);
        Assert.Equal(json, PlanJson.Write(stored));
        LooksClinical(fresh);
        Halves(fresh);
    }

    private static void Halves(PlanResult plan)
    {
        var halving = plan.Field.Halving!;
        Assert.Equal(2, halving.Factor);
        Assert.InRange((double)halving.Cells / halving.CoarseCells, 4, 8);
        Assert.InRange(halving.CoarseSpacingMin / plan.Field.SpacingMin, 1.7, 2.3);
        Assert.Equal(plan.Programs.Select(p => p.Rank), halving.Programs.Select(p => p.Rank));
        Assert.All(halving.Programs, p =>
        {
            Assert.True(p.Fibres > 20);
            Assert.InRange(Math.Abs(p.MedianChange), 0, p.MaxChange);
            Assert.InRange(p.MaxChange, 1e-4, 0.3);
            Assert.InRange(p.PerceptionChange, -0.2, 0.2);
        });
        Assert.Equal(
            halving.MaxChange > halving.Limit,
            plan.Warnings.Any(w => w.Subject == "field" && w.Message.Contains("halving", StringComparison.Ordinal)));
    }

    private static void LooksClinical(PlanResult plan)
    {
        Assert.Equal(2, plan.Programs.Count);
        Assert.All(plan.Programs, p =>
        {
            Assert.InRange(p.PerceptionThreshold.Value, 0.5e-3, 12e-3);
            Assert.True(p.DiscomfortThreshold.Value >= p.PerceptionThreshold.Value);
            Assert.InRange(p.SuggestedAmplitude, p.PerceptionThreshold.Value, p.DiscomfortThreshold.Value);
            Assert.InRange(p.Safety.Impedance, 150, 2000);
            Assert.True(p.Safety.ShannonK <= 1.85);
        });
        Assert.True(plan.Programs[0].Score >= plan.Programs[1].Score);
        Assert.True(plan.Programs[0].Coverage.Value > 0.3, $"coverage {plan.Programs[0].Coverage.Value}");
        Assert.DoesNotContain(plan.Warnings, w => w.Level == WarningLevel.Serious);
    }
}
