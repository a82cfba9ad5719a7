using Epidura.Generator.Engine;

namespace Epidura.Generator;

/// <summary>One area as a client sees it.</summary>
/// <param name="AmplitudeMicroampere">What flows now, rounded down.</param>
/// <param name="TargetMicroampere">Where it is going.</param>
/// <param name="MinMicroampere">Patient window.</param>
/// <param name="MaxMicroampere">Patient window.</param>
/// <param name="StepMicroampere">One press.</param>
public readonly record struct AreaStatus(
    int AmplitudeMicroampere, int TargetMicroampere, int MinMicroampere, int MaxMicroampere, int StepMicroampere);

/// <summary>Telemetry: everything a client may show. Only what the device says itself.</summary>
/// <param name="TimeNanosecond">Device time since the start; a raising command is based on it.</param>
/// <param name="Boot">Number of starts.</param>
/// <param name="State">What the device is doing.</param>
/// <param name="Latches">What outlives a loss of power.</param>
/// <param name="IsPaused">On, in a pause of its cycle.</param>
/// <param name="Revision">Of programs, windows, selection, limits and modes.</param>
/// <param name="SelectedProgram">0 to 15; -1 when none is stored.</param>
/// <param name="StoredPrograms">Bit per program.</param>
/// <param name="Areas">Of the selected or tested program.</param>
/// <param name="BatteryMillivolt">mV.</param>
/// <param name="ChargePermille">Of the usable capacity.</param>
/// <param name="DeviceMillicelsius">m°C.</param>
/// <param name="IsMagnetPresent">Over the device now.</param>
/// <param name="IsPairingWindowOpen">The magnet was held for five seconds less than a minute ago.</param>
/// <param name="IsClockValid">Schedules and certificates need it.</param>
/// <param name="IsOutOfRegulation">The output voltage cannot hold the current, I-15.</param>
/// <param name="AreIncreasesBlocked">Battery, compliance or an impedance jump.</param>
/// <param name="FaultEvent">Why it is in fault; null when it is not.</param>
/// <param name="FaultRequirement">Invariant behind the fault; 0 for none.</param>
/// <param name="FaultValue">Measured.</param>
/// <param name="FaultLimit">Allowed.</param>
/// <param name="IsMemoryReadOnly">Memory failed or is corrupt: nothing is written until a clinician clears it.</param>
/// <param name="Reason">The state in one sentence.</param>
public sealed record DeviceStatus(
    long TimeNanosecond,
    uint Boot,
    TherapyState State,
    Latches Latches,
    bool IsPaused,
    uint Revision,
    int SelectedProgram,
    ushort StoredPrograms,
    IReadOnlyList<AreaStatus> Areas,
    int BatteryMillivolt,
    int ChargePermille,
    int DeviceMillicelsius,
    bool IsMagnetPresent,
    bool IsPairingWindowOpen,
    bool IsClockValid,
    bool IsOutOfRegulation,
    bool AreIncreasesBlocked,
    DeviceEvent? FaultEvent,
    int FaultRequirement,
    long FaultValue,
    long FaultLimit,
    bool IsMemoryReadOnly,
    string Reason);
