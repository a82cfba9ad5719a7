using Epidura.Generator.Commands;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Engine;

/// <summary>An event that was looked up in the table.</summary>
/// <param name="State">Before.</param>
/// <param name="Happening">What.</param>
/// <param name="Effect">What the table says.</param>
public readonly record struct Happened(TherapyState State, DeviceEvent Happening, TransitionEffect Effect);

/// <summary>A program as it lies in memory.</summary>
/// <param name="Program">Decoded.</param>
/// <param name="Image">Bytes.</param>
/// <param name="Hash">SHA-256 of the bytes.</param>
public sealed record StoredProgram(DeviceProgram Program, ReadOnlyMemory<byte> Image, ReadOnlyMemory<byte> Hash);

/// <summary>Everything one step produces besides the new state.</summary>
public sealed class StepOutputs
{
    private readonly List<PulseRun> _pulses = [];
    private readonly List<LogEntry> _log = [];
    private readonly List<Happened> _happened = [];

    /// <summary>Pulses in the order of time per area.</summary>
    public IReadOnlyList<PulseRun> Pulses => _pulses;

    /// <summary>New lines of the log.</summary>
    public IReadOnlyList<LogEntry> Log => _log;

    /// <summary>Every look-up in the table of states.</summary>
    public IReadOnlyList<Happened> Happened => _happened;

    /// <summary>Answer, when the input was a command.</summary>
    public CommandResult? Result { get; internal set; }

    /// <summary>The device has to be reset by its watchdog.</summary>
    public bool IsResetRequested { get; internal set; }

    /// <summary>Stored programs have to be compared with their hashes: once a minute.</summary>
    public bool IsScrubDue { get; internal set; }

    /// <summary>A program that has to be stored before the answer is given; null for none.</summary>
    public (int Program, StoredProgram Stored)? ToStore { get; internal set; }

    /// <summary>A signed limit profile that has to be stored before the answer is given; empty for none.</summary>
    public ReadOnlyMemory<byte> ProfileToStore { get; internal set; }

    /// <summary>An image of the device's software that has to be in its bank before the answer is given; empty for none.</summary>
    public ReadOnlyMemory<byte> UpdateToInstall { get; internal set; }

    /// <summary>SHA-256 of the installed image that has to be the software of the next start before the answer is given; empty for
    /// none.</summary>
    public ReadOnlyMemory<byte> UpdateToActivate { get; internal set; }

    internal void Add(LogEntry entry) => _log.Add(entry);

    internal void Add(Happened happened) => _happened.Add(happened);

    /// <summary>Adds pulses; joins them to the run before when they carry it on.</summary>
    internal void Add(PulseRun run)
    {
        for (var i = _pulses.Count - 1; i >= 0 && i >= _pulses.Count - 4; i--)
        {
            var last = _pulses[i];
            if (last.Area != run.Area)
                continue;
            if (last.PulsesPerGroup == 1 && run.PulsesPerGroup == 1 && ReferenceEquals(last.Phases, run.Phases)
                && last.PeriodNanosecond == run.PeriodNanosecond
                && last.StartNanosecond + (last.Groups * last.PeriodNanosecond) == run.StartNanosecond)
            {
                _pulses[i] = last with { Groups = last.Groups + run.Groups };
                return;
            }

            break;
        }

        _pulses.Add(run);
    }
}

/// <summary>What a step returns.</summary>
/// <param name="State">Afterwards.</param>
/// <param name="Outputs">On the way.</param>
public sealed record StepResult(GeneratorState State, StepOutputs Outputs);
