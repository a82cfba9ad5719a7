using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Solution;

namespace Epidura.Field.Sampling;

/// <summary>The part of the grid whose potentials are kept: canal and leads at every height.</summary>
internal static class StoredRegion
{
    private const int Probes = 200;
    private const double Margin = 1.5e-3;

    public static StoredBlock Of(FieldProblem problem, IReadOnlyList<LeadSolid> leads, FieldGrid grid)
    {
        double x0 = double.PositiveInfinity, x1 = -x0, y0 = x0, y1 = -x0;
        for (var n = 0; n <= Probes; n++)
        {
            var canal = problem.Body.SectionAt(problem.Box.ZMin + ((problem.Box.ZMax - problem.Box.ZMin) * n / Probes)).Canal;
            var larger = Math.Max(canal.SemiX, canal.SemiY);
            var reach = canal.Rotation == 0 ? (canal.SemiX, canal.SemiY) : (larger, larger);
            (x0, x1) = (Math.Min(x0, canal.CentreX - reach.Item1), Math.Max(x1, canal.CentreX + reach.Item1));
            (y0, y1) = (Math.Min(y0, canal.CentreY - reach.Item2), Math.Max(y1, canal.CentreY + reach.Item2));
        }

        foreach (var lead in leads)
        {
            (x0, x1) = (Math.Min(x0, lead.Bounds.Low.X), Math.Max(x1, lead.Bounds.High.X));
            (y0, y1) = (Math.Min(y0, lead.Bounds.Low.Y), Math.Max(y1, lead.Bounds.High.Y));
        }

        var (i0, i1) = Range(grid.X, x0 - Margin, x1 + Margin);
        var (j0, j1) = Range(grid.Y, y0 - Margin, y1 + Margin);
        return new StoredBlock(i0, i1, j0, j1, 0, grid.Z.Count);
    }

    private static (int First, int End) Range(GridAxis axis, double low, double high) =>
        (Math.Max(0, axis.CentreBelow(low)), Math.Min(axis.Count, axis.CentreBelow(high) + 2));
}
