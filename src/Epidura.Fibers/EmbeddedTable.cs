using System.Globalization;
using System.Text;

namespace Epidura.Fibers;

/// <summary>A table of data/fibres that travels inside the assembly: comment lines, a header, rows; quoted cells may hold commas.</summary>
internal sealed class EmbeddedTable
{
    private readonly string[] _header;

    private EmbeddedTable(string[] header, IReadOnlyList<string[]> rows)
    {
        _header = header;
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    public static EmbeddedTable Read(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(name, reader);
    }

    /// <summary>The same from a text.</summary>
    public static EmbeddedTable Parse(string name, string text)
    {
        using var reader = new StringReader(text);
        return Read(name, reader);
    }

    private static EmbeddedTable Read(string name, TextReader reader)
    {
        string[]? header = null;
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = Split(line);
            if (header is null)
                header = cells;
            else if (cells.Length != header.Length)
                throw new InvalidOperationException($"{name}: {cells.Length} cells where the header has {header.Length}: {line}");
            else
                rows.Add(cells);
        }

        return new EmbeddedTable(header ?? throw new InvalidOperationException($"{name} has no header."), rows);
    }

    public string Text(string[] row, string column)
    {
        var index = Array.IndexOf(_header, column);
        return index < 0 ? throw new InvalidOperationException($"No column {column}.") : row[index];
    }

    public double Number(string[] row, string column) => double.Parse(Text(row, column), CultureInfo.InvariantCulture);

    private static string[] Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
