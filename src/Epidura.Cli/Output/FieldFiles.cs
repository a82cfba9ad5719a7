using System.Globalization;
using System.Text;
using Epidura.Field;
using Epidura.Field.Files;
using Epidura.Numerics.Files;
using Epidura.Planning.Reports;
using Epidura.Quantities;

namespace Epidura.Cli.Output;

/// <summary>The files of <c>field --out</c>: tables, arrays, a grid for ParaView, pictures.</summary>
internal sealed class FieldFiles(FieldProblem problem, LeadFields fields)
{
    private const double Spacing = 0.25e-3;

    /// <summary>Adds every file.</summary>
    public void AddTo(OutputFiles files, string folder)
    {
        var lead = problem.Leads[0];
        var contact = lead.Model.Contacts.Count / 2;
        var volume = FieldVolume.Of(fields);
        void Add(string name, string text) => files.Add(Path.Combine(folder, name), text);
        void AddArray(string name, NpyArray array, NpyType type) =>
            files.Add(Path.Combine(folder, name), stream => array.Write(stream, type));
        Add("potential-across.csv", Csv(Across(lead.ContactCentre(lead.Model.Contacts[contact].Number).Z)));
        Add("potential-along.csv", Csv(Along()));
        AddArray("potential.npy", volume.ToArray(), NpyType.Float32);
        AddArray("x.npy", new NpyArray([volume.X.Count], [.. volume.X]), NpyType.Float64);
        AddArray("y.npy", new NpyArray([volume.Y.Count], [.. volume.Y]), NpyType.Float64);
        AddArray("z.npy", new NpyArray([volume.Z.Count], [.. volume.Z]), NpyType.Float64);
        var count = fields.Contacts.Count;
        AddArray("resistances.npy", new NpyArray([count, count], [.. fields.AccessResistance.Cast<double>()]), NpyType.Float64);
        files.Add(Path.Combine(folder, "potential.vtr"), stream => VtkFile.Write(volume, stream));
        var picture = new LeadFieldPicture(problem, fields, contact);
        Add("slice-across.svg", picture.Across());
        Add("slice-along.svg", picture.Along());
        Add("activation.svg", picture.Activation());
    }

    /// <summary>Inside the dura at a height.</summary>
    private List<Position> Across(double z)
    {
        List<Position> points = [];
        var dura = problem.Body.SectionAt(z).Dura;
        for (var y = dura.CentreY - dura.SemiY; y <= dura.CentreY + dura.SemiY; y += Spacing)
            for (var x = -dura.SemiX; x <= dura.SemiX; x += Spacing)
                if (dura.Contains(x, y))
                    points.Add(new Position(x, y, z));
        return points;
    }

    /// <summary>On the dorsal edge of the cord, from the top down.</summary>
    private List<Position> Along()
    {
        List<Position> points = [];
        for (var height = fields.Region.ZMax; height >= fields.Region.ZMin; height -= Spacing)
        {
            var cord = problem.Body.SectionAt(height).Cord;
            points.Add(new Position(cord.CentreX, cord.CentreY + cord.SemiY, height));
        }

        return points;
    }

    private string Csv(List<Position> points)
    {
        points.RemoveAll(point => !fields.Covers(point));
        var values = new double[points.Count * fields.Contacts.Count];
        fields.Sample(points, values);
        var text = new StringBuilder("x_mm,y_mm,z_mm");
        foreach (var contact in fields.Contacts)
            text.Append(CultureInfo.InvariantCulture, $",{contact}_v_per_a");
        text.Append('\n');
        for (var i = 0; i < points.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{points[i].X * 1e3:0.####},{points[i].Y * 1e3:0.####},{points[i].Z * 1e3:0.####}");
            for (var contact = 0; contact < fields.Contacts.Count; contact++)
                text.Append(CultureInfo.InvariantCulture, $",{values[(contact * points.Count) + i]:G7}");
            text.Append('\n');
        }

        return text.ToString();
    }
}
