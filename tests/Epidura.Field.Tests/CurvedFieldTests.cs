using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Accuracy;
using Epidura.Field.Conduction;
using Epidura.Field.Grids;
using Epidura.Quantities;
using Xunit;

namespace Epidura.Field.Tests;

/// <summary>The field in the frame of a bent cord against closed forms in space, and against its straight limit.</summary>
public sealed class CurvedFieldTests
{
    private const double Radius = 30e-3;
    private static readonly CordCurve Bent = CordCurve.Constant(1 / Radius);

    [Fact]
    public void A_point_source_in_space_is_met_with_second_order_on_a_strongly_bent_grid()
    {
        // The source lies outside the block; 1 over the distance in space is the solution for one isotropic medium.
        Position source = Bent.Unbent(new Position(3e-3, 16e-3, 2e-3));
        double Exact(Position p)
        {
            var d = Bent.Unbent(p).DistanceTo(source);
            return 1 / (4 * Math.PI * 0.25 * d);
        }

        CheckOrder(Exact, 0.25, 0.25);
    }

    [Fact]
    public void A_medium_that_conducts_better_along_the_bent_cord_is_met_with_second_order()
    {
        // r^m cos(n θ) with m² σ across = n² σ along solves div(σ grad) = 0 around the centre of the bend.
        const double Across = 0.083, Along = 0.6, n = 2;
        var m = n * Math.Sqrt(Along / Across);
        CheckOrder(p => Math.Pow((Radius + p.Y) / Radius, m) * Math.Cos(n * p.Z / Radius), Across, Along);
    }

    [Fact]
    public void Differences_from_the_straight_cord_fall_in_proportion_to_the_curvature()
    {
        var straight = SmallProblem.Of(SmallProblem.Rod());
        var reference = Lines(straight, 0);
        var change = new[] { 1.0, 2.0, 4.0 }.Select(k => Rms(Lines(straight, k), reference)).ToArray();
        Assert.InRange(change[1] / change[0], 1.8, 2.2);
        Assert.InRange(change[2] / change[1], 1.8, 2.2);
        Assert.InRange(change[0], 1e-5, 0.05);
    }

    [Fact]
    public void A_bend_converges_as_fast_as_a_straight_cord_and_its_currents_sum_up()
    {
        var bent = Bend(SmallProblem.Of(SmallProblem.Rod()), 1 / 0.15);
        var fields = SmallProblem.Solve(bent, 2);
        var straight = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod()), 2);
        Assert.True(fields.Diagnostics.Converged);
        Assert.True(fields.Diagnostics.Iterations <= straight.Diagnostics.Iterations + 1);
        Assert.InRange(fields.Diagnostics.CurrentSumError, 0, 1e-6);
        Assert.InRange(fields.Diagnostics.SymmetryError, 0, 1e-6);
    }

    [Fact]
    public void A_block_that_would_fold_is_refused()
    {
        var problem = Bend(SmallProblem.Of(SmallProblem.Rod()), 1 / 0.04);
        var error = Assert.Throws<ArgumentException>(() => SmallProblem.Solve(problem));
        Assert.Contains("radius of 40 mm", error.Message, StringComparison.Ordinal);
    }

    private static FieldProblem Bend(FieldProblem problem, double curvature)
    {
        var curve = CordCurve.Constant(curvature);
        var leads = problem.Leads.Select(lead =>
            new Anatomy.Placement.PlacedLead(lead.Id, lead.Model, lead.Axis, lead.Encapsulation, curve)).ToArray();
        return problem with { Body = new PrismaticBody(problem.Body.SectionAt(0), curve), Leads = leads };
    }

    private static double[] Lines(FieldProblem problem, double curvature)
    {
        var fields = SmallProblem.Solve(Bend(problem, curvature), 2);
        var points = FibreLines.Of(problem)[0].Points;
        var values = new double[points.Count * fields.Contacts.Count];
        fields.Sample(points, values);
        return values;
    }

    private static double Rms(double[] a, double[] b)
    {
        double sum = 0, all = 0;
        for (var n = 0; n < a.Length; n++)
        {
            sum += (a[n] - b[n]) * (a[n] - b[n]);
            all += b[n] * b[n];
        }

        return Math.Sqrt(sum / all);
    }

    private static void CheckOrder(Func<Position, double> exact, double across, double along)
    {
        double coarse = LargestError(exact, across, along, 10), fine = LargestError(exact, across, along, 20);
        Assert.InRange(Math.Log2(coarse / fine), 1.7, 2.5);
        Assert.InRange(fine, 0, 2e-3);
    }

    /// <summary>Largest error over the largest value with exact values given in the outermost cells; Gauss-Seidel to the end.</summary>
    private static double LargestError(Func<Position, double> exact, double across, double along, int count)
    {
        static GridAxis Axis(double low, double high, int count) =>
            GridAxis.FromFaces([.. Enumerable.Range(0, count + 1).Select(n => low + ((high - low) * n / count))]);
        var grid = new FieldGrid(Axis(-10e-3, 10e-3, count), Axis(-9e-3, 9e-3, count), Axis(-12e-3, 12e-3, count));
        Ellipse wide = new(0, 0, 1, 1);
        var body = new PrismaticBody(new CrossSection(wide, [], wide, wide, wide, wide, Tissue.Bone, Tissue.Bone, 0), Bent);
        var preset = new ConductivityPreset(
            "one", new Dictionary<Tissue, TissueConductivity> { [Tissue.WhiteMatter] = new(across, along) }, "test");
        var faces = FaceConductance.Assemble(new Conductor(body, preset, [], null), grid, 1, CancellationToken.None);
        var values = new double[grid.Padded];
        var wanted = new double[grid.Padded];
        List<int> inner = [];
        for (var k = 0; k < count; k++)
        {
            for (var j = 0; j < count; j++)
            {
                for (var i = 0; i < count; i++)
                {
                    var c = grid.Index(i, j, k);
                    wanted[c] = exact(new Position(grid.X.Centres[i], grid.Y.Centres[j], grid.Z.Centres[k]));
                    if (new[] { i, j, k }.All(n => n > 0 && n < count - 1))
                        inner.Add(c);
                    else
                        values[c] = wanted[c];
                }
            }
        }

        int sy = grid.StrideY, sz = grid.StrideZ;
        for (var sweep = 0; sweep < 60 * count; sweep++)
        {
            var largest = 0.0;
            foreach (var c in inner)
            {
                var (x0, x1, y0, y1, z0, z1) = (faces.X[c - 1], faces.X[c], faces.Y[c - sy], faces.Y[c], faces.Z[c - sz], faces.Z[c]);
                var next = ((x0 * values[c - 1]) + (x1 * values[c + 1]) + (y0 * values[c - sy]) + (y1 * values[c + sy])
                    + (z0 * values[c - sz]) + (z1 * values[c + sz])) / (x0 + x1 + y0 + y1 + z0 + z1);
                largest = Math.Max(largest, Math.Abs(next - values[c]));
                values[c] += 1.7 * (next - values[c]);
            }

            if (largest < 1e-12 * Math.Abs(wanted[inner[0]]))
                break;
        }

        return inner.Max(c => Math.Abs(values[c] - wanted[c])) / inner.Max(c => Math.Abs(wanted[c]));
    }
}
