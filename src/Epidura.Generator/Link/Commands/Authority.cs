using Epidura.Generator.Commands;

namespace Epidura.Generator.Link.Commands;

/// <summary>Who may send what. Everything that is not listed is denied.</summary>
public static class Authority
{
    private const int Patient = 1 << (int)Role.Patient;
    private const int Clinician = 1 << (int)Role.Clinician;
    private const int Reader = 1 << (int)Role.Reader;
    private const int Service = 1 << (int)Role.Service;
    private const int Everybody = Patient | Clinician | Reader | Service;

    /// <summary>What the table says about one command.</summary>
    /// <param name="Roles">Bit mask over <see cref="Role"/>.</param>
    /// <param name="HasEffect">Changes something: done once per command id.</param>
    /// <param name="TakesLock">Programming: one session at a time.</param>
    /// <param name="IsRaising">May raise the output: must be based on a recent status.</param>
    /// <param name="PassesLock">Passes while another session programs.</param>
    private readonly record struct Row(
        int Roles, bool HasEffect = false, bool TakesLock = false, bool IsRaising = false, bool PassesLock = false);

    private static Row Of(Opcode opcode) => opcode switch
    {
        Opcode.GetInfo or Opcode.GetStatus or Opcode.GetLog or Opcode.Characterise or Opcode.GetUsage or Opcode.GetProgram
            or Opcode.GetImpedance or Opcode.GetSoftware => new(Everybody, PassesLock: true),
        Opcode.Heartbeat => new(Patient | Clinician, PassesLock: true),
        Opcode.Stop => new(Everybody, HasEffect: true, PassesLock: true),
        Opcode.Down or Opcode.EnterMri => new(Patient | Clinician, HasEffect: true, PassesLock: true),
        Opcode.Start or Opcode.Up or Opcode.Boost => new(Patient | Clinician, HasEffect: true, IsRaising: true),
        Opcode.SelectProgram or Opcode.ExitMri => new(Patient | Clinician, HasEffect: true),
        Opcode.SetAmplitude or Opcode.TestStart => new(Clinician, HasEffect: true, TakesLock: true, IsRaising: true),
        Opcode.StageBegin or Opcode.StageWrite or Opcode.Commit or Opcode.SetPatientWindow or Opcode.ClearFault or Opcode.SetClock
            or Opcode.SetAutoResume or Opcode.EnterShipping or Opcode.LeaveShipping => new(Clinician, HasEffect: true, TakesLock: true),
        Opcode.StageValidate or Opcode.MeasureImpedance => new(Clinician, TakesLock: true),
        Opcode.ReleaseLock => new(Clinician | Service, PassesLock: true),
        Opcode.BondList => new(Clinician, PassesLock: true),
        Opcode.BondRemove => new(Clinician, HasEffect: true, TakesLock: true),
        Opcode.PresentCertificate => new(Clinician, HasEffect: true, PassesLock: true),
        Opcode.SetLimitProfile => new(Clinician | Service, HasEffect: true, TakesLock: true),
        Opcode.UpdateBegin or Opcode.UpdateWrite or Opcode.UpdateValidate or Opcode.UpdateActivate =>
            new(Service, HasEffect: true, TakesLock: true),
        _ => default,
    };

    /// <summary>True for a command of the set that a session can send after CONFIRM.</summary>
    public static bool IsKnown(Opcode opcode) => Of(opcode).Roles != 0 || opcode == Opcode.Pair;

    /// <summary>True when the role may send the command; a pairing session may only pair.</summary>
    public static bool Allows(Role role, Opcode opcode) =>
        role == Role.None ? opcode == Opcode.Pair : ((Of(opcode).Roles >> (int)role) & 1) != 0;

    /// <summary>
    /// True for what a clinician may do although the certificate cannot be judged or has expired:
    /// stop, less, look, show a newer certificate; with the magnet present, set the clock.
    /// </summary>
    public static bool AllowsWithoutCertificate(Opcode opcode, bool magnetPresent) =>
        opcode is Opcode.GetInfo or Opcode.GetStatus or Opcode.GetLog or Opcode.Characterise or Opcode.GetUsage
            or Opcode.GetProgram or Opcode.GetImpedance or Opcode.GetSoftware or Opcode.Stop or Opcode.Down or Opcode.Heartbeat
            or Opcode.PresentCertificate or Opcode.ReleaseLock
        || (opcode == Opcode.SetClock && magnetPresent);

    /// <summary>True for the commands of a programming session, of which there is one at a time.</summary>
    public static bool TakesLock(Opcode opcode) => Of(opcode).TakesLock;

    /// <summary>True for what passes while another session holds the lock: stop, down and reading.</summary>
    public static bool PassesLock(Opcode opcode) => Of(opcode).PassesLock;

    /// <summary>True when the command must name the status it is based on.</summary>
    public static bool IsRaising(Opcode opcode) => Of(opcode).IsRaising;

    /// <summary>True for the update of the device's software, I-40: its refusals by role are logged by the device too.</summary>
    public static bool IsUpdate(Opcode opcode) => opcode is >= Opcode.UpdateBegin and <= Opcode.UpdateActivate;

    /// <summary>True when a repeated command id must give the first result and act only once.</summary>
    public static bool HasEffect(Opcode opcode) => Of(opcode).HasEffect;
}
