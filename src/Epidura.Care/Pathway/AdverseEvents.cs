using System.Text.RegularExpressions;
using Epidura.Care.Tables;

namespace Epidura.Care.Pathway;

/// <summary>An adverse event of the record with its codes.</summary>
/// <param name="Number">Number of the event that reported it.</param>
/// <param name="Category">Row of <c>data/care/adverse-events.csv</c>.</param>
/// <param name="OnsetOn">Day it began.</param>
/// <param name="Severity">mild, moderate or severe.</param>
/// <param name="IsSerious">Serious by one of the criteria.</param>
/// <param name="Icd10">ICD-10-CM code: recorded, or suggested by the table; null when neither.</param>
/// <param name="Imdrf">IMDRF code: recorded, or suggested by the table; null when neither.</param>
/// <param name="Outcome">Outcome; null while it is open.</param>
public sealed record AdverseEvent(
    int Number, string Category, DateOnly OnsetOn, string Severity, bool IsSerious, string? Icd10, string? Imdrf, string? Outcome)
{
    /// <summary>Why it cannot be exported yet; empty when it can.</summary>
    public IReadOnlyList<string> MissingForExport =>
        [.. (Icd10 is null ? new[] { "icd10" } : []), .. (Imdrf is null ? new[] { "imdrf" } : [])];
}

/// <summary>Adverse events of a record and the form of their codes.</summary>
public static partial class AdverseEvents
{
    /// <summary>Every adverse event that counts, in the order of recording.</summary>
    public static IReadOnlyList<AdverseEvent> Of(PathwayView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var closed = view.All("adverse.closed").ToLookup(entry => entry.Effective!.Fields.Whole("adverse"));
        return
        [
            .. view.All("adverse.reported").Select(entry =>
            {
                var fields = entry.Effective!.Fields;
                var category = fields.Text("category")!;
                var row = CareTable.Of("adverse-events").Find("category", category)!;
                return new AdverseEvent(
                    entry.Number, category, fields.Date("onset_on")!.Value, fields.Text("severity")!, fields.Flag("serious")!.Value,
                    fields.Text("icd10") ?? Code(row.Text("icd10"), Icd10Form()), fields.Text("imdrf") ?? Code(row.Text("imdrf"),
                        ImdrfForm()),
                    closed[entry.Number].LastOrDefault()?.Effective!.Fields.Text("adverse_outcome"));
            }),
        ];
    }

    internal static Lack? CheckCodes(PathwayView view, PathwayEvent item)
    {
        var fields = item.Fields;
        var criteria = fields.Texts("seriousness");
        if (fields.Flag("serious") is true && criteria.Count == 0)
            return new Lack("seriousness", "", EventSchema.Field("seriousness")!.Allowed, "A serious event names its criteria.");
        if (fields.Flag("serious") is false && criteria.Count > 0)
            return new Lack("serious", "false", "true", "An event that meets a criterion is serious.");
        if (fields.Text("icd10") is { } icd && !Icd10Form().IsMatch(icd))
            return new Lack("icd10", icd, "a code such as T85.112A", "This is no code of ICD-10-CM.");
        return fields.Text("imdrf") is { } imdrf && !ImdrfForm().IsMatch(imdrf)
            ? new Lack("imdrf", imdrf, "a letter A to G and 2 to 6 digits", "This is no code of the IMDRF terminology.") : null;
    }

    internal static Lack? CheckOpen(PathwayView view, PathwayEvent item)
    {
        var number = item.Fields.Whole("adverse")!.Value;
        var open = Of(view).Where(found => found.Outcome is null or "ongoing" or "recovering").Select(found => found.Number).ToList();
        return open.Contains(number) ? null : new Lack(
            "adverse", $"{number}", open.Count > 0 ? string.Join(", ", open) : "none is open",
                "There is no open adverse event of that number.");
    }

    private static string? Code(string text, Regex form) => form.IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Icd10Form();

    [GeneratedRegex(@"^[A-G](\d\d){1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex ImdrfForm();
}
