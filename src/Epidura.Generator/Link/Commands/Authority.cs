namespace Epidura.Generator.Link.Commands;

/// <summary>Who may send what. Everything that is not listed is denied.</summary>
public static class Authority
{
    private const int Patient = 1 << (int)LinkRole.Patient;
    private const int Clinician = 1 << (int)LinkRole.Clinician;
    private const int Reader = 1 << (int)LinkRole.Reader;
    private const int Service = 1 << (int)LinkRole.Service;
    private const int Everybody = Patient | Clinician | Reader | Service;

    /// <summary>What the table says about one command.</summary>
    /// <param name="Roles">Bit mask over <see cref="LinkRole"/>.</param>
    /// <param name="TakesLock">Programming: one session at a time.</param>
    /// <param name="MayIncrease">Could lead to more output: must be based on a recent status.</param>
    /// <param name="HasEffect">Changes something: done once per command id.</param>
    /// <param name="PassesLock">Passes while another session programs.</param>
    private readonly record struct Row(int Roles, bool TakesLock, bool MayIncrease, bool HasEffect, bool PassesLock);

    private static Row Of(Opcode opcode) => opcode switch
    {
        Opcode.GetInfo or Opcode.GetStatus or Opcode.GetLog or Opcode.Characterise => new(Everybody, false, false, false, true),
        Opcode.Stop => new(Everybody, false, false, true, true),
        Opcode.Down => new(Patient | Clinician, false, false, true, true),
        Opcode.Start or Opcode.SelectProgram or Opcode.Up => new(Patient | Clinician, false, true, true, false),
        Opcode.EnterMri => new(Patient | Clinician, false, false, true, false),
        Opcode.ExitMri => new(Patient | Clinician, false, true, true, false),
        Opcode.StageBegin or Opcode.StageWrite or Opcode.StageAbort or Opcode.SetPatientWindow or Opcode.ClearFault
            or Opcode.SetClock => new(Clinician, true, false, true, false),
        Opcode.MeasureImpedance => new(Clinician, true, false, true, false),
        Opcode.StageValidate => new(Clinician, true, false, false, false),
        Opcode.Commit or Opcode.TestStimulation => new(Clinician, true, true, true, false),
        Opcode.ReleaseLock => new(Clinician, false, false, false, true),
        Opcode.BondList => new(Clinician, false, false, false, true),
        Opcode.BondRemove => new(Clinician, true, false, true, false),
        Opcode.PresentCertificate => new(Clinician, false, false, true, true),
        Opcode.SetLimitProfile => new(Clinician | Service, true, false, true, false),
        _ => default,
    };

    /// <summary>True for a command of the set that a session can send after CONFIRM.</summary>
    public static bool IsKnown(Opcode opcode) => Of(opcode).Roles != 0 || opcode == Opcode.Pair;

    /// <summary>True when the role may send the command; a pairing session may only pair.</summary>
    public static bool Allows(LinkRole role, Opcode opcode) =>
        role == LinkRole.None ? opcode == Opcode.Pair : ((Of(opcode).Roles >> (int)role) & 1) != 0;

    /// <summary>
    /// True for what a clinician may do although the certificate cannot be judged or has expired:
    /// stop, less, look, show a newer certificate; with the magnet present, set the clock.
    /// </summary>
    public static bool AllowsWithoutCertificate(Opcode opcode, bool magnetPresent) =>
        opcode is Opcode.GetInfo or Opcode.GetStatus or Opcode.GetLog or Opcode.Characterise or Opcode.Stop or Opcode.Down
            or Opcode.PresentCertificate or Opcode.ReleaseLock
        || (opcode == Opcode.SetClock && magnetPresent);

    /// <summary>True for the commands of a programming session, of which there is one at a time.</summary>
    public static bool TakesLock(Opcode opcode) => Of(opcode).TakesLock;

    /// <summary>True for what passes while another session holds the lock: stop, down and reading.</summary>
    public static bool PassesLock(Opcode opcode) => Of(opcode).PassesLock;

    /// <summary>True when the command must name the status it is based on.</summary>
    public static bool MayIncrease(Opcode opcode) => Of(opcode).MayIncrease;

    /// <summary>True when a repeated command id must give the first result and act only once.</summary>
    public static bool HasEffect(Opcode opcode) => Of(opcode).HasEffect;
}
