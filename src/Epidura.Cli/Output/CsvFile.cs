using System.Globalization;
using Epidura.Documents;

namespace Epidura.Cli.Output;

/// <summary>A small CSV file that a person wrote: a header, commas, no quotes; every refusal names line and column.</summary>
internal sealed class CsvFile
{
    public const int RowsMax = 100_000;

    private CsvFile(List<CsvRow> rows) => Rows = rows;

    public IReadOnlyList<CsvRow> Rows { get; }

    public static CsvFile Read(string path, IReadOnlyList<string> known, IReadOnlyList<string> needed)
    {
        var lines = InputText.Read(path, "a table with commas").Split('\n');
        Dictionary<string, int>? header = null;
        List<CsvRow> rows = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r').TrimStart('\uFEFF');
            if (line.Trim().Length == 0 || line.StartsWith('#'))
                continue;
            var cells = line.Split(',');
            if (header is null)
                header = ReadHeader(path, i + 1, cells, known, needed);
            else if (cells.Length != header.Count)
                throw new WrongInputException(
                    $"{path}:{i + 1}:1: the row has {cells.Length} cells; allowed is {header.Count}, as in the header.");
            else if (rows.Count == RowsMax)
                throw new WrongInputException($"{path}:{i + 1}:1: the table has too many rows; allowed is {RowsMax}.");
            else
                rows.Add(new CsvRow(path, i + 1, header, cells));
        }

        return header is null
            ? throw new WrongInputException($"{path}:1:1: the table is empty; allowed is a header with {string.Join(", ", known)}.")
            : new CsvFile(rows);
    }

    private static Dictionary<string, int> ReadHeader(
        string path, int line, string[] cells, IReadOnlyList<string> known, IReadOnlyList<string> needed)
    {
        Dictionary<string, int> header = [];
        var column = 1;
        for (var i = 0; i < cells.Length; i++)
        {
            var name = cells[i].Trim();
            if (!known.Contains(name))
            {
                var nearest = NearestWord.Of(name, known);
                var hint = nearest is null ? "" : $" (did you mean {nearest}?)";
                throw new WrongInputException(
                    $"{path}:{line}:{column}: there is no column {name}{hint}; allowed is {string.Join(", ", known)}.");
            }

            if (!header.TryAdd(name, i))
                throw new WrongInputException($"{path}:{line}:{column}: the column {name} stands twice; allowed is once.");
            column += cells[i].Length + 1;
        }

        var missing = needed.FirstOrDefault(name => !header.ContainsKey(name));
        return missing is null ? header : throw new WrongInputException($"{path}:{line}:1: the column {missing} is missing.");
    }
}

/// <summary>One row.</summary>
internal sealed class CsvRow(string path, int line, Dictionary<string, int> header, string[] cells)
{
    public int Line => line;

    /// <summary>Whether the table has the column.</summary>
    public bool Has(string column) => header.ContainsKey(column);

    /// <summary>The cell; null when the column is absent or the cell empty.</summary>
    public string? Text(string column) =>
        header.TryGetValue(column, out var index) && cells[index].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The cell as a finite number; null when the column is absent or the cell empty.</summary>
    public double? Number(string column)
    {
        if (Text(column) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Refuse(column, "a finite number");
    }

    public WrongInputException Missing(string column) => Refuse(column, "a finite number");

    public WrongInputException Refuse(string column, string allowed)
    {
        var place = cells.Take(header[column]).Sum(cell => cell.Length + 1) + 1;
        return new WrongInputException($"{path}:{line}:{place}: {column} is {cells[header[column]].Trim()}; allowed is {allowed}.");
    }
}
