using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Field.Sweeps;
using Epidura.Numerics;

namespace Epidura.Field;

/// <summary>Solves the volume conductor for every contact of every lead.</summary>
/// <remarks>
/// Quasi-static, purely resistive: the divergence of conductivity times gradient is zero. Contacts are perfect conductors, lead bodies
/// insulate, potential zero on the lateral faces of the box. Method, sources and measured errors: docs/science/field.md.
/// </remarks>
public static class FieldSolver
{
    /// <summary>Lead fields of a problem.</summary>
    /// <param name="problem">What to solve.</param>
    /// <param name="threads">0 takes the machine's; the bits of the result do not depend on it.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="ArgumentException">No contact, a contact outside the box, or a tissue without conductivity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A spacing factor outside 0.5 to 4.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LeadFields Solve(FieldProblem problem, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(problem.SpacingFactor, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(problem.SpacingFactor, 4);
        return Solve(problem, GridSizes.Of(problem.Quality), threads, progress, ct);
    }

    internal static LeadFields Solve(
        FieldProblem problem, GridSizes sizes, int threads, IProgress<FieldProgress>? progress, CancellationToken ct) =>
        Solve(problem, sizes, SolveAccuracy.Full, null, threads, progress, ct).Fields;

    /// <summary>Solves from a start, and gives what the next solve can start from when asked to.</summary>
    internal static (LeadFields Fields, SweepStart? Next) Solve(
        FieldProblem problem, GridSizes sizes, SolveAccuracy accuracy, SweepChain? chain, int threads, IProgress<FieldProgress>? progress,
        CancellationToken ct)
    {
        FieldProblemCheck.Check(problem);
        var contacts = problem.Contacts.Count;
        progress?.Report(new FieldProgress("field: grid and conductances", 0));
        LeadSolid[] leads = [.. problem.Leads.Select(lead => new LeadSolid(lead))];
        var grid = FieldGrid.For(problem, leads, sizes);
        var conductor = new Conductor(problem.Body, problem.Conductivities, leads, null);
        var network = Network.Build(grid, conductor, threads, ct);
        for (var n = 0; n < contacts; n++)
            if (!network.Links.Any(link => link.Contact == n))
                throw new ArgumentException($"Contact {problem.Contacts[n]} has no surface inside the box.", nameof(problem));
        var block = Sampling.StoredRegion.Of(problem, leads, grid);
        var whole = chain is null ? block : new StoredBlock(0, grid.X.Count, 0, grid.Y.Count, 0, grid.Z.Count);
        var solution = ContactSolution.Solve(
            network, contacts, whole, accuracy, chain?.Start is { } start ? start.For(problem, network, threads) : null, threads,
            (stage, fraction) => progress?.Report(new FieldProgress(stage, 0.1 + (0.85 * fraction))), ct);
        var next = chain is null ? null : new SweepStart(problem, grid, solution.Basis);
        var basis = chain is null ? solution.Basis : [.. solution.Basis.Select(field => block.CutFrom(whole, field))];
        var impedance = DenseMatrix.Invert(solution.Conductance);
        Sampling.CentreCorrection.Apply(basis, grid, block, conductor, threads);
        Combine(basis, impedance, block, threads);
        var diagnostics = new FieldDiagnostics(
            grid.Cells, (grid.X.Count, grid.Y.Count, grid.Z.Count), grid.X.Sizes.Min(), solution.Iterations, solution.Residual,
            solution.Converged, CurrentSumError(solution, impedance), SymmetryError(solution.Conductance));
        progress?.Report(new FieldProgress("field: done", 1));
        return (new LeadFields(problem, grid, block, basis, impedance, diagnostics), next);
    }

    /// <summary>Turns potentials per volt on one contact into those per ampere through one contact, others floating; in place.</summary>
    private static void Combine(float[][] basis, double[,] impedance, StoredBlock block, int threads)
    {
        var count = basis.Length;
        var plane = block.CountX * block.CountY;
        OrderedParallel.For(block.CountZ, threads, k =>
        {
            var old = new double[count];
            for (var c = k * plane; c < (k + 1) * plane; c++)
            {
                for (var n = 0; n < count; n++)
                    old[n] = basis[n][c];
                for (var n = 0; n < count; n++)
                {
                    var sum = 0.0;
                    for (var m = 0; m < count; m++)
                        sum += impedance[m, n] * old[m];
                    basis[n][c] = (float)sum;
                }
            }
        });
    }

    private static double CurrentSumError(ContactSolution solution, double[,] impedance)
    {
        var count = solution.GroundCurrent.Length;
        var worst = 0.0;
        for (var n = 0; n < count; n++)
        {
            var ground = 0.0;
            for (var m = 0; m < count; m++)
                ground += impedance[m, n] * solution.GroundCurrent[m];
            worst = Math.Max(worst, Math.Abs(ground - 1));
        }

        return worst;
    }

    private static double SymmetryError(double[,] matrix)
    {
        double worst = 0, largest = 0;
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < matrix.GetLength(1); j++)
            {
                worst = Math.Max(worst, Math.Abs(matrix[i, j] - matrix[j, i]));
                largest = Math.Max(largest, Math.Abs(matrix[i, j]));
            }
        }

        return worst / largest;
    }
}
