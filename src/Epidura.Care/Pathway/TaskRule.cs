using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Pathway;

/// <summary>A row of <c>data/care/task-rules.csv</c>.</summary>
/// <param name="Rule">Identifier.</param>
/// <param name="Title">What to do.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Limit">The number in its unit; 0 when it has none.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record TaskRule(string Rule, string Title, TaskUrgency Urgency, double Limit, string Source)
{
    private static readonly Lazy<Dictionary<string, TaskRule>> Loaded =
        new(() => CareTable.Of("task-rules").Rows.Select(Read).ToDictionary(rule => rule.Rule, StringComparer.Ordinal));

    public static TaskRule Of(string rule) => Loaded.Value[rule];

    /// <summary>A task of this rule.</summary>
    public PathwayTask Task(string reason, DateTimeOffset due, int? about = null, string? title = null) =>
        new(Rule, Urgency, title ?? Title, reason, due, Source, about);

    private static TaskRule Read(TableRow row)
    {
        var source = row.Text("source");
        if (source == "data/care/rules.csv")
            source = CareTable.Of("rules").Find("rule", row.Text("rule"))!.Text("source");
        return new TaskRule(row.Text("rule"), row.Text("title"), row.Text("urgency") switch
        {
            "routine" => TaskUrgency.Routine,
            "urgent" => TaskUrgency.Urgent,
            "emergency" => TaskUrgency.Emergency,
            var other => throw new FormatException($"task-rules.csv: there is no urgency '{other}'."),
        }, row.NumberOrNull("number") ?? 0, source);
    }
}
