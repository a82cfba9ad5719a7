namespace Epidura.Fibers;

/// <summary>How a threshold is searched.</summary>
/// <param name="Step">Time step, s; 1e-6 and 5e-6 are the customary ones.</param>
/// <param name="Tolerance">Largest width of the final bracket over its upper end.</param>
/// <param name="AmplitudeMax">Largest amplitude tried, A.</param>
/// <param name="Window">Simulated time from the start of the stimulus, s; at least the waveform's duration is simulated.</param>
/// <param name="DetectionFraction">Where a spike counts as propagated: node floor(fraction × (nodes - 1)) and, with
/// <paramref name="BothEnds"/>, its mirror image too; above 0.5, at most 1.</param>
/// <param name="BothEnds">A spike counts when it reaches either detection node.</param>
/// <param name="DetectionVoltage">Transmembrane potential whose upward crossing is a spike, V.</param>
/// <param name="Spikes">Spikes needed at one detection node.</param>
/// <param name="StartGuess">First amplitude tried, A; null takes an estimate from the potential's curvature along the fibre.</param>
/// <param name="FirstFactor">First step up or down from the start, above 1; later ones double or halve. A start known to a few percent
/// deserves 1.05 to 1.1.</param>
/// <param name="Mode">Arithmetic and time stepping; <see cref="SolverMode.Reference"/> always scans.</param>
/// <param name="Scan">Tries the amplitude axis around the threshold found: the lowest transition is the threshold, and others show.</param>
/// <param name="ScanFactor">From one amplitude of the scan to the next; above 1.</param>
/// <param name="ScanRange">How far the scan goes: down to 1/range of the lowest amplitude that fires and up to range times the threshold
/// first found, at most <paramref name="AmplitudeMax"/>.</param>
public sealed record ThresholdOptions(
    double Step = 5e-6,
    double Tolerance = 0.005,
    double AmplitudeMax = 0.0255,
    double Window = 3e-3,
    double DetectionFraction = 0.9,
    bool BothEnds = true,
    double DetectionVoltage = -0.030,
    int Spikes = 1,
    double? StartGuess = null,
    double FirstFactor = 1.25,
    SolverMode Mode = SolverMode.Neuron,
    bool Scan = false,
    double ScanFactor = 1.2,
    double ScanRange = 4)
{
    /// <summary>Whether the amplitude axis is scanned.</summary>
    public bool Scans => Scan || Mode == SolverMode.Reference;
}
