using System.Text.Json.Nodes;
using Epidura.Cli.Output;

namespace Epidura.Cli.Studies;

/// <summary>What a protocol found: single figures and a table.</summary>
/// <param name="Figures">Name with unit, and value; null or not finite where there is none.</param>
/// <param name="Table">The points.</param>
/// <param name="Caution">What the reader must know; null for nothing.</param>
internal sealed record StudyReport(IReadOnlyList<(string Name, double? Value)> Figures, StudyTable Table, string? Caution = null)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, value) in Figures)
            json[name] = value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
        json["points"] = Table.ToJson();
        if (Caution is not null)
            json["caution"] = Caution;
        return json;
    }

    public void Show(Terminal terminal)
    {
        var width = Figures.Count == 0 ? 0 : Figures.Max(figure => figure.Name.Length);
        foreach (var (name, value) in Figures)
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"{name.Replace('_', ' ').PadRight(width)}  {(value is { } number && double.IsFinite(number) ? $"{number:G5}" : "–")}"));
        if (Table.Count > 0)
            Table.Show(terminal);
        if (Caution is not null)
            terminal.Out.WriteLine($"caution: {Caution}");
    }
}
