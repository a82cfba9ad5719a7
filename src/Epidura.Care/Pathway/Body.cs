namespace Epidura.Care.Pathway;

/// <summary>A lead or a generator as it was recorded.</summary>
/// <param name="Kind">lead or generator.</param>
/// <param name="Fields">Model, level, site, battery kind, UDI and so on.</param>
/// <param name="Since">Number of the event that brought it.</param>
public sealed record Device(string Kind, EventFields Fields, int Since);

/// <summary>Part of a system that stayed in the body.</summary>
/// <param name="Part">lead, lead-fragment, anchor, extension, generator or other.</param>
/// <param name="MriMeaning">What it means for a scan.</param>
/// <param name="Since">Number of the event that left it.</param>
public sealed record RetainedPart(string Part, string MriMeaning, int Since);

/// <summary>What is in the patient's body by the record.</summary>
/// <param name="TrialLeads">Temporary leads of a trial.</param>
/// <param name="Leads">Definitive leads.</param>
/// <param name="Generator">Implanted generator; null for none, as during a first trial.</param>
/// <param name="Retained">Parts left behind by a removal.</param>
public sealed record Body(
    IReadOnlyList<Device> TrialLeads, IReadOnlyList<Device> Leads, Device? Generator, IReadOnlyList<RetainedPart> Retained)
{
    private static readonly Body Nothing = new([], [], null, []);

    private static readonly string[] Types =
        ["trial.started", "trial.leads-removed", "implant.performed", "system.adopted", "revision.completed", "explant.performed"];

    /// <summary>True when nothing is in the body.</summary>
    public bool IsEmpty => TrialLeads.Count == 0 && Leads.Count == 0 && Generator is null && Retained.Count == 0;

    /// <summary>True when trial leads are in place.</summary>
    public bool HasTrialLeads => TrialLeads.Count > 0;

    /// <summary>The body after every event so far.</summary>
    public static Body Of(PathwayView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var body = Nothing;
        foreach (var entry in Types.SelectMany(view.All).OrderBy(entry => entry.Number))
            body = body.After(entry);
        return body;
    }

    private Body After(HistoryEntry entry)
    {
        var fields = entry.Effective!.Fields;
        var leads = fields.Groups("leads").Select(lead => new Device("lead", lead, entry.Number)).ToList();
        var generator = fields.Groups("generator").Select(item => new Device("generator", item, entry.Number)).FirstOrDefault();
        switch (entry.Effective.Type)
        {
            case "trial.started":
                return this with { TrialLeads = leads };
            case "trial.leads-removed":
                return this with
                {
                    TrialLeads = [],
                    Retained = fields.Text("removal") == "incomplete" ? [.. Retained, .. Left(entry)] : Retained,
                };
            case "implant.performed" or "system.adopted":
                return this with { TrialLeads = [], Leads = leads, Generator = generator };
            case "revision.completed":
                return Revised(fields, leads, generator);
            default:
                return Nothing with { Retained = [.. Left(entry)] };
        }
    }

    private Body Revised(EventFields fields, List<Device> leads, Device? generator)
    {
        var removed = fields.Texts("removed");
        var isTrial = HasTrialLeads;
        IReadOnlyList<Device> Next(IReadOnlyList<Device> before, string part)
        {
            IReadOnlyList<Device> kept = removed.Contains(part) ? [] : before;
            return leads.Count == 0 ? kept : fields.Text("revision_kind") == "lead-added" ? [.. kept, .. leads] : leads;
        }

        return this with
        {
            TrialLeads = isTrial ? Next(TrialLeads, "trial-lead") : TrialLeads,
            Leads = isTrial ? Leads : Next(Leads, "lead"),
            Generator = generator ?? (removed.Contains("generator") ? null : Generator),
        };
    }

    private static IEnumerable<RetainedPart> Left(HistoryEntry entry) => entry.Effective!.Fields.Groups("retained").Select(
        part => new RetainedPart(part.Text("part")!, entry.Effective.Fields.Text("mri_meaning") ?? "unknown", entry.Number));
}
