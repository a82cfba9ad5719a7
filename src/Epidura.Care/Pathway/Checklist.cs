using Epidura.Care.Medication;
using Epidura.Care.Rules;

namespace Epidura.Care.Pathway;

/// <summary>The checklist before a trial, an implant or an operation.</summary>
public static class Checklist
{
    /// <summary>Stop and restart of every agent of a checklist, worked out from its plan.</summary>
    /// <param name="fields">Payload of <c>checklist.completed</c>.</param>
    public static IReadOnlyList<AgentPlan> Agents(EventFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var times = new ProcedureTimes(
            fields.Text("procedure") == "trial", fields.Instant("procedure_at"), fields.Instant("lead_removal_at"),
            fields.Instant("surgery_end_at"), fields.Exact("creatinine_clearance_ml_min"));
        return AntithromboticPlan.Of(fields.Groups("antithrombotics").Select(AgentOf), times);
    }

    private static Antithrombotic AgentOf(EventFields fields) => new(
        fields.Text("agent")!, fields.Text("use"), fields.Text("name"), fields.Instant("last_dose_at"), fields.Instant("restart_at"),
        fields.Text("decision"), fields.Text("decided_by"));

    internal static Lack? Check(PathwayView view, PathwayEvent item)
    {
        var fields = item.Fields;
        var wanted = view.State switch { "prepared" => "trial", "implant-planned" => "implant", _ => "surgery" };
        if (fields.Text("procedure") != wanted)
            return new Lack("procedure", fields.Text("procedure")!, wanted, $"In state {view.State} the next procedure is the {wanted}.");
        var procedure = fields.Instant("procedure_at")!.Value;
        if (CheckScreen(view, fields, DateOnly.FromDateTime(procedure.UtcDateTime)) is { } lack)
            return lack;
        if (fields.Text("mrsa_result") == "positive" && fields.Flag("decolonised") is not true)
            return new Lack("decolonised", fields.Flag("decolonised") is false ? "false" : "", "true", "A carrier is treated first (C18).");
        return wanted == "surgery" ? CheckTimes(fields) : CheckAgents(fields);
    }

    /// <summary>A checklist of the procedure stands that is younger than its plan, with a screen that is young enough.</summary>
    internal static Lack? Stands(PathwayView view, PathwayEvent item, string procedure, string plan)
    {
        var done = view.All("checklist.completed").LastOrDefault(entry => entry.Effective!.Fields.Text("procedure") == procedure);
        if (done is null || done.Number < view.Latest(plan)?.Number)
            return new Lack("checklist.completed", "", $"a checklist for this {procedure}",
                done is null ? $"There is no checklist for the {procedure}." : "The checklist is older than the plan.");
        return CheckScreen(view, done.Effective!.Fields, item.Day);
    }

    private static Lack? CheckScreen(PathwayView view, EventFields fields, DateOnly procedure)
    {
        var screened = fields.Date("mrsa_screened_on")!.Value;
        var days = view.Profiles.Min(profile => RuleBook.Limit(profile, "C18", "days"));
        var age = procedure.DayNumber - screened.DayNumber;
        return age >= 0 && age <= days ? null
            : new Lack("mrsa_screened_on", $"{screened:yyyy-MM-dd}", $"within {days} days before {procedure:yyyy-MM-dd}",
                "The screen for MRSA and MSSA is too old or comes after the procedure (C18).");
    }

    private static Lack? CheckAgents(EventFields fields)
    {
        var plans = Agents(fields);
        for (var i = 0; i < plans.Count; i++)
        {
            var field = $"antithrombotics[{i}] {plans[i].Agent}";
            if (plans[i].Problems is [var problem, ..])
                return new Lack(field, problem, Allowed(plans[i]), "The plan for this agent does not keep its times (C19).");
            if (plans[i].Missing is { Count: > 0 } missing)
                return new Lack(field, "", string.Join(", ", missing), "The plan for this agent is not complete (C19).");
            if (plans[i].Condition == "normal-inr" && !(fields.Exact("inr") <= RuleBook.Limit("default", "C20", "inr")))
                return new Lack("inr", fields.Exact("inr")?.ToText(2) ?? "", $"at most {RuleBook.Limit("default", "C20", "inr")}",
                    $"{plans[i].Agent} needs a normal INR (C20).");
        }

        return null;
    }

    private static Lack? CheckTimes(EventFields fields)
    {
        var agents = fields.Groups("antithrombotics");
        for (var i = 0; i < agents.Count; i++)
        {
            var isContinued = agents[i].Text("decision") == "continue" && agents[i].Text("decided_by") is not null;
            if (!isContinued && (agents[i].Instant("last_dose_at") is null || agents[i].Instant("restart_at") is null))
                return new Lack($"antithrombotics[{i}]", "", "last_dose_at and restart_at, or a decision to continue with decided_by",
                    "Every agent against clotting has a plan; the table of pain procedures does not speak of operations.");
        }

        return null;
    }

    private static string Allowed(AgentPlan plan) => FormattableString.Invariant(
        $"last dose by {plan.LastDoseBy:yyyy-MM-dd'T'HH:mm'Z'}, restart from {plan.RestartFrom:yyyy-MM-dd'T'HH:mm'Z'}");
}
