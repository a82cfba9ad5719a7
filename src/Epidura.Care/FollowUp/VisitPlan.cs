using Epidura.Care.Rules;

namespace Epidura.Care.FollowUp;

/// <summary>A visit that is due.</summary>
/// <param name="Name">wound, month 1 and so on.</param>
/// <param name="First">First day that counts for it.</param>
/// <param name="Due">Day it is due.</param>
/// <param name="Last">After this day it is missed.</param>
/// <param name="Until">A later visit counts for the next one.</param>
public sealed record DueVisit(string Name, DateOnly First, DateOnly Due, DateOnly Last, DateOnly Until);

/// <summary>Visits after an implant: wound at 7 to 14 days; 1, 3, 6, 12 months; then every year.</summary>
public static class VisitPlan
{
    private const int YearsMax = 60;
    private static readonly int[] Months = [1, 3, 6, 12];

    /// <summary>Days of a plan.</summary>
    /// <param name="WoundFrom">First day for the wound.</param>
    /// <param name="WoundTo">Last day for the wound.</param>
    /// <param name="Tolerance">Days around the others.</param>
    public sealed record PlanLimits(int WoundFrom, int WoundTo, int Tolerance);

    /// <summary>The days of a profile.</summary>
    public static PlanLimits LimitsOf(string profile)
    {
        int Days(string name) => (int)RuleBook.Limit(profile, "F01", name).Numerator;
        return new PlanLimits(Days("wound_from"), Days("wound_to"), Days("tolerance"));
    }

    /// <summary>All visits up to the first one that is due after a day.</summary>
    /// <param name="implanted">Day of the implant.</param>
    /// <param name="day">Usually that of the evaluation.</param>
    /// <param name="limits">Days of the plan.</param>
    public static IReadOnlyList<DueVisit> Of(DateOnly implanted, DateOnly day, PlanLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        List<(string Name, DateOnly First, DateOnly Due, DateOnly Last)> visits =
        [
            ("wound", implanted.AddDays(limits.WoundFrom), implanted.AddDays(limits.WoundTo), implanted.AddDays(limits.WoundTo)),
        ];
        foreach (var months in Months.Concat(Enumerable.Range(2, YearsMax).Select(year => 12 * year)))
        {
            var due = implanted.AddMonths(months);
            visits.Add(($"month {months}", due.AddDays(-limits.Tolerance), due, due.AddDays(limits.Tolerance)));
            if (due > day)
                break;
        }

        return
        [
            .. visits.Select((visit, i) => new DueVisit(
                visit.Name, visit.First, visit.Due, visit.Last,
                i + 1 < visits.Count ? visits[i + 1].First.AddDays(-1) : DateOnly.MaxValue)),
        ];
    }
}
