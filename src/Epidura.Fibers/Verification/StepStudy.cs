using System.Text.Json;

namespace Epidura.Fibers.Verification;

/// <summary>Errors of one way of stepping over all cases of a study, relative, without sign.</summary>
/// <param name="Mode">Arithmetic and time stepping.</param>
/// <param name="Step">s.</param>
/// <param name="Cases">Thresholds compared.</param>
/// <param name="Median">Half of them are nearer.</param>
/// <param name="Percentile95">Ninety-five of a hundred are nearer.</param>
/// <param name="Largest">Of all.</param>
/// <param name="LargestId">Case with the largest error.</param>
public sealed record StepStudyRow(
    SolverMode Mode, double Step, int Cases, double Median, double Percentile95, double Largest, string LargestId);

/// <summary>How far thresholds are from the limit of small steps, for every field threshold of a reference file.</summary>
/// <remarks>The limit is mode Reference at 0.5 µs with a bracket of 1e-6: its own error falls with the fourth power of the step.
/// docs/science/solver-modes.md.</remarks>
public static class StepStudy
{
    /// <summary>Mode Reference: ninety-five of a hundred cases, relative.</summary>
    public const double UsualLimit = ModeChecks.ReferenceUsualLimit;

    /// <summary>Mode Reference: every case, relative.</summary>
    public const double Limit = ModeChecks.ReferenceLimit;

    private const double LimitStep = 0.5e-6;
    private const double Tolerance = 1e-6;

    private static readonly (SolverMode Mode, double Step, double Tolerance)[] Ways =
    [
        (SolverMode.Neuron, 20e-6, 1e-5), (SolverMode.Neuron, 10e-6, 1e-5), (SolverMode.Neuron, 5e-6, 1e-5),
        (SolverMode.Neuron, 2.5e-6, 1e-5), (SolverMode.Neuron, 1e-6, 1e-5), (SolverMode.Reference, 5e-6, 5e-4),
    ];

    /// <summary>Runs the study.</summary>
    /// <param name="json">Reference file.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="progress">Fraction done, or null.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>Mode Neuron from 20 to 1 µs, then mode Reference at its usual step; empty when the file has no field threshold.</returns>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static IReadOnlyList<StepStudyRow> Run(
        string json, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var cases = ModeChecks.FieldCases(json);
        if (cases.Count == 0)
            return [];
        double done = 0;
        double[] Find(SolverMode mode, double step, double tolerance, IReadOnlyList<double>? starts)
        {
            var found = new double[cases.Count];
            for (var i = 0; i < found.Length; i++)
                found[i] = double.NaN;
            foreach (var group in Enumerable.Range(0, cases.Count).GroupBy(i => (cases[i].Waveform, cases[i].Options)))
            {
                int[] indices = [.. group];
                var options = group.Key.Options with { Mode = mode, Step = step, Tolerance = tolerance, FirstFactor = 1.05 };
                var results = ThresholdSearch.Find(
                    [.. indices.Select(i => cases[i].Fibre)], group.Key.Waveform, options,
                    [.. indices.Select(i => starts?[i] ?? cases[i].Threshold)], threads, null, cancellation);
                for (var k = 0; k < indices.Length; k++)
                    found[indices[k]] = results[k].Threshold;
            }

            progress?.Report(++done / (Ways.Length + 1));
            return found;
        }

        var limit = Find(SolverMode.Reference, LimitStep, Tolerance, null);
        return [.. Ways.Select(way => Row(way.Mode, way.Step, cases, limit, Find(way.Mode, way.Step, way.Tolerance, limit)))];
    }

    private static StepStudyRow Row(
        SolverMode mode, double step, IReadOnlyList<StudyCase> cases, double[] limit, double[] found)
    {
        var errors = found.Select((threshold, i) => (Error: Math.Abs((threshold / limit[i]) - 1), cases[i].Id))
            .OrderBy(e => double.IsNaN(e.Error) ? double.PositiveInfinity : e.Error).ToArray();
        double At(double share) => errors[(int)Math.Ceiling(share * errors.Length) - 1].Error;
        return new StepStudyRow(mode, step, errors.Length, At(0.5), At(0.95), errors[^1].Error, errors[^1].Id);
    }
}
