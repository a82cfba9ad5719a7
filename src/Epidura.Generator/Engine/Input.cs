using Epidura.Generator.Commands;

namespace Epidura.Generator.Engine;

/// <summary>What the world does to the machine at one instant.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>Only time passes.</summary>
    public static Input None { get; } = new Nothing();

    /// <summary>Only time passes.</summary>
    public sealed record Nothing : Input;

    /// <summary>A command that the link let through.</summary>
    /// <param name="Context">Who, with which revision.</param>
    /// <param name="Command">What.</param>
    public sealed record Ask(CommandContext Context, Command Command) : Input;

    /// <summary>The magnet comes or goes.</summary>
    /// <param name="IsPresent">Over the device.</param>
    public sealed record Magnet(bool IsPresent) : Input;

    /// <summary>Battery voltage under load.</summary>
    /// <param name="Millivolt">mV.</param>
    /// <param name="IsCharging">A charger is coupled.</param>
    public sealed record Battery(int Millivolt, bool IsCharging = false) : Input;

    /// <summary>Temperatures.</summary>
    /// <param name="DeviceMillicelsius">Of the housing, m°C.</param>
    /// <param name="BodyMillicelsius">Of the body, m°C.</param>
    /// <param name="IsValid">False when the sensor is in doubt, which counts as hot.</param>
    public sealed record Temperature(int DeviceMillicelsius, int BodyMillicelsius, bool IsValid = true) : Input;

    /// <summary>True impedances of the contacts.</summary>
    /// <param name="Ohm">One per contact, the case last.</param>
    /// <param name="Short">Two contacts with a bridge between them; null for none.</param>
    public sealed record Impedances(IReadOnlyList<int> Ohm, Bridge? Short = null) : Input;

    /// <summary>How far the current sources deviate from what is commanded.</summary>
    /// <param name="OffsetNanoampere">Added to every contact in use in both phases.</param>
    /// <param name="MismatchPartsPerMillion">Second phase over the first, minus one.</param>
    /// <param name="IsPhaseStuck">The second phase is missing.</param>
    /// <param name="LeakNanoampere">Direct current past the blocking capacitor.</param>
    public sealed record Drive(
        int OffsetNanoampere, int MismatchPartsPerMillion, bool IsPhaseStuck = false, int LeakNanoampere = 0) : Input;

    /// <summary>The pulse engine's watchdog saw a kick at the wrong time; the device resets afterwards.</summary>
    public sealed record WatchdogFailed : Input;

    /// <summary>The pulse engine stands still for a while.</summary>
    /// <param name="Nanosecond">How long.</param>
    public sealed record Stall(long Nanosecond) : Input;

    /// <summary>A bit of a critical register flips.</summary>
    /// <param name="Area">0 to 3.</param>
    /// <param name="Bit">0 to 63 of the amplitude register; 64 and above of the image in working memory.</param>
    public sealed record BitFlip(int Area, int Bit) : Input;

    /// <summary>The wall clock jumps.</summary>
    /// <param name="Milliseconds">Signed.</param>
    public sealed record ClockJump(long Milliseconds) : Input;

    /// <summary>Memory reported a failure, or a stored program fails its check.</summary>
    /// <param name="IsProgram">True for a program, false for the medium.</param>
    public sealed record MemoryFault(bool IsProgram) : Input;

    /// <summary>The session that runs test stimulation is gone.</summary>
    public sealed record LinkLost : Input;
}

/// <summary>A conducting bridge between two contacts.</summary>
/// <param name="First">Index of a contact.</param>
/// <param name="Second">Index of another.</param>
/// <param name="Ohm">Of the bridge.</param>
public sealed record Bridge(int First, int Second, int Ohm);
