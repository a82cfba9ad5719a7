using Epidura.Field.Verification;

namespace Epidura.Field;

/// <summary>One grid of a convergence study.</summary>
/// <param name="Spacing">Around the source and the shells, m.</param>
/// <param name="Cells">Of the grid.</param>
/// <param name="Error">Largest error over the points as a ratio of the closed form.</param>
public sealed record ConvergenceStep(double Spacing, int Cells, double Error);

/// <summary>How the error falls with the spacing.</summary>
/// <param name="Steps">Coarse to fine.</param>
/// <param name="Order">Least-squares slope of log error against log spacing.</param>
public sealed record ConvergenceStudy(IReadOnlyList<ConvergenceStep> Steps, double Order);

/// <summary>Convergence of the discretisation, measured.</summary>
public static class FieldConvergence
{
    /// <summary>A point source between two spheres against its closed form, on three grids or more.</summary>
    /// <param name="spacings">m, each above zero.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <remarks>
    /// Inner sphere 4 mm and 0.25 S/m, medium 1 S/m, ground at 16 mm, source at 8 mm; 8 mm must be a multiple of each spacing.
    /// Expansion in Legendre polynomials (Jackson, Classical Electrodynamics, 3rd ed., section 3.3).
    /// </remarks>
    public static ConvergenceStudy Measure(IReadOnlyList<double> spacings, int threads, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(spacings);
        var sphere = new TwoSpheres(4e-3, 16e-3, 0.25, 1.0, 8e-3);
        List<ConvergenceStep> steps = [];
        foreach (var spacing in spacings)
        {
            var (error, cells) = sphere.Error(spacing, threads, ct);
            steps.Add(new ConvergenceStep(spacing, cells, error));
        }

        var x = steps.Select(step => Math.Log(step.Spacing)).ToArray();
        var y = steps.Select(step => Math.Log(step.Error)).ToArray();
        double mx = x.Average(), my = y.Average();
        var order = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        return new ConvergenceStudy(steps, order);
    }

    /// <summary>The same problem with every spacing multiplied, for the change of a result when the grid is halved.</summary>
    /// <param name="problem">What to solve.</param>
    /// <param name="factor">2 gives the grid whose halving is that of the problem's quality, at about a sixth of its cells.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor outside 0.5 to 4.</exception>
    public static LeadFields SolveScaled(
        FieldProblem problem, double factor, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return FieldSolver.Solve(problem with { SpacingFactor = factor }, threads, progress, ct);
    }
}
