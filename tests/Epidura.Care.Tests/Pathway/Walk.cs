using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

/// <summary>Legal ways to every state, and events of every kind that fit where a patient is.</summary>
internal sealed class Walk
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly EventFields[] Fragment = [EventFields.Of(("part", "lead-fragment"))];

    public PathwayView View { get; private set; } = PathwayView.Empty;

    public List<PathwayEvent> Events { get; } = [];

    /// <summary>The next event happens a day after the last.</summary>
    public DateTimeOffset Now => Start.AddDays(View.Revision);

    public static Walk To(string state, bool withHardware = false)
    {
        var walk = new Walk();
        if (withHardware && state != "none")
            walk.Do("referral.received").Do("system.adopted").Do("pathway.closed");
        if (state == "none")
            return walk;
        walk.Do("referral.received");
        if (state == "referred")
            return walk;
        if (state == "closed")
            return walk.Do("pathway.closed");
        if (state is "paused")
            return walk.Do("pathway.paused");
        walk.Do("screening.started");
        if (state is "screening")
            return walk;
        foreach (var function in new[] { "device", "surgery", "data", "remote-programming" })
            walk.Do("consent.given", ("function", function));
        walk.Do("candidacy.evaluated", ("stage", "trial"));
        if (state is "conservative")
            return walk.Decide("conservative").Do("conservative.chosen");
        if (state is "surgery-planned" or "rehabilitation")
        {
            walk.Decide("surgery").Do("surgery.planned");
            return state == "surgery-planned" ? walk : walk.Do("checklist.completed").Do("surgery.performed");
        }

        walk.Decide("trial");
        return state == "team" ? walk : walk.Do("trial.prepared").FromTrial(state, withHardware);
    }

    private Walk FromTrial(string state, bool withHardware)
    {
        if (state == "prepared")
            return this;
        Do("checklist.completed").Do("trial.started");
        if (state == "trial-active")
            return this;
        if (state == "revision")
            return Do("revision.started");
        Do("trial.evaluated");
        if (state is "trial-evaluated")
            return this;
        if (state is "explanted")
        {
            return withHardware
                ? Do("explant.performed", ("extent", "partial"), ("mri_meaning", "unknown"), ("retained", PathwayValue.Of(Fragment)))
                : Do("explant.performed");
        }

        Do("trial.leads-removed");
        if (state is "lead-removed")
            return this;
        Do("candidacy.evaluated", ("stage", "implant")).Do("implant.planned");
        if (state is "implant-planned")
            return this;
        Do("checklist.completed").Do("implant.performed");
        if (state is "implanted")
            return this;
        Do("program.written");
        if (state is "programmed")
            return this;
        Do("visit.held");
        return state is "salvage" ? Do("salvage.started") : this;
    }

    private Walk Decide(string decision) => Do("team.decided", ("decision", decision));

    public Walk Do(string type, params (string Name, PathwayValue? Value)[] fields)
    {
        var item = Make(type, fields);
        var result = Care.Pathway.Pathway.Apply(View, item);
        Assert.True(result.IsAccepted, $"{string.Join('\n', result.Refusals)}\n{PathwayEventJson.Write(item)}");
        View = result.View;
        Events.Add(item);
        return this;
    }

    /// <summary>Applies an event that may be refused.</summary>
    public PathwayResult Try(PathwayEvent item)
    {
        var result = Care.Pathway.Pathway.Apply(View, item);
        View = result.View;
        return result;
    }

    /// <summary>Tries an event of a type that fits the patient, with some fields set otherwise, and leaves the patient as is.</summary>
    public PathwayRefusal Refused(string type, params (string Name, PathwayValue? Value)[] fields)
    {
        var result = Care.Pathway.Pathway.Apply(View, Make(type, fields));
        Assert.False(result.IsAccepted, $"{type} was taken in state {View.State}");
        return result.Refusals[0];
    }

    /// <summary>An event of a type that fits the patient, with some fields set otherwise.</summary>
    public PathwayEvent Make(string type, params (string Name, PathwayValue? Value)[] fields)
    {
        var kind = EventSchema.Kind(type)!;
        var all = kind.Required.ToDictionary(name => name, name => (PathwayValue?)Sample(name));
        foreach (var (name, value) in Fitting(type).Concat(fields))
            all[name] = value;
        return PathwayEvent.Of(type, Now, all.Select(pair => (pair.Key, pair.Value)));
    }

    private IEnumerable<(string, PathwayValue?)> Fitting(string type) => type switch
    {
        "candidacy.evaluated" => [("verdict", "suitable")],
        "candidacy.overridden" => [("by_role", "team-lead"), ("rule", "C17")],
        "checklist.completed" =>
        [
            ("procedure", View.State switch { "prepared" => "trial", "surgery-planned" => "surgery", _ => "implant" }),
            ("procedure_at", Now.AddDays(1)), ("mrsa_screened_on", Day(-5)), ("mrsa_result", "negative"),
            ("antithrombotics", PathwayValue.Of(Array.Empty<EventFields>())),
        ],
        "trial.evaluated" =>
            [("outcome", "success"), ("relief_percent", 62), ("mme_before_mg", 30), ("mme_end_mg", 20), ("activity", "better")],
        "trial.decided" => [("trial_decision", "stop")],
        "implant.performed" => [("use_trial_leads", Body.Of(View).HasTrialLeads)],
        "system.adopted" => [("program_after", "none")],
        "program.written" => [("program_before", Held), ("program_after", $"program {View.Revision}"), ("approved_by", "second")],
        "revision.completed" => [("revision_kind", "lead-repositioned")],
        "explant.performed" => [("extent", "full"), ("cultures", "taken"), ("cultures_result", "sterile")],
        "instrument.answered" => [("instrument", "nrs"), ("items", PathwayValue.Of([5m]))],
        "adverse.reported" => [("serious", false)],
        "adverse.closed" => [("adverse", AdverseEvents.Of(View).LastOrDefault(item => item.Outcome is null)?.Number ?? 1)],
        "record.corrected" => [("corrects", LastNote), ("field", "text"), ("value", "right")],
        "record.withdrawn" => [("withdraws", LastNote)],
        _ => [],
    };

    private string Held => View.All("program.written").LastOrDefault() is { } last
        && last.Number > DeviceEvent ? last.Effective!.Fields.Text("program_after")! : "none";

    private int DeviceEvent => new[] { "trial.started", "implant.performed", "system.adopted" }.SelectMany(View.All)
        .Select(entry => entry.Number).DefaultIfEmpty().Max();

    private int LastNote => View.Latest("note.written")?.Number ?? 1;

    private DateOnly Day(int offset) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(offset);

    /// <summary>A value that a field may hold.</summary>
    public PathwayValue Sample(string name)
    {
        var field = EventSchema.Field(name)!;
        return field.Kind switch
        {
            "text" => new string('x', (int)Math.Max(field.Min ?? 1, 2)),
            "word" => field.Words[0],
            "words" => PathwayValue.Of(field.Min > 0 ? [field.Words[0]] : Array.Empty<string>()),
            "whole" or "number" => field.Min ?? 0,
            "flag" => false,
            "date" => Day(-1),
            "instant" => Now,
            "texts" => PathwayValue.Of(Array.Empty<string>()),
            "numbers" => PathwayValue.Of(Enumerable.Repeat<decimal?>(1, (int)(field.Min ?? 0))),
            "group" => new PathwayValue.Group(Members(field)),
            "groups" => PathwayValue.Of(field.Min > 0 ? [Members(field)] : Array.Empty<EventFields>()),
            _ => "x",
        };
    }

    private EventFields Members(EventField field) =>
        EventFields.Of(field.Members.Where(member => member.IsNeeded).Select(member => (member.Name, (PathwayValue?)Sample(member.Name))));
}
