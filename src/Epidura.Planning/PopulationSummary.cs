namespace Epidura.Planning;

/// <summary>Which fibres stand for which.</summary>
/// <param name="DorsalColumnFibres">Dorsal-column fibres of the counted diameters that the population stands for.</param>
/// <param name="SmallFibres">Dorsal-column fibres below the counted diameters that the weighted sample stands for.</param>
/// <param name="DorsalRootFibres">Dorsal-root fibres that the population stands for.</param>
/// <param name="Classes">Position × diameter classes.</param>
/// <param name="SimulatedDorsalColumn">Cable fibres in the dorsal column per program and variant.</param>
/// <param name="SimulatedDorsalRoot">Cable fibres in the dorsal roots per program and variant.</param>
/// <param name="CableRuns">Thresholds computed with the cable in the whole plan.</param>
/// <param name="LargestWeight">Largest number of fibres that one class of the counted diameters stands for.</param>
/// <param name="LargestSmallWeight">Largest number of fibres that one sampled small class stands for.</param>
/// <param name="InterpolationMedian">Median absolute relative error of interpolated thresholds against direct runs.</param>
/// <param name="InterpolationMax">Largest absolute relative error.</param>
/// <param name="InterpolationFibres">Direct runs it was measured on.</param>
/// <param name="Window">Length of cord that is simulated, m.</param>
/// <param name="Criteria">Perception, discomfort and coverage criteria in words.</param>
public sealed record PopulationSummary(
    double DorsalColumnFibres,
    double SmallFibres,
    double DorsalRootFibres,
    int Classes,
    int SimulatedDorsalColumn,
    int SimulatedDorsalRoot,
    int CableRuns,
    double LargestWeight,
    double LargestSmallWeight,
    double InterpolationMedian,
    double InterpolationMax,
    int InterpolationFibres,
    double Window,
    IReadOnlyList<NamedText> Criteria);
