namespace Epidura.Generator.Engine;

/// <summary>
/// Working registers of one area. Arrays are replaced, never changed, so that a copy of the struct is a copy of the state.
/// </summary>
internal struct AreaRegister
{
    /// <summary>Cathodic current of the pulses, nA, and its complement, which every pulse compares.</summary>
    public long Amplitude, Complement;

    /// <summary>Where the amplitude is going, nA, and how far it may rise per tick.</summary>
    public long Target, Increment;

    /// <summary>Start of the present or next group, ns, and the next pulse inside it.</summary>
    public long NextGroup;

    /// <summary>Next pulse inside the group.</summary>
    public int PulseIndex;

    /// <summary>Temporary raise, nA, and its end.</summary>
    public long Boost, BoostUntil;

    /// <summary>Pulses of the present amplitude; null until the next pulse asks for them.</summary>
    public Phase[]? Phases;

    /// <summary>Battery charge per pulse, aC, and voltage over the tissue, µV, of those pulses.</summary>
    public long BatteryPerPulse, TissueMicrovolt;

    /// <summary>Charge on the electrodes at the end of the last recovery, aC, one per fraction.</summary>
    public long[] Residual;

    /// <summary>The same at the start of the window of one second.</summary>
    public long[] WindowResidual;

    /// <summary>What a recovery leaves, Q32, one per fraction; null until the next group asks for it.</summary>
    public long[]? Decay;

    /// <summary>Groups in the present window, and groups since the amplitude last changed, which stop counting at two windows.</summary>
    public long WindowGroups, QuietGroups;

    /// <summary>How long the residual charge has been above its limit, ns.</summary>
    public long ResidualOver;

    /// <summary>Groups that were left out to stretch a recovery.</summary>
    public int Stretches;

    /// <summary>Pulses in a row that the output voltage could not hold; stops counting at four.</summary>
    public int OutOfCompliance;

    /// <summary>True when the next group leaves every register as the last did, so that whole groups may be jumped over.</summary>
    public bool IsSteady;

    /// <summary>Pulses since the start of the device.</summary>
    public long Pulses;

    /// <summary>The monitor's own memory: amplitude and time of the last pulse it let pass.</summary>
    public long MonitorAmplitude, MonitorTime;

    /// <summary>The monitor's own memory: start of the last ramp, and where it was to go.</summary>
    public long MonitorRampStart, MonitorRampTarget;

    /// <summary>The pulses the monitor checked last.</summary>
    public Phase[]? MonitorPhases;
}
