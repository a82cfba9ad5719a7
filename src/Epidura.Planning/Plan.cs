using Epidura.Planning.Cases;
using Epidura.Planning.Steps;

namespace Epidura.Planning;

/// <summary>The main job: from a case to ranked programs. Everything else calls this.</summary>
public static class Plan
{
    /// <summary>Plans a case.</summary>
    /// <param name="case">What is asked.</param>
    /// <param name="options">How it is computed.</param>
    /// <param name="ct">Asked inside every long step.</param>
    /// <exception cref="ArgumentException">A lead of the case does not fit into its anatomy, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>The same case, options and version give the same bits for any number of threads, with cached or fresh fields.</remarks>
    public static PlanResult Run(Case @case, PlanOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Programs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Programs, 10);
        var study = new PlanStudy(@case, options, ct);

        // Anatomy: the spine of the case with its leads in the epidural space.
        var body = study.PlaceLeads();

        // Field per contact: potential for 1 A through each, the others floating.
        var fields = study.SolveContacts(body);

        // Potentials along fibres: a population of cables, sampled at every compartment.
        var model = study.SampleFibres(body, fields);

        // Thresholds, recruitment, coverage: a linear predictor, fitted to the cable, proposes patterns and widths; the cable decides.
        var (proposal, decided) = study.Search(model);

        // Programs: the best, again in every variant of the anatomy, with the checks of grid and interpolation.
        var best = study.Best(decided);
        var (variants, leftOut) = study.Vary(model, best);
        var findings = new StudyFindings(
            model, proposal, decided, best, variants, leftOut,
            study.Halve(model, best),
            best.Count == 0 ? new InterpolationCheck(0, 0, 0) : study.CheckInterpolation(model, best[0]),
            best.Count == 0 ? 0 : study.SmallRecruited(model, best[0], best[0].Candidate.Judgement.Amplitude));
        return new PlanAssembly(@case, options, study, findings).Result();
    }
}
