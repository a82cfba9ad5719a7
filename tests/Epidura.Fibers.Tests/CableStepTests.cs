using Epidura.Fibers.Cables;

namespace Epidura.Fibers.Tests;

[Trait("Category", "Kernel")]
public class CableStepTests
{
    private const int Nodes = 6;

    [Theory]
    [InlineData(FibreModel.MrgDiscrete, 5.7, 37)]
    [InlineData(FibreModel.MrgDiscrete, 16, 33)]
    [InlineData(FibreModel.MrgInterpolation, 8.3, 37)]
    [InlineData(FibreModel.Pena, 2.5, 37)]
    public void Settling_and_stimulated_steps_agree_with_a_dense_solve_of_the_whole_cable(
        FibreModel model, double diameter, double temperature)
    {
        const double Step = 5e-6;
        var geometry = FibreGeometry.Create(model, diameter * 1e-6, Nodes, temperature);
        var potential = UnitPotential(geometry);
        var dense = new DenseCable(geometry);
        for (var i = 0; i < 40; i++)
            dense.Step(5, new double[geometry.Compartments]);
        var fibre = CableFibre.Create(geometry, Step, CableRest.Of(geometry), potential);
        var (bundle, lane) = (Bundle(fibre, 3), 3);
        double[] stimulus = [.. Enumerable.Range(0, 41).Select(i => i < 30 ? 1e-3 * Math.Cos(0.3 * i) : 0)];
        bundle.Begin(lane, fibre, stimulus[0], -0.030);
        for (var i = 0; i < 40; i++)
        {
            bundle.Solve(Same(stimulus[i]), Same(i));
            dense.Step(Step * 1e3, [.. potential.Select(e => e * stimulus[i] * 1e3)]);
            AssertEqual(dense, bundle, lane, geometry, [.. potential.Select(e => e * stimulus[i])]);
            bundle.Prepare(Same(stimulus[i + 1]));
        }
    }

    [Fact]
    public void The_eliminated_internode_looks_the_same_from_both_ends()
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, Nodes);
        var elimination = InternodeElimination.Of(CableParameters.Of(geometry), 1e-6);
        Assert.Equal(1, elimination.FarSelfConductance / elimination.SelfConductance, 1e-10);
        Assert.InRange(elimination.TransferConductance, 1e-12, elimination.SelfConductance);
    }

    [Fact]
    public void Rest_of_a_published_fibre_has_the_published_potentials_and_gates()
    {
        // Long enough that the centre does not see the ends.
        var geometry = FibreGeometry.Create(FibreModel.MrgDiscrete, 11.5e-6, 21);
        var rest = CableRest.Of(geometry);
        Assert.Equal(-79.9618, (rest.NodeStates[10 * 5] * 1e3) - 80, 2e-4);
        Assert.Equal(0.073465, rest.NodeStates[(10 * 5) + 1], 2e-6);
        Assert.Equal(0.203225, rest.NodeStates[(10 * 5) + 2], 2e-6);
        Assert.Equal(0.619449, rest.NodeStates[(10 * 5) + 3], 2e-6);
        Assert.Equal(0.043344, rest.NodeStates[(10 * 5) + 4], 2e-6);
    }

    [Fact]
    public void A_hundred_steps_have_the_same_bits_on_every_processor()
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, 9.4e-6, Nodes);
        var fibre = CableFibre.Create(geometry, 5e-6, CableRest.Of(geometry), UnitPotential(geometry));
        var bundle = Bundle(fibre, 0);
        for (var i = 0; i < 100; i++)
        {
            var now = Same(i < 20 ? 2e-3 : 0);
            bundle.Solve(now, now);
            bundle.Prepare(Same(i + 1 < 20 ? 2e-3 : 0));
        }

        var states = new double[Nodes * 5];
        bundle.ReadNodes(0, states);
        var hash = 14695981039346656037UL;
        foreach (var state in states)
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(state)) * 1099511628211UL;
        Assert.Equal(11882159388638799449UL, hash);
    }

    [Fact]
    public void Steady_gates_and_the_removed_poles_agree_with_the_printed_rates()
    {
        // At the poles the printed formulas are 0/0; their limits are a times c.
        foreach (var v in (double[])[-21.4, -25.7, -27, -34, -114, -80, -20, 30, -150])
        {
            var (m, p, h, s) = NodeMembrane.Steady(v);
            Assert.Equal(Steady(0, v), m, 1e-9);
            Assert.Equal(Steady(1, v), p, 1e-9);
            Assert.Equal(Steady(2, v), h, 1e-9);
            Assert.Equal(Steady(3, v), s, 1e-9);
        }
    }

    private static double Steady(int gate, double v)
    {
        static double Linear(double a, double b, double c, double v) =>
            Math.Abs(v + b) < 1e-9 ? a * c : a * (v + b) / (1 - Math.Exp(-(v + b) / c));
        var (alpha, beta) = gate switch
        {
            0 => (Linear(1.86, 21.4, 10.3, v), Linear(-0.086, 25.7, -9.16, v)),
            1 => (Linear(0.01, 27, 10.2, v), Linear(-0.00025, 34, -10, v)),
            2 => (Linear(-0.062, 114, -11, v), 2.3 / (1 + Math.Exp(-(v + 31.8) / 13.4))),
            _ => (0.3 / (1 + Math.Exp(-(v + 53) / 5)), 0.03 / (1 + Math.Exp(-(v + 90)))),
        };
        return alpha / (alpha + beta);
    }

    private static double[] Same(double value) => [.. Enumerable.Repeat(value, 8)];

    private static CableBundle Bundle(CableFibre fibre, int lane)
    {
        // The other lanes hold another fibre, so that a mix-up of lanes shows.
        var other = FibreGeometry.Create(FibreModel.MrgDiscrete, 12.8e-6, Nodes);
        var neighbour = CableFibre.Create(other, 1e-6, CableRest.Of(other), UnitPotential(other));
        var bundle = CableBundle.Create(Nodes, true, SolverMode.Neuron);
        for (var i = 0; i < 8; i++)
        {
            bundle.Load(i, i == lane ? fibre : neighbour);
            bundle.Begin(i, i == lane ? fibre : neighbour, i == lane ? 2e-3 : 0, -0.030);
        }

        return bundle;
    }

    private static double[] UnitPotential(FibreGeometry geometry)
    {
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - (0.4 * geometry.Length);
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt((z * z) + 1e-6));
        }

        return potential;
    }

    private static void AssertEqual(DenseCable dense, CableBundle bundle, int lane, FibreGeometry geometry, double[] external)
    {
        const double Tolerance = 1e-12; // V
        Span<double> axoplasm = stackalloc double[10];
        Span<double> periaxonal = stackalloc double[10];
        for (var node = 1; node < geometry.Nodes - 1; node++)
        {
            var at = node * 11;
            Assert.Equal((dense.Inner[at] - dense.Outer[at] + 80) * 1e-3, bundle.Deviation(node, lane), Tolerance);
            for (var gate = 0; gate < 4; gate++)
                Assert.Equal(dense.Gates[node, gate], bundle.Gate(node, lane, gate), 1e-11);
        }

        for (var k = 0; k < geometry.Nodes - 1; k++)
        {
            bundle.Read(k, lane, axoplasm, periaxonal);
            for (var i = 0; i < 10; i++)
            {
                var at = (k * 11) + 1 + i;
                Assert.Equal(((dense.Inner[at] + 80) * 1e-3) - external[at], axoplasm[i], Tolerance);
                Assert.Equal((dense.Outer[at] * 1e-3) - external[at], periaxonal[i], Tolerance);
            }
        }
    }
}
