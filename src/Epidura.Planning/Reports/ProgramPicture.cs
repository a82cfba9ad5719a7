using Epidura.Anatomy.Placement;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Reports;

/// <summary>A small diagram of a program: each lead with numbered contacts, polarity and share of the amplitude.</summary>
public static class ProgramPicture
{
    private const double Millimetre = 2.6;

    /// <summary>Draws one program.</summary>
    /// <param name="leads">Leads of the plan, as they lie from left to right.</param>
    /// <param name="program">Program.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(IReadOnlyList<PlacedLead> leads, StimulationProgram program, string name)
    {
        ArgumentNullException.ThrowIfNull(leads);
        ArgumentNullException.ThrowIfNull(program);
        var shares = ContactMark.Shares(program);
        var columns = leads.OrderBy(lead => lead.Axis[0].X).ThenBy(lead => lead.Id, StringComparer.Ordinal).ToArray();
        var tallest = columns.Max(lead => lead.Model.Contacts.Max(contact =>
            contact.Along.Millimetres + (contact.Shape.Length.Millimetres / 2)));
        var scale = Math.Min(Millimetre, 150 / tallest);
        var widths = columns.Select(lead => ColumnWidth(lead, scale)).ToArray();
        var hasCase = shares.GetValueOrDefault(ContactId.Case) != 0;
        var canvas = new SvgCanvas(
            name, $"Program: {Words.Of(program.Areas[0])}", Math.Max(widths.Sum() + 4, hasCase ? 100 : 0), (tallest * scale) + 26 + (
                hasCase ? 26 : 0));
        var x = 2.0;
        for (var i = 0; i < columns.Length; i++)
        {
            DrawLead(canvas, columns[i], x, scale, tallest, shares);
            x += widths[i];
        }

        if (hasCase)
            DrawCase(canvas, shares[ContactId.Case]);
        return canvas.ToString();
    }

    private static double ColumnWidth(PlacedLead lead, double scale) =>
        lead.Model.Contacts.All(contact => contact.Across.Metres == 0)
            ? 66
            : Math.Max(66, (ContactMark.WidthOf(lead.Model.Body) * 1e3 * Math.Max(scale, 7)) + 12);

    private static void DrawLead(
        SvgCanvas canvas, PlacedLead lead, double left, double scale, double tallest, Dictionary<ContactId, int> shares)
    {
        var isPaddle = lead.Model.Contacts.Any(contact => contact.Across.Metres != 0);
        double width = ColumnWidth(lead, scale), across = Math.Max(scale, 7);
        var middle = isPaddle ? left + (width / 2) - 2 : left + 24;
        var body = isPaddle ? ContactMark.WidthOf(lead.Model.Body) * 1e3 * across : 9;
        canvas.Text(middle, 11, lead.Id, anchor: Anchor.Middle, isBold: true);
        canvas.Rectangle(
            middle - (body / 2), 16, body, (tallest * scale) + 8, new Paint(
                Palette.Of(Anatomy.Sections.Tissue.Insulation), "#7b8794", 0.5), isPaddle ? 5 : 4);
        foreach (var contact in lead.Model.Contacts)
        {
            var share = shares.GetValueOrDefault(new ContactId(lead.Id, contact.Number));
            var centre = new PicturePoint(middle + (contact.Across.Millimetres * across), 18 + (contact.Along.Millimetres * scale));
            var height = Math.Max(contact.Shape.Length.Millimetres * scale, 6);
            var wide = isPaddle ? Math.Max(ContactMark.WidthOf(contact.Shape) * 1e3 * across, 9) : 13;
            ContactMark.Draw(canvas, centre, wide, height, share);
            if (isPaddle)
            {
                if (share == 0)
                    canvas.Text(centre.X, centre.Y + 3, Name(contact), 8, Anchor.Middle, "#ffffff");
                else
                    canvas.Text(centre.X, centre.Y + (height / 2) + 9, Words.Share(new ContactFraction(default, share)), 9,
                        Anchor.Middle, isBold: true);
                continue;
            }

            canvas.Text(middle - 10, centre.Y + 3.4, Name(contact), Palette.SmallText, Anchor.End, Palette.Soft);
            if (share != 0)
                canvas.Text(middle + 10, centre.Y + 3.4, Words.Share(new ContactFraction(default, share)), Palette.SmallText);
        }
    }

    private static string Name(Stimulation.Leads.Contact contact) => contact.Number.ToString(
        System.Globalization.CultureInfo.InvariantCulture);

    private static void DrawCase(SvgCanvas canvas, int share)
    {
        var y = canvas.Height - 12;
        canvas.Rectangle(4, y - 8, 26, 17, ContactMark.Of(share), 6);
        ContactMark.Sign(canvas, new PicturePoint(17, y), share, 4.5);
        canvas.Text(35, y + 4, $"case {Words.Share(new ContactFraction(ContactId.Case, share))}", Palette.SmallText);
    }
}
