using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers;

/// <summary>A stimulus of fixed strength on one fibre.</summary>
/// <param name="Fibre">The fibre and its potential per ampere.</param>
/// <param name="Waveform">Relative current.</param>
/// <param name="Amplitude">A; may be negative, which swaps cathodes and anodes.</param>
/// <param name="Duration">Simulated time, s.</param>
/// <param name="DetectionNode">Where spikes are counted.</param>
/// <param name="DetectionVoltage">Membrane potential whose upward crossing is a spike, V.</param>
public sealed record FibreStimulus(
    FibreCase Fibre, Waveform Waveform, double Amplitude, double Duration, int DetectionNode, double DetectionVoltage = -0.030);

/// <summary>Spike trains at fixed amplitudes.</summary>
/// <remarks>Checked by FibreReferenceTests.</remarks>
public static class FibreResponse
{
    /// <summary>Simulates each stimulus to its end.</summary>
    /// <param name="stimuli">Any mixture of fibres and waveforms.</param>
    /// <param name="step">Time step, s.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The results do not depend on it.</param>
    /// <param name="cancellation">Asked between blocks of steps.</param>
    /// <returns>Per stimulus the ends of the steps in which the detection node crossed upwards, s, rising.</returns>
    public static double[][] SpikeTimes(
        IReadOnlyList<FibreStimulus> stimuli, double step, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stimuli);
        var rests = new RestStates();
        var tasks = new SingleRun[stimuli.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            var stimulus = stimuli[i];
            var geometry = stimulus.Fibre.Geometry;
            if (!double.IsFinite(stimulus.Amplitude))
                throw new ArgumentOutOfRangeException(nameof(stimuli), stimulus.Amplitude, "An amplitude is not finite, A.");
            LoweredFibre.Check(geometry, step, stimulus.Fibre.UnitPotential);
            var rest = rests.Of(geometry);
            tasks[i] = new SingleRun(geometry, () => LoweredFibre.Create(geometry, step, rest, stimulus.Fibre.UnitPotential), new LaneRun
            {
                FieldAmplitude = stimulus.Amplitude,
                FieldSamples = stimulus.Waveform.Sample(step),
                Steps = (int)Math.Round(stimulus.Duration / step),
                Detection = (stimulus.DetectionNode, -1),
                DetectionVoltage = stimulus.DetectionVoltage,
            });
        }

        LanePool.Run(tasks, threads, null, cancellation);
        return [.. tasks.Select(task => task.Outcome!.FirstSteps.Select(s => (s + 1) * step).ToArray())];
    }
}
