using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Numerics;

namespace Epidura.Field.Sampling;

/// <summary>Turns the unknowns of cells of uneven length into potentials at their centres.</summary>
/// <remarks>
/// The flux between two centres is exact at the face, so across a face the unknowns differ by the mean length times the slope there,
/// while the potentials at the centres differ by (next² - own²) / 8 × curvature more. Adding length² / 8 × curvature to each unknown
/// removes that part, which otherwise follows the grid and shows in second differences along the cord.
/// </remarks>
internal static class CentreCorrection
{
    public static void Apply(float[][] fields, FieldGrid grid, StoredBlock block, Conductor conductor, int threads)
    {
        // A section of a body with levels is interpolated anew on every call: once a plane, not once a cell.
        CrossSection[] sections = [.. Enumerable.Range(block.K0, block.CountZ).Select(k => conductor.Body.SectionAt(grid.Z.Centres[k]))];
        OrderedParallel.For(block.CountY, threads, row =>
        {
            var j = block.J0 + row;
            var tissue = new Tissue[block.CountZ];
            var column = new double[block.CountZ];
            for (var i = block.I0; i < block.I1; i++)
            {
                for (var k = block.K0; k < block.K1; k++)
                    tissue[k - block.K0] = At(
                        conductor, sections[k - block.K0], grid.X.Centres[i], grid.Y.Centres[j], grid.Z.Centres[k]);
                foreach (var field in fields)
                {
                    for (var k = block.K0; k < block.K1; k++)
                        column[k - block.K0] = field[block.Index(i, j, k)];
                    for (var k = block.K0 + 1; k + 1 < block.K1; k++)
                    {
                        var n = k - block.K0;
                        if (tissue[n] == tissue[n - 1] && tissue[n] == tissue[n + 1] && tissue[n] < Tissue.Encapsulation)
                            field[block.Index(i, j, k)] = (float)(column[n] + Shift(grid.Z, k, column[n - 1], column[n], column[n + 1]));
                    }
                }
            }
        });
    }

    private static double Shift(GridAxis axis, int k, double below, double own, double above)
    {
        double down = axis.Centres[k] - axis.Centres[k - 1], up = axis.Centres[k + 1] - axis.Centres[k];
        var curvature = 2 * (((above - own) / up) - ((own - below) / down)) / (up + down);
        return axis.Sizes[k] * axis.Sizes[k] / 8 * curvature;
    }

    private static Tissue At(Conductor conductor, CrossSection section, double x, double y, double z) =>
        conductor.LeadAt(x, y, z, out _) switch
        {
            LeadPart.Nothing => section.At(x, y),
            LeadPart.Encapsulation => Tissue.Encapsulation,
            LeadPart.Insulation => Tissue.Insulation,
            _ => Tissue.Contact,
        };
}
