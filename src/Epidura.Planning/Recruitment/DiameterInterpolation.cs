namespace Epidura.Planning.Recruitment;

/// <summary>Threshold at any diameter from thresholds on a ladder of diameters at the same place.</summary>
/// <remarks>
/// Lagrange polynomial of ln T in ln D through the whole ladder (two to five rungs). A rung above the largest amplitude is first
/// replaced by the straight line in ln D through the next two, so that the polynomial stays tame; what comes out above the largest
/// amplitude is reported as not reached. Its error against direct cable runs is measured in every plan.
/// </remarks>
public sealed class DiameterInterpolation
{
    private readonly double[] _logLadder;
    private readonly double[,] _weights;

    /// <summary>Prepares the weights.</summary>
    /// <param name="ladder">Simulated diameters, m, rising; two or more.</param>
    /// <param name="diameters">Wanted diameters, m.</param>
    public DiameterInterpolation(IReadOnlyList<double> ladder, IReadOnlyList<double> diameters)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(diameters);
        if (ladder.Count < 2)
            throw new ArgumentException("A ladder needs two diameters or more.", nameof(ladder));
        _logLadder = [.. ladder.Select(d => Math.Log(d))];
        _weights = new double[diameters.Count, ladder.Count];
        for (var row = 0; row < diameters.Count; row++)
            for (var rung = 0; rung < ladder.Count; rung++)
                _weights[row, rung] = Weight(Math.Log(diameters[row]), rung);
    }

    /// <summary>Number of wanted diameters.</summary>
    public int Count => _weights.GetLength(0);

    /// <summary>Fills the wanted thresholds.</summary>
    /// <param name="rungs">Thresholds on the ladder, A; positive infinity where none was found.</param>
    /// <param name="limit">Largest amplitude, A.</param>
    /// <param name="thresholds">One per wanted diameter, A; overwritten; positive infinity above the limit.</param>
    public void Evaluate(ReadOnlySpan<double> rungs, double limit, Span<double> thresholds)
    {
        if (rungs.Length != _logLadder.Length || thresholds.Length != Count)
            throw new ArgumentException("The lengths must be those of the ladder and of the diameters.", nameof(rungs));
        Span<double> logs = stackalloc double[rungs.Length];
        if (!Lower(rungs, limit, logs))
        {
            thresholds.Fill(double.PositiveInfinity);
            return;
        }

        for (var row = 0; row < thresholds.Length; row++)
        {
            double sum = 0;
            for (var rung = 0; rung < logs.Length; rung++)
                sum += _weights[row, rung] * logs[rung];
            var threshold = Math.Exp(sum);
            thresholds[row] = threshold <= limit ? threshold : double.PositiveInfinity;
        }
    }

    /// <summary>Logarithms of the rungs with the missing ones filled; false when the thickest fibre has no threshold.</summary>
    private bool Lower(ReadOnlySpan<double> rungs, double limit, Span<double> logs)
    {
        for (var rung = rungs.Length - 1; rung >= 0; rung--)
        {
            if (double.IsFinite(rungs[rung]))
            {
                logs[rung] = Math.Log(rungs[rung]);
                continue;
            }

            if (rung == rungs.Length - 1)
                return false;

            // A fibre that was not excited lies above the limit; one rung alone gives no slope, and thresholds fall faster than 1/D.
            var slope = rung + 2 < rungs.Length
                ? (logs[rung + 2] - logs[rung + 1]) / (_logLadder[rung + 2] - _logLadder[rung + 1])
                : -1;
            var line = logs[rung + 1] + (slope * (_logLadder[rung] - _logLadder[rung + 1]));
            logs[rung] = Math.Max(line, Math.Log(limit));
        }

        return true;
    }

    private double Weight(double logDiameter, int rung)
    {
        double weight = 1;
        for (var other = 0; other < _logLadder.Length; other++)
            if (other != rung)
                weight *= (logDiameter - _logLadder[other]) / (_logLadder[rung] - _logLadder[other]);
        return weight;
    }
}
