using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Instruments;

/// <summary>How missing answers are treated.</summary>
public enum MissingRule
{
    /// <summary>Every item is needed.</summary>
    AllNeeded,

    /// <summary>Percent of what was answered.</summary>
    MeanOfAnswered,

    /// <summary>One or two may be filled by the mean of the others.</summary>
    UpToTwoProrated,
}

/// <summary>A questionnaire: its structure and licence, never its wording.</summary>
/// <param name="Key">For example <c>phq-9</c>.</param>
/// <param name="Title">Its name.</param>
/// <param name="Items">Number of items; 0 when only a score worked out elsewhere is taken.</param>
/// <param name="ItemMin">Smallest answer.</param>
/// <param name="ItemMax">Largest answer.</param>
/// <param name="HigherIsBetter">True when a larger score means a better state.</param>
/// <param name="Missing">How missing answers are treated.</param>
/// <param name="ScoreMin">Smallest score.</param>
/// <param name="ScoreMax">Largest score.</param>
/// <param name="Unit">Unit of the score.</param>
/// <param name="Licence">Whose it is and what may be done.</param>
/// <param name="IsVerified">False when a primary document has still to be read.</param>
/// <param name="Source">Publication.</param>
public sealed record Instrument(
    string Key, string Title, int Items, int ItemMin, int ItemMax, bool HigherIsBetter, MissingRule Missing,
    Ratio ScoreMin, Ratio ScoreMax, string Unit, string Licence, bool IsVerified, string Source)
{
    private static readonly Lazy<IReadOnlyList<Instrument>> Loaded = new(() => [.. CareTable.Of("instruments").Rows.Select(Read)]);

    /// <summary>All instruments, in the order of the table.</summary>
    public static IReadOnlyList<Instrument> All => Loaded.Value;

    /// <summary>Version of the tables that scoring rests on.</summary>
    public static string Version => string.Join(
        '.', new[] { "instruments", "bands", "promis", "eq5d", "mcid" }.Select(name => CareTable.Of(name).Version[..6]));

    /// <summary>The instrument of a key.</summary>
    /// <exception cref="ArgumentException">No such instrument.</exception>
    public static Instrument Of(string key) => All.FirstOrDefault(item => item.Key == key)
        ?? throw new ArgumentException($"There is no instrument '{key}'.", nameof(key));

    /// <summary>Largest answer to one item; single items of some forms have a scale of their own.</summary>
    /// <param name="item">From 1.</param>
    public int ItemMaxOf(int item) => (Key, item) is ("promis-29", 29) or ("promis-gh", 7) ? 10 : ItemMax;

    /// <summary>Smallest answer to one item.</summary>
    /// <param name="item">From 1.</param>
    public int ItemMinOf(int item) => (Key, item) is ("promis-29", 29) or ("promis-gh", 7) ? 0 : ItemMin;

    private static Instrument Read(TableRow row) => new(
        row.Text("instrument"), row.Text("title"), (int)row.Number("items"), (int)row.Number("item_min"), (int)row.Number("item_max"),
        row.Text("direction") == "higher",
        row.Text("missing") switch
        {
            "odi" => MissingRule.MeanOfAnswered,
            "phq" => MissingRule.UpToTwoProrated,
            _ => MissingRule.AllNeeded,
        },
        row.Exact("score_min"), row.Exact("score_max"), row.Text("unit"), row.Text("licence"), row.Flag("verified"), row.Text("source"));
}
