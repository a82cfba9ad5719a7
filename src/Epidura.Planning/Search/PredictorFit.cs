namespace Epidura.Planning.Search;

/// <summary>Constants of the predictor for one kind of fibre, diameter and pulse width.</summary>
/// <param name="Decay">r of <see cref="NodeDrive"/>.</param>
/// <param name="SecondPhase">What a node driven by the second, reversed phase counts against the first; zero for passive recharge.</param>
/// <param name="Drive">Largest node drive at threshold, V.</param>
/// <param name="Spread">Standard deviation of ln(predicted / cable) over the fibres of the fit.</param>
/// <param name="Fibres">Cable thresholds it rests on.</param>
public sealed record PredictorConstants(double Decay, double SecondPhase, double Drive, double Spread, int Fibres);

/// <summary>A cable threshold to fit.</summary>
/// <param name="Threshold">A.</param>
/// <param name="Potential">For 1 A, per compartment, V/A.</param>
/// <param name="Nodes">Nodes of the cable.</param>
public sealed record FitSample(double Threshold, double[] Potential, int Nodes);

/// <summary>Finds r and the drive at threshold from cable thresholds.</summary>
public static class PredictorFit
{
    private const int Steps = 38;
    private const double StepSize = 0.025;
    private static readonly double[] SecondPhases = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1];

    /// <summary>Tries r = 0, 0.025 … 0.925 and weights of the second phase, and keeps those with the least spread of ln(threshold ×
    /// drive).</summary>
    /// <param name="samples">Cable thresholds; those that are not reached are left out.</param>
    /// <param name="hasSecondPhase">True for active recharge.</param>
    /// <returns>Null when fewer than two samples are driven.</returns>
    public static PredictorConstants? Fit(IReadOnlyList<FitSample> samples, bool hasSecondPhase)
    {
        ArgumentNullException.ThrowIfNull(samples);
        PredictorConstants? best = null;
        for (var step = 0; step < Steps; step++)
        {
            var decay = step * StepSize;
            var drives = samples.Select(s => (s.Threshold, Drive: Extremes(s, decay))).ToArray();
            foreach (var second in hasSecondPhase ? SecondPhases : [0])
            {
                var logs = drives.Select(d => Math.Log(d.Threshold * Math.Max(d.Drive.Up, second * d.Drive.Down)))
                    .Where(double.IsFinite).ToArray();
                if (logs.Length < 2)
                    continue;
                var mean = logs.Average();
                var spread = Math.Sqrt(logs.Sum(l => (l - mean) * (l - mean)) / (logs.Length - 1));
                if (best is null || spread < best.Spread)
                    best = new PredictorConstants(decay, second, Math.Exp(mean), spread, logs.Length);
            }
        }

        return best;
    }

    /// <summary>ln(threshold × largest drive for 1 A); not finite when nothing drives the fibre.</summary>
    public static double LogDrive(FitSample sample, PredictorConstants constants)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(constants);
        var (up, down) = Extremes(sample, constants.Decay);
        return Math.Log(sample.Threshold * Math.Max(up, constants.SecondPhase * down));
    }

    private static (double Up, double Down) Extremes(FitSample sample, double decay)
    {
        var drive = new double[sample.Nodes];
        NodeDrive.Spread(sample.Potential, decay, drive);
        return (Math.Max(0, drive.Max()), Math.Max(0, -drive.Min()));
    }
}
