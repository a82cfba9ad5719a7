using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Planning.Recruitment;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Reports;

/// <summary>The section across the cord: tissues, leads, isolines; beside it the dorsal columns enlarged with every simulated
/// fibre.</summary>
public static class SectionPicture
{
    private const double PanelSize = 316;
    private const double PanelTop = 22;

    /// <summary>Draws the section of a plan for one program.</summary>
    /// <param name="result">Gives the body and the leads.</param>
    /// <param name="program">Gives the slice, the contacts and the fibres.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(PlanResult result, PlannedProgram program, string name = "section")
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(program);
        var slice = program.Slices.FirstOrDefault(item => item.Plane == SlicePlane.Axial);
        var z = slice?.At ?? result.Anatomy.Centre;
        var section = result.Anatomy.Body.SectionAt(z);
        var canvas = new SvgCanvas(name, Describe(result, program, z), 688, 400);
        var shares = ContactMark.Shares(program.Program);

        var whole = Window.Around(section.Canal, 4.5e-3, 1, PanelTop, PanelSize);
        Heading(canvas, whole, $"Whole canal{LevelAt(result.Anatomy, z)}, z = {Words.Fixed(z * 1e3, 1)} mm");
        DrawPanel(canvas, "whole", whole, section, slice, result.Leads, shares, z);

        var dorsal = section.Cord.CentreY + section.Cord.SemiY;
        var height = section.Dura.CentreY + section.Dura.SemiY + 2.2e-3 - dorsal + 4.6e-3;
        var zoom = new Window(section.Cord.CentreX, dorsal - 4.6e-3 + (height / 2), Math.Max(height, 9e-3), 371, PanelTop, PanelSize);
        Heading(canvas, zoom, "Dorsal columns, enlarged");
        DrawPanel(canvas, "zoom", zoom, section, slice, result.Leads, shares, z, () => DrawFibres(canvas, zoom, program));
        DrawRoots(canvas, zoom, program);
        Legend(canvas);
        return canvas.ToString();
    }

    private static string LevelAt(PlannedAnatomy anatomy, double z) =>
        anatomy.Vertebrae.FirstOrDefault(level => z <= level.Top && z > level.Bottom) is { } found ? $" at {found.Level}" : "";

    private static void Heading(SvgCanvas canvas, Window window, string text) => canvas.Text(window.Left, 14, text, size: 12, isBold: true);

    private static void DrawPanel(
        SvgCanvas canvas, string key, Window window, CrossSection section, FieldSlice? slice, IReadOnlyList<PlacedLead> leads,
        Dictionary<ContactId, int> shares, double z, Action? fibres = null)
    {
        canvas.BeginClip(key, window.Left, window.Top, window.Size, window.Size);
        DrawTissues(canvas, window, section);
        fibres?.Invoke();
        var labels = slice is null ? [] : FieldLines.Draw(
            canvas, slice, window.Place, point => window.IsInside(point) && IsClear(window, leads, z, point));
        canvas.BeginGroup("leads");
        foreach (var lead in leads)
            DrawLead(canvas, window, lead, shares, z);
        canvas.EndGroup();
        FieldLines.DrawLabels(canvas, labels);
        canvas.EndGroup();
        canvas.Rectangle(window.Left, window.Top, window.Size, window.Size, Paint.Line(Palette.Ink, 0.8));
        canvas.Text(window.Left + 5, window.Top + (window.Size / 2) + 4, "left", colour: Palette.Soft, halo: true);
        canvas.Text(window.Left + window.Size - 5, window.Top + (window.Size / 2) + 4, "right", anchor: Anchor.End, colour: Palette.Soft,
            halo: true);
        canvas.Text(window.Left + 5, window.Top + 13, "back", colour: Palette.Soft, halo: true);
        ScaleBar(canvas, window);
    }

    /// <summary>True where a label would not hide a lead.</summary>
    private static bool IsClear(Window window, IReadOnlyList<PlacedLead> leads, double z, PicturePoint point) => leads.All(lead =>
    {
        if (ContactMark.DistanceAtHeight(lead, z) is not { } distance)
            return true;
        var at = lead.AxisAt(distance);
        var centre = window.Place(at.X, at.Y);
        var half = (ContactMark.WidthOf(lead.Model.Body) / 2) + lead.Encapsulation;
        var thick = (ContactMark.ThicknessOf(lead.Model.Body) / 2) + lead.Encapsulation;
        return Math.Abs(point.X - centre.X) > (half * window.PixelPerMetre) + 20 || Math.Abs(point.Y - centre.Y) > (
            thick * window.PixelPerMetre) + 8;
    });

    internal static void ScaleBar(SvgCanvas canvas, Window window)
    {
        var millimetres = window.Extent > 15e-3 ? 5 : 1;
        var length = millimetres * 1e-3 * window.PixelPerMetre;
        double x = window.Left + 8, y = window.Top + window.Size - 8;
        canvas.Line(x, y, x + length, y, Paint.Line("#ffffff", 4.5));
        canvas.Line(x, y, x + length, y, Paint.Line(Palette.Ink, 2));
        canvas.Text(x + length + 5, y + 3.5, $"{millimetres} mm", halo: true);
    }

    internal static void DrawTissues(SvgCanvas canvas, Window window, CrossSection section)
    {
        canvas.BeginGroup("tissues");
        canvas.Rectangle(window.Left, window.Top, window.Size, window.Size, Paint.Filled(Palette.Of(Tissue.Thorax)));
        FillEllipse(canvas, window, section.Bone, section.VentralRing, "#b3a68f");
        if (section.DorsalRing != section.VentralRing)
        {
            var dorsal = Ring(section.Bone).Where(point => point.Y >= section.SplitY).ToArray();
            canvas.Path([.. dorsal.Select(point => window.Place(point.X, point.Y))], Paint.Filled(Palette.Of(section.DorsalRing)),
                isClosed: true);
        }

        FillEllipse(canvas, window, section.Canal, Tissue.EpiduralFat, "#c9b26b");
        FillEllipse(canvas, window, section.Dura, Tissue.Dura, Palette.Of(Tissue.Dura));
        FillEllipse(canvas, window, section.Sac, Tissue.CerebrospinalFluid, Palette.Of(Tissue.Dura));
        FillEllipse(canvas, window, section.Cord, Tissue.WhiteMatter, "#9a917b");
        foreach (var grey in section.Grey)
            FillEllipse(canvas, window, grey, Tissue.GreyMatter, "none");
        canvas.EndGroup();
    }

    private static void FillEllipse(SvgCanvas canvas, Window window, Ellipse ellipse, Tissue tissue, string edge) => canvas.Ellipse(
        window.Place(ellipse.CentreX, ellipse.CentreY), ellipse.SemiX * window.PixelPerMetre, ellipse.SemiY * window.PixelPerMetre,
        new Paint(Palette.Of(tissue), edge, 0.7), -ellipse.Rotation * 180 / Math.PI);

    private static IEnumerable<(double X, double Y)> Ring(Ellipse ellipse) => Enumerable.Range(0, 181).Select(i =>
    {
        var angle = 2 * Math.PI * i / 180;
        return (ellipse.CentreX + (ellipse.SemiX * Math.Cos(angle)), ellipse.CentreY + (ellipse.SemiY * Math.Sin(angle)));
    });

    internal static void DrawLead(SvgCanvas canvas, Window window, PlacedLead lead, Dictionary<ContactId, int> shares, double z)
    {
        if (ContactMark.DistanceAtHeight(lead, z) is not { } distance)
            return;
        var centre = lead.AxisAt(distance);
        var body = Paint.Filled(Palette.Of(Tissue.Insulation)) with { Stroke = "#4b5561", Width = 0.8 };
        var scar = new Paint(Palette.Of(Tissue.Encapsulation), "#b98f80", 0.6);
        double half = ContactMark.WidthOf(lead.Model.Body) / 2, thick = ContactMark.ThicknessOf(lead.Model.Body) / 2,
            layer = lead.Encapsulation;
        if (lead.Model.Body is LeadBody.Rod)
        {
            var at = window.Place(centre.X, centre.Y);
            canvas.Circle(at.X, at.Y, (half + layer) * window.PixelPerMetre, scar);
            canvas.Circle(at.X, at.Y, half * window.PixelPerMetre, body);
        }
        else
        {
            Box(canvas, window, centre.X, centre.Y, half + layer, thick + layer, scar);
            Box(canvas, window, centre.X, centre.Y, half, thick, body);
        }

        foreach (var contact in lead.Model.Contacts.Where(item => Math.Abs(item.Along.Metres - distance) <= item.Shape.Length.Metres / 2))
            DrawContact(canvas, window, lead, contact, (centre.X, centre.Y), shares.GetValueOrDefault(
                new ContactId(lead.Id, contact.Number)));
    }

    private static void DrawContact(
        SvgCanvas canvas, Window window, PlacedLead lead, Contact contact, (double X, double Y) centre, int share)
    {
        if (contact.Shape is ContactShape.Band)
        {
            var at = window.Place(centre.X, centre.Y);
            var radius = ContactMark.WidthOf(lead.Model.Body) / 2 * window.PixelPerMetre;
            canvas.Circle(at.X, at.Y, radius, ContactMark.Of(share));
            if (share != 0)
                ContactMark.Sign(canvas, at, share, radius * 0.5);
            return;
        }

        double half = ContactMark.WidthOf(contact.Shape) / 2, face = centre.Y - (ContactMark.ThicknessOf(lead.Model.Body) / 2);
        Box(canvas, window, centre.X + contact.Across.Metres, face + 0.25e-3, half, 0.25e-3, ContactMark.Of(share));
        if (share != 0)
        {
            var sign = window.Place(centre.X + contact.Across.Metres, face + 1.1e-3);
            canvas.Circle(sign.X, sign.Y, 6, ContactMark.Of(share));
            ContactMark.Sign(canvas, sign, share, 3.4);
        }
    }

    private static void Box(SvgCanvas canvas, Window window, double x, double y, double halfWidth, double halfHeight, Paint paint)
    {
        var corner = window.Place(x - halfWidth, y + halfHeight);
        canvas.Rectangle(
            corner.X, corner.Y, 2 * halfWidth * window.PixelPerMetre, 2 * halfHeight * window.PixelPerMetre, paint,
                halfHeight * 0.4 * window.PixelPerMetre);
    }

    private static void DrawFibres(SvgCanvas canvas, Window window, PlannedProgram program)
    {
        var fibres = program.Fibres.Where(fibre => fibre.Kind == FibreKind.DorsalColumn).OrderByDescending(fibre => fibre.Threshold)
            .ToArray();
        canvas.BeginGroup("fibres at rest");
        foreach (var fibre in fibres.Where(fibre => fibre.Threshold > program.SuggestedAmplitude))
            DrawFibre(canvas, window, fibre, new Paint("none", "#8a8375", 0.6));
        canvas.EndGroup();
        canvas.BeginGroup("fibres recruited");
        foreach (var fibre in fibres.Where(fibre => fibre.Threshold <= program.SuggestedAmplitude))
            DrawFibre(canvas, window, fibre, new Paint(Palette.Blue, "#ffffff", 0.4));
        canvas.EndGroup();
    }

    private static void DrawFibre(SvgCanvas canvas, Window window, FibreThreshold fibre, Paint paint)
    {
        var at = window.Place(fibre.At.X, fibre.At.Y);
        canvas.Circle(at.X, at.Y, Math.Clamp(fibre.Diameter * 1e6 * 0.2, 0.9, 2.8), paint);
    }

    /// <summary>How many simulated root fibres fire on each side, in words: at their entry they would hide one another.</summary>
    private static void DrawRoots(SvgCanvas canvas, Window window, PlannedProgram program)
    {
        foreach (var side in new[] { Anatomy.Levels.Side.Left, Anatomy.Levels.Side.Right })
        {
            var roots = program.Fibres.Where(fibre => fibre.Kind == FibreKind.DorsalRoot && fibre.Side == side).ToArray();
            if (roots.Length == 0)
                continue;
            var fired = roots.Count(fibre => fibre.Threshold <= program.SuggestedAmplitude);
            var isLeft = side == Anatomy.Levels.Side.Left;
            var x = isLeft ? window.Left + 6 : window.Left + window.Size - 6;
            canvas.Text(
                x, window.Top + window.Size - 26, $"{Words.Of(side)} roots: {fired} of {roots.Length} fire", size: Palette.SmallText,
                anchor: isLeft ? Anchor.Start : Anchor.End, halo: true);
        }
    }

    private static void Legend(SvgCanvas canvas)
    {
        Tissue[] tissues =
        [
            Tissue.WhiteMatter, Tissue.GreyMatter, Tissue.CerebrospinalFluid, Tissue.Dura, Tissue.EpiduralFat, Tissue.Bone, Tissue.Ligament,
            Tissue.Disc, Tissue.Thorax, Tissue.Encapsulation, Tissue.Insulation,
        ];
        var x = 1.0;
        const double y = PanelTop + PanelSize + 14;
        foreach (var tissue in tissues)
        {
            canvas.Rectangle(x, y, 12, 12, new Paint(Palette.Of(tissue), "#8d877b", 0.6));
            canvas.Text(x + 16, y + 10, Palette.NameOf(tissue), Palette.SmallText);
            x += 24 + (Palette.NameOf(tissue).Length * 4.7) + 4;
        }

        Signs(canvas, y + 24);
    }

    /// <summary>Legend of contacts, isolines and fibres, in one row and a second.</summary>
    private static void Signs(SvgCanvas canvas, double y)
    {
        ContactMark.Draw(canvas, new PicturePoint(9, y + 6), 15, 12, -1000);
        canvas.Text(23, y + 10, "cathode", Palette.SmallText);
        ContactMark.Draw(canvas, new PicturePoint(82, y + 6), 15, 12, 1000);
        canvas.Text(96, y + 10, "anode", Palette.SmallText);
        ContactMark.Draw(canvas, new PicturePoint(146, y + 6), 15, 12, 0);
        canvas.Text(160, y + 10, "unused contact", Palette.SmallText);
        canvas.Line(244, y + 6, 266, y + 6, Paint.Line(Palette.Blue, 1.2));
        canvas.Text(271, y + 10, "potential below zero", Palette.SmallText);
        canvas.Line(376, y + 6, 398, y + 6, Paint.Line(Palette.Red, 1.2, "4 2.5"));
        canvas.Text(403, y + 10, "above zero", Palette.SmallText);
        canvas.Circle(472, y + 6, 2.6, new Paint(Palette.Blue, "#ffffff", 0.4));
        canvas.Text(479, y + 10, "fibre recruited", Palette.SmallText);
        canvas.Circle(560, y + 6, 2.4, new Paint("none", "#8a8375", 0.7));
        canvas.Text(567, y + 10, "fibre at rest", Palette.SmallText);
    }

    private static string Describe(PlanResult result, PlannedProgram program, double z)
    {
        var columns = program.Fibres.Where(fibre => fibre.Kind == FibreKind.DorsalColumn).ToArray();
        var fired = columns.Count(fibre => fibre.Threshold <= program.SuggestedAmplitude);
        return $"Section across the cord at z = {Words.Fixed(z * 1e3, 1)} mm with {result.Leads.Count} leads; {fired} of {columns.Length} "
            + $"simulated dorsal-column fibres fire at {Words.Milliampere(program.SuggestedAmplitude)}.";
    }

    /// <summary>A square part of the plane on the page; x to the right of the patient is to the right, dorsal is up.</summary>
    internal sealed record Window(double CentreX, double CentreY, double Extent, double Left, double Top, double Size)
    {
        public double PixelPerMetre => Size / Extent;

        public static Window Around(Ellipse ellipse, double margin, double left, double top, double size) => new(
            ellipse.CentreX, ellipse.CentreY, 2 * (Math.Max(ellipse.SemiX, ellipse.SemiY) + margin), left, top, size);

        public PicturePoint Place(double x, double y) =>
            new(Left + (Size / 2) + ((x - CentreX) * PixelPerMetre), Top + (Size / 2) - ((y - CentreY) * PixelPerMetre));

        public bool IsInside(PicturePoint point) =>
            point.X > Left + 20 && point.X < Left + Size - 20 && point.Y > Top + 18 && point.Y < Top + Size - 36;
    }
}
