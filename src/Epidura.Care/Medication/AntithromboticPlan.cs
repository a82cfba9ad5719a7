using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Medication;

/// <summary>An agent against clotting and what was planned for it.</summary>
/// <param name="Agent">Word of <c>data/care/antithrombotics.csv</c>.</param>
/// <param name="Use">Which row of the table; null when the agent has one.</param>
/// <param name="Name">Name when the agent is <c>other</c>.</param>
/// <param name="LastDoseAt">Planned last dose, UTC.</param>
/// <param name="RestartAt">Planned first dose afterwards, UTC.</param>
/// <param name="Decision">A recorded decision: <c>stop</c> or <c>continue</c>.</param>
/// <param name="DecidedBy">Role of who decided.</param>
public sealed record Antithrombotic(
    string Agent, string? Use, string? Name, DateTimeOffset? LastDoseAt, DateTimeOffset? RestartAt, string? Decision, string? DecidedBy);

/// <summary>When a procedure is and from when restarting counts.</summary>
/// <param name="IsTrial">Restart counts from lead removal for a trial, from the end of surgery for an implant.</param>
/// <param name="ProcedureAt">Start, UTC.</param>
/// <param name="LeadRemovalAt">Trial: removal of the leads, UTC.</param>
/// <param name="SurgeryEndAt">Implant: end of surgery, UTC.</param>
/// <param name="ClearanceMlPerMinute">Creatinine clearance; null when not known.</param>
public sealed record ProcedureTimes(
    bool IsTrial, DateTimeOffset? ProcedureAt, DateTimeOffset? LeadRemovalAt, DateTimeOffset? SurgeryEndAt, Ratio? ClearanceMlPerMinute);

/// <summary>Stop and restart of one agent, worked out from the plan.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Use">Row of the table that was used.</param>
/// <param name="LastDoseBy">Latest last dose by the lower bound, which decides; null when it cannot be worked out.</param>
/// <param name="LastDoseByUpper">The same by the upper bound of the range.</param>
/// <param name="RestartFrom">Earliest first dose by the lower bound; null when it cannot be worked out.</param>
/// <param name="RestartFromUpper">The same by the upper bound.</param>
/// <param name="Condition">What else must hold; empty for nothing.</param>
/// <param name="Problems">What is wrong with what was planned; empty when it is in order.</param>
/// <param name="Missing">What has to be known.</param>
/// <param name="IsVerified">False when the row has still to be read in a current edition.</param>
/// <param name="Source">Of the row.</param>
public sealed record AgentPlan(
    string Agent, string Use, DateTimeOffset? LastDoseBy, DateTimeOffset? LastDoseByUpper, DateTimeOffset? RestartFrom,
    DateTimeOffset? RestartFromUpper, string Condition, IReadOnlyList<string> Problems, IReadOnlyList<string> Missing, bool IsVerified,
    string Source);

/// <summary>Works out stop and restart times for procedures of the high-risk class.</summary>
/// <remarks>Tables of general surgery give shorter times and are not used. None is given while a trial lead is in place.</remarks>
public static class AntithromboticPlan
{
    private static readonly Ratio RenalLimit = 50;

    /// <summary>Version of the table.</summary>
    public static string Version => CareTable.Of("antithrombotics").Version;

    /// <summary>One plan for each agent, in the order given.</summary>
    public static IReadOnlyList<AgentPlan> Of(IEnumerable<Antithrombotic> agents, ProcedureTimes times)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(times);
        return [.. agents.Select(agent => Plan(agent, times))];
    }

    /// <summary>Uses of an agent that has more than one row; empty when it has one.</summary>
    public static IReadOnlyList<string> UsesOf(string agent) =>
    [
        .. CareTable.Of("antithrombotics").Rows.Where(row => row.Text("agent") == agent).Select(row => row.Text("use"))
            .Where(use => use.Length > 0 && use != "renal-impairment"),
    ];

    private static AgentPlan Plan(Antithrombotic agent, ProcedureTimes times)
    {
        List<string> problems = [], missing = [];
        if (RowOf(agent, times, missing) is not { } row)
            return new AgentPlan(agent.Agent, "", null, null, null, null, "", problems, missing, true, "data/care/antithrombotics.csv");
        var condition = row.Text("condition");
        var name = agent.Agent == "other" ? agent.Name ?? "other" : agent.Agent;
        var anchor = times.IsTrial ? times.LeadRemovalAt : times.SurgeryEndAt;
        var plan = new AgentPlan(
            name, row.Text("use"), Before(times.ProcedureAt, row.NumberOrNull("stop_low_h")),
            Before(times.ProcedureAt, row.NumberOrNull("stop_high_h")), After(anchor, row.NumberOrNull("restart_low_h")),
            After(anchor, row.NumberOrNull("restart_high_h")), condition, problems, missing, row.Flag("verified"), row.Text("source"));
        if (condition == "no-rule")
            problems.Add($"{name} has no rule; a specialist must set the times");
        else if (IsContinued(agent, condition))
            return plan with { RestartFrom = null, RestartFromUpper = null };
        else if (condition != "stratify")
            Judge(agent, times, plan, row, problems, missing);
        return plan;
    }

    private static bool IsContinued(Antithrombotic agent, string condition) =>
        condition == "shared-decision" && agent.Decision == "continue" && agent.DecidedBy is not null;

    private static void Judge(
        Antithrombotic agent, ProcedureTimes times, AgentPlan plan, TableRow row, List<string> problems, List<string> missing)
    {
        if (row.Text("condition") == "shared-decision" && (agent.Decision is null || agent.DecidedBy is null))
            missing.Add("a recorded decision of prescriber and operator");
        if (times.ProcedureAt is null)
            missing.Add("plan.procedure_at");
        if (times.IsTrial && times.LeadRemovalAt is null)
            missing.Add("plan.lead_removal_at");
        if (!times.IsTrial && times.SurgeryEndAt is null)
            missing.Add("plan.surgery_end_at");
        if (agent.LastDoseAt is null)
            missing.Add("last_dose_at");
        else if (plan.LastDoseBy is { } latest && agent.LastDoseAt > latest)
            problems.Add(FormattableString.Invariant(
                $"the last dose is planned for {agent.LastDoseAt:yyyy-MM-dd'T'HH:mm'Z'}, after {latest:yyyy-MM-dd'T'HH:mm'Z'}"));
        if (agent.RestartAt is null)
            missing.Add("restart_at");
        else if (plan.RestartFrom is { } earliest && agent.RestartAt < earliest)
            problems.Add(FormattableString.Invariant(
                $"the restart is planned for {agent.RestartAt:yyyy-MM-dd'T'HH:mm'Z'}, before {earliest:yyyy-MM-dd'T'HH:mm'Z'}"));
    }

    private static TableRow? RowOf(Antithrombotic agent, ProcedureTimes times, List<string> missing)
    {
        var rows = CareTable.Of("antithrombotics").Rows.Where(row => row.Text("agent") == agent.Agent).ToList();
        if (rows.Count == 0)
            throw new ArgumentException($"There is no agent '{agent.Agent}'.", nameof(agent));
        if (rows.Exists(row => row.Text("use") == "renal-impairment"))
        {
            if (times.ClearanceMlPerMinute is null)
                missing.Add("laboratory.creatinine_clearance_ml_min");

            // Without the clearance the stricter row is taken, so that what is shown is never too short.
            var isImpaired = times.ClearanceMlPerMinute is not { } clearance || clearance < RenalLimit;
            return rows.First(row => row.Text("use") == "renal-impairment" == isImpaired);
        }

        if (rows.Count == 1)
            return rows[0];
        if (rows.Find(row => row.Text("use") == agent.Use) is { } row)
            return row;
        missing.Add($"use of {agent.Agent}: {string.Join(" or ", UsesOf(agent.Agent))}");
        return null;
    }

    private static DateTimeOffset? Before(DateTimeOffset? instant, double? hours) => instant - Span(hours);

    private static DateTimeOffset? After(DateTimeOffset? instant, double? hours) => instant + Span(hours);

    private static TimeSpan? Span(double? hours) => hours is { } value ? TimeSpan.FromHours(value) : null;
}
