using Epidura.Fibers;
using Epidura.Fibers.Runs;

namespace Epidura.Bench;

/// <summary>Nanoseconds per compartment, step and fibre of the bare kernel: one full bundle, 21 nodes, 11.5 µm, 5 µs.</summary>
internal static class KernelBench
{
    private const int Blocks = 40;
    private const int BlockSteps = 16;

    /// <summary>The whole step.</summary>
    public static double Measure(SolverMode mode, int nodes) => Measure(mode, nodes, true);

    /// <summary>The pass through the internodes alone.</summary>
    public static double MeasureInternodes(SolverMode mode, int nodes) => Measure(mode, nodes, false);

    private static double Measure(SolverMode mode, int nodes, bool withNodes)
    {
        var fibre = Cases.Point(FibreModel.MrgDiscrete, 11.5, 1e-3, nodes);
        var geometry = fibre.Geometry;
        var lowered = LoweredFibre.Create(geometry, 5e-6, FibreRest.Of(geometry), fibre.UnitPotential, mode);
        var bundle = lowered.CreateBundle();
        var (lanes, strong) = (bundle.LaneCount, new double[bundle.LaneCount]);
        var (none, clock) = (new double[lanes], new double[lanes]);
        for (var lane = 0; lane < lanes; lane++)
        {
            bundle.Load(lane, lowered);
            strong[lane] = 0.1e-3 * (1 + (0.2 * lane));
        }

        double Work()
        {
            // A spike passes in some lanes: numbers of every size, as in real searches.
            for (var lane = 0; lane < lanes; lane++)
                bundle.Begin(lane, lowered, strong[lane], -0.030);
            for (var step = 0; step < Blocks * BlockSteps; step++)
            {
                if (withNodes)
                    bundle.Solve(step < 20 ? strong : none, clock);
                bundle.Prepare(step + 1 < 20 ? strong : none);
            }

            return bundle.Deviation(nodes / 2, 0);
        }

        var operations = Blocks * (double)BlockSteps * lanes * geometry.Compartments;
        return 1 / Timing.Best(Work, operations);
    }
}
