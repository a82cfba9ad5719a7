namespace Epidura.Generator.Engine;

/// <summary>What the device is doing. The names are those of <c>data/generator/states.csv</c>.</summary>
public enum TherapyState : byte
{
    /// <summary>Ready, output at zero.</summary>
    Off,

    /// <summary>The output rises from zero to the selected amplitude.</summary>
    Ramp,

    /// <summary>Committed therapy, in a pause of its cycle too.</summary>
    On,

    /// <summary>A clinician tries a staged program; ends by itself.</summary>
    Test,

    /// <summary>Kept off for a scan, over resets too.</summary>
    Mri,

    /// <summary>Latched off after a fault.</summary>
    Fault,

    /// <summary>The battery is spent; off for good.</summary>
    EndOfService,

    /// <summary>Asleep for storage.</summary>
    Shipping,
}

/// <summary>Facts that outlive a loss of power.</summary>
[Flags]
public enum Latches : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A fault was seen and not cleared.</summary>
    Fault = 1,

    /// <summary>MRI mode.</summary>
    Mri = 2,

    /// <summary>The battery is spent.</summary>
    EndOfService = 4,

    /// <summary>Asleep for storage.</summary>
    Shipping = 8,

    /// <summary>A magnet switched the output off.</summary>
    Magnet = 16,

    /// <summary>One single watchdog reset may resume therapy.</summary>
    AutoResume = 32,

    /// <summary>Replacement is due.</summary>
    ReplacementDue = 64,

    /// <summary>The output was running; cleared by every way to off but a reset.</summary>
    Running = 128,
}

/// <summary>Everything that can move the state. The names are those of <c>data/generator/states.csv</c>.</summary>
public enum DeviceEvent : byte
{
    /// <summary>Command.</summary>
    Start,

    /// <summary>Command, from any session or from the link when a magnet is present.</summary>
    Stop,

    /// <summary>Command.</summary>
    Select,

    /// <summary>An amplitude goes up.</summary>
    Increase,

    /// <summary>An amplitude goes down.</summary>
    Decrease,

    /// <summary>Command: the staging buffer changes or is validated.</summary>
    Stage,

    /// <summary>Command.</summary>
    Commit,

    /// <summary>Command: patient window.</summary>
    Window,

    /// <summary>Command.</summary>
    TestStart,

    /// <summary>Command.</summary>
    EnterMri,

    /// <summary>Command.</summary>
    ExitMri,

    /// <summary>Command.</summary>
    ClearFault,

    /// <summary>Command.</summary>
    MeasureImpedance,

    /// <summary>Command: clock, limit profile, auto resume.</summary>
    Configure,

    /// <summary>Command.</summary>
    EnterShipping,

    /// <summary>Command.</summary>
    LeaveShipping,

    /// <summary>Every area has reached its target.</summary>
    RampDone,

    /// <summary>Test stimulation has lasted as long as it may.</summary>
    TestExpired,

    /// <summary>Three heartbeats of test stimulation are missing.</summary>
    HeartbeatLost,

    /// <summary>A boost ended.</summary>
    BoostExpired,

    /// <summary>A pause of the cycle or of the schedule begins.</summary>
    PauseBegins,

    /// <summary>A pause ends; the output ramps.</summary>
    PauseEnds,

    /// <summary>The magnet has been there for a second.</summary>
    MagnetHeld,

    /// <summary>The magnet has been there for five seconds.</summary>
    MagnetLong,

    /// <summary>The magnet has gone.</summary>
    MagnetGone,

    /// <summary>The pulse engine kicked its watchdog too early, too late or not at all.</summary>
    Watchdog,

    /// <summary>The device comes out of a reset.</summary>
    Reset,

    /// <summary>Three resets within ten minutes.</summary>
    ResetStorm,

    /// <summary>Battery under the level for raises.</summary>
    BatteryLow,

    /// <summary>Battery under the level for any output.</summary>
    BrownOut,

    /// <summary>Battery back to normal.</summary>
    BatteryGood,

    /// <summary>Too warm, or the sensor is in doubt.</summary>
    OverTemperature,

    /// <summary>Temperature back to normal.</summary>
    TemperatureGood,

    /// <summary>A contact in use is open.</summary>
    LeadOpen,

    /// <summary>Two contacts are short.</summary>
    LeadShort,

    /// <summary>An impedance jumped.</summary>
    ImpedanceJump,

    /// <summary>The output voltage cannot hold the current.</summary>
    OutOfCompliance,

    /// <summary>Residual charge, net direct current or electrode voltage over its limit.</summary>
    ChargeImbalance,

    /// <summary>Three pulses in a row missed their time.</summary>
    DeadlinesMissed,

    /// <summary>The monitor refuses a pulse that the engine made.</summary>
    MonitorRefuses,

    /// <summary>Checked arithmetic overflowed.</summary>
    Overflow,

    /// <summary>A program or a register is not what it was.</summary>
    ProgramCorrupt,

    /// <summary>Memory cannot be read or written.</summary>
    MemoryFailed,

    /// <summary>Replacement is due.</summary>
    ReplacementDue,

    /// <summary>The battery is spent.</summary>
    EndOfService,

    /// <summary>The wall clock is not valid.</summary>
    ClockInvalid,
}
