namespace Epidura.Planning.Search;

/// <summary>Answer of a linear program.</summary>
/// <param name="Status">Whether the optimum was reached.</param>
/// <param name="Value">Objective.</param>
/// <param name="Variables">x.</param>
/// <param name="Pivots">Steps taken.</param>
public sealed record SimplexResult(SimplexStatus Status, double Value, double[] Variables, int Pivots);

/// <summary>How a linear program ended.</summary>
public enum SimplexStatus
{
    /// <summary>The optimum.</summary>
    Optimal,

    /// <summary>No finite optimum.</summary>
    Unbounded,

    /// <summary>Stopped at the largest number of steps; the value is a lower bound of the optimum.</summary>
    StepLimit,
}

/// <summary>Maximises c·x over A x ≤ b, x ≥ 0 with b ≥ 0: the simplex method on a dense tableau.</summary>
/// <remarks>
/// Largest-coefficient rule; after 50 steps without progress the smallest-index rule (Bland 1977), which cannot cycle. Every choice is
/// by index on a tie, so the same input gives the same bits. Checked by SimplexTests against enumerated vertices and duality.
/// </remarks>
public static class Simplex
{
    private const double Tiny = 1e-11;

    /// <summary>Solves.</summary>
    /// <param name="objective">c; length variables.</param>
    /// <param name="rows">A; rows × variables.</param>
    /// <param name="bounds">b; zero or more.</param>
    /// <param name="stepsMax">Largest number of pivots.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a bound is below zero.</exception>
    public static SimplexResult Maximise(double[] objective, IReadOnlyList<double[]> rows, double[] bounds, int stepsMax = 5000)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(bounds);
        if (rows.Count != bounds.Length || rows.Any(r => r.Length != objective.Length) || bounds.Any(b => !(b >= 0)))
            throw new ArgumentException("Every row needs one coefficient per variable and a bound of zero or more.", nameof(rows));
        int variables = objective.Length, constraints = rows.Count, width = variables + constraints + 1;
        var tableau = Tableau(objective, rows, bounds, width);
        var basis = new int[constraints];
        for (var i = 0; i < constraints; i++)
            basis[i] = variables + i;
        var stalled = 0;
        for (var step = 0; step < stepsMax; step++)
        {
            var entering = Entering(tableau[constraints], width - 1, stalled > 50);
            if (entering < 0)
                return Answer(SimplexStatus.Optimal, tableau, basis, variables, step);
            var leaving = Leaving(tableau, basis, entering);
            if (leaving < 0)
                return Answer(SimplexStatus.Unbounded, tableau, basis, variables, step);
            var before = tableau[constraints][width - 1];
            Pivot(tableau, leaving, entering);
            basis[leaving] = entering;
            stalled = tableau[constraints][width - 1] > before + Tiny ? 0 : stalled + 1;
        }

        return Answer(SimplexStatus.StepLimit, tableau, basis, variables, stepsMax);
    }

    private static double[][] Tableau(double[] objective, IReadOnlyList<double[]> rows, double[] bounds, int width)
    {
        var tableau = new double[rows.Count + 1][];
        for (var i = 0; i < rows.Count; i++)
        {
            tableau[i] = new double[width];
            rows[i].CopyTo(tableau[i], 0);
            tableau[i][objective.Length + i] = 1;
            tableau[i][width - 1] = bounds[i];
        }

        tableau[rows.Count] = new double[width];
        for (var j = 0; j < objective.Length; j++)
            tableau[rows.Count][j] = -objective[j];
        return tableau;
    }

    private static int Entering(double[] costs, int count, bool smallestIndex)
    {
        var best = -1;
        for (var j = 0; j < count; j++)
        {
            if (costs[j] >= -Tiny)
                continue;
            if (smallestIndex)
                return j;
            if (best < 0 || costs[j] < costs[best])
                best = j;
        }

        return best;
    }

    private static int Leaving(double[][] tableau, int[] basis, int entering)
    {
        var best = -1;
        var bestRatio = double.PositiveInfinity;
        for (var i = 0; i < basis.Length; i++)
        {
            var pivot = tableau[i][entering];
            if (pivot <= Tiny)
                continue;
            var ratio = tableau[i][^1] / pivot;
            if (ratio < bestRatio - Tiny || (ratio <= bestRatio + Tiny && best >= 0 && basis[i] < basis[best]))
                (best, bestRatio) = (i, Math.Min(ratio, bestRatio));
        }

        return best;
    }

    private static void Pivot(double[][] tableau, int row, int column)
    {
        var pivotRow = tableau[row];
        var scale = 1 / pivotRow[column];
        for (var j = 0; j < pivotRow.Length; j++)
            pivotRow[j] *= scale;
        for (var i = 0; i < tableau.Length; i++)
        {
            var factor = tableau[i][column];
            if (i == row || factor == 0)
                continue;
            var target = tableau[i];
            for (var j = 0; j < target.Length; j++)
                target[j] -= factor * pivotRow[j];
            target[column] = 0;
        }
    }

    private static SimplexResult Answer(SimplexStatus status, double[][] tableau, int[] basis, int variables, int steps)
    {
        var x = new double[variables];
        for (var i = 0; i < basis.Length; i++)
            if (basis[i] < variables)
                x[basis[i]] = tableau[i][^1];
        return new SimplexResult(status, tableau[^1][^1], x, steps);
    }
}
