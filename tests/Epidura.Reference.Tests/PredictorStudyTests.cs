using Epidura.Anatomy.Levels;
using Epidura.Fibers.Prediction;
using Epidura.Planning.Prediction;

namespace Epidura.Reference.Tests;

public class PredictorStudyTests
{
    [Fact]
    public void A_drawn_body_gives_the_same_thresholds_from_the_store_and_the_predictor_meets_them()
    {
        var store = new MemoryStore();
        var scope = PredictorDraw.Fitted with { Groups = 3 };
        var fresh = PredictorStudy.Draw(20261125, 1, scope, store, 1, null, CancellationToken.None)[0];
        Assert.Equal(2, store.Writes);
        var stored = PredictorStudy.Draw(20261125, 1, scope, store, 2, null, CancellationToken.None)[0];
        Assert.Equal(2, store.Writes);
        Assert.InRange(fresh.Count, 3 * PredictorDraw.FibresPerGroup / 2, 3 * PredictorDraw.FibresPerGroup);
        Assert.Equal(fresh.Select(s => s.Result.Threshold), stored.Select(s => s.Result.Threshold));
        Assert.Equal(fresh.SelectMany(s => s.Fibre.UnitPotential), stored.SelectMany(s => s.Fibre.UnitPotential));
        var evaluation = PredictorEvaluation.Of(fresh);
        Assert.True(evaluation.Ratios.Count > fresh.Count / 2);
        Assert.InRange(PredictorErrors.Of(evaluation.Ratios).Median, 0, 0.04);
    }

    [Fact]
    public void What_the_fit_may_not_see_is_out_of_its_scope()
    {
        Assert.Empty(PredictorDraw.Fitted.Leads.Intersect(PredictorDraw.Paddles));
        Assert.NotEmpty(PredictorDraw.Paddles);
        Assert.DoesNotContain(PulseKind.PassiveRecharge, PredictorDraw.Fitted.Pulses);
        Assert.Null(PredictorDraw.Fitted.Level);
        Assert.Equal(VertebralLevel.C6, PredictorDraw.LevelKeptOut);
    }
}
