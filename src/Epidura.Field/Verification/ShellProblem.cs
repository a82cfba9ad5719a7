using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Grids;
using Epidura.Field.Sampling;
using Epidura.Field.Solution;
using Epidura.Quantities;

namespace Epidura.Field.Verification;

/// <summary>Concentric shells with a point source, solved with the same network and multigrid as a lead.</summary>
/// <param name="Radii">Of cord, fluid, dura, fat, bone and trunk, m; the last is at potential zero.</param>
/// <param name="Across">Conductivity across z, S/m, inside out.</param>
/// <param name="Along">Conductivity along z, S/m, inside out.</param>
/// <param name="HalfLength">Half the length of the cylinder, m; null for spheres.</param>
/// <param name="Source">Where 1 A enters, m.</param>
internal sealed record ShellProblem(double[] Radii, double[] Across, double[] Along, double? HalfLength, Position Source)
{
    private const double Largest = 3e-3;

    private static readonly Tissue[] Order =
        [Tissue.WhiteMatter, Tissue.CerebrospinalFluid, Tissue.Dura, Tissue.EpiduralFat, Tissue.Bone, Tissue.Thorax];

    /// <summary>True for the same spacing everywhere; the source's coordinates are then multiples of it.</summary>
    public bool IsEven { get; init; }

    /// <summary>Potentials at points, V.</summary>
    /// <param name="points">m.</param>
    /// <param name="spacing">Around the source and the inner shells, m.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="ct">Asked in every iteration.</param>
    public (double[] Potentials, int Cells, int Iterations) Solve(
        IReadOnlyList<Position> points, double spacing, int threads, CancellationToken ct)
    {
        var grid = new FieldGrid(
            Axis(spacing, Source.X, null), Axis(spacing, Source.Y, null), Axis(spacing, Source.Z, HalfLength));
        BodyModel body = HalfLength is null ? new Spheres(Radii) : new PrismaticBody(Section(Radii));
        var values = Order.Select((tissue, n) => (tissue, new TissueConductivity(Across[n], Along[n]))).ToDictionary();
        var preset = new ConductivityPreset("shells", values, "closed form");
        var conductor = new Conductor(body, preset, [], new GroundSurface(Radii[^1], HalfLength is null));
        var network = Network.Build(grid, conductor, threads, ct);
        var solver = new ConjugateGradient(new Multigrid(Coarsening.Build(network), threads), threads);
        AddSource(grid, solver.Residual);
        var outcome = solver.Solve(1e-10, 60, false, (_, _) => { }, _ => true, ct);
        var block = new StoredBlock(0, grid.X.Count, 0, grid.Y.Count, 0, grid.Z.Count);
        var field = new float[block.Cells];
        for (var k = 0; k < grid.Z.Count; k++)
            for (var j = 0; j < grid.Y.Count; j++)
                for (var i = 0; i < grid.X.Count; i++)
                    field[block.Index(i, j, k)] = (float)solver.Solution[grid.Index(i, j, k) * Level.Lanes];
        var interpolation = new Interpolation(grid, block, conductor);
        var cells = new int[Interpolation.Points];
        var weights = new double[Interpolation.Points];
        var result = new double[points.Count];
        for (var n = 0; n < points.Count; n++)
        {
            var count = interpolation.Weigh(points[n], cells, weights);
            for (var m = 0; m < count; m++)
                result[n] += weights[m] * field[cells[m]];
        }

        return (result, grid.Cells, outcome.Iterations);
    }

    /// <summary>An axis on which the source lies in the middle of a cell; it reaches past the ground or up to an insulated end.</summary>
    private GridAxis Axis(double spacing, double source, double? half)
    {
        var end = half ?? (Radii[^1] + (2 * Largest));
        if (IsEven)
        {
            var count = (int)Math.Ceiling((Radii[^1] + (2 * spacing)) / spacing);
            return GridAxis.FromFaces([.. Enumerable.Range(-count, (2 * count) + 2).Select(n => (n - 0.5) * spacing)]);
        }

        var fine = 1.05 * Radii[3];
        double Size(double at) => Math.Min(
            Largest, spacing * (1 + (0.25 * Math.Min(4, Math.Abs(at - source) / 4e-3)) + (3 * Math.Max(0, Math.Abs(at) - fine) / 4e-3)));
        return GridAxis.Graded(-end, end, Size, [source - (0.5 * spacing), source + (0.5 * spacing)]);
    }

    /// <summary>Spreads 1 A over the eight centres around the source so that its place is kept.</summary>
    private void AddSource(FieldGrid grid, double[] into)
    {
        (GridAxis Axis, double At)[] axes = [(grid.X, Source.X), (grid.Y, Source.Y), (grid.Z, Source.Z)];
        var below = axes.Select(a => a.Axis.CentreBelow(a.At)).ToArray();
        double Place(int n, int step) => axes[n].Axis.Centres[below[n] + step];
        var share = axes.Select((a, n) => (a.At - Place(n, 0)) / (Place(n, 1) - Place(n, 0))).ToArray();
        for (var n = 0; n < 8; n++)
        {
            var (a, b, c) = (n & 1, (n >> 1) & 1, n >> 2);
            var weight = (a == 0 ? 1 - share[0] : share[0]) * (b == 0 ? 1 - share[1] : share[1]) * (c == 0 ? 1 - share[2] : share[2]);
            into[grid.Index(below[0] + a, below[1] + b, below[2] + c) * Level.Lanes] += weight;
        }
    }

    private static CrossSection Section(double[] radii)
    {
        Ellipse Circle(int n) => new(0, 0, radii[n], radii[n]);
        return new CrossSection(Circle(0), [], Circle(1), Circle(2), Circle(3), Circle(4), Tissue.Bone, Tissue.Bone, 0);
    }

    /// <summary>Spheres are circles whose radius changes with the height.</summary>
    private sealed class Spheres(double[] radii) : BodyModel
    {
        private const double Vanishing = 1e-9;

        public override bool IsPrismatic => false;

        public override IReadOnlyList<double> Breaks => [];

        public override string Fingerprint => "spheres";

        public override CrossSection SectionAt(double z) =>
            Section([.. radii.Select(r => Math.Max(Vanishing, Math.Sqrt(Math.Max(0, (r * r) - (z * z)))))]);
    }
}
