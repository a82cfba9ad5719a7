using System.Globalization;
using System.Text.Json.Nodes;
using Epidura.Cli.Output;

namespace Epidura.Cli.Studies;

/// <summary>Rows of a study that are printed, written as CSV and given as JSON under the same column names.</summary>
/// <param name="columns">Names with units, as in files.</param>
internal sealed class StudyTable(params string[] columns)
{
    private readonly List<object?[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(params object?[] cells) => _rows.Add(cells.Length == columns.Length
        ? cells
        : throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns.", nameof(cells)));

    /// <summary>Numbers of the last column; NaN where there is none.</summary>
    public double[] LastColumn() => [.. _rows.Select(row => row[^1] is double number && double.IsFinite(number) ? number : double.NaN)];

    /// <summary>Full precision; an absent or infinite number is an empty cell.</summary>
    public string ToCsv() =>
        string.Join(',', columns) + "\n" + string.Concat(_rows.Select(row => string.Join(',', row.Select(cell => Text(cell, "R"))) + "\n"));

    public JsonArray ToJson() => new([
        .. _rows.Select(row => new JsonObject(columns.Zip(row, (name, cell) => KeyValuePair.Create<string, JsonNode?>(name, Node(cell))))),
    ]);

    public void Show(Terminal terminal)
    {
        var table = Tables.Create([.. columns.Select(name => $">{name.Replace('_', ' ')}")]);
        foreach (var row in _rows)
            table.Add([.. row.Select(cell => Text(cell, "G5") is { Length: > 0 } text ? text : "–")]);
        terminal.Print(table);
    }

    private static string Text(object? cell, string format) => cell switch
    {
        null => "",
        double number => double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "",
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static JsonValue? Node(object? cell) => cell switch
    {
        null => null,
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        bool flag => JsonValue.Create(flag),
        int whole => JsonValue.Create(whole),
        _ => JsonValue.Create(cell.ToString()),
    };
}
