using Epidura.Quantities;

namespace Epidura.Anatomy.Levels;

/// <summary>The rows of <c>data/anatomy/assumptions.csv</c>; lengths in m, angles in rad.</summary>
internal static class Parameters
{
    private static readonly Lazy<Dictionary<string, TableRow>> Loaded = new(() =>
        Table.FromResource(typeof(Parameters).Assembly, "assumptions.csv").Rows.ToDictionary(row => row.Text("parameter")));

    private static readonly Lazy<Dictionary<string, double>> Values = new(() =>
        Loaded.Value.ToDictionary(pair => pair.Key, pair => Convert(pair.Value)));

    private static readonly Lazy<Dictionary<string, TableRow>> Ranges = new(() =>
        Table.FromResource(typeof(Parameters).Assembly, "assumption-ranges.csv").Rows.ToDictionary(row => row.Text("parameter")));

    /// <summary>A value in SI units.</summary>
    public static double Of(string name) => Values.Value[name];

    /// <summary>A value in SI units, or what stands in its place; rows that only the table of ranges has keep their own value.</summary>
    /// <param name="name">Row.</param>
    /// <param name="replaced">In the unit of the table.</param>
    public static double Of(string name, IReadOnlyDictionary<string, double> replaced)
    {
        if (replaced.TryGetValue(name, out var value))
            return value * Scale(Loaded.Value.GetValueOrDefault(name) ?? Ranges.Value[name]);
        return Values.Value.TryGetValue(name, out var usual) ? usual : Convert(Ranges.Value[name]);
    }

    /// <summary>What is replaced, in order of name, without what only moves fibres when only the body counts.</summary>
    /// <exception cref="ArgumentException">A name that no table has, or a value that is not finite.</exception>
    public static string Fingerprint(IReadOnlyDictionary<string, double> replaced)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (name, value) in replaced.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!Ranges.Value.TryGetValue(name, out var row) || !double.IsFinite(value))
                throw new ArgumentException($"The assumed number '{name}' is not in assumption-ranges.csv or its value is not finite.");
            if (row.Text("acts_on") == "body")
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $";{name}={value:R}");
        }

        return text.ToString();
    }

    public static IEnumerable<AssumedRange> AllRanges() => Ranges.Value.Values.Select(row => new AssumedRange(
        row.Text("parameter"), row.Number("value"), row.Number("low"), row.Number("high"), row.Text("unit"),
        row.Text("acts_on") is "body" or "fibres", row.Text("source")));

    public static IEnumerable<AssumedValue> Rows(IReadOnlyDictionary<string, double> replaced) => Loaded.Value.Values.Select(row =>
        new AssumedValue(
            row.Text("parameter"),
            replaced.TryGetValue(row.Text("parameter"), out var value)
                ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : row.Text("value"),
            row.Text("unit"), row.Text("source"), row.Flag("assumption")));

    private static double Convert(TableRow row) => row.Number("value") * Scale(row);

    private static double Scale(TableRow row) => row.Text("unit") switch
    {
        "mm" => 1e-3,
        "°" => Math.PI / 180,
        "" => 1,
        var unit => throw new FormatException($"{row.Text("parameter")}: the unit '{unit}' is not known."),
    };
}
