using Epidura.Field.Geometry;

namespace Epidura.Field.Grids;

/// <summary>Sizes of a grid.</summary>
/// <param name="Across">Smallest spacing in x and y, m.</param>
/// <param name="Along">Smallest spacing in z, m.</param>
/// <param name="Growth">Ratio of neighbouring cells outside the core.</param>
/// <param name="Largest">Largest spacing, m.</param>
/// <param name="CellsMax">Core spacing is widened until the grid has no more cells than this.</param>
internal sealed record GridSizes(double Across, double Along, double Growth, double Largest, int CellsMax)
{
    public static GridSizes Of(FieldQuality quality) => quality switch
    {
        FieldQuality.Draft => new GridSizes(0.28e-3, 0.4e-3, 1.15, 6e-3, 2_000_000),
        FieldQuality.Standard => new GridSizes(0.17e-3, 0.25e-3, 1.12, 6e-3, 6_000_000),
        _ => new GridSizes(0.12e-3, 0.2e-3, 1.10, 5e-3, 14_000_000),
    };

    public GridSizes Scaled(double factor) => this with { Across = Across * factor, Along = Along * factor, Growth = 1 + ((Growth - 1) * factor) };
}

/// <summary>A tensor product of three graded axes. Arrays over cells carry a rim of one empty cell on every side; x is fastest.</summary>
internal sealed class FieldGrid(GridAxis x, GridAxis y, GridAxis z)
{
    public GridAxis X => x;

    public GridAxis Y => y;

    public GridAxis Z => z;

    /// <summary>Cells without the rim.</summary>
    public int Cells => x.Count * y.Count * z.Count;

    /// <summary>Distance in an array between neighbours in y.</summary>
    public int StrideY => x.Count + 2;

    /// <summary>Distance in an array between neighbours in z.</summary>
    public int StrideZ => (x.Count + 2) * (y.Count + 2);

    /// <summary>Length of an array over cells with the rim.</summary>
    public int Padded => (x.Count + 2) * (y.Count + 2) * (z.Count + 2);

    public int Index(int i, int j, int k) => i + 1 + (StrideY * (j + 1)) + (StrideZ * (k + 1));

    /// <summary>Grid of a problem with leads: fine around leads and dorsal cord, planes on contact ends and breaks.</summary>
    public static FieldGrid For(FieldProblem problem, IReadOnlyList<LeadSolid> leads, GridSizes sizes)
    {
        var grid = Build(problem, leads, sizes);
        for (var round = 0; round < 40 && grid.Cells > sizes.CellsMax; round++)
        {
            sizes = sizes with { Across = sizes.Across * 1.03, Along = sizes.Along * 1.03 };
            grid = Build(problem, leads, sizes);
        }

        return grid;
    }

    private static FieldGrid Build(FieldProblem problem, IReadOnlyList<LeadSolid> leads, GridSizes sizes)
    {
        var box = problem.Box;
        double x0 = double.PositiveInfinity, x1 = -x0, y0 = x0, y1 = -x0, z0 = x0, z1 = -x0;
        List<double> planes = [.. problem.Body.Breaks];
        for (var n = 0; n < leads.Count; n++)
        {
            foreach (var end in leads[n].Ends)
                planes.Add(leads[n].PointAt(end).Z);
            foreach (var contact in problem.Leads[n].Model.Contacts)
            {
                var half = 0.5 * contact.Shape.Length.Metres;
                foreach (var s in new[] { contact.Along.Metres - half, contact.Along.Metres + half })
                {
                    var p = leads[n].PointAt(s);
                    var reach = leads[n].OuterRadius + 0.5e-3;
                    (x0, x1) = (Math.Min(x0, p.X - reach), Math.Max(x1, p.X + reach));
                    y1 = Math.Max(y1, p.Y + leads[n].OuterRadius);
                    (z0, z1) = (Math.Min(z0, p.Z), Math.Max(z1, p.Z));
                    var cord = problem.Body.SectionAt(p.Z).Cord;
                    (x0, x1) = (Math.Min(x0, cord.CentreX - cord.SemiX), Math.Max(x1, cord.CentreX + cord.SemiX));
                    y0 = Math.Min(y0, cord.CentreY);
                }
            }
        }

        return new FieldGrid(
            GridAxis.Graded(box.XMin, box.XMax, (x0, x1), sizes.Across, sizes.Growth, sizes.Largest, []),
            GridAxis.Graded(box.YMin, box.YMax, (y0, y1), sizes.Across, sizes.Growth, sizes.Largest, []),
            GridAxis.Graded(box.ZMin, box.ZMax, (z0 - 3e-3, z1 + 3e-3), sizes.Along, sizes.Growth, sizes.Largest, planes));
    }
}
