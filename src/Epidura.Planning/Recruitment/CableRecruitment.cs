using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Quantities;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Recruitment;

/// <summary>Cable thresholds of a whole population for one pattern and pulse.</summary>
/// <param name="Rungs">Per site one per rung, A; positive infinity above the largest amplitude.</param>
/// <param name="Results">Per site and rung the search's own result.</param>
public sealed record CableOutcome(IReadOnlyList<double[]> Rungs, IReadOnlyList<ThresholdResult[]> Results)
{
    /// <summary>Thresholds computed.</summary>
    public int Count => Results.Sum(r => r.Length);

    /// <summary>Fibres whose spike began at a cut end: the simulated stretch is too short for them.</summary>
    public int AtCutEnd => Results.Sum(r => r.Count(t => t.AtCutEnd));
}

/// <summary>Runs the double cable on sampled fibres.</summary>
/// <param name="options">Step and tolerance.</param>
/// <param name="threads">Threads; 0 takes the machine's.</param>
public sealed class CableRecruitment(ThresholdOptions options, int threads)
{
    /// <summary>A spike that starts at the waveform's end has this long to run to a detection node, s.</summary>
    private const double Travel = 2e-3;

    /// <summary>Step and tolerance.</summary>
    public ThresholdOptions Options => options;

    /// <summary>Thresholds computed so far.</summary>
    public int Runs { get; private set; }

    /// <summary>Thresholds of every rung of every site.</summary>
    /// <param name="fibres">Per site one fibre per rung.</param>
    /// <param name="fractions">Per contact.</param>
    /// <param name="waveform">Every phase of the pulse or train.</param>
    /// <param name="starts">Thresholds in a similar field, per site and rung, A; they only save runs. Null predicts them.</param>
    /// <param name="progress">Fraction done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    public CableOutcome Run(
        IReadOnlyList<SampledFibre[]> fibres,
        double[] fractions,
        Waveform waveform,
        IReadOnlyList<double[]>? starts,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        ArgumentNullException.ThrowIfNull(waveform);
        var within = options with { Window = Math.Max(options.Window, waveform.Duration + Travel) };
        FibreCase[] cases = [.. fibres.SelectMany(site => site.Select(f => new FibreCase(f.Geometry, f.Combine(fractions))))];
        var found = starts is null
            ? PredictedSearch.Find(cases, waveform, within, threads, progress, cancellation)
            : ThresholdSearch.Find(cases, waveform, within, [.. starts.SelectMany(s => s)], threads, progress, cancellation);
        Runs += found.Length;
        var results = new ThresholdResult[fibres.Count][];
        var next = 0;
        for (var site = 0; site < results.Length; site++)
        {
            results[site] = found[next..(next + fibres[site].Length)];
            next += fibres[site].Length;
        }

        return new CableOutcome([.. results.Select(r => r.Select(t => t.Threshold).ToArray())], results);
    }

    /// <summary>The simulated fibres with their thresholds, for the report.</summary>
    public static IReadOnlyList<FibreThreshold> Describe(
        IReadOnlyList<FibreSite> sites, IReadOnlyList<SampledFibre[]> fibres, CableOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(fibres);
        ArgumentNullException.ThrowIfNull(outcome);
        List<FibreThreshold> described = [];
        for (var index = 0; index < sites.Count; index++)
        {
            var site = sites[index];
            for (var rung = 0; rung < site.Ladder.Length; rung++)
            {
                var result = outcome.Results[index][rung];
                double? height = result.InitiationNode < 0 ? null : fibres[index][rung].HeightOf(site.Track, result.InitiationNode);
                described.Add(new FibreThreshold(site.Kind, site.Segment, site.Side, site.Ladder[rung], site.At,
                    outcome.Rungs[index][rung], height));
            }
        }

        return described;
    }
}
