using System.Globalization;
using System.Text;
using Epidura.Cli.Output;
using Epidura.Documents;
using Epidura.Planning.Cases;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Cli.Bodies;

/// <summary>Reads what a simulated generator is connected to: a file of schema <c>epidura-body/1</c>, or the leads and the device of a
/// case.</summary>
/// <remarks>docs/guide/generator.md. Checked by BodyReaderTests.</remarks>
internal static class BodyReader
{
    /// <summary>Key of the schema, the value of <c>schema:</c> in a body file.</summary>
    public const string Name = "epidura-body/1";

    /// <summary>Device of a body that names none.</summary>
    public const string DefaultDevice = "reference-primary";

    /// <summary>Contacts that one device takes.</summary>
    public const int ContactsMax = 32;

    private static readonly DocumentKind Kind =
        new("body", "body files", "the smallest body has schema and leads", BytesMax: 1 << 16, NodesMax: 500);

    private static readonly Lazy<SchemaNode> Schema = new(Load);

    /// <summary>Reads a body from text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">Shown in errors.</param>
    public static BodyReadResult Read(string text, string fileName)
    {
        if (text.Split('\n').Any(line => line.StartsWith($"schema: {CaseSchema.Name}", StringComparison.Ordinal)))
            return OfCase(text, fileName);
        var errors = new DocumentErrors(fileName);
        var top = DocumentReader.ReadTree(text, Kind, Schema.Value, errors);
        var body = top is null || errors.HasErrors ? null : Build(top, new DocumentFields(errors));
        return new BodyReadResult(errors.HasErrors ? null : body, errors.Errors);
    }

    /// <summary>Writes a body as a file that <see cref="Read"/> reads; the same body gives the same text.</summary>
    public static string Write(Body body)
    {
        var text = new StringBuilder($"schema: {Name}\nkind: {(body.IsTrial ? "trial" : "implant")}\ndevice: {body.Device.Name}\nleads:\n");
        foreach (var (id, model) in body.Leads)
            text.Append(CultureInfo.InvariantCulture, $"  - {{id: {id}, model: {model.Name}}}\n");
        if (body.ImpedanceOhm.Count > 0)
            text.Append("impedance_ohm:\n");
        foreach (var (contact, ohm) in body.ImpedanceOhm.OrderBy(item => item.Key.ToString(), StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"  {contact}: {ohm}\n");
        return text.ToString();
    }

    private static BodyReadResult OfCase(string text, string fileName)
    {
        var read = CaseReader.Read(text, fileName, CaseImages.Beside(fileName));
        var body = read.Case is { } found
            ? new Body(
                false, found.Constraints.Device, [.. found.Leads.Select(lead => (lead.Id, lead.Model))], new Dictionary<ContactId, int>())
            : null;
        return new BodyReadResult(body, read.Errors);
    }

    private static Body Build(DocumentNode.Mapping top, DocumentFields fields)
    {
        DeviceCatalogue.TryGet(fields.Text(top, "device") ?? DefaultDevice, out var device);
        var leads = new List<(string Id, LeadModel Model)>();
        foreach (var item in DocumentFields.List(top, "leads").OfType<DocumentNode.Mapping>())
        {
            var id = fields.Text(item, "id")!;
            if (leads.Exists(lead => lead.Id == id))
                fields.Errors.Add(item, id, "each name once", $"{id} names two leads.");
            LeadCatalogue.TryGet(fields.Text(item, "model")!, out var model);
            leads.Add((id, model!));
        }

        var body = new Body(fields.Text(top, "kind") == "trial", device!, leads, new Dictionary<ContactId, int>());
        if (body.Contacts.Count() is > ContactsMax and var count)
            fields.Errors.Add(top.Find("leads")!, $"{count} contacts", $"{ContactsMax} or fewer", "The leads have too many contacts.");
        return body with { ImpedanceOhm = Impedances(DocumentFields.Group(top, "impedance_ohm"), body, fields) };
    }

    private static Dictionary<ContactId, int> Impedances(DocumentNode.Mapping? map, Body body, DocumentFields fields)
    {
        Dictionary<ContactId, int> found = [];
        foreach (var entry in map?.Entries ?? [])
        {
            var contact = Contact(entry.Key);
            if (!contact.IsCase && !body.Contacts.Contains(contact))
                fields.Errors.Add(entry.Value, entry.Key, "a contact of the leads, or case", $"No lead has the contact {entry.Key}.");
            else if (fields.Number(map, entry.Key) is { } ohm)
                found[contact] = (int)ohm;
        }

        return found;
    }

    private static SchemaNode Load()
    {
        using var stream = typeof(BodyReader).Assembly.GetManifestResourceStream("epidura-body-1.schema.json")
            ?? throw new InvalidOperationException("The schema of body files is not embedded.");
        using var reader = new StreamReader(stream);
        return SchemaNode.Parse(reader.ReadToEnd(), new SchemaWords(
            CaseSchema.Words, name => throw new InvalidOperationException($"Body files have no limit {name}.")));
    }

    private static ContactId Contact(string text)
    {
        var dot = text.LastIndexOf('.');
        return dot < 0 ? ContactId.Case : new ContactId(text[..dot], int.Parse(text.AsSpan(dot + 1), CultureInfo.InvariantCulture));
    }
}
