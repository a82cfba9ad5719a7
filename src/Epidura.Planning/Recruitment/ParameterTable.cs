using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>A table of named numbers, each with unit and source.</summary>
/// <remarks>Numbers stand in the unit of their source and are converted here, once.</remarks>
public sealed class ParameterTable
{
    private readonly Dictionary<string, TableRow> _rows = new(StringComparer.Ordinal);

    /// <summary>Reads a table that is embedded in this assembly.</summary>
    /// <param name="name">File name, for example <c>population.csv</c>.</param>
    public ParameterTable(string name)
        : this(Table.FromResource(typeof(ParameterTable).Assembly, name))
    {
    }

    /// <summary>Takes a table with the columns name, value, unit, assumption and source.</summary>
    public ParameterTable(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Name = table.Name;
        foreach (var row in table.Rows)
            _rows.Add(row.Text("name"), row);
    }

    /// <summary>File name.</summary>
    public string Name { get; }

    /// <summary>The value in SI units; counts and ratios as they stand.</summary>
    /// <param name="name">Row.</param>
    /// <param name="column"><c>value</c>, or <c>low</c> and <c>high</c> where the table has a range.</param>
    /// <exception cref="FormatException">No such row, or a unit the table may not use.</exception>
    public double Value(string name, string column = "value") => Row(name).Number(column) * Scale(Row(name));

    /// <summary>Every row as a note for the report.</summary>
    public IEnumerable<SourceNote> Sources() => _rows.Values.Select(row =>
        new SourceNote($"{Name}: {row.Text("name")} = {row.Text("value")} {row.Text("unit")}".TrimEnd(), row.Text("source"),
            row.Flag("assumption")));

    internal static double Scale(TableRow row) => row.Text("unit") switch
    {
        "mm" => 1e-3,
        "um" => 1e-6,
        "uC/s" => 1e-6,
        "fibres" or "" => 1,
        var other => throw new FormatException($"The unit '{other}' is not one of mm, um, uC/s, fibres."),
    };

    private TableRow Row(string name) =>
        _rows.TryGetValue(name, out var row) ? row : throw new FormatException($"{Name}: there is no row {name}.");
}
