using Epidura.Stimulation;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Search;

/// <summary>The current against time that the cable sees: every phase of every pulse that can take part in a spike.</summary>
/// <remarks>Measured effect of each part and of the cuts: docs/science/recruitment.md. Checked by ProgramWaveTests.</remarks>
public static class ProgramWave
{
    /// <summary>Pulses of a rate whose period is shorter run for this long, s.</summary>
    private const double Span = 3e-3;

    /// <summary>A passive discharge is followed for this long after the last pulse, s; cutting it there changes no threshold.</summary>
    private const double Tail = 2e-3;

    /// <summary>The waveform of a pulse.</summary>
    /// <param name="pulse">Class, rate, gap and recharge.</param>
    /// <param name="widthMicrosecond">First phase, µs.</param>
    /// <param name="timeConstant">Of the passive discharge, s; not used with active recharge.</param>
    public static Waveform Of(PulseSettings pulse, int widthMicrosecond, double timeConstant)
    {
        ArgumentNullException.ThrowIfNull(pulse);
        double width = widthMicrosecond * 1e-6, gap = pulse.GapMicrosecond * 1e-6, period = 1 / pulse.Rate.Hertz;
        var isBurst = pulse.Therapy == Therapy.Burst;
        var spacing = isBurst ? 1 / Dose.IntraBurstHertz : period;
        var count = isBurst ? Dose.PulsesPerBurst : Math.Max(1, (int)((Span / period) + 1e-9));
        if (pulse.Recharge == Recharge.Active)
            return Repeat(new Waveform.Biphasic(width, gap), count, spacing);
        var whole = isBurst
            ? new Waveform.PassiveBurst(width, count, spacing, timeConstant, period)
            : Repeat(new Waveform.PassiveRecharge(width, gap, timeConstant, period), count, spacing);
        return new Waveform.Beginning(whole, ((count - 1) * spacing) + width + gap + Tail);
    }

    private static Waveform Repeat(Waveform unit, int count, double spacing) =>
        count == 1 ? unit : new Waveform.Train(unit, count, spacing);
}
