using Epidura.Anatomy.Placement;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Reports;

/// <summary>Draws contacts so that the polarity shows without colour: a cathode is filled with a minus, an anode is open with a
/// plus.</summary>
internal static class ContactMark
{
    /// <summary>Paint of a contact with a share of the amplitude; zero for an unused one.</summary>
    public static Paint Of(int perMille) => perMille switch
    {
        < 0 => new Paint(Palette.Blue, Palette.Blue, 1.2),
        > 0 => new Paint("#ffffff", Palette.Red, 2),
        _ => new Paint(Palette.Of(Anatomy.Sections.Tissue.Contact), "#4b5561", 0.5),
    };

    /// <summary>Colour of a sign on such a contact.</summary>
    public static string SignColour(int perMille) => perMille < 0 ? "#ffffff" : Palette.Red;

    /// <summary>Draws a contact as a rectangle around a point; square corners for an anode, round for a cathode.</summary>
    public static void Draw(SvgCanvas canvas, PicturePoint centre, double width, double height, int perMille)
    {
        canvas.Rectangle(
            centre.X - (width / 2), centre.Y - (height / 2), width, height, Of(perMille), perMille < 0 ? Math.Min(width, height) * 0.3 : 0);
        if (perMille != 0)
            Sign(canvas, centre, perMille, Math.Min(Math.Min(width, height) * 0.36, 5));
    }

    /// <summary>A plus or minus made of lines, so that it is sharp at any size.</summary>
    public static void Sign(SvgCanvas canvas, PicturePoint centre, int perMille, double half)
    {
        var paint = Paint.Line(SignColour(perMille), 1.7);
        canvas.Line(centre.X - half, centre.Y, centre.X + half, centre.Y, paint);
        if (perMille > 0)
            canvas.Line(centre.X, centre.Y - half, centre.X, centre.Y + half, paint);
    }

    /// <summary>Shares of the amplitude per contact of a program's first area.</summary>
    public static Dictionary<ContactId, int> Shares(StimulationProgram program) => program.Areas
        .SelectMany(area => area.Contacts).GroupBy(contact => contact.Contact)
        .ToDictionary(group => group.Key, group => group.First().PerMille);

    /// <summary>Distance from the tip at which the axis crosses a height, m; null when it does not.</summary>
    public static double? DistanceAtHeight(PlacedLead lead, double z)
    {
        var passed = 0.0;
        for (var i = 0; i + 1 < lead.Axis.Count; i++)
        {
            Position a = lead.Axis[i], b = lead.Axis[i + 1];
            var length = a.DistanceTo(b);
            if ((a.Z - z) * (b.Z - z) <= 0 && a.Z != b.Z)
                return passed + (length * (z - a.Z) / (b.Z - a.Z));
            passed += length;
        }

        return null;
    }

    /// <summary>Width of a lead across, m.</summary>
    public static double WidthOf(LeadBody body) => body switch
    {
        LeadBody.Rod rod => rod.Diameter.Metres,
        LeadBody.Paddle paddle => paddle.Width.Metres,
        _ => throw new ArgumentException("Unknown body of a lead.", nameof(body)),
    };

    /// <summary>Thickness of a lead from dura to bone, m.</summary>
    public static double ThicknessOf(LeadBody body) => body switch
    {
        LeadBody.Rod rod => rod.Diameter.Metres,
        LeadBody.Paddle paddle => paddle.Thickness.Metres,
        _ => throw new ArgumentException("Unknown body of a lead.", nameof(body)),
    };

    /// <summary>Width of a contact across, m.</summary>
    public static double WidthOf(ContactShape shape) => shape switch
    {
        ContactShape.Band band => band.Diameter.Metres,
        ContactShape.Plate plate => plate.Width.Metres,
        _ => throw new ArgumentException("Unknown shape of a contact.", nameof(shape)),
    };
}
