namespace Epidura.Records;

/// <summary>One clinic: the border that no query crosses.</summary>
public readonly record struct ClinicId(Guid Value)
{
    /// <summary>A new one.</summary>
    public static ClinicId Create() => new(new Guid(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>One patient of one clinic; a pseudonym, the only thing about a patient that may stand in a log or an address.</summary>
public readonly record struct PatientId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Who did something.</summary>
/// <param name="Id">Account, 1 to 64 characters; never a password or a key.</param>
/// <param name="Role">In which role: clinician, patient, engineer, system.</param>
public sealed record Actor(string Id, string Role);
