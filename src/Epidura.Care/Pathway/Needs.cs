using Epidura.Care.Tables;

namespace Epidura.Care.Pathway;

/// <summary>What a need found: where the fault stands, what is there and what may be.</summary>
/// <param name="Field">Field of the payload, or <c>state</c>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Allowed">What may.</param>
/// <param name="Reason">One plain sentence.</param>
internal sealed record Lack(string Field, string Value, string Allowed, string Reason);

/// <summary>What an event needs first: one function for each row of <c>data/care/event-needs.csv</c>.</summary>
internal static partial class Needs
{
    private static readonly Dictionary<string, Func<PathwayView, PathwayEvent, Lack?>> Functions = new(StringComparer.Ordinal)
    {
        ["blocked-rule"] = BlockedRule,
        ["candidacy"] = Candidacy,
        ["candidacy-trial"] = (view, _) => Cleared(view, "trial"),
        ["candidacy-implant"] = (view, _) => Cleared(view, "implant"),
        ["consent-device"] = (view, _) => Consent(view, "device"),
        ["consent-surgery"] = (view, _) => Consent(view, "surgery"),
        ["consent-was-given"] = (view, item) => Consent(view, item.Fields.Text("function")!),
        ["decision-trial"] = (view, _) => Decision(view, "trial"),
        ["decision-surgery"] = (view, _) => Decision(view, "surgery"),
        ["checklist"] = Checklist.Check,
        ["checklist-trial"] = (view, item) => Checklist.Stands(view, item, "trial", "trial.prepared"),
        ["checklist-implant"] = (view, item) => Checklist.Stands(view, item, "implant", "implant.planned"),
        ["checklist-surgery"] = (view, item) => Checklist.Stands(view, item, "surgery", "surgery.planned"),
        ["trial-leads"] = TrialLeads,
        ["trial-hardware"] = (view, _) => Body.Of(view).HasTrialLeads ? null : State(view, "trial leads in place",
            "No trial lead is in the body."),
        ["no-trial-hardware"] = (view, _) => Body.Of(view).HasTrialLeads
            ? State(view, "trial leads taken out", "Trial leads are still in the body.") : null,
        ["trial-leads-clear"] = TrialLeadsClear,
        ["outcome-holds"] = OutcomeHolds,
        ["trial-was-judged"] = TrialWasJudged,
        ["trial-passed"] = TrialPassed,
        ["hardware"] = (view, _) => Body.Of(view).IsEmpty ? State(view, "a lead or generator in the body", "Nothing is in the body.")
            : null,
        ["not-in-revision"] = (view, _) => NotIn(view, "revision"),
        ["not-paused"] = (view, _) => NotIn(view, "paused"),
        ["revision-hardware"] = RevisionHardware,
        ["explant-parts"] = ExplantParts,
        ["program-before"] = ProgramBefore,
        ["approval"] = Approval,
        ["remote-consent"] = (view, item) => item.Fields.Flag("remote") is true ? Consent(view, "remote-programming") : null,
        ["instrument"] = Instrument,
        ["adverse-codes"] = AdverseEvents.CheckCodes,
        ["adverse-open"] = AdverseEvents.CheckOpen,
        ["udi"] = DeviceIdentifiers,
    };

    /// <summary>Fields that speak of what has happened; none may lie after the event, but for a day's difference of zones.</summary>
    private static readonly string[] Past =
        ["on", "onset_on", "implanted_on", "birth_date", "mrsa_screened_on", "read_at", "removed_at", "completed_at", "antibiotic_at"];

    /// <summary>Names that have a function.</summary>
    public static IReadOnlyCollection<string> Names => Functions.Keys;

    public static IReadOnlyList<PathwayRefusal> Check(PathwayView view, PathwayEvent item, EventKind kind)
    {
        List<PathwayRefusal> refusals = [];
        foreach (var name in Past)
        {
            if (item.Fields[name] is not null && DayOf(item.Fields, name) is { } day && day > item.Day.AddDays(1))
                refusals.Add(new PathwayRefusal(view.State, item.Type, [], name, item.Fields.Text(name)!,
                    $"{item.Day:yyyy-MM-dd} or before",
                    "This lies after the event itself."));
        }

        foreach (var need in kind.Needs)
        {
            if (Functions[need](view, item) is { } lack)
            {
                var missing = CareTable.Of("event-needs").Find("need", need)!.Text("missing");
                refusals.Add(new PathwayRefusal(view.State, item.Type, [missing], lack.Field, lack.Value, lack.Allowed, lack.Reason));
            }
        }

        return refusals;
    }

    private static DateOnly? DayOf(EventFields fields, string name) => fields.Date(name)
        ?? (fields.Instant(name) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null);

    private static Lack State(PathwayView view, string allowed, string reason) => new("state", view.State, allowed, reason);

    private static Lack? NotIn(PathwayView view, string state) => view.State == state || view.Interrupted.Contains(state)
        ? State(view, $"a patient who is not {state}", $"The patient is {(state == "revision" ? "in a revision" : state)} already.") : null;

    /// <summary>The consent of a function stands: given, and not withdrawn since.</summary>
    internal static bool HasConsent(PathwayView view, string function) =>
        view.All("consent.given").Concat(view.All("consent.withdrawn")).Where(entry => entry.Effective!.Fields.Text("function") == function)
            .MaxBy(entry => entry.Number)?.Effective!.Type == "consent.given";

    private static Lack? Consent(PathwayView view, string function) => HasConsent(view, function) ? null
        : new Lack("consent.given", "", $"consent for {function}", $"Consent for {function} was not given or was withdrawn.");

    private static Lack? Candidacy(PathwayView view, PathwayEvent item)
    {
        if (item.Fields.Text("decision") is not ("trial" or "implant") || view.Latest("candidacy.evaluated") is not null)
            return item.Fields.Text("decision") is "stop" or "continue"
                ? new Lack("decision", item.Fields.Text("decision")!, "trial, implant, surgery, conservative, none",
                    "A team decides on a way.")
                : null;
        return new Lack("candidacy.evaluated", "", "an evaluation", "Nobody evaluated candidacy.");
    }

    private static Lack? Cleared(PathwayView view, string stage)
    {
        var latest = view.All("candidacy.evaluated").LastOrDefault(entry => entry.Effective!.Fields.Text("stage") == stage);
        if (latest is null)
            return new Lack("candidacy.evaluated", "", $"an evaluation before {stage}", $"Candidacy before {stage} was not evaluated.");
        var open = OpenRules(view, latest).ToList();
        return open.Count == 0 ? null : new Lack(
            "candidacy.evaluated", string.Join(", ", open), "no block and no deferral, or an override of each",
            $"The evaluation before {stage} blocks or defers.");
    }

    private static IEnumerable<string> OpenRules(PathwayView view, HistoryEntry evaluation) =>
        evaluation.Effective!.Fields.Texts("blocked").Concat(evaluation.Effective.Fields.Texts("deferred")).Where(rule =>
            view.All("candidacy.overridden").All(entry =>
                entry.Number < evaluation.Number || entry.Effective!.Fields.Text("rule") != rule));

    private static Lack? BlockedRule(PathwayView view, PathwayEvent item)
    {
        var rule = item.Fields.Text("rule")!;
        if (item.Fields.Text("by_role") != "team-lead")
            return new Lack("by_role", item.Fields.Text("by_role")!, "team-lead", "Only the lead of the team overrides a block.");
        var open = view.Latest("candidacy.evaluated") is { } latest ? OpenRules(view, latest).ToList() : [];
        return open.Contains(rule) ? null : new Lack(
            "rule", rule, open.Count > 0 ? string.Join(", ", open) : "a rule that blocks", $"Rule {rule} does not block here.");
    }

    private static Lack? Decision(PathwayView view, string wanted)
    {
        var decided = view.Latest("team.decided")?.Effective!.Fields.Text("decision");
        return decided == wanted ? null : new Lack("team.decided", decided ?? "", wanted, $"The team did not decide for {wanted}.");
    }
}
