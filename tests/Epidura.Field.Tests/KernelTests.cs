using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Quantities;
using MathNet.Numerics.LinearAlgebra;

namespace Epidura.Field.Tests;

public class KernelTests
{
    [Fact]
    public void Conjugate_gradients_meet_a_dense_solve_of_the_same_network()
    {
        var grid = Cube(7);
        var network = Network.Build(grid, new Conductor(Body(), SmallProblem.Preset(), [], null), 1, default);
        var (matrix, cells) = Dense(network);
        var solver = new ConjugateGradient(new Multigrid(Coarsening.Build(network), 1, 2), 1);
        var right = Matrix<double>.Build.Dense(cells.Count, Level.Lanes, (n, lane) => Math.Sin((n * 0.7) + lane) * 1e-3);
        for (var n = 0; n < cells.Count; n++)
            for (var lane = 0; lane < Level.Lanes; lane++)
                solver.Residual[(cells[n] * Level.Lanes) + lane] = right[n, lane];
        var outcome = solver.Solve(1e-12, 60, false, (_, _) => { }, _ => true, default);
        Assert.True(outcome.Converged);
        var exact = matrix.Cholesky().Solve(right);
        var scale = exact.Enumerate().Max(Math.Abs);
        for (var n = 0; n < cells.Count; n++)
            for (var lane = 0; lane < Level.Lanes; lane++)
                Assert.Equal(exact[n, lane], solver.Solution[(cells[n] * Level.Lanes) + lane], scale * 1e-7);
    }

    [Fact]
    public void A_start_from_the_solution_needs_no_iteration()
    {
        var network = Network.Build(Cube(7), new Conductor(Body(), SmallProblem.Preset(), [], null), 1, default);
        var solver = new ConjugateGradient(new Multigrid(Coarsening.Build(network), 1, 2), 1);
        var source = network.Grid.Index(3, 3, 3) * Level.Lanes;
        solver.Residual[source] = 1;
        solver.Solve(1e-10, 60, false, (_, _) => { }, _ => true, default);
        Array.Clear(solver.Residual);
        solver.Residual[source] = 1;
        var again = solver.Solve(1e-8, 60, true, (_, _) => { }, _ => true, default);
        Assert.Equal(0, again.Iterations);
    }

    [Fact]
    public void A_layered_column_conducts_like_resistors_in_series()
    {
        // White matter with a border so wide that it is flat here, bone beyond.
        var flat = new Ellipse(0, 0, 1, 2.3e-3);
        var body = new PrismaticBody(new CrossSection(flat, [], flat, flat, flat, new Ellipse(0, 0, 2, 1), Tissue.Bone, Tissue.Bone, 0));
        var grid = Cube(7);
        var faces = FaceConductance.Assemble(new Conductor(body, SmallProblem.Preset(), [], null), grid, 1, default);
        var j = grid.Y.CentreBelow(2.3e-3);
        double low = grid.Y.Centres[j], high = grid.Y.Centres[j + 1], area = grid.X.Sizes[3] * grid.Z.Sizes[3];
        var exact = area / (((2.3e-3 - low) / 0.083) + ((high - 2.3e-3) / 0.02));
        Assert.Equal(exact, faces.Y[grid.Index(3, j, 3)], exact * 1e-6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Chords_through_a_lead_agree_with_point_tests(bool isRod)
    {
        var solid = new LeadSolid(isRod ? SmallProblem.Rod(0.2) : SmallProblem.Paddle());
        var chords = new (double Low, double High)[8];
        var random = new Random(7);
        for (var n = 0; n < 2000; n++)
        {
            var p = new Position(
                (random.NextDouble() * 8e-3) - 4e-3, 6.5e-3 + (random.NextDouble() * 3e-3), (random.NextDouble() * 20e-3) - 12e-3);
            var part = solid.At(p, out var contact);
            Assert.Equal(part == LeadPart.Contact, contact >= 0);
            for (var direction = 0; direction < 3; direction++)
            {
                var at = direction == 0 ? p.X : direction == 1 ? p.Y : p.Z;
                bool IsIn(bool withScar) =>
                    chords.AsSpan(0, solid.Intersect(p, direction, withScar, chords)).ToArray().Any(c => at >= c.Low && at <= c.High);
                Assert.Equal(part != LeadPart.Nothing, IsIn(true));
                Assert.Equal(part >= LeadPart.Insulation, IsIn(false));
            }
        }
    }

    [Fact]
    public void A_bent_lead_has_no_gap_at_its_joints()
    {
        var rod = SmallProblem.Rod();
        var bent = new Anatomy.Placement.PlacedLead(
            "bent", rod.Model, [new(0, 8e-3, 8e-3), new(0.2e-3, 7.9e-3, 2e-3), new(0, 7.7e-3, -5e-3), new(0, 7.8e-3, -14e-3)], 0.3e-3);
        var solid = new LeadSolid(bent);
        for (var s = 0.01e-3; s < solid.Length; s += 0.1e-3)
            Assert.True(solid.At(solid.PointAt(s), out _) >= LeadPart.Insulation, $"at {s}");
    }

    [Fact]
    public void Tissue_stretches_of_a_line_agree_with_point_tests()
    {
        var conductor = new Conductor(new PrismaticBody(SmallProblem.Section()), SmallProblem.Preset(), [], null);
        var line = new TissueLine(conductor);
        var random = new Random(3);
        for (var n = 0; n < 300; n++)
        {
            var direction = n % 2;
            var other = (random.NextDouble() * 24e-3) - 12e-3;
            line.Fill(SmallProblem.Section(), direction, other, 0);
            for (var m = 0; m < 20; m++)
            {
                var at = (random.NextDouble() * 40e-3) - 20e-3;
                var place = 0;
                while (at > line.Ends[place])
                    place++;
                var expected = direction == 0 ? SmallProblem.Section().At(at, other) : SmallProblem.Section().At(other, at);
                Assert.Equal(expected, line.Tissues[place]);
            }
        }
    }

    private static PrismaticBody Body() => new(SmallProblem.Section());

    private static FieldGrid Cube(int cells)
    {
        GridAxis Axis() => GridAxis.FromFaces([.. Enumerable.Range(0, cells + 1).Select(n => (n - (0.5 * cells)) * 1.5e-3)]);
        return new FieldGrid(Axis(), Axis(), Axis());
    }

    /// <summary>The network's matrix written out cell by cell.</summary>
    private static (Matrix<double> Matrix, List<int> Cells) Dense(Network network)
    {
        List<int> cells = [.. Enumerable.Range(0, network.Grid.Padded).Where(c => network.IsFree[c])];
        var place = cells.Select((cell, n) => (cell, n)).ToDictionary(pair => pair.cell, pair => pair.n);
        var matrix = Matrix<double>.Build.Dense(cells.Count, cells.Count);
        foreach (var cell in cells)
        {
            matrix[place[cell], place[cell]] += network.Fixed[cell];
            foreach (var (faces, stride) in new[] { (network.X, 1), (network.Y, network.Grid.StrideY), (network.Z, network.Grid.StrideZ) })
            {
                if (!place.TryGetValue(cell + stride, out var next))
                    continue;
                double g = faces[cell];
                matrix[place[cell], place[cell]] += g;
                matrix[next, next] += g;
                matrix[place[cell], next] -= g;
                matrix[next, place[cell]] -= g;
            }
        }

        return (matrix, cells);
    }
}
