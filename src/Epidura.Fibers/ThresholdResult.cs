namespace Epidura.Fibers;

/// <summary>How a threshold search ended.</summary>
public enum ThresholdStatus
{
    /// <summary>The bracket meets the tolerance.</summary>
    Found,

    /// <summary>No tried amplitude up to the largest made the fibre fire.</summary>
    AboveMaximum,
}

/// <summary>Smallest amplitude at which a fibre carries a spike away.</summary>
/// <param name="Status">Found or above the maximum.</param>
/// <param name="Threshold">Midpoint of the bracket, A; +infinity when above the maximum.</param>
/// <param name="Lower">Largest amplitude below the threshold that did not fire, A; 0 when even the smallest tried one fired.</param>
/// <param name="Upper">Smallest amplitude that fired, A; +infinity when none did.</param>
/// <param name="Step">Time step, s.</param>
/// <param name="InitiationNode">Node where the detected spike began, at <paramref name="Upper"/>; -1 when none.</param>
/// <param name="InitiationTime">Time of its crossing, s from the start of the stimulus; NaN when none.</param>
/// <param name="AtCutEnd">The spike began within one node of a cut end, so the simulated stretch is too short.</param>
public sealed record ThresholdResult(
    ThresholdStatus Status,
    double Threshold,
    double Lower,
    double Upper,
    double Step,
    int InitiationNode,
    double InitiationTime,
    bool AtCutEnd);
