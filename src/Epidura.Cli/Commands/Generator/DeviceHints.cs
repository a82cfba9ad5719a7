using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;

namespace Epidura.Cli.Commands.Generator;

/// <summary>What a person can do about a refusal.</summary>
internal static class DeviceHints
{
    public static string? Of(in ReplyEnvelope reply) => reply.Status switch
    {
        (ushort)CommandStatus.ImpedanceMissing => "epidura generator impedance measures the leads.",
        (ushort)LinkStatus.CertificateNotValid =>
            "with the magnet on the device (epidura generator world magnet on), epidura generator clock sets its clock.",
        (ushort)LinkStatus.Locked => "the other programmer gives it back with its commit, or with epidura generator release.",
        (ushort)CommandStatus.StaleRevision => "somebody changed the device since; look at its status and stage again.",
        (ushort)CommandStatus.MagnetPresent => "epidura generator world magnet off takes the magnet away.",
        (ushort)CommandStatus.ClinicianAbsent =>
            "with the device's clock set, epidura generator status --as clinician opens a clinician's session for ten minutes.",
        (ushort)CommandStatus.StageIncomplete when LinkWords.RefusalOf(reply)?.Requirement == 40 =>
            "epidura generator update sends it anew.",
        (ushort)CommandStatus.StageIncomplete => "epidura generator stage comes first.",
        _ => null,
    };
}
