namespace Epidura.Fibers;

/// <summary>How a threshold search ended.</summary>
public enum ThresholdStatus
{
    /// <summary>The bracket meets the tolerance.</summary>
    Found,

    /// <summary>No tried amplitude up to the largest made the fibre fire.</summary>
    AboveMaximum,

    /// <summary>The fibre fires at amplitude zero: what is held fixed beside the searched source is enough.</summary>
    FiresAtZero,
}

/// <summary>Smallest amplitude at which a fibre carries a spike away.</summary>
/// <param name="Status">Found, above the maximum, or at zero.</param>
/// <param name="Threshold">Midpoint of the bracket, A; +infinity when above the maximum.</param>
/// <param name="Lower">Largest amplitude below the threshold that did not fire, A; 0 when even the smallest tried one fired.</param>
/// <param name="Upper">Smallest amplitude that fired, A; +infinity when none did.</param>
/// <param name="Step">Time step, s.</param>
/// <param name="InitiationNode">Node where the detected spike began, at <paramref name="Upper"/>; -1 when none.</param>
/// <param name="InitiationTime">Time of its crossing, s from the start of the stimulus; NaN when none.</param>
/// <param name="AtCutEnd">The spike began within one node of a cut end, so the simulated stretch is too short.</param>
/// <param name="Mode">Arithmetic and time stepping.</param>
/// <param name="Scan">What a scan of the amplitude axis showed; null where it was not scanned.</param>
/// <param name="Runs">Simulations the search took, those of the scan included.</param>
/// <param name="Extrapolation">What the extrapolation to no step added to the threshold and to both ends of the bracket, A; the runs at
/// <paramref name="Step"/> were made at the ends without it.</param>
public sealed record ThresholdResult(
    ThresholdStatus Status,
    double Threshold,
    double Lower,
    double Upper,
    double Step,
    int InitiationNode,
    double InitiationTime,
    bool AtCutEnd,
    SolverMode Mode = SolverMode.Neuron,
    AmplitudeScan? Scan = null,
    int Runs = 0,
    double Extrapolation = 0)
{
    /// <summary>Firing was seen to stop again at a larger amplitude, or to begin below the threshold found first. False without a scan
    /// does not mean that it never happens.</summary>
    public bool IsNonMonotonic => Scan is { IsMonotonic: false };
}

/// <summary>Amplitudes tried one after the other around a threshold.</summary>
/// <param name="From">Smallest amplitude, A.</param>
/// <param name="To">Largest amplitude, A.</param>
/// <param name="Factor">From one amplitude to the next; what happens within one factor is not seen.</param>
/// <param name="IsMonotonic">Every amplitude below the threshold was silent and every one above fired.</param>
public sealed record AmplitudeScan(double From, double To, double Factor, bool IsMonotonic);
