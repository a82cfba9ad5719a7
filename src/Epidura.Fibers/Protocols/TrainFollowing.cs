using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Protocols;

/// <summary>How a fibre followed a train at one amplitude.</summary>
/// <param name="Amplitude">A.</param>
/// <param name="PulseTimes">Starts of the pulses, s.</param>
/// <param name="SpikeTimes">Arrivals at the detection node, s.</param>
/// <param name="SpikesOfPulse">Spikes that each pulse is taken to have caused.</param>
/// <param name="Latency">From the pulse that caused the first spike to its arrival, s; NaN when there is none.</param>
public sealed record FollowedTrain(
    double Amplitude,
    IReadOnlyList<double> PulseTimes,
    IReadOnlyList<double> SpikeTimes,
    IReadOnlyList<int> SpikesOfPulse,
    double Latency)
{
    /// <summary>Spikes over pulses: 1 for one to one, 0.5 for every second pulse.</summary>
    public double EntrainmentRatio => SpikeTimes.Count / (double)PulseTimes.Count;

    /// <summary>Entrainment over the second half of the train, when the onset is over; NaN for a train of one pulse.</summary>
    public double SteadyRatio
    {
        get
        {
            var half = PulseTimes.Count / 2;
            return half == 0 ? double.NaN : SpikesOfPulse.Skip(PulseTimes.Count - half).Sum() / (double)half;
        }
    }

    /// <summary>Share of the pulses that caused a spike.</summary>
    public double FollowedShare => SpikesOfPulse.Count(spikes => spikes > 0) / (double)PulseTimes.Count;

    /// <summary>Spikes per second, from the intervals between the first and the last; NaN under two spikes.</summary>
    public double SpikeRate =>
        SpikeTimes.Count < 2 ? double.NaN : (SpikeTimes.Count - 1) / (SpikeTimes[^1] - SpikeTimes[0]);
}

/// <summary>Following of a train of pulses: spike times and entrainment.</summary>
/// <remarks>Spike counts at kHz rates depend on the step: docs/science/protocols.md. Checked by TrainTests.</remarks>
public static class TrainFollowing
{
    private const double Tail = 3e-3;

    /// <summary>Simulates the whole train at each amplitude.</summary>
    /// <param name="fibre">The fibre and its potential per ampere.</param>
    /// <param name="train">Copies of a pulse.</param>
    /// <param name="amplitudes">A; may be negative.</param>
    /// <param name="step">Time step, s.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="detectionNode">Where spikes are counted; null takes nine tenths of the length.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>One per amplitude. A spike belongs to the last pulse that had begun when it set out, by the travel time of the first.
    /// </returns>
    public static FollowedTrain[] Measure(
        FibreCase fibre,
        Waveform.Train train,
        IReadOnlyList<double> amplitudes,
        double step,
        int threads,
        int? detectionNode = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fibre);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(amplitudes);
        ArgumentOutOfRangeException.ThrowIfLessThan(train.Count, 1, nameof(train));
        var node = detectionNode ?? (int)Math.Floor((0.9 * (fibre.Geometry.TrunkNodes - 1)) + 1e-9);
        var duration = train.Duration + Tail + fibre.Geometry.TravelTimeBound;
        var rest = FibreRest.Of(fibre.Geometry);
        LoweredFibre.Check(fibre.Geometry, step, fibre.UnitPotential);
        ThresholdSearch.CheckPulse(train, step);
        var samples = train.Sample(step);
        var runs = amplitudes.Select(amplitude => double.IsFinite(amplitude)
            ? new SingleRun(
                fibre.Geometry,
                () => LoweredFibre.Create(fibre.Geometry, step, rest, fibre.UnitPotential),
                new LaneRun
                {
                    FieldAmplitude = amplitude,
                    FieldSamples = samples,
                    Steps = (int)Math.Round(duration / step),
                    Detection = (node, -1),
                })
            : throw new ArgumentOutOfRangeException(nameof(amplitudes), amplitude, "An amplitude must be finite, A.")).ToArray();
        LanePool.Run(runs, threads, null, cancellation);
        double[] pulses = [.. Enumerable.Range(0, train.Count).Select(i => i * train.Period)];
        return [.. runs.Select((run, i) => Assign(amplitudes[i], pulses, run.Outcome!, train.Period, step))];
    }

    private static FollowedTrain Assign(double amplitude, double[] pulses, LaneOutcome outcome, double period, double step)
    {
        double[] spikes = [.. outcome.FirstSteps.Select(s => (s + 1) * step)];
        var counts = new int[pulses.Length];
        if (spikes.Length == 0)
            return new FollowedTrain(amplitude, pulses, spikes, counts, double.NaN);
        // The first spike began where the first crossing was; later ones take as long to arrive.
        var travel = spikes[0] - outcome.FirstCrossings.Where(crossing => crossing <= spikes[0]).Min();
        int PulseOf(double spike) => Math.Clamp((int)Math.Floor((spike - travel) / period), 0, pulses.Length - 1);
        foreach (var spike in spikes)
            counts[PulseOf(spike)]++;
        return new FollowedTrain(amplitude, pulses, spikes, counts, spikes[0] - pulses[PulseOf(spikes[0])]);
    }
}
