using Epidura.Generator.Software;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator;

/// <summary>A contact that a lead connects to the device.</summary>
/// <param name="Id">Lead and number, as programs name it.</param>
/// <param name="SquareMicrometre">Metal that faces tissue.</param>
public sealed record ImplantContact(ContactId Id, long SquareMicrometre);

/// <summary>What is fixed when the device is implanted or connected: it never changes while the device runs.</summary>
/// <param name="Contacts">1 to 32; the case has the index after the last.</param>
/// <param name="Device">Battery and output.</param>
/// <param name="LimitAuthorityKey">Public key that signs limit profiles, as SubjectPublicKeyInfo; empty for none.</param>
/// <param name="IsTrial">An external trial device.</param>
public sealed record GeneratorConfiguration(
    IReadOnlyList<ImplantContact> Contacts, DeviceProfile Device, ReadOnlyMemory<byte> LimitAuthorityKey, bool IsTrial)
{
    /// <summary>Public key of the maker, which signs the device's software, as SubjectPublicKeyInfo; empty for none: no update is
    /// taken.</summary>
    public ReadOnlyMemory<byte> MakerKey { get; init; }

    /// <summary>Number of this kind of device, which an image of its software names.</summary>
    public uint Hardware => SoftwareImage.HardwareOf(Device.Name, IsTrial);

    /// <summary>Contacts and the case.</summary>
    public const int ContactsMax = 32;

    /// <summary>Index of the case.</summary>
    public int CaseIndex => Contacts.Count;

    /// <summary>Index of a contact; -1 when no lead has it.</summary>
    public int IndexOf(ContactId id)
    {
        if (id.IsCase)
            return CaseIndex;
        for (var i = 0; i < Contacts.Count; i++)
            if (Contacts[i].Id == id)
                return i;
        return -1;
    }

    /// <summary>A configuration from leads of the catalogue.</summary>
    /// <param name="device">Battery and output.</param>
    /// <param name="leads">Key of each lead in programs, and what it is.</param>
    /// <exception cref="ArgumentException">No contact, or more than 32.</exception>
    public static GeneratorConfiguration Create(DeviceProfile device, IReadOnlyList<(string Lead, LeadModel Model)> leads)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(leads);
        ImplantContact[] contacts =
        [
            .. leads.SelectMany(lead => lead.Model.Contacts.Select(contact => new ImplantContact(
                new ContactId(lead.Lead, contact.Number),
                (long)Math.Round(contact.Shape.Area.SquareMetres * 1e12, MidpointRounding.AwayFromZero)))),
        ];
        if (contacts.Length is < 1 or > ContactsMax)
            throw new ArgumentException($"The leads have {contacts.Length} contacts; 1 to {ContactsMax} are possible.", nameof(leads));
        return new GeneratorConfiguration(contacts, device, ReadOnlyMemory<byte>.Empty, IsTrial: false);
    }
}
