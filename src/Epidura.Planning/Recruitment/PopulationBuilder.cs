using Epidura.Planning.Variants;

namespace Epidura.Planning.Recruitment;

/// <summary>Makes the population of a body.</summary>
public static class PopulationBuilder
{
    /// <summary>Sites of the dorsal columns and of the dorsal roots near the leads.</summary>
    /// <param name="body">Spine and leads.</param>
    /// <param name="table"><c>population.csv</c>.</param>
    public static Population Build(PlacedBody body, ParameterTable table)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(table);
        var beyond = table.Value("window_beyond");
        double bottom = body.Bottom - beyond, top = body.Top + beyond;
        var columns = new ColumnSites(body.Spine, table, body.Centre, bottom, top);
        return new Population(
            [.. columns.Counted(), .. RootSites.Lay(body.Spine, table, body.Bottom, body.Top)],
            columns.SmallSample(),
            top - bottom,
            body.Centre);
    }
}
