namespace Epidura.Fibers;

/// <summary>Thresholds of the reference mode: a scanned search with coarse steps, a narrow one with fine steps, extrapolation.</summary>
/// <remarks>The error of a midpoint step is proportional to its square: T = T(h) + (T(h) - T(2h)) / 3. docs/science/solver-modes.md,
/// ADR 0012. Checked by ReferenceModeTests against the time-step study of the reference file.</remarks>
internal static class ReferenceSearch
{
    /// <summary>The reference mode goes down to this bracket: a wider one would hide its accuracy.</summary>
    public const double ToleranceMax = 5e-4;

    /// <summary>Where coarse steps put most thresholds above fine ones.</summary>
    private const double FineStart = 0.9985;
    private const double FineFactor = 1.003;

    /// <summary>Two searches that differ by more did not find the same transition, or are not yet in the range of their order.</summary>
    private const double DifferenceMax = 0.03;

    /// <summary>The scanned search with coarse steps.</summary>
    public static ThresholdOptions Coarse(ThresholdOptions options, ReferenceGrid grid) => options with
    {
        Step = grid.CoarseStep,
        Scan = true,
        Tolerance = Math.Min(options.Tolerance, grid.IsExtrapolated ? ToleranceMax : 10 * ToleranceMax),
    };

    /// <summary>The narrow search with fine steps.</summary>
    public static ThresholdOptions Fine(ThresholdOptions options, ReferenceGrid grid) => options with
    {
        Step = grid.Step,
        Scan = false,
        Tolerance = Math.Min(options.Tolerance, ToleranceMax),
        FirstFactor = FineFactor,
    };

    /// <summary>Where the narrow search starts, A.</summary>
    public static double Start(ThresholdResult coarse) => FineStart * coarse.Threshold;

    /// <summary>Joins both searches of a fibre.</summary>
    public static ThresholdResult Join(ThresholdResult coarse, ThresholdResult fine, ReferenceGrid grid)
    {
        var (scan, runs) = (coarse.Scan, coarse.Runs + fine.Runs);
        if (coarse.Status != ThresholdStatus.Found || fine.Status != ThresholdStatus.Found)
            return fine with { Scan = scan, Runs = runs };
        var change = fine.Threshold - coarse.Threshold;
        var shift = grid.IsExtrapolated && Math.Abs(change) <= DifferenceMax * fine.Threshold ? change / 3 : 0;
        return fine with
        {
            Threshold = fine.Threshold + shift,
            Lower = fine.Lower + shift,
            Upper = fine.Upper + shift,
            Extrapolation = shift,
            Scan = scan,
            Runs = runs,
        };
    }
}
