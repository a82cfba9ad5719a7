using System.Globalization;
namespace Epidura.Planning.Recruitment;

/// <summary>When stimulation is felt, when it hurts, when a dermatome is covered.</summary>
/// <param name="PerceptionColumn">Counted dorsal-column fibres of one target segment.</param>
/// <param name="PerceptionRoot">Dorsal-root fibres of one root.</param>
/// <param name="DiscomfortColumn">Counted dorsal-column fibres of any one segment.</param>
/// <param name="DiscomfortRoot">Dorsal-root fibres of one root.</param>
/// <param name="Coverage">Fibres of a segment and side, column and root together.</param>
public sealed record Criteria(
    double PerceptionColumn, double PerceptionRoot, double DiscomfortColumn, double DiscomfortRoot, double Coverage)
{
    /// <summary>The criteria of <c>data/planning/criteria.csv</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column"><c>value</c>, <c>low</c> or <c>high</c>.</param>
    public static Criteria FromTable(ParameterTable table, string column = "value")
    {
        ArgumentNullException.ThrowIfNull(table);
        var fibres = table.Value("perception_column", column);
        return new Criteria(
            fibres,
            table.Value("perception_root", column),
            fibres * table.Value("discomfort_factor", column),
            table.Value("discomfort_root", column),
            table.Value("coverage", column));
    }

    /// <summary>The criteria in words.</summary>
    public IReadOnlyList<NamedText> InWords() =>
    [
        new("perception", string.Create(CultureInfo.InvariantCulture,
            $"{PerceptionColumn} dorsal-column fibres of 7 µm or more of one target segment, or {PerceptionRoot} fibres of one "
                + $"dorsal root")),
        new("discomfort", string.Create(CultureInfo.InvariantCulture,
            $"{DiscomfortColumn} dorsal-column fibres of 7 µm or more of any one segment, or {DiscomfortRoot} fibres of one dorsal "
                + $"root, whichever first")),
        new("coverage", string.Create(CultureInfo.InvariantCulture,
            $"{Coverage} recruited fibres of a segment and side, dorsal column of 7 µm or more and dorsal root together")),
    ];
}
