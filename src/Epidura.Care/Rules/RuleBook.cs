using System.Collections.Concurrent;
using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Rules;

/// <summary>The table profile × rule and the numbers of the rules, <c>data/care/rules.csv</c> and <c>rule-limits.csv</c>.</summary>
public static class RuleBook
{
    private static readonly ConcurrentDictionary<(string Profile, string Rule, string Name), Ratio> Limits = new();
    private static readonly ConcurrentDictionary<(string Profile, string Rule), TableRow> Found = new();

    /// <summary>Version of both tables.</summary>
    public static string Version { get; } = $"{CareTable.Of("rules").Version[..6]}.{CareTable.Of("rule-limits").Version[..6]}";

    /// <summary>Rules in the order of the table.</summary>
    public static IReadOnlyList<string> Rules { get; } = CareTable.Of("rules").Words("rule");

    /// <summary>Profiles in the order of the table.</summary>
    public static IReadOnlyList<string> Profiles => CareTable.Of("profiles").Words("profile");

    /// <summary>The row of a rule in a profile, or in the one it includes.</summary>
    /// <exception cref="ArgumentException">No such profile or rule.</exception>
    internal static TableRow Row(string profile, string rule) => Found.GetOrAdd(
        (profile, rule),
        key => Find("rules", key.Profile, row => row.Text("rule") == key.Rule)
            ?? throw new ArgumentException($"There is no rule '{key.Rule}'.", nameof(rule)));

    /// <summary>A number of a rule in a profile, or in the one it includes.</summary>
    internal static Ratio Limit(string profile, string rule, string name) => Limits.GetOrAdd(
        (profile, rule, name),
        key => Find("rule-limits", key.Profile, row => row.Text("rule") == key.Rule && row.Text("name") == key.Name)?.Exact("value")
            ?? throw new ArgumentException($"There is no limit '{key.Name}' of rule '{key.Rule}'.", nameof(name)));

    private static TableRow? Find(string table, string profile, Func<TableRow, bool> wanted)
    {
        var rows = CareTable.Of(table).Rows;
        for (var name = profile; name.Length > 0;)
        {
            if (rows.FirstOrDefault(row => row.Text("profile") == name && wanted(row)) is { } found)
                return found;
            name = (CareTable.Of("profiles").Find("profile", name)
                ?? throw new ArgumentException($"There is no profile '{name}'.", nameof(profile))).Text("includes");
        }

        return null;
    }
}
