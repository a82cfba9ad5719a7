using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Prediction;

/// <summary>The threshold search with starts from the predictor wherever it holds: the same thresholds to their tolerance in fewer
/// runs.</summary>
/// <remarks>Fibres, pulses and criteria that the predictor does not know are searched from <see cref="ThresholdSearch"/>'s own estimate.
/// docs/science/predictor.md; checked by PredictedSearchTests.</remarks>
public static class PredictedSearch
{
    /// <summary>First step from a predicted start: two of three predictions are nearer.</summary>
    private const double FirstFactor = 1.02;

    /// <summary>Thresholds by backward Euler rise by so much per second of step: docs/science/cable.md.</summary>
    private const double ErrorPerStep = 0.016 / ThresholdPredictor.Step;

    /// <summary>Searches many fibres; see <see cref="ThresholdSearch"/> for arguments, results and errors.</summary>
    /// <param name="cases">Fibres and their potentials, V/A.</param>
    /// <param name="waveform">Relative current; its first phase is +1.</param>
    /// <param name="options">Step, tolerance, largest amplitude and criterion.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction of the fibres done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    public static ThresholdResult[] Find(
        IReadOnlyList<FibreCase> cases,
        Waveform waveform,
        ThresholdOptions options,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(options);
        var starts = Starts(cases, waveform, options);
        int[] known = [.. Enumerable.Range(0, starts.Length).Where(i => double.IsFinite(starts[i]))];
        if (known.Length == 0)
            return ThresholdSearch.Find(cases, waveform, options, threads, progress, cancellation);
        int[] others = [.. Enumerable.Range(0, starts.Length).Where(i => !double.IsFinite(starts[i]))];
        var share = (double)known.Length / cases.Count;
        var results = new ThresholdResult[cases.Count];
        var found = ThresholdSearch.Find(
            [.. known.Select(i => cases[i])], waveform, options with { FirstFactor = FirstFactor }, [.. known.Select(i => starts[i])],
            threads, ThresholdSearch.Part(progress, 0, share), cancellation);
        for (var k = 0; k < known.Length; k++)
            results[known[k]] = found[k];
        found = ThresholdSearch.Find(
            [.. others.Select(i => cases[i])], waveform, options, threads, ThresholdSearch.Part(progress, share, 1), cancellation);
        for (var k = 0; k < others.Length; k++)
            results[others[k]] = found[k];
        return results;
    }

    /// <summary>Predicted threshold of each fibre at the step of the search, A; NaN where the predictor does not hold.</summary>
    public static double[] Starts(IReadOnlyList<FibreCase> cases, Waveform waveform, ThresholdOptions options)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(waveform);
        ArgumentNullException.ThrowIfNull(options);
        var starts = new double[cases.Count];
        Array.Fill(starts, double.NaN);
        var isOther = options.Spikes != 1 || options.StartGuess is not null;
        if (isOther || !(options.Step <= 4 * ThresholdPredictor.Step) || ThresholdPredictor.Refusal(waveform) is not null)
            return starts;
        var step = options.Mode == SolverMode.Reference ? 0 : options.Step;
        var scale = (1 + (ErrorPerStep * step)) / (1 + (ErrorPerStep * ThresholdPredictor.Step));
        var predictor = new ThresholdPredictor(waveform);
        for (var i = 0; i < starts.Length; i++)
        {
            var fibre = cases[i];
            var isKnown = fibre.Geometry.Branches.Count == 0 && ThresholdPredictor.Refusal(fibre.Geometry) is null
                && fibre.UnitPotential.Length == fibre.Geometry.Compartments && Array.TrueForAll(fibre.UnitPotential, double.IsFinite);
            if (isKnown && predictor.Predict(fibre) is { Status: PredictionStatus.InDomain } predicted)
                starts[i] = scale * predicted.Threshold;
        }

        return starts;
    }
}
