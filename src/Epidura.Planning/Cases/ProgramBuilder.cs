using Epidura.Anatomy.Placement;
using Epidura.Documents;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Cases;

/// <summary>Reads the programs a case gives and holds them against the safety limits.</summary>
internal sealed class ProgramBuilder(CaseFields fields, IReadOnlyList<LeadPlacement> leads, CaseConstraints constraints)
{
    public IReadOnlyList<StimulationProgram> Read(DocumentNode.Mapping top)
    {
        List<StimulationProgram> programs = [];
        foreach (var map in CaseFields.List(top, "programs").OfType<DocumentNode.Mapping>())
        {
            var name = fields.TextOr(map, map.Path, "name", $"program {programs.Count + 1}", "place in the list");
            if (ReadArea(map) is { } area)
                programs.Add(new StimulationProgram(name, [area]));
        }

        return programs;
    }

    private ProgramArea? ReadArea(DocumentNode.Mapping map)
    {
        var contacts = ReadContacts(CaseFields.Group(map, "contacts_per_mille"));
        var gap = (int)fields.NumberOr(map, map.Path, "interphase_gap_us", "interphase_gap_us");
        var rate = fields.Number(map, "rate_hz") ?? constraints.Rate.Hertz;
        fields.Assume(map, map.Path, "rate_hz", CaseFields.Show(rate, "Hz"), "rate of the therapy");
        var usual = constraints.Therapy == Therapy.Burst ? "passive" : "active";
        var recharge = fields.TextOr(map, map.Path, "recharge", usual, "project decision: passive for burst, else active");
        if (contacts is null || fields.Number(map, "amplitude_ma") is not { } amplitude
            || fields.Number(map, "pulse_width_us") is not { } width)
            return null;
        var area = new ProgramArea(
            contacts, Current.FromMilliamperes(amplitude), (int)width, gap, Frequency.FromHertz(rate), constraints.Therapy,
            recharge == "passive" ? Recharge.Passive : Recharge.Active);
        CheckLimits(map, area);
        return area;
    }

    private List<ContactFraction>? ReadContacts(DocumentNode.Mapping? map)
    {
        if (map is null)
            return null;
        List<ContactFraction> contacts = [];
        var sound = true;
        foreach (var entry in map.Entries)
        {
            if (fields.Number(map, entry.Key) is not { } share || ReadContact(entry) is not { } contact)
                sound = false;
            else if (share == 0)
            {
                fields.Errors.Add(entry.Value, "0", "a share below or above zero", $"The contact {entry.Key} takes no part; leave it out.");
                sound = false;
            }
            else
                contacts.Add(new ContactFraction(contact, (int)share));
        }

        return sound && SumsAreRight(map, contacts) ? contacts : null;
    }

    private bool SumsAreRight(DocumentNode.Mapping map, List<ContactFraction> contacts)
    {
        int cathodes = contacts.Sum(item => Math.Min(0, item.PerMille)), anodes = contacts.Sum(item => Math.Max(0, item.PerMille));
        if (cathodes == -1000 && anodes == 1000)
            return true;
        fields.Errors.Add(
            map, $"cathodes {cathodes}, anodes {anodes}, together {cathodes + anodes}", "cathodes -1000, anodes 1000, together 0",
            "The shares must sum to -1000 over the cathodes and to 1000 over the anodes, so that all current that goes in comes out.");
        return false;
    }

    private ContactId? ReadContact(DocumentNode.Entry entry)
    {
        if (entry.Key == "case")
            return ContactId.Case;
        var point = entry.Key.LastIndexOf('.');
        if (point < 0 || !int.TryParse(entry.Key.AsSpan(point + 1), out var number))
            return null;
        var contact = new ContactId(entry.Key[..point], number);
        if (Shape(contact) is not null)
            return contact;
        var names = leads.Select(lead => $"{lead.Id}.1 to {lead.Id}.{lead.Model.Contacts.Count}");
        fields.Errors.Add(
            entry.Value.Path, entry.Line, entry.Column, entry.Key, string.Join(", ", names.Append("case")),
            $"The leads of this case have no contact {entry.Key}.");
        return null;
    }

    private ContactShape? Shape(ContactId contact) => leads.FirstOrDefault(lead => lead.Id == contact.Lead)?.Model.Contacts
        .FirstOrDefault(item => item.Number == contact.Number)?.Shape;

    private void CheckLimits(DocumentNode.Mapping map, ProgramArea area)
    {
        foreach (var finding in ProgramCheck.Check(area, Shape, _ => null, constraints.Device))
        {
            var value = CaseFields.Show(Math.Round(finding.Value, 6), finding.Unit);
            var allowed = CaseFields.Show(Math.Round(finding.Limit, 6), finding.Unit);
            if (finding.IsHard)
                fields.Errors.Add(map, value, allowed, $"The program breaks a safety limit. {finding.Message}");
            else if (finding.Requirement != "I-15")
                fields.Errors.Note(map, value, allowed, finding.Message);
        }
    }
}
