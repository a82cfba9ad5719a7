using System.Text.Json;
using Epidura.Numerics.Verification;

namespace Epidura.Field.Verification;

/// <summary>Compares the volume conductor with a file of reference solutions.</summary>
public static class FieldReference
{
    /// <summary>Solves every model and closed form of the file and compares.</summary>
    /// <param name="json">Text in the format of tests/Reference/data/field.json.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="JsonException">Not the format.</exception>
    public static VerificationReport Run(string json, int threads, IProgress<FieldProgress>? progress, CancellationToken ct) =>
        Run(json, FieldQuality.Standard, threads, progress, ct);

    /// <summary>The same at a chosen quality.</summary>
    /// <param name="json">Text in the format of tests/Reference/data/field.json.</param>
    /// <param name="quality">Grid.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    public static VerificationReport Run(
        string json, FieldQuality quality, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        using var document = JsonDocument.Parse(json);
        List<VerificationCase> cases = [];
        if (document.RootElement.TryGetProperty("models", out var models))
        {
            foreach (var model in models.EnumerateObject())
            {
                var reference = new ReferenceModel(model.Value.GetProperty("parameters"));
                var problem = reference.Problem(quality);
                var fields = FieldSolver.Solve(problem, threads, progress, ct);
                cases.AddRange(new ModelComparison(model.Name, model.Value, reference, fields).Compare());
                LeadFields Coarse(double factor) => FieldConvergence.SolveScaled(problem, factor, threads, progress, ct);
                cases.AddRange(new EstimateComparison(model.Name, model.Value, reference).Compare(fields, Coarse(2), Coarse(4)));
            }
        }

        if (document.RootElement.TryGetProperty("analytic", out var analytic))
        {
            progress?.Report(new FieldProgress("field: closed forms", 0));
            cases.AddRange(ClosedForms.Compare(analytic, quality, threads, ct));
        }

        return new VerificationReport(cases);
    }
}
