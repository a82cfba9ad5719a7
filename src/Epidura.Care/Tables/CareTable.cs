using System.Collections.Concurrent;
using System.Security.Cryptography;
using Epidura.Quantities;

namespace Epidura.Care.Tables;

/// <summary>A table of <c>data/care</c> with the version that answers carry: a changed number gives another version.</summary>
/// <param name="Rows">Rows in the order of the file.</param>
/// <param name="Version">First twelve hexadecimal digits of the SHA-256 of the file.</param>
public sealed record CareTable(IReadOnlyList<TableRow> Rows, string Version)
{
    private static readonly ConcurrentDictionary<string, CareTable> Loaded = new(StringComparer.Ordinal);

    /// <summary>A table by its file name without the ending.</summary>
    /// <exception cref="InvalidOperationException">No such table.</exception>
    public static CareTable Of(string name) => Loaded.GetOrAdd(name, Load);

    /// <summary>The different words of a column, in the order of the file, without empty ones.</summary>
    public IReadOnlyList<string> Words(string column) =>
        [.. Rows.Select(row => row.Text(column)).Where(word => word.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The row whose column holds a word; null when there is none.</summary>
    public TableRow? Find(string column, string word) =>
        Rows.FirstOrDefault(row => string.Equals(row.Text(column), word, StringComparison.Ordinal));

    private static CareTable Load(string name)
    {
        var assembly = typeof(CareTable).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{name}.csv")
            ?? throw new InvalidOperationException($"The table {name}.csv is not embedded.");
        var version = Convert.ToHexStringLower(SHA256.HashData(stream))[..12];
        return new CareTable(Table.FromResource(assembly, $"{name}.csv").Rows, version);
    }
}

/// <summary>Reads exact numbers out of a row.</summary>
internal static class CareRow
{
    public static Ratio Exact(this TableRow row, string column) => ExactOrNull(row, column)
        ?? throw new FormatException($"{column} is empty where a number is needed.");

    public static Ratio? ExactOrNull(this TableRow row, string column) =>
        row.NumberOrNull(column) is { } number ? Ratio.OfText(number) : null;
}
