using System.Numerics;
using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Conduction;
using Epidura.Field.Frequency;
using Epidura.Field.Grids;
using Epidura.Field.Solution;

namespace Epidura.Field.Tests;

public class FrequencyTests
{
    private const double Hertz = 10e3;
    private const double Unit = 2 * Math.PI * Hertz * TissueDispersion.VacuumPermittivity;

    [Theory]
    [InlineData(Tissue.WhiteMatter, 0.069477, 12468)]
    [InlineData(Tissue.GreyMatter, 0.11487, 22241)]
    [InlineData(Tissue.Bone, 0.020431, 521.64)]
    [InlineData(Tissue.Thorax, 0.34083, 25909)]
    public void Dispersion_gives_the_published_values_at_10_kHz(Tissue tissue, double conductivity, double permittivity)
    {
        var found = TissueDispersion.At(tissue, Hertz);
        Assert.Equal(conductivity, found.Conductivity, 0.01 * conductivity);
        Assert.Equal(permittivity, found.Permittivity, 0.01 * permittivity);
    }

    [Fact]
    public void Where_every_tissue_has_the_same_ratio_the_impedance_is_that_of_direct_current_over_one_plus_j_ratio()
    {
        const double Ratio = 0.2;
        var isotropic = SmallProblem.Preset().Values.ToDictionary(
            pair => pair.Key, pair => new TissueConductivity(pair.Value.Transverse, pair.Value.Transverse));
        var problem = SmallProblem.Of(SmallProblem.Rod()) with { Conductivities = new ConductivityPreset("isotropic", isotropic, "test") };
        var direct = SmallProblem.Solve(problem, 0);
        var fields = FrequencySolver.Solve(
            problem, Hertz, tissue => Ratio * isotropic[tissue].Transverse / Unit, SmallProblem.Sizes, 0, null, CancellationToken.None);
        Assert.True(fields.Converged);
        var over = 1 / new Complex(1, Ratio);
        for (var i = 0; i < 3; i++)
            for (var k = 0; k < 3; k++)
            {
                var exact = direct.AccessResistance[i, k] * over;
                Assert.True(Complex.Abs(fields.Impedance[i, k] - exact) < 1e-4 * Complex.Abs(exact));
            }

        var points = SmallProblem.Fibre();
        var (own, real, imaginary) = (new double[3 * 41], new double[3 * 41], new double[3 * 41]);
        direct.Sample(points, own);
        fields.Real.Sample(points, real);
        fields.Imaginary.Sample(points, imaginary);
        for (var n = 0; n < own.Length; n++)
            Assert.True(Complex.Abs(new Complex(real[n], imaginary[n]) - (own[n] * over)) < 1e-4 * own.Max());
    }

    [Fact]
    public void A_source_in_the_middle_of_two_spheres_meets_the_closed_form_with_complex_admittivities()
    {
        const double Inner = 6.3e-3, Outer = 15e-3, Spacing = 1e-3;
        double Permittivity(Tissue tissue) => tissue == Tissue.WhiteMatter ? 0.05 / Unit : 0.2 / Unit;
        var grid = Cube(Spacing, 17);
        var body = new Ball(Inner);
        Conductor At(double times) => new(body, Preset(times), [], new GroundSurface(Outer, true));
        ConductivityPreset Preset(double times) => new(
            "two", Enum.GetValues<Tissue>().ToDictionary(
                tissue => tissue,
                tissue =>
                {
                    var value = (tissue == Tissue.WhiteMatter ? 0.25 : 1) + (times * Unit * Permittivity(tissue));
                    return new TissueConductivity(value, value);
                }),
            "test");
        var network = new Admittances(grid, At, 0, CancellationToken.None);
        var solver = new ComplexGradient(network.Network, network.X, network.Y, network.Z, network.Fixed, 0);
        var middle = grid.X.Count / 2;
        solver.Residual[grid.Index(middle, middle, middle) * Level.Lanes] = 1;
        Assert.True(solver.Solve(1e-9, 60, CancellationToken.None).Converged);
        var (inside, outside) = (new Complex(0.25, 0.05), new Complex(1, 0.2));
        foreach (var steps in new[] { 4, 5, 8, 10, 12 })
        {
            var place = grid.Index(middle + steps, middle, middle) * Level.Lanes;
            var found = new Complex(solver.Solution[place], solver.Solution[place + ComplexGradient.Sides]);
            var r = steps * Spacing;
            var exact = r < Inner
                ? (((1 / r) - (1 / Inner)) / inside) + (((1 / Inner) - (1 / Outer)) / outside)
                : ((1 / r) - (1 / Outer)) / outside;
            exact /= 4 * Math.PI;
            Assert.True(Complex.Abs(found - exact) < 0.04 * Complex.Abs(exact), $"{found} for {exact} at {r}");
            Assert.Equal(exact.Phase, found.Phase, 0.003);
        }
    }

    [Fact]
    public void Too_much_displacement_current_is_refused()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod());
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => FrequencySolver.Solve(
            problem, Hertz, _ => 1 / Unit, SmallProblem.Sizes, 0, null, CancellationToken.None));
        Assert.Contains("allowed is up to 0.3", error.Message, StringComparison.Ordinal);
    }

    private static FieldGrid Cube(double spacing, int half)
    {
        GridAxis Axis() => GridAxis.FromFaces([.. Enumerable.Range(-half, (2 * half) + 2).Select(n => (n - 0.5) * spacing)]);
        return new FieldGrid(Axis(), Axis(), Axis());
    }

    private sealed class Ball(double radius) : BodyModel
    {
        public override bool IsPrismatic => false;

        public override IReadOnlyList<double> Breaks => [];

        public override string Fingerprint => "ball";

        public override CrossSection SectionAt(double z)
        {
            var r = Math.Max(1e-9, Math.Sqrt(Math.Max(0, (radius * radius) - (z * z))));
            var inner = new Ellipse(0, 0, r, r);
            return new CrossSection(inner, [], inner, inner, inner, inner, Tissue.Bone, Tissue.Bone, 0);
        }
    }
}
