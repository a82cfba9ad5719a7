using Epidura.Documents;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Cli.Bodies;

/// <summary>What a simulated generator is connected to.</summary>
/// <param name="IsTrial">The external generator of a trial.</param>
/// <param name="Device">Battery and output.</param>
/// <param name="Leads">In the order of the connector: name in programs, and model.</param>
/// <param name="ImpedanceOhm">Of the contacts that the file names, the case too.</param>
internal sealed record Body(
    bool IsTrial, DeviceProfile Device, IReadOnlyList<(string Id, LeadModel Model)> Leads, IReadOnlyDictionary<ContactId, int> ImpedanceOhm)
{
    /// <summary>Contacts in the order of the device's indices, without the case.</summary>
    public IEnumerable<ContactId> Contacts =>
        Leads.SelectMany(lead => lead.Model.Contacts.Select(contact => new ContactId(lead.Id, contact.Number)));
}

/// <summary>A body, or why there is none.</summary>
/// <param name="Body">Null when there are errors.</param>
/// <param name="Errors">By place in the file.</param>
internal sealed record BodyReadResult(Body? Body, IReadOnlyList<DocumentError> Errors);
