namespace Epidura.Generator.Engine;

/// <summary>Current of one contact in the first phase.</summary>
/// <param name="Contact">Index; the case is the last.</param>
/// <param name="Nanoampere">Negative for a cathode.</param>
public readonly record struct ContactCurrent(int Contact, long Nanoampere);

/// <summary>One driven phase of a pulse.</summary>
/// <param name="OffsetNanosecond">From the start of the pulse.</param>
/// <param name="WidthNanosecond">How long.</param>
/// <param name="Currents">Per contact in use; they sum to zero.</param>
public sealed record Phase(long OffsetNanosecond, long WidthNanosecond, IReadOnlyList<ContactCurrent> Currents);

/// <summary>Pulses that are all alike: what the output stage did.</summary>
/// <param name="Area">0 to 3.</param>
/// <param name="StartNanosecond">Start of the first pulse, device time.</param>
/// <param name="PeriodNanosecond">From a group of pulses to the next.</param>
/// <param name="Groups">Groups of pulses.</param>
/// <param name="PulsesPerGroup">1, or the pulses of a burst.</param>
/// <param name="InnerPeriodNanosecond">From pulse to pulse inside a group.</param>
/// <param name="Phases">Of each pulse: one, or two of opposite sign.</param>
public sealed record PulseRun(
    int Area,
    long StartNanosecond,
    long PeriodNanosecond,
    long Groups,
    int PulsesPerGroup,
    long InnerPeriodNanosecond,
    IReadOnlyList<Phase> Phases)
{
    /// <summary>Pulses in all.</summary>
    public long Count => Groups * PulsesPerGroup;
}

/// <summary>Kinds of entries in the therapy log.</summary>
public enum LogKind : byte
{
    /// <summary>The state changed.</summary>
    State = 1,

    /// <summary>A command was accepted.</summary>
    CommandAccepted,

    /// <summary>A command was refused.</summary>
    CommandRefused,

    /// <summary>A fault was latched.</summary>
    Fault,

    /// <summary>A notice that does not stop anything.</summary>
    Notice,

    /// <summary>The device came out of a reset.</summary>
    Boot,

    /// <summary>A program was stored.</summary>
    Commit,

    /// <summary>Impedance of a contact changed much.</summary>
    Impedance,

    /// <summary>Something the link wants kept.</summary>
    Link,

    /// <summary>How an update of the device's software ended: outcome, version, what the self-test found.</summary>
    Software,
}

/// <summary>One line of the log.</summary>
/// <param name="Sequence">Rises by one; never repeats.</param>
/// <param name="Boot">Number of starts of the device.</param>
/// <param name="TimeMilliseconds">Device time since that start.</param>
/// <param name="Kind">What.</param>
/// <param name="State">State afterwards.</param>
/// <param name="Code">Event, command status or state, as the kind says.</param>
/// <param name="Requirement">Invariant, 0 for none.</param>
/// <param name="Value">Number that belongs to it.</param>
/// <param name="Limit">Limit it was held against.</param>
public readonly record struct LogEntry(
    uint Sequence, uint Boot, long TimeMilliseconds, LogKind Kind, TherapyState State, ushort Code, byte Requirement, long Value,
        long Limit);
