using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Programs;

/// <summary>The part of the amplitude that one contact carries.</summary>
/// <param name="Contact">Index of the contact; the case is the number of contacts.</param>
/// <param name="PerMille">Negative for a cathode.</param>
public readonly record struct DeviceFraction(int Contact, int PerMille);

/// <summary>One area as the device stores it: integers only.</summary>
/// <param name="Therapy">Class, for the log.</param>
/// <param name="Recharge">Second phase.</param>
/// <param name="AmplitudeMicroampere">Total cathodic current the area starts with.</param>
/// <param name="PatientMinMicroampere">Lower end of the patient window.</param>
/// <param name="PatientMaxMicroampere">Upper end; zero means no stimulation.</param>
/// <param name="PatientStepMicroampere">One press.</param>
/// <param name="WidthMicrosecond">First phase.</param>
/// <param name="GapMicrosecond">Between the phases.</param>
/// <param name="PeriodNanosecond">From a group of pulses to the next; the rate is derived.</param>
/// <param name="Pulses">1, or the pulses of a burst.</param>
/// <param name="InnerPeriodNanosecond">From pulse to pulse inside a burst; 0 for single pulses.</param>
/// <param name="OffsetNanosecond">Of the first pulse after the start of the program.</param>
/// <param name="Fractions">In the order of the program.</param>
public sealed record DeviceArea(
    Therapy Therapy,
    Recharge Recharge,
    int AmplitudeMicroampere,
    int PatientMinMicroampere,
    int PatientMaxMicroampere,
    int PatientStepMicroampere,
    int WidthMicrosecond,
    int GapMicrosecond,
    long PeriodNanosecond,
    int Pulses,
    long InnerPeriodNanosecond,
    long OffsetNanosecond,
    IReadOnlyList<DeviceFraction> Fractions)
{
    /// <summary>Time from the start of a pulse to the end of its driven phases, ns.</summary>
    public long PulseNanosecond => checked(
        (WidthMicrosecond * 1000L * (Recharge == Recharge.Active ? 2 : 1)) + (Recharge == Recharge.Active ? GapMicrosecond * 1000L : 0));

    /// <summary>Time from the start of a group to the end of its last driven phase, ns.</summary>
    public long GroupNanosecond => checked(((Pulses - 1) * InnerPeriodNanosecond) + PulseNanosecond);
}

/// <summary>A program as the device stores it.</summary>
/// <param name="Name">At most 24 bytes of UTF-8.</param>
/// <param name="Group">0 to 15; the patient steps through the programs of a group.</param>
/// <param name="RampMilliseconds">Shortest rise from zero, 3000 to 10 000.</param>
/// <param name="CycleOnMilliseconds">0 together with the next for therapy without pauses.</param>
/// <param name="CycleOffMilliseconds">Pause.</param>
/// <param name="DailyStartMinute">Minute of the day, UTC, at which scheduled dosing starts.</param>
/// <param name="DailyLengthMinutes">0 for the whole day.</param>
/// <param name="Areas">1 to 4.</param>
public sealed record DeviceProgram(
    string Name,
    int Group,
    int RampMilliseconds,
    int CycleOnMilliseconds,
    int CycleOffMilliseconds,
    int DailyStartMinute,
    int DailyLengthMinutes,
    IReadOnlyList<DeviceArea> Areas);
