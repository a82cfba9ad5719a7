using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers;

/// <summary>Waveforms as midpoint steps take them: averages over the steps of a grid that begins half a step before.</summary>
/// <remarks>
/// Averages keep the charge whatever the step. The half step puts every edge that falls on a whole number of steps into the middle of one:
/// the stiff modes of the internode, which a midpoint step mirrors rather than damps, then land on their new values instead of ringing.
/// Derivation: docs/science/solver-modes.md. Checked by ReferenceModeTests.
/// </remarks>
internal static class StepAverages
{
    /// <summary>Averages over [(i - 1/2) step, (i + 1/2) step], from i = 0 to the step that holds the waveform's end.</summary>
    public static double[] Of(Waveform waveform, double step)
    {
        var averages = new double[(int)Math.Ceiling((waveform.Duration / step) + 0.5 - 1e-6)];
        var before = 0.0;
        for (var i = 0; i < averages.Length; i++)
        {
            var until = Integral(waveform, (i + 0.5) * step);
            averages[i] = (until - before) / step;
            before = until;
        }

        return averages;
    }

    /// <summary>Integral of a waveform from zero to a time, s.</summary>
    private static double Integral(Waveform waveform, double time)
    {
        time = Math.Min(time, waveform.Duration);
        return time <= 0 ? 0 : waveform switch
        {
            Waveform.Monophasic => time,
            Waveform.Biphasic pulse =>
                Math.Min(time, pulse.Width) - (Math.Max(0, time - pulse.Width - pulse.Gap) / pulse.Ratio),
            Waveform.PassiveRecharge pulse => Math.Min(time, pulse.Width) - Discharged(pulse, time - pulse.Width - pulse.Gap),
            Waveform.Steps steps => steps.Integral(time),
            Waveform.Sinusoid sine => (1 - Math.Cos(2 * Math.PI * sine.Frequency * time)) / (2 * Math.PI * sine.Frequency),
            Waveform.Train train => Enumerable.Range(0, train.Count).Sum(k => Integral(train.Unit, time - (k * train.Period))),
            _ => Sum(waveform, time),
        };
    }

    private static double Discharged(Waveform.PassiveRecharge pulse, double since)
    {
        var window = pulse.Period - pulse.Width - pulse.Gap;
        return since <= 0 ? 0
            : pulse.Width * (1 - Math.Exp(-since / pulse.TimeConstant)) / (1 - Math.Exp(-window / pulse.TimeConstant));
    }

    /// <summary>Any other waveform: a thousand midpoints.</summary>
    private static double Sum(Waveform waveform, double time)
    {
        const int Points = 1000;
        var sum = 0.0;
        for (var i = 0; i < Points; i++)
            sum += waveform.ValueAt((i + 0.5) / Points * time);
        return sum / Points * time;
    }
}
