using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Field;
using Epidura.Numerics;

namespace Epidura.Planning.Prediction;

/// <summary>Cable thresholds of drawn fibres, to fit the predictor or to measure it.</summary>
/// <remarks>docs/science/predictor.md.</remarks>
public static class PredictorStudy
{
    /// <summary>How the cable thresholds are found: mode <c>neuron</c> at 5 µs to a bracket of 0.3 %. The amplitude has no meaning of its
    /// own, since the field scales, so it may be larger than any device gives.</summary>
    public static ThresholdOptions Options { get; } = new(Step: ThresholdPredictor.Step, Tolerance: 0.003, AmplitudeMax: 0.2);

    /// <summary>Bodies that give at least so many fibres.</summary>
    public static int Bodies(int cases, DrawScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var each = scope.Groups * PredictorDraw.FibresPerGroup * 9 / 10;
        return Math.Max(1, (cases + each - 1) / each);
    }

    /// <summary>Draws bodies and computes the cable thresholds of their fibres.</summary>
    /// <param name="seed">Of the draw.</param>
    /// <param name="bodies">How many.</param>
    /// <param name="scope">What may be drawn.</param>
    /// <param name="store">Keeps solved fields; may be null.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction done, or null.</param>
    /// <param name="cancellation">Asked in every iteration and block of steps.</param>
    /// <returns>Per body its samples.</returns>
    public static IReadOnlyList<IReadOnlyList<PredictorSample>> Draw(
        int seed,
        int bodies,
        DrawScope scope,
        IFieldStore? store,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bodies, 1);
        ArgumentNullException.ThrowIfNull(scope);
        var samples = new List<PredictorSample>[bodies];
        var done = 0;
        var steps = scope.Groups + 1;
        void Step() => progress?.Report(Interlocked.Increment(ref done) / ((double)bodies * steps));
        OrderedParallel.For(bodies, threads, index =>
        {
            var groups = PredictorDraw.Body(seed, index, scope, store, 1, cancellation);
            Step();
            var groupsLeft = scope.Groups;
            var found = ThresholdStore.GetOrCompute(groups, Options, store, () =>
            {
                List<ThresholdResult> results = [];
                foreach (var group in groups)
                {
                    results.AddRange(ThresholdSearch.Find(group.Fibres, group.Waveform, Options, 1, null, cancellation));
                    groupsLeft--;
                    Step();
                }

                return [.. results];
            });
            for (; groupsLeft > 0; groupsLeft--)
                Step();
            samples[index] = Pair(groups, found);
        }, cancellation);
        return samples;
    }

    private static List<PredictorSample> Pair(IReadOnlyList<DrawnGroup> groups, ThresholdResult[] found)
    {
        List<PredictorSample> samples = [];
        foreach (var group in groups)
        {
            var predictor = new ThresholdPredictor(group.Waveform);
            foreach (var fibre in group.Fibres)
                samples.Add(new PredictorSample(fibre, predictor, found[samples.Count]));
        }

        return samples;
    }
}
