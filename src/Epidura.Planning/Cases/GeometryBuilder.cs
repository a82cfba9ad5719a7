using Epidura.Documents;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;

namespace Epidura.Planning.Cases;

/// <summary>Reads a lead's own contact geometry and checks that its numbers fit together.</summary>
internal sealed class GeometryBuilder(CaseFields fields, DocumentNode.Mapping map)
{
    private static readonly string[] PaddleKeys = ["width_mm", "thickness_mm", "length_mm", "contact_width_mm"];

    public LeadModel? Read(string id)
    {
        var counts = CaseFields.List(map, "columns").OfType<DocumentNode.Scalar>()
            .Select(item => NumberText.TryRead(item, out var count) && !fields.Errors.IsBad(item) ? (int)count : 0).ToList();
        if (fields.Text(map, "kind") is not { } kind || counts.Count == 0 || counts.Contains(0)
            || fields.Number(map, "contact_length_mm") is not { } length || fields.Number(map, "pitch_mm") is not { } pitch)
            return null;
        var tip = fields.NumberOr(map, map.Path, "tip_mm", "tip_mm");
        var sound = CheckAlong(counts, length, pitch);
        if (kind == "rod")
            return ReadRod(id, counts, length, pitch, tip) is { } rod && sound ? rod : null;
        return ReadPaddle(id, counts, length, pitch, tip) is { } paddle && sound ? paddle : null;
    }

    private bool CheckAlong(List<int> counts, double length, double pitch)
    {
        var sound = true;
        if (counts.Max() > 1 && pitch <= length)
        {
            Refuse("pitch_mm", CaseFields.Show(pitch, "mm"), FormattableString.Invariant($"more than {length} mm"),
                "Neighbouring contacts would touch: the pitch must be larger than a contact.");
            sound = false;
        }

        var total = counts.Sum();
        if (total > Limits.Of("contact_count").Max)
        {
            Refuse("columns", $"{total} contacts", FormattableString.Invariant($"{Limits.Of("contact_count").Max} contacts or fewer"),
                "The lead has too many contacts.");
            sound = false;
        }

        return sound;
    }

    private LeadModel? ReadRod(string id, List<int> counts, double length, double pitch, double tip)
    {
        var sound = true;
        foreach (var key in PaddleKeys.Append("column_pitch_mm").Where(key => map.Find(key) is not null))
        {
            Refuse(key, map.Find(key)!.Show(), "a paddle", $"A rod has no {key}; leave the key out or make the lead a paddle.");
            sound = false;
        }

        if (counts.Count > 1)
        {
            Refuse("columns", $"{counts.Count} columns", "one column", "A rod has one column of contacts.");
            sound = false;
        }

        var diameter = Length.FromMillimetres(fields.NumberOr(map, map.Path, "diameter_mm", "lead_diameter_mm"));
        var band = new ContactShape.Band(Length.FromMillimetres(length), diameter);
        return sound ? Model(id, new LeadBody.Rod(diameter), Contacts(counts, pitch, 0, tip, length, band)) : null;
    }

    private LeadModel? ReadPaddle(string id, List<int> counts, double length, double pitch, double tip)
    {
        var sound = true;
        foreach (var key in PaddleKeys.Where(key => map.Find(key) is null))
        {
            fields.Errors.Add($"{map.Path}.{key}", map.Line, map.Column, "nothing", "a number in mm", $"A paddle needs the key {key}.");
            sound = false;
        }

        if (map.Find("diameter_mm") is { } extra)
        {
            Refuse("diameter_mm", extra.Show(), "a rod", "A paddle has no diameter; leave the key out or make the lead a rod.");
            sound = false;
        }

        if (counts.Count > 1 && map.Find("column_pitch_mm") is null)
        {
            fields.Errors.Add(
                $"{map.Path}.column_pitch_mm", map.Line, map.Column, "nothing", "a number in mm",
                "A paddle of several columns needs the key column_pitch_mm.");
            sound = false;
        }

        if (!sound || fields.Number(map, "width_mm") is not { } width || fields.Number(map, "thickness_mm") is not { } thickness
            || fields.Number(map, "length_mm") is not { } plate || fields.Number(map, "contact_width_mm") is not { } contactWidth)
            return null;
        var across = fields.Number(map, "column_pitch_mm") ?? 0;
        return PaddleFits(counts, width, plate, contactWidth, across, tip + ((counts.Max() - 1) * pitch) + length)
            ? Model(
                id, new LeadBody.Paddle(Length.FromMillimetres(width), Length.FromMillimetres(thickness), Length.FromMillimetres(plate)),
                Contacts(
                    counts, pitch, across, tip, length,
                    new ContactShape.Plate(Length.FromMillimetres(length), Length.FromMillimetres(contactWidth))))
            : null;
    }

    private bool PaddleFits(List<int> counts, double width, double plate, double contactWidth, double across, double tail)
    {
        var fits = true;
        if (counts.Count > 1 && across <= contactWidth)
        {
            Refuse("column_pitch_mm", CaseFields.Show(across, "mm"), FormattableString.Invariant($"more than {contactWidth} mm"),
                "Neighbouring columns would touch: their pitch must be larger than a contact is wide.");
            fits = false;
        }

        var need = ((counts.Count - 1) * across) + contactWidth;
        if (need > width)
        {
            Refuse("width_mm", CaseFields.Show(width, "mm"), FormattableString.Invariant($"{need:0.##} mm or more"),
                "The columns are wider than the plate.");
            fits = false;
        }

        if (tail > plate)
        {
            Refuse("length_mm", CaseFields.Show(plate, "mm"), FormattableString.Invariant($"{tail:0.##} mm or more"),
                "The contacts reach beyond the plate.");
            fits = false;
        }

        return fits;
    }

    private static LeadModel Model(string id, LeadBody body, IReadOnlyList<Contact> contacts) =>
        new($"own:{id}", $"Own geometry of {id}", body, contacts, "the case file", false);

    /// <summary>Numbers run from the tip, column by column from the left; shorter columns are centred on the longest.</summary>
    private static List<Contact> Contacts(List<int> counts, double pitch, double across, double tip, double length, ContactShape shape)
    {
        List<Contact> contacts = [];
        for (var column = 0; column < counts.Count; column++)
        {
            var x = (column - (0.5 * (counts.Count - 1))) * across;
            var start = tip + (0.5 * length) + (0.5 * (counts.Max() - counts[column]) * pitch);
            for (var i = 0; i < counts[column]; i++)
                contacts.Add(
                    new Contact(contacts.Count + 1, Length.FromMillimetres(start + (i * pitch)), Length.FromMillimetres(x), shape));
        }

        return contacts;
    }

    private void Refuse(string key, string value, string allowed, string message) =>
        fields.Errors.Add(map.Find(key) ?? map, value, allowed, message);
}
