using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Epidura.Quantities;

namespace Epidura.Stimulation.Leads;

/// <summary>The leads of <c>data/stimulation/leads.csv</c>.</summary>
public static class LeadCatalogue
{
    private static readonly Lazy<IReadOnlyList<LeadModel>> Loaded = new(Load);

    /// <summary>Every lead, in the order of the table.</summary>
    public static IReadOnlyList<LeadModel> All => Loaded.Value;

    /// <summary>Finds a lead by its key.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out LeadModel? model)
    {
        model = All.FirstOrDefault(lead => lead.Name == name);
        return model is not null;
    }

    private static List<LeadModel> Load() =>
        [.. Table.FromResource(typeof(LeadCatalogue).Assembly, "leads.csv").Rows.Select(Read)];

    private static LeadModel Read(TableRow row)
    {
        var isRod = row.Text("kind") switch
        {
            "rod" => true,
            "paddle" => false,
            var other => throw new FormatException($"leads.csv: kind is '{other}', which is neither rod nor paddle."),
        };
        var length = Length.FromMillimetres(row.Number("contact_length_mm"));
        LeadBody body = isRod
            ? new LeadBody.Rod(Length.FromMillimetres(row.Number("diameter_mm")))
            : new LeadBody.Paddle(
                Length.FromMillimetres(row.Number("width_mm")),
                Length.FromMillimetres(row.Number("thickness_mm")),
                Length.FromMillimetres(row.Number("length_mm")));
        ContactShape shape = isRod
            ? new ContactShape.Band(length, Length.FromMillimetres(row.Number("diameter_mm")))
            : new ContactShape.Plate(length, Length.FromMillimetres(row.Number("contact_width_mm")));
        return new LeadModel(row.Text("name"), row.Text("title"), body, Contacts(row, shape), row.Text("source"), row.Flag("verified"));
    }

    /// <summary>Columns are centred along the lead on the longest one; numbers run from the tip, column by column from the left.</summary>
    private static List<Contact> Contacts(TableRow row, ContactShape shape)
    {
        int[] counts = [.. row.Text("columns").Split(';').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var pitch = row.Number("pitch_mm");
        var first = row.Number("tip_mm") + (0.5 * row.Number("contact_length_mm"));
        List<Contact> contacts = [];
        for (var column = 0; column < counts.Length; column++)
        {
            var across = (column - (0.5 * (counts.Length - 1))) * (row.NumberOrNull("column_pitch_mm") ?? 0);
            var start = first + (0.5 * (counts.Max() - counts[column]) * pitch);
            for (var i = 0; i < counts[column]; i++)
            {
                contacts.Add(new Contact(
                    contacts.Count + 1, Length.FromMillimetres(start + (i * pitch)), Length.FromMillimetres(across), shape));
            }
        }

        return contacts;
    }
}
