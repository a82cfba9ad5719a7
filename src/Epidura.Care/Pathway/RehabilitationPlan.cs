using System.Globalization;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Pathway;

/// <summary>A phase of the rehabilitation, or a limit of movement, with its days.</summary>
/// <param name="Phase">As the template names it.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day; null when it goes on.</param>
/// <param name="What">The template, or what somebody of the team wrote in its place.</param>
/// <param name="EditedBy">Number of the event that wrote it; null for the template.</param>
/// <param name="Source">Of the template.</param>
public sealed record RehabilitationPhase(string Phase, DateOnly From, DateOnly? To, string What, int? EditedBy, string Source);

/// <summary>
/// The rehabilitation after the latest implant or operation: the template of <c>data/care/rehabilitation.csv</c> on the days of this
/// patient. The team may write other restrictions for a phase (<c>rehabilitation.phase</c>); the template stays in the table.
/// </summary>
public static class RehabilitationPlan
{
    private const int DaysPerWeek = 7;

    /// <summary>Phases in the order of time; empty without an implant or an operation.</summary>
    public static IReadOnlyList<RehabilitationPhase> Of(PathwayView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var last = view.All("implant.performed").Concat(view.All("surgery.performed")).MaxBy(entry => entry.Number);
        if (last is null)
            return [];
        var day = last.Effective!.Day;
        var group = last.Effective.Type == "implant.performed" ? "scs"
            : last.Effective.Fields.Text("template") ?? (last.Effective.Fields.Text("surgery") == "fusion" ? "fusion" : "decompression");
        var rows = CareTable.Of("rehabilitation").Rows.Where(row => row.Text("group") == group && row.Text("phase") != "before");
        var phases = rows.Select(row =>
        {
            var phase = row.Text("phase");
            var edited = view.All("rehabilitation.phase").LastOrDefault(entry => entry.Number > last.Number
                && entry.Effective!.Fields.Text("phase") == phase && entry.Effective.Fields.Text("restrictions") is not null);
            var (from, to) = DaysOf(phase, day);
            return new RehabilitationPhase(
                phase, from, to, edited?.Effective!.Fields.Text("restrictions") ?? row.Text("what"), edited?.Number, row.Text("source"));
        });
        return group == "scs" ? [.. phases, Limits(view, day)] : [.. phases];
    }

    /// <summary>No bending, twisting, stretching or lifting until the week of rule F02.</summary>
    private static RehabilitationPhase Limits(PathwayView view, DateOnly day)
    {
        var weeks = view.Profiles.Max(profile => RuleBook.Limit(profile, "F02", "weeks"));
        var load = view.Profiles.Min(profile => RuleBook.Limit(profile, "F02", "load"));
        return new RehabilitationPhase(
            "limits", day, day.AddDays((DaysPerWeek * (int)weeks.Numerator) - 1),
            $"no bending, twisting or stretching, no lifting over {load} kg", null, RuleBook.Row("default", "F02").Text("source"));
    }

    /// <summary>Days of a phase such as <c>day 1 to 14</c>, <c>week 2 to 6</c>, <c>month 3</c> or <c>month 6, 12, yearly</c>.</summary>
    private static (DateOnly From, DateOnly? To) DaysOf(string phase, DateOnly day)
    {
        var words = phase.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Where(word => word.All(char.IsAsciiDigit))
            .Select(word => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
        return words[0] switch
        {
            "day" => (day.AddDays(numbers[0]), day.AddDays(numbers[^1])),
            "week" => (day.AddDays(DaysPerWeek * (numbers[0] - 1)), day.AddDays((DaysPerWeek * numbers[^1]) - 1)),
            "month" when words.Contains("yearly") => (day.AddMonths(numbers[0]), null),
            "month" => (day.AddMonths(numbers[0]), day.AddMonths(numbers[^1])),
            _ => throw new FormatException($"rehabilitation.csv: there is no phase '{phase}'."),
        };
    }
}
