using System.Globalization;
using Spectre.Console;

namespace Epidura.Cli.Output;

/// <summary>Plain tables: a line under the header, no frame.</summary>
internal static class Tables
{
    /// <summary>A table; a header that starts with &gt; is aligned to the right.</summary>
    public static Table Create(params string[] headers)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var header in headers)
        {
            var right = header.StartsWith('>');
            var column = new TableColumn(new Text(right ? header[1..] : header, new Style(decoration: Decoration.Bold)));
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

    public static void Add(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>Prints a table without the empty lines and the blanks at line ends that would be copied with it.</summary>
    public static void Print(this Terminal terminal, Table table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        terminal.ConsoleOn(text).Write(table);
        foreach (var line in text.ToString().Split('\n'))
        {
            var trimmed = line.TrimEnd();
            if (trimmed.Length > 0)
                terminal.Out.WriteLine(trimmed);
        }
    }

    /// <summary>Starts a section.</summary>
    public static void Heading(this Terminal terminal, string text)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(text);
    }

    /// <summary>A number with a fixed number of decimals; a dash for none.</summary>
    public static string Show(double? value, int decimals) =>
        value is { } number
            ? number.ToString(decimals == 0 ? "0" : "0." + new string('0', decimals), CultureInfo.InvariantCulture)
            : "–";
}
