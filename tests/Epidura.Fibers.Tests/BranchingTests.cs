using Epidura.Fibers.Branching;
using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class BranchingTests
{
    private const double Step = 5e-6;
    private static readonly Waveform Pulse = new Waveform.Monophasic(200e-6);
    private static readonly ThresholdOptions Options = new(AmplitudeMax: 1, Tolerance: 1e-4);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_tree_without_branches_steps_as_the_straight_kernel(int passive)
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, 9.3e-6, 12, 37, passive);
        var potential = PointSource.Cathode(geometry, 1.3e-3, 0.4e-3);
        var tree = new BranchedFibre(geometry, Step, BranchedRest.Of(geometry), potential);
        var straight = LoweredFibre.Create(geometry, Step, FibreRest.Of(geometry), potential);
        AssertSame(tree, straight, Enumerable.Range(0, 12).ToArray());
    }

    [Fact]
    public void A_branch_that_goes_on_from_the_last_node_is_the_longer_straight_fibre()
    {
        var straight = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 20, 37, 0);
        var bent = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 13, 37, 0).WithBranches([new FibreBranch(12, 10e-6, 7)]);
        Assert.Equal(straight.Compartments, bent.Compartments);
        for (var i = 0; i < bent.Compartments; i++)
            Assert.Equal(straight.ArcPositions[i], bent.ArcPositions[i], 1e-12);
        Assert.Equal(Enumerable.Range(-1, bent.Compartments), bent.Parents);
        var potential = PointSource.Cathode(straight, 1e-3);
        AssertSame(
            LoweredFibre.Create(bent, Step, FibreRest.Of(bent), potential),
            LoweredFibre.Create(straight, Step, FibreRest.Of(straight), potential),
            Enumerable.Range(0, 20).ToArray());
    }

    [Fact]
    public void The_root_may_stand_anywhere()
    {
        // The same straight fibre, once with node 8 as the root of two arms: eliminated in another order.
        var straight = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 20, 37, 0);
        var arms = FibreGeometry.Create(FibreModel.MrgDiscrete, 10e-6, 9, 37, 0).WithBranches([new FibreBranch(0, 10e-6, 11)]);
        var potential = PointSource.Cathode(straight, 1e-3);
        // Trunk: nodes 11 to 19 of the straight fibre; branch: nodes 10 down to 0.
        double[] moved = [.. potential[121..], .. potential[..121].Reverse()];
        AssertSame(
            LoweredFibre.Create(arms, Step, FibreRest.Of(arms), moved),
            LoweredFibre.Create(straight, Step, FibreRest.Of(straight), potential),
            [.. Enumerable.Range(11, 9), .. Enumerable.Range(0, 11).Reverse()]);
    }

    [Fact]
    public void No_branch_keeps_the_straight_fibre_and_its_bits()
    {
        var geometry = PointSource.Mrg();
        Assert.Same(geometry, geometry.WithBranches([]));
        Assert.Equal(geometry.Nodes, geometry.TrunkNodes);
        Assert.Empty(geometry.Branches);
    }

    [Fact]
    public void Equal_daughters_of_a_fork_carry_equal_spikes()
    {
        var random = new Random(2);
        for (var i = 0; i < 3; i++)
        {
            var (diameter, internodes) = ((3 + (4 * random.NextDouble())) * 1e-6, random.Next(6, 10));
            var fork = FibreGeometry.Create(FibreModel.MrgInterpolation, 9e-6, 12, 37, 0)
                .WithBranches([new FibreBranch(11, diameter, internodes), new FibreBranch(11, diameter, internodes)]);
            var first = 12 + internodes - 1;
            var crossings = Run(fork, Along(fork, 0), 3e-3).FirstCrossings;
            Assert.False(double.IsNaN(crossings[first]));
            Assert.Equal(crossings[first], crossings[first + internodes]);
        }
    }

    [Fact]
    public void The_order_of_the_branches_does_not_matter()
    {
        var trunk = PointSource.Mrg(12.8);
        FibreBranch one = new(8, 5.7e-6, 4), other = new(12, 7.3e-6, 3);
        var (a, b) = (trunk.WithBranches([one, other]), trunk.WithBranches([other, one]));
        var threshold = Find(a, Along(a, 10));
        Assert.Equal(1, Find(b, Along(b, 10)).Threshold / threshold.Threshold, 2e-4);
        // A branch ends like a cut fibre: where a spike begins in its last nodes, the result says so.
        Assert.Equal(threshold.InitiationNode >= 21, threshold.AtCutEnd);
    }

    [Fact]
    public void A_collateral_loads_its_node_and_less_so_when_it_leaves_the_cathode()
    {
        var trunk = FibreGeometry.Create(FibreModel.MrgInterpolation, 12e-6, 21);
        var alone = Find(trunk, Along(trunk, 10)).Threshold;
        var branched = trunk.WithBranches([new FibreBranch(10, 4e-6, 6)]);
        var loaded = Along(branched, 10);
        double[] leaving = [.. loaded];
        for (var i = trunk.Compartments; i < leaving.Length; i++)
        {
            // Straight away from the cathode, 1 mm above the branch point.
            var along = branched.ArcPositions[i] - branched.ArcPositions[branched.CompartmentOfNode(10)];
            leaving[i] = -1 / (4 * Math.PI * 0.3 * (1e-3 + along));
        }

        var (load, leave) = (Find(branched, loaded).Threshold, Find(branched, leaving).Threshold);
        Assert.InRange(load / alone, 1.01, 1.5);
        Assert.InRange(leave / load, 0.5, 0.98);
    }

    [Fact]
    public void The_thinner_the_collateral_the_less_it_delays()
    {
        var trunk = FibreGeometry.Create(FibreModel.MrgInterpolation, 12e-6, 21);
        double Arrival(FibreGeometry fibre) => Run(fibre, Along(fibre, 3), 3e-3).First[0];
        var alone = Arrival(trunk);
        var delays = ((double[])[2e-6, 5e-6, 12e-6])
            .Select(diameter => Arrival(trunk.WithBranches([new FibreBranch(10, diameter, 6)])) - alone)
            .ToArray();
        Assert.InRange(delays[0], 0, 10e-6);
        Assert.True(delays[0] < delays[1] && delays[1] < delays[2]);
    }

    [Fact]
    public void Too_large_a_load_at_the_branch_point_stops_the_spike()
    {
        double Arrival(int daughters, double diameter)
        {
            var fibre = FibreGeometry.Create(FibreModel.MrgDiscrete, 5.7e-6, 21)
                .WithBranches([.. Enumerable.Repeat(new FibreBranch(10, diameter, 4), daughters)]);
            return Run(fibre, Along(fibre, 3), 4e-3).FirstCrossings[18];
        }

        Assert.False(double.IsNaN(Arrival(1, 2e-6)));
        Assert.True(double.IsNaN(Arrival(12, 16e-6)));
        var delays = ((int[])[1, 2, 3]).Select(count => Arrival(count, 5.7e-6)).ToArray();
        Assert.True(delays[0] < delays[1] && !(delays[1] >= delays[2]));
    }

    [Fact]
    public void Bits_depend_neither_on_the_company_nor_on_the_threads()
    {
        var random = new Random(6);
        FibreCase[] fibres =
        [
            .. Enumerable.Range(0, 10).Select(i =>
            {
                var trunk = PointSource.Mrg(10, 15);
                var geometry = i % 3 == 0 ? trunk : trunk.WithBranches([new FibreBranch(5 + (i % 2), 5.7e-6, 3)]);
                return new FibreCase(geometry, Along(geometry, 7, (1 + random.NextDouble()) * 1e-3));
            }),
        ];
        var options = Options with { Tolerance = 0.005 };
        var expected = ThresholdSearch.Find(fibres, Pulse, options, 1);
        Assert.Equal(expected, ThresholdSearch.Find(fibres, Pulse, options, 2));
        for (var i = 0; i < fibres.Length; i += 4)
            Assert.Equal(expected[i], ThresholdSearch.Find([fibres[i]], Pulse, options, 1)[0]);
    }

    [Fact]
    public void Wrong_branches_are_refused()
    {
        var trunk = PointSource.Mrg();
        Assert.Throws<ArgumentOutOfRangeException>(() => trunk.WithBranches([new FibreBranch(0, 5.7e-6, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trunk.WithBranches([new FibreBranch(21, 5.7e-6, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trunk.WithBranches([new FibreBranch(5, 6e-6, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trunk.WithBranches([new FibreBranch(5, 5.7e-6, 0)]));
        Assert.Throws<ArgumentException>(() =>
            FibreGeometry.CreateUnmyelinated(FibreModel.RattayAberham, 1e-6, 2e-3).WithBranches([new FibreBranch(5, 1e-6, 2)]));
        var branched = trunk.WithBranches([new FibreBranch(5, 5.7e-6, 2)]);
        Assert.Throws<ArgumentException>(() => branched.WithBranches([new FibreBranch(5, 5.7e-6, 2)]));
        Assert.Throws<ArgumentException>(() => ThresholdSearch.Find(
            [new FibreCase(branched, Along(branched, 10))], Pulse, Options with { Mode = SolverMode.Reference }, 1));
    }

    /// <summary>Deviations, gates and internodes of two kernels over a pulse and after it.</summary>
    private static void AssertSame(LoweredFibre tree, LoweredFibre straight, int[] nodeOfTree)
    {
        const double Tolerance = 1e-11;
        var (one, other) = (Started(tree), Started(straight));
        for (var i = 0; i < 60; i++)
        {
            one.Solve(Eight(Stimulus(i)), Eight(i));
            other.Solve(Eight(Stimulus(i)), Eight(i));
            for (var node = 0; node < nodeOfTree.Length; node++)
            {
                if (nodeOfTree[node] >= other.FirstActive && nodeOfTree[node] < other.Nodes - other.FirstActive)
                    Assert.Equal(other.Deviation(nodeOfTree[node], 0), one.Deviation(node, 0), Tolerance);
            }

            other.Prepare(Eight(Stimulus(i + 1)));
        }
    }

    private static double Stimulus(int step) => step < 30 ? 0.4e-3 : 0;

    private static double[] Eight(double value) => [.. Enumerable.Repeat(value, 8)];

    private static LaneBundle Started(LoweredFibre fibre)
    {
        var bundle = fibre.CreateBundle();
        for (var lane = 0; lane < 8; lane++)
        {
            bundle.Load(lane, fibre);
            bundle.Begin(lane, fibre, Stimulus(0), -0.030);
        }

        return bundle;
    }

    /// <summary>A cathode beside a trunk node; branches stay at the potential of their parent.</summary>
    private static double[] Along(FibreGeometry geometry, int node, double distance = 1e-3)
    {
        var potential = new double[geometry.Compartments];
        var centre = geometry.ArcPositions[geometry.CompartmentOfNode(node)];
        var trunk = geometry.CompartmentOfNode(geometry.TrunkNodes - 1);
        for (var i = 0; i < potential.Length; i++)
        {
            potential[i] = i > trunk
                ? potential[geometry.Parents[i]]
                : -1 / (4 * Math.PI * 0.3 * Math.Sqrt(Math.Pow(geometry.ArcPositions[i] - centre, 2) + (distance * distance)));
        }

        return potential;
    }

    private static LaneOutcome Run(FibreGeometry geometry, double[] potential, double amplitude)
    {
        var run = new SingleRun(geometry, () => LoweredFibre.Create(geometry, Step, FibreRest.Of(geometry), potential), new LaneRun
        {
            FieldAmplitude = amplitude,
            FieldSamples = Pulse.Sample(Step),
            Steps = 1000,
            Detection = (geometry.TrunkNodes - 3, -1),
        });
        LanePool.Run([run], 1, null, CancellationToken.None);
        return run.Outcome!;
    }

    private static ThresholdResult Find(FibreGeometry geometry, double[] potential) =>
        ThresholdSearch.Find([new FibreCase(geometry, potential)], Pulse, Options, 1)[0];
}
