using System.Globalization;
using System.Reflection;
using System.Text;

namespace Epidura.Quantities;

/// <summary>A published table: comma-separated text with a header line, fields in double quotes where they hold a comma.</summary>
/// <remarks>Lines that start with # are remarks. Every row has as many fields as the header; anything else is refused.</remarks>
public sealed class Table
{
    private readonly Dictionary<string, int> _columns;

    private Table(string name, string[] header, List<string[]> rows)
    {
        Name = name;
        _columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
            _columns.Add(header[i], i);
        Rows = rows.ConvertAll(fields => new TableRow(this, fields));
    }

    /// <summary>File name, for messages.</summary>
    public string Name { get; }

    /// <summary>Rows in the order of the file.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>Names of the columns in the order of the file.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;

    /// <summary>Reads a table that is embedded in an assembly.</summary>
    /// <param name="assembly">Assembly.</param>
    /// <param name="name">Logical name of the resource, for example <c>leads.csv</c>.</param>
    /// <exception cref="InvalidOperationException">No such resource.</exception>
    /// <exception cref="FormatException">Not a table.</exception>
    public static Table FromResource(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), name);
    }

    /// <summary>Reads a table from text.</summary>
    /// <param name="text">Whole file.</param>
    /// <param name="name">Shown in messages.</param>
    /// <exception cref="FormatException">No header, a doubled column, an open quote, or a row of another length.</exception>
    public static Table Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[]? header = null;
        List<string[]> rows = [];
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
                continue;
            var fields = Split(line, name, number);
            if (header is null)
            {
                header = fields;
                if (header.Distinct(StringComparer.Ordinal).Count() != header.Length)
                    throw new FormatException($"{name}:{number}: two columns have the same name.");
            }
            else if (fields.Length != header.Length)
                throw new FormatException($"{name}:{number}: {fields.Length} fields where the header has {header.Length}.");
            else
                rows.Add(fields);
        }

        return new Table(name, header ?? throw new FormatException($"{name}: the file has no header."), rows);
    }

    internal int Column(string name) =>
        _columns.TryGetValue(name, out var index) ? index : throw new FormatException($"{Name}: there is no column {name}.");

    private static string[] Split(string line, string name, int number)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(c);
        }

        if (quoted)
            throw new FormatException($"{name}:{number}: a quote is not closed.");
        fields.Add(field.ToString());
        return [.. fields];
    }
}

/// <summary>One row of a <see cref="Table"/>.</summary>
public sealed class TableRow
{
    private readonly Table _table;
    private readonly string[] _fields;

    internal TableRow(Table table, string[] fields) => (_table, _fields) = (table, fields);

    /// <summary>The field as it stands.</summary>
    /// <exception cref="FormatException">No such column.</exception>
    public string Text(string column) => _fields[_table.Column(column)];

    /// <summary>The field as a finite number.</summary>
    /// <exception cref="FormatException">No such column, or not a number.</exception>
    public double Number(string column) =>
        NumberOrNull(column) ?? throw new FormatException($"{_table.Name}: {column} is empty where a number is needed.");

    /// <summary>The field as a finite number; null when it is empty.</summary>
    /// <exception cref="FormatException">No such column, or not a number.</exception>
    public double? NumberOrNull(string column)
    {
        var text = Text(column);
        if (text.Length == 0)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"{_table.Name}: {column} is '{text}', which is not a number.");
    }

    /// <summary>The field as yes or no.</summary>
    /// <exception cref="FormatException">Neither <c>yes</c> nor <c>no</c>.</exception>
    public bool Flag(string column) => Text(column) switch
    {
        "yes" => true,
        "no" => false,
        var other => throw new FormatException($"{_table.Name}: {column} is '{other}', which is neither yes nor no."),
    };
}
