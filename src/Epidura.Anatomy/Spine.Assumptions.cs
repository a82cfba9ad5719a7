using System.Globalization;
using Epidura.Anatomy.Levels;

namespace Epidura.Anatomy;

public sealed partial class Spine
{
    /// <summary>Every number the body rests on, with its source and whether it is assumed.</summary>
    public IReadOnlyList<AssumedValue> Assumptions =>
    [
        Description.Curve.IsStraight
            ? new("spine", "straightened along z", "", "The curve of the spine is left out: ADR 0005", true)
            : new("spine", "bent from front to back", "", "As the case says: ADR 0025", false),
        new("cord and sac by segment", "26 segments C2-S2", "", LevelTables.Segments[1].Source, false),
        new("cord below S2", "tapers to its end 472 mm below C1", "", LevelTables.Segments[^1].Source, true),
        new("root_offset_vertebrae", Description.RootOffsetVertebrae.ToString("R", CultureInfo.InvariantCulture), "vertebrae",
            "0 is PAM50; 1 is Kim 2012 (J Korean Neurosurg Soc 52:384)", Description.RootOffsetVertebrae == 0),
        new("encapsulation_mm", (Description.EncapsulationThickness * 1e3).ToString("0.###", CultureInfo.InvariantCulture), "mm",
            "Published models use 0.1-0.3 mm", true),
        new("dorsal_csf_change_mm", (Description.DorsalCsfChange * 1e3).ToString("0.###", CultureInfo.InvariantCulture), "mm",
            "Added at every level", false),
        new("cord_shift_mm", (Description.CordShiftX * 1e3).ToString("0.###", CultureInfo.InvariantCulture), "mm",
            "Added at every level", false),
        .. _adult.Drawn,
        .. Parameters.Rows(Description.Assumed),
        .. Conductivities.Rows(Description.ConductivityPreset),
    ];

    /// <summary>The spread of a parameter over adults at a level, from <c>data/anatomy/variability.csv</c>, m.</summary>
    /// <param name="parameter"><c>dorsal_csf_mm</c>, <c>cord_width_mm</c>, <c>cord_depth_mm</c> or <c>cord_shift_mm</c>.</param>
    /// <param name="z">m; between the levels of the table the SD is interpolated, beyond them held.</param>
    /// <returns>Standard deviation, m.</returns>
    /// <exception cref="ArgumentException">No such parameter.</exception>
    public double StandardDeviation(string parameter, double z)
    {
        var rows = LevelTables.Read("variability.csv").Rows.Where(row => row.Text("parameter") == parameter).ToList();
        if (rows.Count == 0)
            throw new ArgumentException($"There is no spread for '{parameter}'.", nameof(parameter));
        if (rows.Count == 1)
            return 1e-3 * rows[0].Number("sd");
        var points = rows
            .Select(row => (Z: HeightOf(Enum.Parse<VertebralLevel>(row.Text("level")), 0.5), Sd: 1e-3 * row.Number("sd")))
            .OrderBy(point => point.Z)
            .ToList();
        return new LevelCurve([.. points.Select(p => p.Z)], [.. points.Select(p => p.Sd)]).At(z);
    }
}
