using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Planning.Cases;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Variants;

/// <summary>A spine with the leads of the case in it.</summary>
/// <param name="Spine">Body.</param>
/// <param name="Leads">Where they lie.</param>
/// <param name="Conductivities">Of every tissue.</param>
/// <param name="Contacts">Lead by lead in order of number.</param>
/// <param name="Centres">Where the contacts lie, m.</param>
public sealed record PlacedBody(
    Spine Spine,
    IReadOnlyList<PlacedLead> Leads,
    ConductivityPreset Conductivities,
    IReadOnlyList<ContactId> Contacts,
    IReadOnlyList<Position> Centres)
{
    /// <summary>Highest contact, m.</summary>
    public double Top => Centres.Max(c => c.Z);

    /// <summary>Lowest contact, m.</summary>
    public double Bottom => Centres.Min(c => c.Z);

    /// <summary>Middle of the contacts, m.</summary>
    public double Centre => (Top + Bottom) / 2;

    /// <summary>Places the leads of a case in a variant of its anatomy.</summary>
    /// <param name="case">Leads.</param>
    /// <param name="variant">Anatomy, conductivities, scar.</param>
    /// <returns>The body, or the sentence that says why a lead does not fit.</returns>
    public static (PlacedBody? Body, string? Refusal) Place(Case @case, AnatomyVariant variant)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(variant);
        LeadPlacement[] placements = [.. @case.Leads.Select(l => l with { Encapsulation = l.Encapsulation + variant.ExtraScar })];
        return Place(Spine.Create(variant.Anatomy), placements, variant.Conductivities);
    }

    /// <summary>Places leads in a spine.</summary>
    /// <param name="spine">Body.</param>
    /// <param name="placements">Leads.</param>
    /// <param name="conductivities">Of every tissue.</param>
    /// <returns>The body, or the sentence that says why a lead does not fit.</returns>
    public static (PlacedBody? Body, string? Refusal) Place(
        Spine spine, IReadOnlyList<LeadPlacement> placements, ConductivityPreset conductivities)
    {
        ArgumentNullException.ThrowIfNull(spine);
        var placed = LeadPlacer.PlaceAll(spine, placements);
        if (placed.Refusals.Count > 0)
            return (null, placed.Refusals[0].Message);
        var pairs = placed.Leads.SelectMany(
            lead => lead.Model.Contacts.Select(c => (Id: new ContactId(lead.Id, c.Number), At: lead.ContactCentre(c.Number)))).ToArray();
        return (new PlacedBody(spine, placed.Leads, conductivities, [.. pairs.Select(p => p.Id)], [.. pairs.Select(p => p.At)]), null);
    }

    /// <summary>Shape of a contact; null for one that no lead has.</summary>
    public ContactShape? Shape(ContactId contact) => Leads.FirstOrDefault(l => l.Id == contact.Lead)?.Model.Contacts
        .FirstOrDefault(c => c.Number == contact.Number)?.Shape;
}
