using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>Words for ranges of scores, from <c>data/care/bands.csv</c>: above the one bound, up to the other.</summary>
public static class Bands
{
    /// <summary>The band of a score; null when the scale has no bands.</summary>
    /// <param name="instrument">Key.</param>
    /// <param name="scale">Part of the instrument; empty for the whole.</param>
    /// <param name="score">Exact score.</param>
    public static (string Band, string Means)? Of(string instrument, string scale, Ratio score)
    {
        var row = CareTable.Of("bands").Rows.FirstOrDefault(row =>
            row.Text("instrument") == instrument && row.Text("scale") == scale
            && score > row.Exact("above") && score <= row.Exact("upto"));
        return row is null ? null : (row.Text("band"), row.Text("means"));
    }
}
