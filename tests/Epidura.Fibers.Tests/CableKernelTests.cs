using Epidura.Fibers.Cables;
using Epidura.Numerics.Lanes;

namespace Epidura.Fibers.Tests;

/// <summary>The kernel in each of the processor's vectors and both types of number.</summary>
[Trait("Category", "Kernel")]
public class CableKernelTests
{
    private const int Nodes = 6;

    [Theory]
    [InlineData(SolverMode.Neuron)]
    [InlineData(SolverMode.Reference)]
    public void Halves_of_a_bundle_have_the_bits_of_the_whole_in_doubles(SolverMode mode)
    {
        var isMidpoint = mode == SolverMode.Reference;
        Assert.Equal(
            States(new CableKernel<WideDoubles, double>(Nodes, true, isMidpoint), mode),
            States(new CableKernel<HalfDoubles, double>(Nodes, true, isMidpoint), mode));
    }

    [Fact]
    public void Halves_of_a_bundle_have_the_bits_of_the_whole_in_floats() => Assert.Equal(
        States(new CableKernel<WideFloats, float>(Nodes, true, false), SolverMode.Fast),
        States(new CableKernel<HalfFloats, float>(Nodes, true, false), SolverMode.Fast));

    [Theory]
    [InlineData(SolverMode.Fast, 15113895701789128869UL)]
    [InlineData(SolverMode.Reference, 1629882771366018223UL)]
    public void A_hundred_steps_have_the_same_bits_on_every_processor(SolverMode mode, ulong expected)
    {
        var hash = 14695981039346656037UL;
        foreach (var state in States(CableBundle.Create(Nodes, true, mode), mode))
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(state)) * 1099511628211UL;
        Assert.Equal(expected, hash);
    }

    [Fact]
    public void Floats_follow_doubles_through_a_spike()
    {
        var doubles = States(CableBundle.Create(Nodes, true, SolverMode.Neuron), SolverMode.Neuron)[..(Nodes * 5)];
        var floats = States(CableBundle.Create(Nodes, true, SolverMode.Fast), SolverMode.Fast)[..(Nodes * 5)];
        for (var i = 0; i < doubles.Length; i++)
            Assert.Equal(doubles[i], floats[i], i % 5 == 0 ? 2e-5 : 2e-4);
        Assert.True(doubles.Max() > 0.05, "No spike passed, so nothing was compared.");
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        foreach (var mode in Enum.GetValues<SolverMode>())
        {
            var bundle = Bundle(CableBundle.Create(Nodes, true, mode), mode);
            var none = new double[bundle.LaneCount];
            var before = 0L;
            for (var step = 0; step < 300; step++)
            {
                if (step == 100)
                    before = GC.GetAllocatedBytesForCurrentThread();
                bundle.Solve(none, none);
                bundle.Prepare(none);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static CableBundle Bundle(CableBundle bundle, SolverMode mode)
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, 9.4e-6, Nodes);
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - (0.4 * geometry.Length);
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt((z * z) + 1e-6));
        }

        var fibre = CableFibre.Create(geometry, 5e-6, CableRest.Of(geometry), potential, mode);
        for (var lane = 0; lane < bundle.LaneCount; lane++)
        {
            bundle.Load(lane, fibre);
            bundle.Begin(lane, fibre, Amplitude(lane), -0.030);
        }

        return bundle;
    }

    private static double[] States(CableBundle bundle, SolverMode mode)
    {
        Bundle(bundle, mode);
        double[] strong = [.. Enumerable.Range(0, bundle.LaneCount).Select(Amplitude)];
        var none = new double[bundle.LaneCount];
        for (var i = 0; i < 100; i++)
        {
            bundle.Solve(i < 20 ? strong : none, none);
            bundle.Prepare(i + 1 < 20 ? strong : none);
        }

        var states = new double[bundle.LaneCount * Nodes * 5];
        for (var lane = 0; lane < bundle.LaneCount; lane++)
            bundle.ReadNodes(lane, states.AsSpan(lane * Nodes * 5, Nodes * 5));
        return states;
    }

    private static double Amplitude(int lane) => 2e-3 / (1 + (0.3 * lane));
}
