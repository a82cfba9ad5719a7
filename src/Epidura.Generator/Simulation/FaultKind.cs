namespace Epidura.Generator.Simulation;

/// <summary>
/// What a simulated world does to a device. Those of the radio act at the border of commands; the codec has a campaign of its own.
/// </summary>
public enum FaultKind
{
    /// <summary>A command never arrives.</summary>
    PacketLoss,

    /// <summary>A command arrives twice.</summary>
    Duplication,

    /// <summary>Two commands change places.</summary>
    Reorder,

    /// <summary>A command arrives later than it may.</summary>
    Delay,

    /// <summary>An image arrives without its end.</summary>
    Truncation,

    /// <summary>A bit of an image flips on the way.</summary>
    TransferBitFlip,

    /// <summary>A programmer goes silent in a test.</summary>
    HalfOpen,

    /// <summary>A programmer disappears in a test.</summary>
    PeerCrash,

    /// <summary>An old command comes again.</summary>
    PeerReplay,

    /// <summary>Two programmers act on the same revision.</summary>
    TwoProgrammers,

    /// <summary>The wall clock steps.</summary>
    ClockStep,

    /// <summary>The wall clock stands still for a minute.</summary>
    ClockStop,

    /// <summary>The wall clock drifts.</summary>
    ClockDrift,

    /// <summary>Power goes at some byte of a write.</summary>
    BrownOutInWrite,

    /// <summary>Power goes between writes.</summary>
    PowerLoss,

    /// <summary>A write takes long: the pulse engine waits for a moment.</summary>
    SlowMemory,

    /// <summary>A bit of the memory sticks.</summary>
    StuckMemoryBit,

    /// <summary>A bit of a stored program rots.</summary>
    BitRot,

    /// <summary>The journal goes round whole.</summary>
    JournalFull,

    /// <summary>A bit of a critical register or of the image in working memory flips.</summary>
    WorkingMemoryFlip,

    /// <summary>The watchdog is kicked too early or too late.</summary>
    WatchdogMiss,

    /// <summary>The pulse engine stands still.</summary>
    EngineStall,

    /// <summary>The second phase is missing.</summary>
    DacStuck,

    /// <summary>The current sources are off.</summary>
    DacOffset,

    /// <summary>A contact is open.</summary>
    LeadOpen,

    /// <summary>Two contacts are short.</summary>
    LeadShort,

    /// <summary>Impedances drift or jump.</summary>
    ImpedanceDrift,

    /// <summary>Heat, fever or a sensor in doubt.</summary>
    OverTemperature,

    /// <summary>The battery sags.</summary>
    BatterySag,

    /// <summary>A magnet comes, goes, chatters.</summary>
    Magnet,

    /// <summary>MRI mode on and off.</summary>
    Mri,

    /// <summary>A burst of interference resets the device.</summary>
    InterferenceReset,
}
