using Epidura.Planning.Variants;

namespace Epidura.Planning.Recruitment;

/// <summary>Makes the population of a body.</summary>
public static class PopulationBuilder
{
    /// <summary>Sites of the dorsal columns and of the dorsal roots near the leads.</summary>
    /// <param name="body">Spine and leads.</param>
    /// <param name="table"><c>population.csv</c>.</param>
    /// <exception cref="ArgumentException">The contacts lie below the cord.</exception>
    public static Population Build(PlacedBody body, ParameterTable table)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(table);
        var beyond = table.Value("window_beyond");
        double bottom = body.Bottom - beyond, top = body.Top + beyond;
        var columns = new ColumnSites(body.Spine, table, body.Centre, bottom, top);
        var counted = columns.Counted();
        if (counted.Count == 0)
        {
            var height = FormattableString.Invariant($"z = {body.Centre * 1e3:0} mm");
            throw new ArgumentException(
                $"The middle of the contacts, {height}, lies below the cord: there are no dorsal columns to stimulate.", nameof(body));
        }

        return new Population(
            [.. counted, .. RootSites.Lay(body.Spine, table, body.Bottom, body.Top)],
            columns.SmallSample(),
            top - bottom,
            body.Centre);
    }
}
