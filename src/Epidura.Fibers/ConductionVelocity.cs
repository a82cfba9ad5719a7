using Epidura.Fibers.Runs;
using Epidura.Fibers.Unmyelinated;

namespace Epidura.Fibers;

/// <summary>Speed of a spike that a current into a node near one end starts.</summary>
/// <remarks>Checked by FibreReferenceTests.</remarks>
public static class ConductionVelocity
{
    private const double NodeCurrent = 5e-9;
    private const double NodePulse = 0.1e-3;
    private const double Window = 0.04;
    private const double SlowestUnmyelinated = 0.1;

    /// <summary>Measures many fibres.</summary>
    /// <param name="fibres">Fibres of at least 9 nodes; 41 is customary.</param>
    /// <param name="step">Time step, s.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>m/s between the nodes at a quarter and at three quarters of the length, from -30 mV crossings interpolated between
    /// steps; NaN where no spike passed within 40 ms, or at 0.1 m/s without myelin. The current is 5 nA for 0.1 ms into node 1; without
    /// myelin one that would polarise the end by 0.2 V if it lasted, for 0.5 ms.</returns>
    public static double[] Measure(
        IReadOnlyList<FibreGeometry> fibres, double step, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        var rests = new RestStates();
        var tasks = new SingleRun[fibres.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            var geometry = fibres[i];
            ArgumentOutOfRangeException.ThrowIfLessThan(geometry.TrunkNodes, 9, nameof(fibres));
            var rest = rests.Of(geometry);
            var (current, width) = UnmyelinatedTable.Find(geometry.Model)?.Pulse(geometry) ?? (NodeCurrent, NodePulse);
            var pulse = new double[Math.Max(1, (int)Math.Round(width / step))];
            Array.Fill(pulse, current);
            var window = geometry.IsMyelinated ? Window : Window + (geometry.Length / SlowestUnmyelinated);
            tasks[i] = new SingleRun(geometry, () => LoweredFibre.Create(geometry, step, rest, null), new LaneRun
            {
                Injections = [new Injection(Math.Max(1, geometry.PassiveEndNodes), pulse)],
                Steps = (int)Math.Round(window / step),
                Detection = ((geometry.TrunkNodes - 1) / 4, 3 * (geometry.TrunkNodes - 1) / 4),
                QuietFrom = pulse.Length,
            });
        }

        LanePool.Run(tasks, threads, null, cancellation);
        return [.. tasks.Select((task, i) => Speed(fibres[i], task.Outcome!))];
    }

    private static double Speed(FibreGeometry geometry, LaneOutcome outcome)
    {
        if (outcome.First.Count == 0 || outcome.Second.Count == 0)
            return double.NaN;
        var internodes = (3 * (geometry.TrunkNodes - 1) / 4) - ((geometry.TrunkNodes - 1) / 4);
        return internodes * geometry.Internode / (outcome.Second[0] - outcome.First[0]);
    }
}
