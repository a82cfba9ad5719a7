using Epidura.Care.Devices;
using Epidura.Care.Instruments;

namespace Epidura.Care.Pathway;

/// <summary>Needs of devices, programs, explants and questionnaires.</summary>
internal static partial class Needs
{
    private static readonly string[] DeviceEvents = ["trial.started", "implant.performed", "system.adopted"];

    private static Lack? RevisionHardware(PathwayView view, PathwayEvent item)
    {
        var kind = item.Fields.Text("revision_kind")!;
        if (kind is "lead-replaced" or "lead-added" && item.Fields.Groups("leads").Count == 0)
            return new Lack("leads", "", "the new leads", $"{kind} needs the new leads.");
        if (kind == "generator-replaced" && item.Fields.Groups("generator").Count == 0)
            return new Lack("generator", "", "the new generator", $"{kind} needs the new generator.");
        var body = Body.Of(view);
        if (kind is "generator-replaced" or "generator-moved" && body.Generator is null)
            return State(view, "an implanted generator", "There is no implanted generator.");
        return item.Fields.Texts("removed").Contains("generator") && body.Generator is null
            ? new Lack("removed", "generator", "what is in the body", "There is no implanted generator to take out.") : null;
    }

    private static Lack? ExplantParts(PathwayView view, PathwayEvent item)
    {
        var fields = item.Fields;
        var retained = fields.Groups("retained").Count;
        if (fields.Text("extent") == "full" && retained > 0)
            return new Lack("retained", fields["retained"]!.Show(), "nothing", "A full explant leaves nothing behind.");
        if (fields.Text("extent") == "partial" && retained == 0)
            return new Lack("retained", "", "what stayed in the body", "A partial explant names what stayed.");
        if (retained > 0 && fields.Text("mri_meaning") is null)
            return new Lack("mri_meaning", "", EventSchema.Field("mri_meaning")!.Allowed, "Retained parts need their meaning for a scan.");
        if (fields.Text("cultures") == "not-taken" && fields.Text("cultures_reason") is null)
            return new Lack("cultures_reason", "", "a reason", "Cultures that were not taken need a reason.");
        return fields.Text("cultures") == "taken" && fields.Text("cultures_result") is null
            ? new Lack("cultures_result", "", EventSchema.Field("cultures_result")!.Allowed, "Cultures need a result, or pending.") : null;
    }

    /// <summary>The program the device holds by the record; null when the record cannot know.</summary>
    internal static string? ProgramOf(PathwayView view)
    {
        var device = DeviceEvents.SelectMany(view.All)
            .Concat(view.All("revision.completed").Where(entry => entry.Effective!.Fields["generator"] is not null))
            .MaxBy(entry => entry.Number);
        if (view.Latest("program.written") is { } written && written.Number > (device?.Number ?? 0))
            return written.Effective!.Fields.Text("program_after");
        return device?.Effective!.Type == "system.adopted" ? device.Effective.Fields.Text("program_after") : "none";
    }

    private static Lack? ProgramBefore(PathwayView view, PathwayEvent item)
    {
        var (held, given) = (ProgramOf(view), item.Fields.Text("program_before")!);
        return held is null || held == given ? null
            : new Lack("program_before", Short(given), Short(held), "The generator holds another program; read it first.");
    }

    private static Lack? Approval(PathwayView view, PathwayEvent item)
    {
        var (by, approved) = (item.Fields.Text("written_by")!, item.Fields.Text("approved_by"));
        if (approved == by)
            return new Lack("approved_by", by, "somebody else", "Nobody approves their own program.");
        return approved is null && view.IsTwoPersonApproval
            ? new Lack("approved_by", "", "a second person", "This site has every program approved by a second person.") : null;
    }

    private static Lack? Instrument(PathwayView view, PathwayEvent item)
    {
        var refused = InstrumentCheck.Check(Instruments.Instrument.Of(item.Fields.Text("instrument")!), AnswersOf(item.Fields));
        return refused.Count == 0 ? null : new Lack(refused[0].Field, refused[0].Value, refused[0].Allowed, refused[0].Reason);
    }

    /// <summary>The answers of a questionnaire event.</summary>
    internal static InstrumentAnswers AnswersOf(EventFields fields) =>
        new([.. fields.Numbers("items").Select(value => value is { } number ? (Ratio?)Ratio.Of(number) : null)])
        {
            Pattern = fields.Text("pattern") switch
            {
                "steady-slight" => PainPattern.SteadySlight,
                "steady-attacks" => PainPattern.SteadyAttacks,
                "attacks-free" => PainPattern.AttacksFree,
                "attacks-pain" => PainPattern.AttacksPain,
                _ => null,
            },
            IsRadiating = fields.Flag("radiating"),
            ValueSet = fields.Text("value_set"),
            Score = fields.Exact("score"),
        };

    private static Lack? DeviceIdentifiers(PathwayView view, PathwayEvent item)
    {
        foreach (var device in item.Fields.Groups("leads").Concat(item.Fields.Groups("generator")))
        {
            if (device.Text("udi") is { } text && Udi.Read(text) is { Refusal: { } refusal })
                return new Lack("udi", refusal.Value, refusal.Allowed, refusal.Reason);
        }

        return null;
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
