using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Anatomy.Tracts;

/// <summary>Fibres of one dorsal root; diameters log-normal and cut, in m.</summary>
/// <param name="Segment">Root.</param>
/// <param name="Count">Myelinated fibres of the root on one side.</param>
/// <param name="Rootlets">Strands it enters the cord by.</param>
/// <param name="DiameterMedian">m.</param>
/// <param name="DiameterGeometricSd">Ratio.</param>
/// <param name="DiameterMin">m.</param>
/// <param name="DiameterMax">m.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="IsAssumption">True when one of them is assumed.</param>
public sealed record RootFibreStatistics(
    SpinalSegment Segment,
    double Count,
    int Rootlets,
    double DiameterMedian,
    double DiameterGeometricSd,
    double DiameterMin,
    double DiameterMax,
    string Source,
    bool IsAssumption);

/// <summary>Fibres of the superficial dorsal column; diameters log-normal and cut, in m.</summary>
/// <param name="FibresPerSquareMetre">Density of myelinated fibres in the cross-section.</param>
/// <param name="Depth">Depth under the dorsal surface that the density was counted in, m.</param>
/// <param name="DiameterMedian">m.</param>
/// <param name="DiameterGeometricSd">Ratio.</param>
/// <param name="DiameterMin">m.</param>
/// <param name="DiameterMax">m.</param>
/// <param name="LateralGain">Rise of the diameter of large fibres from the midline to the dorsal horn, ratio.</param>
public sealed record DorsalColumnStatistics(
    double FibresPerSquareMetre,
    double Depth,
    double DiameterMedian,
    double DiameterGeometricSd,
    double DiameterMin,
    double DiameterMax,
    double LateralGain);

/// <summary>The counts and diameters of <c>data/anatomy/roots.csv</c> and <c>dorsal_column.csv</c>.</summary>
public static class FibreStatistics
{
    private static readonly Lazy<DorsalColumnStatistics> Column = new(LoadColumn);

    /// <summary>The superficial dorsal column at T10-T11.</summary>
    public static DorsalColumnStatistics DorsalColumn => Column.Value;

    /// <summary>Rows of the dorsal column's table with their sources.</summary>
    public static IReadOnlyList<AssumedValue> DorsalColumnRows =>
    [
        .. LevelTables.Read("dorsal_column.csv").Rows.Select(row => new AssumedValue(
            row.Text("parameter"), row.Text("value"), row.Text("unit"), row.Text("source"), row.Flag("assumption"))),
    ];

    /// <summary>One dorsal root.</summary>
    public static RootFibreStatistics DorsalRoot(SpinalSegment segment)
    {
        var row = LevelTables.Roots[(int)segment];
        return new RootFibreStatistics(
            segment,
            row.FibresThousand * 1e3,
            row.Rootlets,
            row.DiameterMedianMicrometre * 1e-6,
            row.DiameterGeometricSd,
            row.DiameterMinMicrometre * 1e-6,
            row.DiameterMaxMicrometre * 1e-6,
            row.Source,
            row.IsAssumption);
    }

    private static DorsalColumnStatistics LoadColumn()
    {
        var values = LevelTables.Read("dorsal_column.csv").Rows.ToDictionary(row => row.Text("parameter"), row => row.Number("value"));
        var area = values["strip_width_mm"] * values["strip_depth_mm"] * 1e-6;
        return new DorsalColumnStatistics(
            values["strip_fibres"] / area,
            values["strip_depth_mm"] * 1e-3,
            values["diameter_median_um"] * 1e-6,
            values["diameter_geometric_sd"],
            values["diameter_min_um"] * 1e-6,
            values["diameter_max_um"] * 1e-6,
            values["lateral_gain"]);
    }
}
