using System.Globalization;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Planning.Recruitment;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Reports;

/// <summary>Leads, vertebrae and segments along the spine: seen from behind and cut along the cord, on one height axis.</summary>
public static partial class SpinePicture
{
    private const double PanelTop = 40;
    private const double PanelHeight = 540;
    private const double BehindLeft = 92;
    private const double BehindWidth = 212;
    private const double CutLeft = 392;
    private const double CutWidth = 212;

    /// <summary>Draws both views for one program.</summary>
    /// <param name="result">Gives body, leads and marks.</param>
    /// <param name="program">Gives contacts, slice and fibres.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(PlanResult result, PlannedProgram program, string name = "spine")
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(program);
        var slice = program.Slices.FirstOrDefault(item => item.Plane == SlicePlane.Sagittal);
        var scale = Scale.Around(result.Leads);
        var canvas = new SvgCanvas(name, Describe(result, program), 688, PanelTop + PanelHeight + 54);
        var shares = ContactMark.Shares(program.Program);
        var samples = Samples(result.Anatomy.Body, scale);

        canvas.Text(BehindLeft, 14, "From behind", size: 12, isBold: true);
        canvas.BeginClip("behind", BehindLeft, PanelTop, BehindWidth, PanelHeight);
        DrawBehind(canvas, scale, samples);
        LevelLines(canvas, scale, result.Anatomy, BehindLeft, BehindWidth);
        DrawSpikes(canvas, scale, program);
        foreach (var lead in result.Leads)
            DrawLeadBehind(canvas, scale, lead, shares);
        canvas.EndGroup();
        Numbers(canvas, scale, result.Leads, shares);

        var cut = InPlane(result.Leads, slice?.At ?? 0);
        canvas.Text(CutLeft, 14, $"Cut along the cord, x = {Words.Fixed((slice?.At ?? 0) * 1e3, 1)} mm", size: 12, isBold: true);
        canvas.Text(
            CutLeft + (CutWidth / 2), PanelTop - 8, NameOf(cut, slice?.At ?? 0), anchor: Anchor.Middle,
                isBold: true);
        DrawCut(canvas, scale, result, cut, samples, slice, shares);
        Vertebrae(canvas, scale, result.Anatomy.Vertebrae);
        Segments(canvas, scale, result.Anatomy.Segments);
        Frame(canvas, BehindLeft, BehindWidth, "left", "right");
        Frame(canvas, CutLeft, CutWidth, "front", "back");
        Footer(canvas, scale);
        return canvas.ToString();
    }

    private static List<(double Z, CrossSection Section)> Samples(BodyModel body, Scale scale)
    {
        const int count = 220;
        var step = (scale.Top - scale.Bottom) / count;
        return [.. Enumerable.Range(0, count).Select(i => scale.Top - ((i + 0.5) * step)).Select(z => (z, body.SectionAt(z)))];
    }

    private static void DrawBehind(SvgCanvas canvas, Scale scale, List<(double Z, CrossSection Section)> samples)
    {
        const double middle = BehindLeft + (BehindWidth / 2);
        PicturePoint At(double x, double z) => new(middle + (x * scale.PixelPerMetre), scale.Y(z));
        canvas.Rectangle(BehindLeft, PanelTop, BehindWidth, PanelHeight, Paint.Filled(Palette.Of(Tissue.Thorax)));
        Runs(samples, section => section.DorsalRing, (tissue, run) => canvas.Path(
            Band(run, section => At(section.Section.Bone.CentreX - section.Section.Bone.SemiX, section.Z), section => At(
                section.Section.Bone.CentreX + section.Section.Bone.SemiX, section.Z)),
            Paint.Filled(Palette.Of(tissue), 0.75), isClosed: true));
        foreach (var (tissue, choose) in Layers())
        {
            canvas.Path(
                Band(samples, s => At(choose(s.Section).CentreX - choose(s.Section).SemiX, s.Z), s => At(
                    choose(s.Section).CentreX + choose(s.Section).SemiX, s.Z)),
                new Paint(Palette.Of(tissue), "#8f8877", 0.6, Opacity: 0.9), isClosed: true);
        }
    }

    private static (Tissue Tissue, Func<CrossSection, Ellipse> Choose)[] Layers() =>
    [
        (Tissue.EpiduralFat, section => section.Canal),
        (Tissue.Dura, section => section.Dura),
        (Tissue.CerebrospinalFluid, section => section.Sac),
        (Tissue.WhiteMatter, section => section.Cord),
    ];

    private static PicturePoint[] Band(
        List<(double Z, CrossSection Section)> run, Func<(double Z, CrossSection Section), PicturePoint> low,
        Func<(double Z, CrossSection Section), PicturePoint> high) =>
        [.. run.Select(low), .. run.AsEnumerable().Reverse().Select(high)];

    /// <summary>Splits the samples where the tissue changes; neighbouring runs share a sample so that no gap shows.</summary>
    private static void Runs(
        List<(double Z, CrossSection Section)> samples, Func<CrossSection, Tissue> tissue,
        Action<Tissue, List<(double Z, CrossSection Section)>> draw)
    {
        var start = 0;
        for (var i = 1; i <= samples.Count; i++)
        {
            if (i < samples.Count && tissue(samples[i].Section) == tissue(samples[start].Section))
                continue;
            draw(tissue(samples[start].Section), samples.GetRange(start, Math.Min(i + 1, samples.Count) - start));
            start = i;
        }
    }

    private static void LevelLines(SvgCanvas canvas, Scale scale, PlannedAnatomy anatomy, double left, double width)
    {
        foreach (var level in anatomy.Vertebrae.Where(level => scale.IsInside(level.Top)))
            canvas.Line(left, scale.Y(level.Top), left + width, scale.Y(level.Top), Paint.Line("#6d6656", 0.6, "1.5 2.5"));
    }

    private static void DrawSpikes(SvgCanvas canvas, Scale scale, PlannedProgram program)
    {
        const double middle = BehindLeft + (BehindWidth / 2);
        canvas.BeginGroup("spikes");
        var fired = program.Fibres.Where(fibre => fibre.Threshold <= program.SuggestedAmplitude && fibre.InitiationHeight is not null);
        foreach (var fibre in fired)
        {
            double x = middle + (fibre.At.X * scale.PixelPerMetre), y = scale.Y(fibre.InitiationHeight!.Value);
            if (fibre.Kind == FibreKind.DorsalColumn)
                canvas.Circle(x, y, 1.3, Paint.Filled(Palette.Green, 0.75));
            else
                canvas.Path([new(x - 3, y + 2.5), new(x + 3, y + 2.5), new(x, y - 3)], new Paint("#ffffff", Palette.Green, 1),
                    isClosed: true);
        }

        canvas.EndGroup();
    }

    private static void DrawLeadBehind(SvgCanvas canvas, Scale scale, PlacedLead lead, Dictionary<ContactId, int> shares)
    {
        const double middle = BehindLeft + (BehindWidth / 2);
        var width = ContactMark.WidthOf(lead.Model.Body) * scale.PixelPerMetre;
        var length = lead.Model.Body is LeadBody.Paddle paddle ? paddle.Length.Metres : double.PositiveInfinity;
        var axis = lead.Axis.Select(point => new PicturePoint(middle + (point.X * scale.PixelPerMetre), scale.Y(point.Z))).ToList();
        if (double.IsFinite(length))
        {
            var end = lead.AxisAt(length);
            axis = [axis[0], new PicturePoint(middle + (end.X * scale.PixelPerMetre), scale.Y(end.Z))];
        }

        canvas.BeginGroup($"lead {lead.Id}");
        canvas.Path(axis, new Paint("none", "#7b8794", width + 1));
        canvas.Path(axis, new Paint("none", Palette.Of(Tissue.Insulation), width));
        foreach (var contact in lead.Model.Contacts)
        {
            var centre = lead.ContactCentre(contact.Number);
            ContactMark.Draw(
                canvas, new PicturePoint(middle + (centre.X * scale.PixelPerMetre), scale.Y(centre.Z)),
                Math.Max(ContactMark.WidthOf(contact.Shape) * scale.PixelPerMetre, 9), contact.Shape.Length.Metres * scale.PixelPerMetre,
                shares.GetValueOrDefault(new ContactId(lead.Id, contact.Number)));
        }

        canvas.EndGroup();
    }

    /// <summary>Contact numbers beside rods: on the outer side when there are several leads.</summary>
    private static void Numbers(SvgCanvas canvas, Scale scale, IReadOnlyList<PlacedLead> leads, Dictionary<ContactId, int> shares)
    {
        const double middle = BehindLeft + (BehindWidth / 2);
        var mean = leads.Average(lead => lead.Axis[0].X);
        foreach (var lead in leads)
        {
            var isLeft = leads.Count > 1 && lead.Axis[0].X < mean;
            if (lead.Model.Body is LeadBody.Paddle)
            {
                PaddleNumbers(canvas, scale, lead, shares);
                canvas.Text(middle + (lead.Axis[0].X * scale.PixelPerMetre), PanelTop - 8, lead.Id, anchor: Anchor.Middle, isBold: true);
                continue;
            }

            foreach (var contact in lead.Model.Contacts)
            {
                var centre = lead.ContactCentre(contact.Number);
                var x = middle + (centre.X * scale.PixelPerMetre) + (isLeft ? -9 : 9);
                canvas.Text(
                    x, scale.Y(centre.Z) + 3.6, contact.Number.ToString(CultureInfo.InvariantCulture), Palette.SmallText,
                    isLeft ? Anchor.End : Anchor.Start, halo: true);
            }

            var tip = middle + (lead.Axis[0].X * scale.PixelPerMetre);
            canvas.Text(tip, PanelTop - 8, lead.Id, anchor: leads.Count == 1 ? Anchor.Middle : isLeft ? Anchor.End : Anchor.Start,
                isBold: true);
        }
    }

    /// <summary>Contact numbers of a paddle: inside an unused contact, below an active one.</summary>
    private static void PaddleNumbers(SvgCanvas canvas, Scale scale, PlacedLead lead, Dictionary<ContactId, int> shares)
    {
        foreach (var contact in lead.Model.Contacts)
        {
            var centre = lead.ContactCentre(contact.Number);
            var isActive = shares.GetValueOrDefault(new ContactId(lead.Id, contact.Number)) != 0;
            var below = isActive ? (contact.Shape.Length.Metres / 2 * scale.PixelPerMetre) + 10 : 3.4;
            canvas.Text(
                BehindLeft + (BehindWidth / 2) + (centre.X * scale.PixelPerMetre), scale.Y(centre.Z) + below,
                contact.Number.ToString(CultureInfo.InvariantCulture), 9, Anchor.Middle, isActive ? Palette.Ink : "#ffffff");
        }
    }

    /// <summary>Leads that the plane cuts; those beside it would hide what lies in it. All of them when it cuts none.</summary>
    private static PlacedLead[] InPlane(IReadOnlyList<PlacedLead> leads, double x)
    {
        var cut = leads.Where(lead => IsInPlane(lead, x)).ToArray();
        return cut.Length > 0 ? cut : [.. leads];
    }

    private static bool IsInPlane(PlacedLead lead, double x)
    {
        var middle = lead.AxisAt(lead.Model.Contacts.Average(contact => contact.Along.Metres)).X;
        return Math.Abs(middle - x) < (ContactMark.WidthOf(lead.Model.Body) / 2) + lead.Encapsulation + 0.2e-3;
    }

    private static string NameOf(PlacedLead[] cut, double x) =>
        (cut.All(lead => IsInPlane(lead, x)) ? "through " : "beside ") + Words.List([.. cut.Select(lead => lead.Id)]);

    private static void DrawCut(
        SvgCanvas canvas, Scale scale, PlanResult result, PlacedLead[] leads, List<(double Z, CrossSection Section)> samples,
        FieldSlice? slice, Dictionary<ContactId, int> shares)
    {
        var x = slice?.At ?? 0;
        var centre = samples.Average(s => (s.Section.Canal.CentreY + s.Section.Dura.CentreY) / 2) + 2.5e-3;
        PicturePoint At(double y, double z) => new(CutLeft + (CutWidth / 2) + ((y - centre) * scale.PixelPerMetre), scale.Y(z));
        (double Low, double High) Cut(Ellipse ellipse)
        {
            var u = Math.Clamp((x - ellipse.CentreX) / ellipse.SemiX, -1, 1);
            var half = ellipse.SemiY * Math.Sqrt(1 - (u * u));
            return (ellipse.CentreY - half, ellipse.CentreY + half);
        }

        canvas.BeginClip("cut", CutLeft, PanelTop, CutWidth, PanelHeight);
        canvas.Rectangle(CutLeft, PanelTop, CutWidth, PanelHeight, Paint.Filled(Palette.Of(Tissue.Thorax)));
        Runs(samples, section => section.VentralRing, (tissue, run) => canvas.Path(
            Band(run, s => At(Cut(s.Section.Bone).Low, s.Z), s => At(s.Section.Canal.CentreY, s.Z)), new Paint(
                Palette.Of(tissue), "#b3a68f", 0.6), isClosed: true));
        Runs(samples, section => section.DorsalRing, (tissue, run) => canvas.Path(
            Band(run, s => At(s.Section.Canal.CentreY, s.Z), s => At(Cut(s.Section.Bone).High, s.Z)), new Paint(
                Palette.Of(tissue), "#b3a68f", 0.6), isClosed: true));
        foreach (var (tissue, choose) in Layers())
        {
            canvas.Path(
                Band(samples, s => At(Cut(choose(s.Section)).Low, s.Z), s => At(Cut(choose(s.Section)).High, s.Z)),
                new Paint(Palette.Of(tissue), "#8f8877", 0.5), isClosed: true);
        }

        LevelLines(canvas, scale, result.Anatomy, CutLeft, CutWidth);
        var labels = slice is null ? [] : FieldLines.Draw(
            canvas, slice, (horizontal, vertical) => At(vertical, horizontal), point => MayLabel(scale, leads, At, point));
        foreach (var lead in leads)
            DrawLeadCut(canvas, scale, lead, shares, At);
        FieldLines.DrawLabels(canvas, labels);
        Captions(canvas, samples, At, section => Cut(section.Cord), section => Cut(section.Sac));
        canvas.EndGroup();
    }

    /// <summary>True inside the panel, away from the leads.</summary>
    private static bool MayLabel(Scale scale, IReadOnlyList<PlacedLead> leads, Func<double, double, PicturePoint> at, PicturePoint point)
    {
        if (point.X < CutLeft + 24 || point.X > CutLeft + CutWidth - 24 || point.Y < PanelTop + 20 || point.Y > PanelTop + PanelHeight - 24)
            return false;
        var z = scale.Top - ((point.Y - PanelTop) / scale.PixelPerMetre);
        return leads.All(lead => ContactMark.DistanceAtHeight(lead, z) is not { } distance
            || Math.Abs(at(lead.AxisAt(distance).Y, z).X - point.X) > (
                ContactMark.ThicknessOf(lead.Model.Body) / 2 * scale.PixelPerMetre) + 22);
    }

    private static void Captions(
        SvgCanvas canvas, List<(double Z, CrossSection Section)> samples, Func<double, double, PicturePoint> at,
        Func<CrossSection, (double Low, double High)> cord, Func<CrossSection, (double Low, double High)> sac)
    {
        var (z, section) = samples[^14];
        var name = at((cord(section).Low + cord(section).High) / 2, z);
        canvas.Text(name.X, name.Y, "cord", Palette.SmallText, Anchor.Middle, Palette.Soft, halo: true);
        var fluid = at((cord(section).High + sac(section).High) / 2, z);
        canvas.Text(fluid.X, fluid.Y, "CSF", Palette.SmallText, Anchor.Middle, Palette.Soft, halo: true);
    }

    private static void DrawLeadCut(
        SvgCanvas canvas, Scale scale, PlacedLead lead, Dictionary<ContactId, int> shares, Func<double, double, PicturePoint> at)
    {
        var width = ContactMark.ThicknessOf(lead.Model.Body) * scale.PixelPerMetre;
        PicturePoint Point(double distance)
        {
            var position = lead.AxisAt(distance);
            return at(position.Y, position.Z);
        }

        canvas.BeginGroup($"lead {lead.Id}");
        var axis = lead.Axis.Select(point => at(point.Y, point.Z)).ToArray();
        canvas.Path(axis, new Paint("none", "#7b8794", width + 1));
        canvas.Path(axis, new Paint("none", Palette.Of(Tissue.Insulation), width));
        foreach (var contact in lead.Model.Contacts.GroupBy(contact => contact.Along).Select(row => Strongest(row, lead.Id, shares)))
        {
            double along = contact.Contact.Along.Metres, half = contact.Contact.Shape.Length.Metres / 2;
            PicturePoint from = Point(along - half), to = Point(along + half);
            ContactMark.Draw(
                canvas, new PicturePoint((from.X + to.X) / 2, (from.Y + to.Y) / 2), Math.Max(width, 9), Math.Abs(to.Y - from.Y),
                    contact.Share);
        }

        canvas.EndGroup();
    }

    private static (Contact Contact, int Share) Strongest(IEnumerable<Contact> row, string lead, Dictionary<ContactId, int> shares) => row
        .Select(contact => (Contact: contact, Share: shares.GetValueOrDefault(new ContactId(lead, contact.Number))))
        .MaxBy(item => Math.Abs(item.Share));

    private static string Describe(PlanResult result, PlannedProgram program) =>
        $"Leads {Words.List([.. result.Leads.Select(lead => lead.Id)])} with vertebrae and cord segments, from behind and along the cord. "
        + $"Active contacts: {Words.Of(program.Program.Areas[0])}.";

    /// <summary>Heights on the page; the same scale along and across.</summary>
    private sealed record Scale(double Top, double Bottom)
    {
        public double PixelPerMetre => PanelHeight / (Top - Bottom);

        public static Scale Around(IReadOnlyList<PlacedLead> leads)
        {
            var heights = leads.SelectMany(lead => lead.Model.Contacts.Select(contact => lead.ContactCentre(contact.Number).Z)).ToArray();
            double high = heights.Max(), low = heights.Min();
            var margin = Math.Max(11e-3, (70e-3 - (high - low)) / 2);
            return new Scale(high + margin, low - margin);
        }

        public double Y(double z) => PanelTop + ((Top - z) * PixelPerMetre);

        public bool IsInside(double z) => z < Top && z > Bottom;
    }
}
