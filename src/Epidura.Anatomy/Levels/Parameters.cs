using Epidura.Quantities;

namespace Epidura.Anatomy.Levels;

/// <summary>The rows of <c>data/anatomy/assumptions.csv</c>; lengths in m, angles in rad.</summary>
internal static class Parameters
{
    private static readonly Lazy<Dictionary<string, TableRow>> Loaded = new(() =>
        Table.FromResource(typeof(Parameters).Assembly, "assumptions.csv").Rows.ToDictionary(row => row.Text("parameter")));

    private static readonly Lazy<Dictionary<string, double>> Values = new(() =>
        Loaded.Value.ToDictionary(pair => pair.Key, pair => Convert(pair.Value)));

    /// <summary>A value in SI units.</summary>
    public static double Of(string name) => Values.Value[name];

    public static IEnumerable<AssumedValue> Rows() => Loaded.Value.Values.Select(row => new AssumedValue(
        row.Text("parameter"), row.Text("value"), row.Text("unit"), row.Text("source"), row.Flag("assumption")));

    private static double Convert(TableRow row) => row.Number("value") * row.Text("unit") switch
    {
        "mm" => 1e-3,
        "°" => Math.PI / 180,
        "" => 1,
        var unit => throw new FormatException($"assumptions.csv: the unit '{unit}' of {row.Text("parameter")} is not known."),
    };
}
