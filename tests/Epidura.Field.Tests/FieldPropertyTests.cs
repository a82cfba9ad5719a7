using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Quantities;

namespace Epidura.Field.Tests;

/// <summary>What holds for every volume conductor, on random bodies with random conductivities and small grids.</summary>
public class FieldPropertyTests
{
    private static readonly GridSizes Sizes = new(0.45e-3, 0.08, 1e-3, 0.6e-3, 0.6, 1.4, 9e-3, 300_000);

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Potential_of_one_contact_by_the_other_s_current_is_the_same_both_ways(int seed)
    {
        var fields = Solve(Problem(seed));
        for (var i = 0; i < 3; i++)
            for (var k = 0; k < 3; k++)
                Assert.Equal(fields.AccessResistance[i, k], fields.AccessResistance[k, i], 1e-8 * fields.AccessResistance[i, i]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_contact_has_one_potential_in_all_its_metal(int seed)
    {
        var problem = Problem(seed);
        var fields = Solve(problem);
        var block = fields.Block;
        var found = new int[3];
        for (var k = block.K0; k < block.K1; k++)
        {
            for (var j = block.J0; j < block.J1; j++)
            {
                for (var i = block.I0; i < block.I1; i++)
                {
                    var at = problem.Leads[0].LocateAt(
                        new Position(fields.Grid.X.Centres[i], fields.Grid.Y.Centres[j], fields.Grid.Z.Centres[k]));
                    if (at.Tissue != Tissue.Contact)
                        continue;
                    found[at.ContactNumber - 1]++;
                    for (var n = 0; n < 3; n++)
                    {
                        var wanted = fields.AccessResistance[at.ContactNumber - 1, n];
                        Assert.Equal(wanted, fields.Potentials[n][block.Index(i, j, k)], 1e-6 * fields.AccessResistance[n, n]);
                    }
                }
            }
        }

        Assert.All(found, count => Assert.True(count > 0));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Conductivities_times_a_factor_divide_every_potential_by_it(int seed)
    {
        var problem = Problem(seed);
        var factor = 0.3 + (3 * new Random(seed).NextDouble());
        var scaled = problem with
        {
            Conductivities = new ConductivityPreset(
                "scaled", problem.Conductivities.Values.ToDictionary(
                    pair => pair.Key, pair => new TissueConductivity(factor * pair.Value.Transverse, factor * pair.Value.Axial)), "test"),
        };
        AssertEqual(Along(Solve(problem)), [.. Along(Solve(scaled)).Select(value => factor * value)], 2e-6);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_lead_moved_along_a_prismatic_body_takes_its_field_with_it(int seed)
    {
        var problem = Problem(seed);
        const double Shift = 13e-3;
        var box = problem.Box;
        var moved = problem with
        {
            Leads = [Move(problem.Leads[0], p => p with { Z = p.Z + Shift })],
            Box = box with { ZMin = box.ZMin + Shift, ZMax = box.ZMax + Shift },
        };
        AssertEqual(Along(Solve(problem)), Along(Solve(moved), Shift), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_mirrored_body_has_the_mirrored_field(int seed)
    {
        var problem = Problem(seed);
        var mirrored = problem with
        {
            Body = new PrismaticBody(Mirror(Section(seed))),
            Leads = [Move(problem.Leads[0], p => p with { X = -p.X })],
        };
        AssertEqual(Along(Solve(problem), 0, 1e-3), Along(Solve(mirrored), 0, -1e-3), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_field_of_two_sources_is_the_sum_of_the_fields_of_each(int seed)
    {
        var problem = Problem(seed);
        LeadSolid[] leads = [.. problem.Leads.Select(lead => new LeadSolid(lead))];
        var network = Network.Build(
            FieldGrid.For(problem, leads, Sizes), new Conductor(problem.Body, problem.Conductivities, leads, null), 0,
            CancellationToken.None);
        var solver = new ConjugateGradient(new Multigrid(Coarsening.Build(network), 0, 2), 0);
        var random = new Random(seed);
        var free = Enumerable.Range(0, network.IsFree.Length).Where(cell => network.IsFree[cell]).ToArray();
        foreach (var lane in new[] { 0, 1 })
        {
            var cell = free[random.Next(free.Length)];
            solver.Residual[(cell * Level.Lanes) + lane] += 1;
            solver.Residual[(cell * Level.Lanes) + 2] += lane == 0 ? 0.7 : -1.3;
        }

        var outcome = solver.Solve(1e-10, 60, false, (_, _) => { }, _ => true, CancellationToken.None);
        Assert.True(outcome.Converged);
        double worst = 0, largest = 0;
        foreach (var cell in free)
        {
            var at = cell * Level.Lanes;
            largest = Math.Max(largest, Math.Abs(solver.Solution[at + 2]));
            worst = Math.Max(
                worst, Math.Abs(solver.Solution[at + 2] - (0.7 * solver.Solution[at]) + (1.3 * solver.Solution[at + 1])));
        }

        Assert.True(worst < 1e-7 * largest, $"{worst / largest}");
    }

    private static LeadFields Solve(FieldProblem problem) => FieldSolver.Solve(problem, Sizes, 0, null, CancellationToken.None);

    /// <summary>Cord, fluid, fat and bone of random size, the cord beside the middle.</summary>
    private static CrossSection Section(int seed)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        double half = Between(2.8e-3, 3.6e-3), fluid = Between(1.5e-3, 4.5e-3), front = Between(1e-3, 2e-3), wide = Between(7e-3, 8.5e-3);
        var shift = Between(-0.8e-3, 0.8e-3);
        double middle = (fluid - front) / 2, sac = half + ((fluid + front) / 2);
        return new CrossSection(
            new Ellipse(shift, 0, Between(4e-3, 5e-3), half), [new Ellipse(shift + 1e-3, 0, 0.6e-3, 1.3e-3, 0.2)],
            new Ellipse(0, middle, wide, sac), new Ellipse(0, middle, wide + 0.3e-3, sac + 0.3e-3),
            new Ellipse(0, middle + 1e-3, wide + 1.9e-3, sac + 3e-3), new Ellipse(0, middle - 5e-3, wide + 10e-3, sac + 16e-3),
            Tissue.Bone, Tissue.Bone, 0);
    }

    private static CrossSection Mirror(CrossSection section)
    {
        static Ellipse Of(Ellipse e) => e with { CentreX = -e.CentreX, Rotation = -e.Rotation };
        return section with { Cord = Of(section.Cord), Grey = [.. section.Grey.Select(Of)] };
    }

    private static FieldProblem Problem(int seed)
    {
        var section = Section(seed);
        var random = new Random(1000 + seed);
        var x = 3e-3 * (random.NextDouble() - 0.5);
        var y = section.Dura.DorsalEdge(x) + 1.15e-3;
        var preset = new ConductivityPreset(
            "random", SmallProblem.Preset().Values.ToDictionary(
                pair => pair.Key, pair => new TissueConductivity(
                    pair.Value.Transverse * Math.Exp(random.NextDouble() - 0.5), pair.Value.Axial * Math.Exp(random.NextDouble() - 0.5))),
            "test");
        return SmallProblem.Of(Move(SmallProblem.Rod(), p => new Position(x, y, p.Z))) with
        {
            Body = new PrismaticBody(section),
            Conductivities = preset,
        };
    }

    private static PlacedLead Move(PlacedLead lead, Func<Position, Position> to) =>
        new(lead.Id, lead.Model, [.. lead.Axis.Select(to)], lead.Encapsulation);

    private static double[] Along(LeadFields fields, double shift = 0, double x = 0.5e-3)
    {
        Position[] points = [.. Enumerable.Range(-15, 31).Select(n => new Position(x, 2.2e-3, (n * 1e-3) + shift))];
        var values = new double[3 * points.Length];
        fields.Sample(points, values);
        return values;
    }

    private static void AssertEqual(double[] expected, double[] found, double tolerance)
    {
        var scale = expected.Max(Math.Abs);
        for (var n = 0; n < expected.Length; n++)
            Assert.Equal(expected[n], found[n], tolerance * scale);
    }
}
