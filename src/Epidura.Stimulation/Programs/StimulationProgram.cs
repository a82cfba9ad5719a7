using Epidura.Quantities;

namespace Epidura.Stimulation.Programs;

/// <summary>A contact of a placed lead, or the case of the pulse generator.</summary>
/// <param name="Lead">Key of the lead in the case file, for example <c>left</c>; empty for the case.</param>
/// <param name="Number">1 is nearest the tip; 0 for the case.</param>
public readonly record struct ContactId(string Lead, int Number)
{
    /// <summary>The metal housing of the pulse generator.</summary>
    public static ContactId Case => new("", 0);

    /// <summary>True for the housing.</summary>
    public bool IsCase => Number == 0;

    /// <inheritdoc/>
    public override string ToString() => IsCase ? "case" : $"{Lead}.{Number}";
}

/// <summary>The part of the amplitude that one contact carries.</summary>
/// <param name="Contact">Which.</param>
/// <param name="PerMille">Negative for a cathode; cathodes sum to -1000, anodes to +1000.</param>
public readonly record struct ContactFraction(ContactId Contact, int PerMille);

/// <summary>Class of therapy; it brings the rate and the time pattern.</summary>
public enum Therapy
{
    /// <summary>Regular pulses that are felt as paresthesia.</summary>
    Tonic,

    /// <summary>Groups of five pulses.</summary>
    Burst,

    /// <summary>10 kHz.</summary>
    HighFrequency,

    /// <summary>High pulse width times rate below perception.</summary>
    HighDensity,
}

/// <summary>How the charge is taken back.</summary>
public enum Recharge
{
    /// <summary>A driven second phase of equal charge.</summary>
    Active,

    /// <summary>Discharge of the blocking capacitors.</summary>
    Passive,
}

/// <summary>One stimulation area of a program.</summary>
/// <param name="Contacts">Fractions, cathodes -1000 and anodes +1000 in sum; the case may be one.</param>
/// <param name="Amplitude">Total cathodic current.</param>
/// <param name="PulseWidthMicrosecond">First phase, whole µs.</param>
/// <param name="InterphaseGapMicrosecond">Between the phases, whole µs.</param>
/// <param name="Rate">Pulses per second (within a burst: bursts per second).</param>
/// <param name="Therapy">Class.</param>
/// <param name="Recharge">Second phase.</param>
public sealed record ProgramArea(
    IReadOnlyList<ContactFraction> Contacts,
    Current Amplitude,
    int PulseWidthMicrosecond,
    int InterphaseGapMicrosecond,
    Frequency Rate,
    Therapy Therapy,
    Recharge Recharge);

/// <summary>A vendor-neutral program: what is planned, checked, sent to the generator, recorded and exported.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Areas">One to four.</param>
public sealed record StimulationProgram(string Name, IReadOnlyList<ProgramArea> Areas);
