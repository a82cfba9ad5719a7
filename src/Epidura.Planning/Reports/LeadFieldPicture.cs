using System.Globalization;
using Epidura.Anatomy.Sections;
using Epidura.Field;
using Epidura.Field.Accuracy;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Planning.Reports;

/// <summary>Pictures of one contact's field at 1 mA of cathodic current: isolines across and along the cord, and the second difference
/// along fibres, which is what excites them.</summary>
public sealed class LeadFieldPicture
{
    private const double Current = -1e-3;
    private const int Samples = 161;
    private const double Reach = 16e-3;
    private readonly FieldProblem _problem;
    private readonly LeadFields _fields;
    private readonly int _contact;
    private readonly Position _centre;
    private readonly string _name;

    /// <summary>Chooses what to draw.</summary>
    /// <param name="problem">Body and leads.</param>
    /// <param name="fields">Their solution.</param>
    /// <param name="contact">Index in the fields' contacts.</param>
    public LeadFieldPicture(FieldProblem problem, LeadFields fields, int contact)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fields);
        (_problem, _fields, _contact) = (problem, fields, contact);
        var id = fields.Contacts[contact];
        _centre = problem.Leads.First(lead => lead.Id == id.Lead).ContactCentre(id.Number);
        _name = id.ToString();
    }

    /// <summary>The section through the contact, with lines of equal potential.</summary>
    public string Across()
    {
        const double Size = 420, Top = 26;
        var section = _problem.Body.SectionAt(_centre.Z);
        var canvas = new SvgCanvas(
            "field-across", $"Potential of contact {_name} across the cord at 1 mA, cathodic.", Size + 2, Top + Size + 4);
        canvas.Text(2, 16, $"Contact {_name}, 1 mA cathodic: across, z = {Words.Fixed(_centre.Z * 1e3, 1)} mm", 12, isBold: true);
        var window = SectionPicture.Window.Around(section.Canal, 2e-3, 1, Top, Size);
        canvas.BeginClip("window", window.Left, window.Top, window.Size, window.Size);
        SectionPicture.DrawTissues(canvas, window, section);
        var half = window.Extent / 2;
        var slice = Slice(
            SlicePlane.Axial, _centre.Z, Range(section.Canal.CentreX, half), Range(section.Canal.CentreY, half),
            (x, y) => new Position(x, y, _centre.Z));
        var labels = FieldLines.Draw(canvas, slice, window.Place, window.IsInside, 7);
        foreach (var lead in _problem.Leads)
            SectionPicture.DrawLead(canvas, window, lead, [], _centre.Z);
        FieldLines.DrawLabels(canvas, labels);
        canvas.EndGroup();
        canvas.Rectangle(window.Left, window.Top, window.Size, window.Size, Paint.Line(Palette.Ink, 0.8));
        canvas.Text(window.Left + 5, window.Top + 13, "back", colour: Palette.Soft, halo: true);
        canvas.Text(window.Left + 5, window.Top + (Size / 2), "left", colour: Palette.Soft, halo: true);
        SectionPicture.ScaleBar(canvas, window);
        return canvas.ToString();
    }

    /// <summary>The plane along the cord through the contact, with lines of equal potential; head to the right.</summary>
    public string Along()
    {
        const double Left = 1, Top = 26, Width = 640;
        var canal = _problem.Body.SectionAt(_centre.Z).Canal;
        double low = canal.CentreY - canal.SemiY - 1e-3, high = canal.CentreY + canal.SemiY + 1e-3;
        var scale = Width / (2 * Reach);
        var height = (high - low) * scale;
        var canvas = new SvgCanvas(
            "field-along", $"Potential of contact {_name} along the cord at 1 mA, cathodic.", Width + 2, Top + height + 4);
        canvas.Text(2, 16, $"Contact {_name}, 1 mA cathodic: along, x = {Words.Fixed(_centre.X * 1e3, 1)} mm", 12, isBold: true);
        PicturePoint Place(double z, double y) => new(Left + ((z - _centre.Z + Reach) * scale), Top + ((high - y) * scale));
        canvas.BeginClip("window", Left, Top, Width, height);
        DrawLayers(canvas, Place);
        var slice = Slice(
            SlicePlane.Sagittal, _centre.X, Range(_centre.Z, Reach), [.. Steps(low, high)], (z, y) => new Position(_centre.X, y, z));
        bool MayLabel(PicturePoint p) =>
            p.X > Left + 24 && p.X < Left + Width - 24 && p.Y > Top + 12 && p.Y < Top + height - 16
            && !_problem.Leads.Any(lead => lead.Bounds.Contains(
                new Position(_centre.X, high - ((p.Y - Top) / scale), _centre.Z - Reach + ((p.X - Left) / scale))));
        var labels = FieldLines.Draw(canvas, slice, Place, MayLabel, 7);
        DrawLeads(canvas, Place, scale);
        FieldLines.DrawLabels(canvas, labels);
        canvas.EndGroup();
        canvas.Rectangle(Left, Top, Width, height, Paint.Line(Palette.Ink, 0.8));
        canvas.Text(Left + Width - 5, Top + height - 6, "head", anchor: Anchor.End, colour: Palette.Soft, halo: true);
        canvas.Line(Left + 8, Top + height - 8, Left + 8 + (5e-3 * scale), Top + height - 8, Paint.Line(Palette.Ink, 2));
        canvas.Text(Left + 13 + (5e-3 * scale), Top + height - 5, "5 mm", halo: true);
        return canvas.ToString();
    }

    /// <summary>Second difference along fibres under the contact at nodes 1 mm apart: above zero depolarises.</summary>
    public string Activation()
    {
        const double Fine = 0.25e-3;
        var lines = FibreLines.Of(_problem).Where(line => line.Lateral == 0).ToArray();
        var curves = lines.Select(line => Curve(line.Depth, Fine)).ToArray();
        double top = curves.Max(curve => curve.Max(p => p.Value)), bottom = curves.Min(curve => curve.Min(p => p.Value));
        var margin = 0.06 * (top - bottom);
        var canvas = new SvgCanvas(
            "field-activation", $"Second difference of the potential along fibres under contact {_name} at 1 mA, cathodic.", 640, 330);
        var frame = new PlotFrame(
            Axis.Linear(-Reach * 1e3, Reach * 1e3, 62, 500, 8), Axis.Linear(bottom - margin, top + margin, 285, 28));
        frame.Draw(
            canvas, "along the cord from the contact, mm (head to the right)", "second difference at 1 mm, mV",
            $"What excites fibres under contact {_name} at 1 mA, cathodic");
        for (var n = 0; n < curves.Length; n++)
        {
            var paint = Paint.Line(Palette.Curve(n), 1.5, n == 0 ? null : $"{(5 * n) + 1} {2 + n}");
            canvas.Path([.. curves[n].Select(p => new PicturePoint(frame.X.At(p.At), frame.Y.At(p.Value)))], paint);
            canvas.Line(512, 50 + (20 * n), 540, 50 + (20 * n), paint);
            canvas.Text(546, 54 + (20 * n), string.Create(CultureInfo.InvariantCulture, $"{lines[n].Depth * 1e3:0.#} mm deep"));
        }

        return canvas.ToString();
    }

    private static double[] Range(double middle, double half) => [.. Steps(middle - half, middle + half)];

    private static IEnumerable<double> Steps(double low, double high) =>
        Enumerable.Range(0, Samples).Select(n => low + ((high - low) * n / (Samples - 1)));

    /// <summary>Distance from the contact in mm and second difference in mV, on a line of one depth in the middle of the cord.</summary>
    private (double At, double Value)[] Curve(double depth, double step)
    {
        var each = (int)Math.Round(FibreLines.Spacing / step);
        List<Position> points = [];
        for (var z = _centre.Z - Reach - FibreLines.Spacing; z <= _centre.Z + Reach + FibreLines.Spacing + 1e-9; z += step)
        {
            var cord = _problem.Body.SectionAt(z).Cord;
            points.Add(new Position(cord.CentreX, cord.CentreY + cord.SemiY - depth, z));
        }

        points.RemoveAll(point => !_fields.Covers(point));
        var values = new double[points.Count * _fields.Contacts.Count];
        _fields.Sample(points, values);
        var volts = values.AsSpan(_contact * points.Count, points.Count).ToArray();
        return [.. Enumerable.Range(each, points.Count - (2 * each)).Select(n => (
            (points[n].Z - _centre.Z) * 1e3, 1e3 * Current * (volts[n - each] - (2 * volts[n]) + volts[n + each])))];
    }

    private FieldSlice Slice(SlicePlane plane, double at, double[] horizontal, double[] vertical, Func<double, double, Position> point)
    {
        List<Position> points = [];
        var volts = new double[vertical.Length, horizontal.Length];
        List<(int Row, int Column)> places = [];
        for (var row = 0; row < vertical.Length; row++)
        {
            for (var column = 0; column < horizontal.Length; column++)
            {
                volts[row, column] = double.NaN;
                var here = point(horizontal[column], vertical[row]);
                if (!_fields.Covers(here) || _problem.Leads.Any(lead => lead.LocateAt(here).Tissue is Tissue.Insulation or Tissue.Contact))
                    continue;
                points.Add(here);
                places.Add((row, column));
            }
        }

        var values = new double[points.Count * _fields.Contacts.Count];
        _fields.Sample(points, values);
        for (var n = 0; n < places.Count; n++)
            volts[places[n].Row, places[n].Column] = Current * values[(_contact * points.Count) + n];
        return new FieldSlice(plane, at, horizontal, vertical, volts);
    }

    private void DrawLayers(SvgCanvas canvas, Func<double, double, PicturePoint> place)
    {
        canvas.BeginGroup("tissues");
        (Func<CrossSection, Ellipse> Of, Tissue Tissue)[] layers =
        [
            (section => section.Bone, Tissue.Bone), (section => section.Canal, Tissue.EpiduralFat), (section => section.Dura, Tissue.Dura),
            (section => section.Sac, Tissue.CerebrospinalFluid), (section => section.Cord, Tissue.WhiteMatter),
        ];
        var heights = Range(_centre.Z, Reach);
        foreach (var (of, tissue) in layers)
        {
            var edges = heights.Select(z => (Z: z, Shape: of(_problem.Body.SectionAt(z)))).Select(item => (
                item.Z, Back: item.Shape.DorsalEdge(_centre.X), Front: (2 * item.Shape.CentreY) - item.Shape.DorsalEdge(_centre.X)))
                .Where(item => double.IsFinite(item.Back)).ToArray();
            canvas.Path(
                [.. edges.Select(edge => place(edge.Z, edge.Back)), .. edges.Reverse().Select(edge => place(edge.Z, edge.Front))],
                new Paint(Palette.Of(tissue), "#9a917b", 0.5), isClosed: true);
        }

        canvas.EndGroup();
    }

    private void DrawLeads(SvgCanvas canvas, Func<double, double, PicturePoint> place, double scale)
    {
        canvas.BeginGroup("leads");
        foreach (var lead in _problem.Leads)
        {
            PicturePoint[] Between(double from, double to) => [.. Enumerable.Range(0, 41)
                .Select(n => lead.AxisAt(from + ((to - from) * n / 40))).Select(p => place(p.Z, p.Y))];
            var width = 2 * lead.HalfThickness * scale;
            canvas.Path(Between(0, lead.Length), Paint.Line(Palette.Of(Tissue.Insulation), width));
            foreach (var contact in lead.Model.Contacts.Where(contact => contact.Shape is ContactShape.Band))
            {
                var half = 0.5 * contact.Shape.Length.Metres;
                canvas.Path(
                    Between(contact.Along.Metres - half, contact.Along.Metres + half), Paint.Line(Palette.Of(Tissue.Contact), width));
            }
        }

        canvas.EndGroup();
    }
}
