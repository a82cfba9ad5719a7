using Epidura.Fibers;
using Epidura.Fibers.Runs;

namespace Epidura.Bench;

/// <summary>The eleven-run protocol of bench/peers/neuron/speed.py: bounds of 0.01 and 1 mA, then nine halvings of their ratio. A run ends
/// when the spike passes node 18 of 21, else after 3 ms; nothing is decided early and nothing guessed.</summary>
internal sealed class ProtocolTask(FibreCase fibre, FibreRest rest, SolverMode mode)
    : LaneTask(fibre.Geometry, () => LoweredFibre.Create(fibre.Geometry, Step, rest, fibre.UnitPotential, mode))
{
    public const int RunsPerThreshold = 11;
    private const double Step = 5e-6;
    private const double Width = 100e-6;
    private static readonly double[] Samples = [.. Enumerable.Repeat(1.0, (int)Math.Round(Width / Step))];
    private int _runs;
    private double _amplitude;

    public double Low { get; private set; } = 0.01e-3;

    public double High { get; private set; } = 1e-3;

    public override LaneRun? Next()
    {
        if (_runs == RunsPerThreshold)
            return null;
        _amplitude = _runs == 0 ? Low : _runs == 1 ? High : Math.Sqrt(Low * High);
        _runs++;
        return new LaneRun
        {
            FieldAmplitude = _amplitude,
            FieldSamples = Samples,
            Steps = 600,
            Detection = (18, -1),
            SpikesNeeded = 1,
        };
    }

    public override void Accept(LaneOutcome outcome)
    {
        if (outcome.Spikes > 0)
            High = _amplitude;
        else
            Low = _amplitude;
    }
}
