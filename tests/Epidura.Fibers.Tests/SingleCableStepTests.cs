using Epidura.Fibers.Runs;
using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers.Tests;

[Trait("Category", "Kernel")]
public class SingleCableStepTests
{
    private const int Nodes = 24;
    private const double Step = 10e-6;

    [Theory]
    [InlineData(FibreModel.HodgkinHuxley, 476, 18.5, 120, -54.387, 50, -77, -65, 35.4, 1)]
    [InlineData(FibreModel.HodgkinHuxley, 300, 6.3, 120, -54.387, 50, -77, -65, 35.4, 1)]
    [InlineData(FibreModel.RattayAberham, 1, 37, 120, -59.4, 45, -82, -70, 100, 12)]
    public void Steps_agree_with_a_dense_solve_written_from_the_paper(
        FibreModel model,
        double diameter,
        double celsius,
        double sodium,
        double leak,
        double ena,
        double ek,
        double rest,
        double ra,
        double at37)
    {
        var geometry = FibreGeometry.Create(model, diameter * 1e-6, Nodes, celsius, 0);
        var potential = Potential(geometry);
        var (bundle, fibre) = Bundle(geometry, potential, 5);
        var factor = model == FibreModel.RattayAberham ? at37 : Math.Pow(3, (celsius - 6.3) / 10);
        var area = Math.PI * geometry.Diameter * geometry.Internode * 1e4; // cm²
        var axial = Math.PI * geometry.Diameter * geometry.Diameter / 4 / (ra * 1e-2 * geometry.Internode) * 1e3; // mS
        double[] v = [.. Enumerable.Repeat(rest + (fibre.Rest.States[0] * 1e3), Nodes)];
        double[][] gates = [.. Enumerable.Range(0, Nodes).Select(_ => fibre.Rest.States[1..])];
        var largest = rest;
        for (var i = 0; i < 120; i++)
        {
            var stimulus = Stimulus(i);
            bundle.Solve(Eight(stimulus), Eight(i));
            v = DenseStep(v, gates, [.. potential.Select(e => e * stimulus * 1e3)], area, axial, (sodium, ena), (36, ek), (0.3, leak));
            for (var node = 0; node < Nodes; node++)
            {
                largest = Math.Max(largest, v[node]);
                Advance(gates[node], v[node] - rest, factor);
                Assert.Equal((v[node] - rest) * 1e-3, bundle.Deviation(node, 5), 1e-12);
                for (var gate = 0; gate < 3; gate++)
                    Assert.Equal(gates[node][gate], bundle.Gate(node, 5, gate), 1e-11);
            }
        }

        // The pulse did something worth comparing.
        Assert.True(largest > rest + 10);
    }

    [Fact]
    public void A_hundred_steps_have_the_same_bits_on_every_processor()
    {
        var geometry = FibreGeometry.Create(FibreModel.RattayAberham, 1.3e-6, Nodes, null, 0);
        var (bundle, _) = Bundle(geometry, Potential(geometry), 0);
        for (var i = 0; i < 100; i++)
            bundle.Solve(Eight(Stimulus(i)), Eight(i));
        var hash = 14695981039346656037UL;
        for (var node = 0; node < Nodes; node++)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(bundle.Deviation(node, 0))) * 1099511628211UL;
            for (var gate = 0; gate < 3; gate++)
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(bundle.Gate(node, 0, gate))) * 1099511628211UL;
        }

        Assert.Equal(808146712369355000UL, hash);
    }

    [Fact]
    public void The_time_loop_allocates_nothing()
    {
        var geometry = FibreGeometry.Create(FibreModel.RattayAberham, 1e-6, Nodes, null, 0);
        var (bundle, _) = Bundle(geometry, Potential(geometry), 0);
        var (stimulus, clock) = (Eight(1e-3), Eight(0));
        bundle.Solve(stimulus, clock);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            bundle.Solve(stimulus, clock);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double Stimulus(int step) => step < 40 ? 2e-3 * Math.Cos(0.2 * step) : 0;

    private static double[] Eight(double value) => [.. Enumerable.Repeat(value, 8)];

    private static double[] Potential(FibreGeometry geometry)
    {
        var distance = 2 * geometry.Internode;
        return
        [
            .. geometry.ArcPositions.ToArray().Select(z =>
                -0.3 * distance / Math.Sqrt(Math.Pow(z - (0.4 * geometry.Length), 2) + (distance * distance)) / 2e-3),
        ];
    }

    private static (SingleCableBundle<HodgkinHuxleyMembrane> Bundle, SingleCableFibre<HodgkinHuxleyMembrane> Fibre) Bundle(
        FibreGeometry geometry, double[] potential, int lane)
    {
        // The other lanes hold another fibre, so that a mix-up of lanes shows.
        var other = FibreGeometry.Create(FibreModel.HodgkinHuxley, 100e-6, Nodes, 10, 0);
        var neighbour = LoweredFibre.Create(other, 1e-6, FibreRest.Of(other), Potential(other));
        var fibre = LoweredFibre.Create(geometry, Step, FibreRest.Of(geometry), potential);
        var bundle = (SingleCableBundle<HodgkinHuxleyMembrane>)fibre.CreateBundle();
        for (var i = 0; i < 8; i++)
        {
            bundle.Load(i, i == lane ? fibre : neighbour);
            bundle.Begin(i, i == lane ? fibre : neighbour, 0, -0.030);
        }

        return (bundle, (SingleCableFibre<HodgkinHuxleyMembrane>)fibre);
    }

    /// <summary>One implicit step in mV, ms, µA and mS by Gaussian elimination of the whole matrix.</summary>
    private static double[] DenseStep(
        double[] v,
        double[][] gates,
        double[] external,
        double area,
        double axial,
        (double G, double E) na,
        (double G, double E) k,
        (double G, double E) l)
    {
        var n = v.Length;
        var matrix = new double[n, n + 1];
        for (var i = 0; i < n; i++)
        {
            var (m, h, p) = (gates[i][0], gates[i][1], gates[i][2]);
            var (gna, gk) = (na.G * area * m * m * m * h, k.G * area * p * p * p * p);
            var capacitance = area / (Step * 1e3);
            matrix[i, i] = capacitance + gna + gk + (l.G * area);
            matrix[i, n] = (capacitance * v[i]) + (gna * na.E) + (gk * k.E) + (l.G * area * l.E);
            foreach (var j in (int[])[i - 1, i + 1])
            {
                if (j < 0 || j >= n)
                    continue;
                matrix[i, i] += axial;
                matrix[i, j] -= axial;
                matrix[i, n] += axial * (external[j] - external[i]);
            }
        }

        for (var c = 0; c < n; c++)
        {
            for (var r = c + 1; r < n; r++)
            {
                var factor = matrix[r, c] / matrix[c, c];
                for (var j = c; j <= n; j++)
                    matrix[r, j] -= factor * matrix[c, j];
            }
        }

        var x = new double[n];
        for (var r = n - 1; r >= 0; r--)
        {
            var sum = matrix[r, n];
            for (var j = r + 1; j < n; j++)
                sum -= matrix[r, j] * x[j];
            x[r] = sum / matrix[r, r];
        }

        return x;
    }

    private static void Advance(double[] gates, double u, double factor)
    {
        static double Ratio(double x) => Math.Abs(x) < 1e-7 ? 1 + (x / 2) : x / (1 - Math.Exp(-x));
        (double Alpha, double Beta)[] rates =
        [
            (Ratio((u - 25) / 10), 4 * Math.Exp(-u / 18)),
            (0.07 * Math.Exp(-u / 20), 1 / (Math.Exp((30 - u) / 10) + 1)),
            (0.1 * Ratio((u - 10) / 10), 0.125 * Math.Exp(-u / 80)),
        ];
        for (var i = 0; i < 3; i++)
        {
            var sum = rates[i].Alpha + rates[i].Beta;
            gates[i] += (1 - Math.Exp(-factor * Step * 1e3 * sum)) * ((rates[i].Alpha / sum) - gates[i]);
        }
    }
}
