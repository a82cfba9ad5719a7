using Epidura.Field.Geometry;

namespace Epidura.Field.Grids;

/// <summary>Sizes of a grid.</summary>
/// <param name="Lead">Spacing in x and y at a lead, m.</param>
/// <param name="LeadSlope">Growth of the spacing in x and y per distance from a lead, as far as the cord reaches.</param>
/// <param name="Along">Largest spacing in z over the contacts, m.</param>
/// <param name="Edge">Spacing in z at the end of a contact, m.</param>
/// <param name="EdgeSlope">Growth of the spacing per distance from the end of a contact.</param>
/// <param name="Growth">Ratio of neighbouring cells outside the core.</param>
/// <param name="Largest">Largest spacing, m.</param>
/// <param name="CellsMax">Core spacing is widened until the grid has no more cells than this.</param>
internal sealed record GridSizes(
    double Lead, double LeadSlope, double Along, double Edge, double EdgeSlope, double Growth, double Largest, int CellsMax)
{
    public static GridSizes Of(FieldQuality quality) => quality switch
    {
        FieldQuality.Draft => new GridSizes(0.2e-3, 0.02, 0.5e-3, 0.2e-3, 0.4, 1.2, 6e-3, 2_000_000),
        FieldQuality.Standard => new GridSizes(0.11e-3, 0.006, 0.35e-3, 0.11e-3, 0.35, 1.13, 6e-3, 6_000_000),
        _ => new GridSizes(0.075e-3, 0.005, 0.25e-3, 0.075e-3, 0.25, 1.1, 5e-3, 16_000_000),
    };

    public GridSizes Scaled(double factor) => this with
    {
        Lead = Lead * factor,
        LeadSlope = LeadSlope * factor,
        Along = Along * factor,
        Edge = Edge * factor,
        EdgeSlope = EdgeSlope * factor,
        Growth = 1 + ((Growth - 1) * factor),
        Largest = Largest * factor,
    };
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
        var (grid, fitted) = Fit(problem, leads, sizes);

        // The factor acts on the sizes that were widened for the quality, so that two grids of a problem differ by it exactly.
        return problem.SpacingFactor == 1 ? grid : Fit(problem, leads, fitted.Scaled(problem.SpacingFactor)).Grid;
    }

    /// <summary>Widens the core until the grid has few enough cells.</summary>
    private static (FieldGrid Grid, GridSizes Sizes) Fit(FieldProblem problem, IReadOnlyList<LeadSolid> leads, GridSizes sizes)
    {
        var grid = Build(problem, leads, sizes);
        for (var round = 0; round < 40 && grid.Cells > sizes.CellsMax; round++)
        {
            sizes = sizes with
            {
                Lead = sizes.Lead * 1.03,
                Along = sizes.Along * 1.03,
                Edge = sizes.Edge * 1.03,
            };
            grid = Build(problem, leads, sizes);
        }

        return (grid, sizes);
    }

    private static FieldGrid Build(FieldProblem problem, IReadOnlyList<LeadSolid> leads, GridSizes sizes)
    {
        var box = problem.Box;
        double x0 = double.PositiveInfinity, x1 = -x0, y0 = x0, y1 = -x0, z0 = x0, z1 = -x0;
        List<double> planes = [.. problem.Body.Breaks];
        List<double> edges = [];
        var (leadX, leadY) = ((Low: x0, High: x1), (Low: y0, High: y1));
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
                    var (reachX, reachY) = leads[n].Reach;
                    leadX = (Math.Min(leadX.Low, p.X - reachX), Math.Max(leadX.High, p.X + reachX));
                    leadY = (Math.Min(leadY.Low, p.Y - reachY), Math.Max(leadY.High, p.Y + reachY));
                    (x0, x1) = (Math.Min(x0, leadX.Low - 0.5e-3), Math.Max(x1, leadX.High + 0.5e-3));
                    y1 = Math.Max(y1, leadY.High);
                    (z0, z1) = (Math.Min(z0, p.Z), Math.Max(z1, p.Z));
                    edges.Add(p.Z);
                    var cord = problem.Body.SectionAt(p.Z).Cord;
                    (x0, x1) = (Math.Min(x0, cord.CentreX - cord.SemiX), Math.Max(x1, cord.CentreX + cord.SemiX));
                    y0 = Math.Min(y0, cord.CentreY);
                }
            }
        }

        double Beyond(double at, double low, double high) => Math.Max(0, Math.Max(low - at, at - high));
        double Across(double at, double low, double high, (double Low, double High) lead) => Math.Min(
            sizes.Largest,
            sizes.Lead + (sizes.LeadSlope * Beyond(at, lead.Low, lead.High)) + ((sizes.Growth - 1) * Beyond(at, low, high)));
        double Along(double at)
        {
            var nearest = edges.Min(edge => Math.Abs(edge - at));
            var beyond = Beyond(at, z0 - 3e-3, z1 + 3e-3);
            return Math.Min(
                Math.Min(sizes.Largest, sizes.Along + ((sizes.Growth - 1) * beyond)), sizes.Edge + (sizes.EdgeSlope * nearest));
        }

        return new FieldGrid(
            GridAxis.Graded(box.XMin, box.XMax, at => Across(at, x0, x1, leadX), []),
            GridAxis.Graded(box.YMin, box.YMax, at => Across(at, y0, y1, leadY), []),
            GridAxis.Graded(box.ZMin, box.ZMax, Along, planes));
    }
}
