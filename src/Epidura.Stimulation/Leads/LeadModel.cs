using Epidura.Quantities;

namespace Epidura.Stimulation.Leads;

/// <summary>One contact of a lead.</summary>
/// <param name="Number">1 is the one nearest the tip.</param>
/// <param name="Along">Centre, from the tip of the lead towards its tail.</param>
/// <param name="Across">Centre, to the patient's right when the lead lies with its tip rostral; zero on a rod.</param>
/// <param name="Shape">What the tissue sees.</param>
public sealed record Contact(int Number, Length Along, Length Across, ContactShape Shape);

/// <summary>The insulated body that carries the contacts.</summary>
public abstract record LeadBody
{
    private LeadBody()
    {
    }

    /// <summary>A percutaneous lead: a round rod.</summary>
    /// <param name="Diameter">Outer diameter.</param>
    public sealed record Rod(Length Diameter) : LeadBody;

    /// <summary>A surgical lead: a flat plate, contacts on the side of the dura.</summary>
    /// <param name="Width">Across.</param>
    /// <param name="Thickness">From the side of the dura to the side of the bone.</param>
    /// <param name="Length">From the tip to the tail end of the plate.</param>
    public sealed record Paddle(Length Width, Length Thickness, Length Length) : LeadBody;
}

/// <summary>A lead as the catalogue or a case file describes it, before it is placed in a body.</summary>
/// <param name="Name">Catalogue key, for example <c>octrode-3-1</c>.</param>
/// <param name="Title">What a clinician would call it.</param>
/// <param name="Body">Insulated carrier.</param>
/// <param name="Contacts">In order of number.</param>
/// <param name="Source">Where the dimensions come from.</param>
/// <param name="Verified">False when the source is memory only.</param>
public sealed record LeadModel(
    string Name, string Title, LeadBody Body, IReadOnlyList<Contact> Contacts, string Source, bool Verified);
