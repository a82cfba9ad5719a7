using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Search;

/// <summary>Fits the predictor to cable thresholds of the same plan.</summary>
/// <remarks>
/// The decay and a common drive at threshold are fitted per kind of fibre, rung and pulse width over all sites; each fibre then takes its
/// own drive from the mean of its residuals over the patterns, which holds what its course and place do. docs/science/planner.md.
/// </remarks>
public sealed class PredictorCalibration
{
    private const double CorrectionMax = 3;
    private const double CautionMax = 0.15;

    private readonly Dictionary<(FibreKind Kind, int Rung, int Width), PredictorConstants> _groups = [];
    private readonly Dictionary<(int Site, int Rung, int Width), List<double>> _residuals = [];
    private readonly IReadOnlyList<FibreSite> _sites;
    private readonly bool _hasSecondPhase;

    /// <summary>Fits.</summary>
    /// <param name="population">Sites.</param>
    /// <param name="fibres">Per site one fibre per rung.</param>
    /// <param name="fractions">Patterns, per contact.</param>
    /// <param name="widthsMicrosecond">Pulse widths.</param>
    /// <param name="hasSecondPhase">True for active recharge.</param>
    /// <param name="run">Cable thresholds of all fibres for a pattern (by index) and a width.</param>
    public PredictorCalibration(
        Population population,
        IReadOnlyList<SampledFibre[]> fibres,
        IReadOnlyList<double[]> fractions,
        IReadOnlyList<int> widthsMicrosecond,
        bool hasSecondPhase,
        Func<int, int, CableOutcome> run)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(fibres);
        ArgumentNullException.ThrowIfNull(fractions);
        ArgumentNullException.ThrowIfNull(widthsMicrosecond);
        ArgumentNullException.ThrowIfNull(run);
        _sites = population.Sites;
        _hasSecondPhase = hasSecondPhase;
        foreach (var width in widthsMicrosecond)
        {
            var outcomes = Enumerable.Range(0, fractions.Count).Select(p => run(p, width)).ToArray();
            foreach (var group in Enumerable.Range(0, _sites.Count).GroupBy(i => _sites[i].Kind))
                for (var rung = 0; rung < group.Min(i => _sites[i].Ladder.Length); rung++)
                    Fit([.. group], rung, width, fibres, fractions, outcomes);
        }
    }

    /// <summary>Largest spread of ln(predicted / cable) over the fits of the dorsal column, before each fibre's own correction.</summary>
    public double SpreadMax => _groups.Where(g => g.Key.Kind == FibreKind.DorsalColumn).Select(g => g.Value.Spread)
        .DefaultIfEmpty(double.NaN).Max();

    /// <summary>The common fits.</summary>
    public IReadOnlyDictionary<(FibreKind Kind, int Rung, int Width), PredictorConstants> Groups => _groups;

    /// <summary>Constants of a fibre.</summary>
    /// <exception cref="InvalidOperationException">No cable fibre fired at all in the calibration.</exception>
    public PredictorConstants Of(int site, int rung, int widthMicrosecond)
    {
        var kind = _sites[site].Kind;
        var common = _groups.Where(c => c.Key.Width == widthMicrosecond)
            .OrderBy(c => c.Key.Kind == kind ? 0 : 1).ThenBy(c => Math.Abs(c.Key.Rung - rung)).ThenBy(c => c.Key.Rung)
                .Select(c => c.Value).FirstOrDefault()
            ?? throw new InvalidOperationException(
                $"No fibre fired at {widthMicrosecond} µs within the amplitude limit; the predictor cannot be fitted.");
        var correction = _residuals.TryGetValue((site, rung, widthMicrosecond), out var residuals)
            ? Math.Clamp(Math.Exp(residuals.Average()), 1 / CorrectionMax, CorrectionMax)
            : 1;

        // A root that fires earlier than predicted costs the whole program, one that fires later nothing: roots are taken a spread lower.
        var caution = kind == FibreKind.DorsalRoot ? Math.Exp(-Math.Min(common.Spread, CautionMax)) : 1;
        return common with { Drive = common.Drive * correction * caution };
    }

    /// <summary>Takes in the cable thresholds of one more pattern: every fibre's own drive follows.</summary>
    /// <param name="fibres">Per site one fibre per rung.</param>
    /// <param name="fractions">Pattern, per contact.</param>
    /// <param name="widthMicrosecond">Pulse width.</param>
    /// <param name="outcome">Cable thresholds.</param>
    public void Learn(IReadOnlyList<SampledFibre[]> fibres, double[] fractions, int widthMicrosecond, CableOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        ArgumentNullException.ThrowIfNull(outcome);
        for (var site = 0; site < _sites.Count; site++)
            for (var rung = 0; rung < _sites[site].Ladder.Length; rung++)
                if (_groups.TryGetValue((_sites[site].Kind, rung, widthMicrosecond), out var fit) && !outcome.Results[site][rung].AtCutEnd)
                    Add(site, rung, widthMicrosecond, fit, new FitSample(
                        outcome.Rungs[site][rung], fibres[site][rung].Combine(fractions), fibres[site][rung].Geometry.Nodes));
    }

    private void Add(int site, int rung, int width, PredictorConstants fit, FitSample sample)
    {
        var residual = PredictorFit.LogDrive(sample, fit) - Math.Log(fit.Drive);
        if (!double.IsFinite(residual))
            return;
        if (!_residuals.TryGetValue((site, rung, width), out var list))
            _residuals[(site, rung, width)] = list = [];
        list.Add(residual);
    }

    private void Fit(
        int[] group, int rung, int width, IReadOnlyList<SampledFibre[]> fibres, IReadOnlyList<double[]> fractions, CableOutcome[] outcomes)
    {
        var samples = group.SelectMany(i => fractions.Select((f, p) => (Site: i, Sample: new FitSample(
                outcomes[p].Results[i][rung].AtCutEnd ? double.PositiveInfinity : outcomes[p].Rungs[i][rung], fibres[i][rung].Combine(f),
                    fibres[i][rung].Geometry.Nodes))))
            .Where(s => double.IsFinite(s.Sample.Threshold)).ToArray();
        if (PredictorFit.Fit([.. samples.Select(s => s.Sample)], _hasSecondPhase) is not { } fit)
            return;
        _groups[(_sites[group[0]].Kind, rung, width)] = fit;
        foreach (var (site, sample) in samples)
            Add(site, rung, width, fit, sample);
    }
}
