using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Engine;

/// <summary>The staging buffer.</summary>
/// <param name="Program">Place the image is meant for.</param>
/// <param name="Hash">Promised SHA-256.</param>
/// <param name="Bytes">So far.</param>
/// <param name="Written">Bytes from the start without a hole.</param>
/// <param name="Validated">Decoded and found clean; null before.</param>
internal sealed record StageBuffer(int Program, ReadOnlyMemory<byte> Hash, byte[] Bytes, int Written, StoredProgram? Validated);

/// <summary>An image of the device's software on its way into the device.</summary>
/// <param name="Version">As announced.</param>
/// <param name="Hardware">As announced.</param>
/// <param name="Hash">SHA-256 of the whole image, as announced.</param>
/// <param name="Bytes">Image.</param>
/// <param name="Written">Bytes from the start without a hole.</param>
/// <param name="IsValidated">Whole, signed, for this device, not older.</param>
internal sealed record UpdateBuffer(
    uint Version, uint Hardware, ReadOnlyMemory<byte> Hash, byte[] Bytes, int Written, bool IsValidated);

/// <summary>The whole state of the machine. Immutable from outside: a step works on a copy.</summary>
public sealed class GeneratorState
{
    internal const long Never = long.MaxValue;

    internal long Time, WallOffsetMilliseconds;
    internal bool IsClockValid, IsPaused, IsSchedulePaused;
    internal Latches LatchBits;
    internal uint RevisionNumber, BootNumber, LogSequence;
    internal int Selected = -1;
    internal StoredProgram?[] Stored = new StoredProgram?[Memory.MemoryMap.Programs];
    internal StoredProgram? Running;
    internal StageBuffer? Stage;
    internal UpdateBuffer? Update;
    internal Software.SoftwareVersion SoftwareFloor = Software.SoftwareVersion.Factory;
    internal LimitProfile Limits = LimitProfile.Ceiling;
    internal AreaRegister[] Areas = [];

    // Times of what happens next by itself.
    internal long NextTick = Never, NextMinute = 60_000_000_000, NextCycle = Never, TestUntil = Never, HeartbeatDue = Never;
    internal long MagnetHeldAt = Never, MagnetLongAt = Never, PairingUntil, LastPress = -1_000_000_000;

    // The world as last told.
    internal bool IsMagnet, IsCharging, IsHot, IsBatteryLow, IsBrownOut, IsJump, IsOutOfRegulation, IsLeadShort, IsLeadOpen;
    internal int Millivolt, DeviceMillicelsius = 37_000, BodyMillicelsius = 37_000;
    internal int[] Ohm;
    internal Bridge? Bridge;
    internal Input.Drive Drive = new(0, 0);
    internal int[]? MeasuredOhm, BaselineOhm;
    internal long BaselineTime;

    // Battery: picocoulombs used, and attocoulombs of the next picocoulomb.
    internal long UsedPicocoulomb, UsedAttocoulomb;

    internal DeviceEvent? FaultEvent;
    internal int FaultRequirement;
    internal long FaultValue, FaultLimit;
    internal bool IsMemoryBroken;

    /// <summary>ns delivered per program, test stimulation last.</summary>
    internal long[] Delivered = new long[Memory.MemoryMap.Programs + 1];

    /// <summary>ns per 0.5 mA of the strongest area.</summary>
    internal long[] Histogram = new long[52];

    internal GeneratorState(int contacts, int millivolt)
    {
        Ohm = [.. Enumerable.Repeat(800, contacts)];
        Millivolt = millivolt;
    }

    /// <summary>What the device is doing.</summary>
    public TherapyState State { get; internal set; }

    /// <summary>Device time since the start, ns.</summary>
    public long TimeNanosecond => Time;

    /// <summary>What outlives a loss of power.</summary>
    public Latches Latches => LatchBits;

    /// <summary>Cathodic current of an area now, nA; 0 for an area the program does not have.</summary>
    public long AmplitudeNanoampere(int area) => area >= 0 && area < Areas.Length ? Areas[area].Amplitude : 0;

    /// <summary>Pulses of an area since the start.</summary>
    public long PulseCount(int area) => area >= 0 && area < Areas.Length ? Areas[area].Pulses : 0;

    /// <summary>A number that differs when any register that matters differs: FNV-1a over the registers in a fixed order.</summary>
    public ulong Hash()
    {
        var hash = new TraceHash();
        hash.Add(Time);
        hash.Add((long)State);
        hash.Add((long)LatchBits);
        hash.Add((IsPaused ? 1 : 0) + (IsSchedulePaused ? 2 : 0) + (IsHot ? 4 : 0) + (IsBrownOut ? 8 : 0) + (IsJump ? 16 : 0));
        hash.Add(RevisionNumber);
        hash.Add(Selected);
        hash.Add(UsedPicocoulomb);
        hash.Add(UsedAttocoulomb);
        hash.Add(NextTick);
        hash.Add(NextCycle);
        hash.Add(LogSequence);
        foreach (ref var area in Areas.AsSpan())
        {
            hash.Add(area.Amplitude);
            hash.Add(area.Target);
            hash.Add(area.NextGroup);
            hash.Add(area.PulseIndex);
            hash.Add(area.Pulses);
            hash.Add(area.WindowGroups);
            hash.Add(area.QuietGroups);
            hash.Add(area.ResidualOver);
            foreach (var residual in area.Residual)
                hash.Add(residual);
        }

        foreach (var time in Delivered)
            hash.Add(time);
        foreach (var time in Histogram)
            hash.Add(time);
        return hash.Value;
    }

    internal GeneratorState Copy()
    {
        var copy = (GeneratorState)MemberwiseClone();
        copy.Areas = (AreaRegister[])Areas.Clone();
        copy.Delivered = (long[])Delivered.Clone();
        copy.Histogram = (long[])Histogram.Clone();
        return copy;
    }
}
