using System.Numerics;
using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Sampling;
using Epidura.Field.Solution;
using Epidura.Numerics;

namespace Epidura.Field.Frequency;

/// <summary>Lead fields at one frequency.</summary>
/// <param name="Frequency">Hz.</param>
/// <param name="Real">Part in phase with the current, V/A.</param>
/// <param name="Imaginary">Part a quarter of a period ahead, V/A.</param>
/// <param name="Impedance">Of the tissue: potential of contact i per ampere through contact k, ohm.</param>
/// <param name="LargestRatio">Largest displacement over conduction current of the tissues.</param>
/// <param name="Iterations">Largest number over the right-hand sides.</param>
/// <param name="Converged">False when the bound on iterations came first.</param>
public sealed record FrequencyFields(
    double Frequency, LeadFields Real, LeadFields Imaginary, Complex[,] Impedance, double LargestRatio, int Iterations, bool Converged);

/// <summary>Solves the volume conductor with displacement currents: conductivity plus j × angular frequency × permittivity.</summary>
/// <remarks>
/// The admittance of a face is an analytic function of the admittivities. With g(t) the conductance for conductivity + t × ωε, the value
/// at t = j is g(0) - g''/2 + j (g' - g'''/6 …); three real assemblies at t = -1, 0, 1 give it: real 2 g(0) - (g(1) + g(-1)) / 2,
/// imaginary (g(1) - g(-1)) / 2. Exact in one medium; in a cell with a border the error is of third order in ωε/σ, so that ratio may be
/// 0.3 at most. Docs: docs/science/field-frequency.md. Checked by FrequencyTests.
/// </remarks>
public static class FrequencySolver
{
    /// <summary>Largest displacement current over conduction current that is solved.</summary>
    public const double RatioMax = 0.3;

    private const double Residual = 1e-9;
    private const int IterationsMax = 60;

    /// <summary>Solves at a frequency with the permittivities of <see cref="TissueDispersion"/>.</summary>
    /// <param name="problem">Conductivities are those of the problem at every frequency.</param>
    /// <param name="frequency">Hz.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not above 0, or a tissue's ratio is above
    /// <see cref="RatioMax"/>.</exception>
    public static FrequencyFields Solve(
        FieldProblem problem, double frequency, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Solve(
            problem, frequency, tissue => TissueDispersion.At(tissue, frequency).Permittivity, GridSizes.Of(problem.Quality), threads,
            progress, ct);
    }

    internal static FrequencyFields Solve(
        FieldProblem problem, double frequency, Func<Tissue, double> permittivity, GridSizes sizes, int threads,
        IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequency);
        FieldProblemCheck.Check(problem);
        var factor = 2 * Math.PI * frequency * TissueDispersion.VacuumPermittivity;
        var displaced = problem.Conductivities.Values.Keys.ToDictionary(tissue => tissue, tissue => factor * permittivity(tissue));
        var ratio = problem.Conductivities.Values.Max(
            pair => displaced[pair.Key] / Math.Min(pair.Value.Transverse, pair.Value.Axial));
        if (ratio > RatioMax)
            throw new ArgumentOutOfRangeException(
                nameof(frequency),
                FormattableString.Invariant($"At {frequency:G4} Hz the displacement current is {ratio:0.00} of the conduction current; ")
                + $"allowed is up to {RatioMax}.");
        progress?.Report(new FieldProgress("field: grid and admittances", 0));
        LeadSolid[] leads = [.. problem.Leads.Select(lead => new LeadSolid(lead))];
        var grid = FieldGrid.For(problem, leads, sizes);
        var network = new Admittances(
            grid, t => new Conductor(problem.Body, Shift(problem.Conductivities, displaced, t), leads, null), threads, ct);
        var block = StoredRegion.Of(problem, leads, grid);
        var solution = new FrequencySolution(network, problem.Contacts.Count, block);
        solution.Solve(Residual, IterationsMax, threads, progress, ct);
        var impedance = Invert(solution.Admittance);
        solution.Combine(impedance, threads);
        var conductor = new Conductor(problem.Body, problem.Conductivities, leads, null);
        CentreCorrection.Apply(solution.Real, grid, block, conductor, threads);
        CentreCorrection.Apply(solution.Imaginary, grid, block, conductor, threads);
        var diagnostics = new FieldDiagnostics(
            grid.Cells, (grid.X.Count, grid.Y.Count, grid.Z.Count), grid.X.Sizes.Min(), solution.Iterations, solution.Worst,
            solution.Converged, 0, 0);
        LeadFields Part(float[][] values, Func<Complex, double> of) => new(problem, grid, block, values, Map(impedance, of), diagnostics);
        return new FrequencyFields(
            frequency, Part(solution.Real, z => z.Real), Part(solution.Imaginary, z => z.Imaginary), impedance, ratio, solution.Iterations,
            solution.Converged);
    }

    /// <summary>Inverse by elimination with the largest pivot of the column.</summary>
    internal static Complex[,] Invert(Complex[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (left, right) = ((Complex[,])matrix.Clone(), new Complex[n, n]);
        for (var i = 0; i < n; i++)
            right[i, i] = 1;
        for (var column = 0; column < n; column++)
        {
            var best = Enumerable.Range(column, n - column).MaxBy(row => Complex.Abs(left[row, column]));
            if (left[best, column] == Complex.Zero)
                throw new InvalidOperationException($"The contact admittance matrix is singular at contact {column}.");
            for (var j = 0; j < n; j++)
            {
                (left[best, j], left[column, j]) = (left[column, j], left[best, j]);
                (right[best, j], right[column, j]) = (right[column, j], right[best, j]);
            }

            var pivot = left[column, column];
            for (var j = 0; j < n; j++)
                (left[column, j], right[column, j]) = (left[column, j] / pivot, right[column, j] / pivot);
            for (var row = 0; row < n; row++)
            {
                var times = left[row, column];
                for (var j = 0; row != column && j < n; j++)
                    (left[row, j], right[row, j]) = (left[row, j] - (times * left[column, j]), right[row, j] - (times * right[column, j]));
            }
        }

        return right;
    }

    private static ConductivityPreset Shift(ConductivityPreset preset, Dictionary<Tissue, double> displaced, double times) => preset with
    {
        Values = preset.Values.ToDictionary(
            pair => pair.Key,
            pair => new TissueConductivity(
                pair.Value.Transverse + (times * displaced[pair.Key]), pair.Value.Axial + (times * displaced[pair.Key]))),
    };

    private static double[,] Map(Complex[,] matrix, Func<Complex, double> of)
    {
        var result = new double[matrix.GetLength(0), matrix.GetLength(1)];
        for (var i = 0; i < result.GetLength(0); i++)
            for (var j = 0; j < result.GetLength(1); j++)
                result[i, j] = of(matrix[i, j]);
        return result;
    }
}
