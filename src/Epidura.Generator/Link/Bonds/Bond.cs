using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Link.Bonds;

/// <summary>A peer that the device knows from pairing.</summary>
public sealed class Bond
{
    private readonly byte[] _secret;
    private readonly byte[] _point;

    /// <summary>Makes a bond.</summary>
    /// <param name="slot">Place in the table, 0 … 7.</param>
    /// <param name="role">Role.</param>
    /// <param name="point">The peer's static point, 65 bytes, on the curve.</param>
    /// <param name="secret">Shared secret of the pair, 32 bytes.</param>
    /// <param name="certificate">Clinician's certificate; null for other roles.</param>
    /// <param name="ledger">Results kept for repeats.</param>
    /// <exception cref="ArgumentException">A length is wrong or the point is not on the curve.</exception>
    public Bond(
        int slot, Role role, ReadOnlySpan<byte> point, ReadOnlySpan<byte> secret, ClinicianCertificate? certificate, CommandLedger ledger)
    {
        if (secret.Length != LinkFormat.KeyLength || !KeyPair.IsPoint(point))
            throw new ArgumentException("A bond needs a secret of 32 bytes and a point on the curve.");
        Slot = slot;
        Role = role;
        _point = point.ToArray();
        _secret = secret.ToArray();
        Gate = KeySchedule.Gate(_secret);
        Certificate = certificate;
        Ledger = ledger;
    }

    /// <summary>Place in the table, 0 … 7.</summary>
    public int Slot { get; }

    /// <summary>Role.</summary>
    public Role Role { get; }

    /// <summary>The peer's static point.</summary>
    public ReadOnlySpan<byte> Point => _point;

    /// <summary>Shared secret of the pair.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Certificate of a clinician.</summary>
    public ClinicianCertificate? Certificate { get; internal set; }

    /// <summary>Results kept for repeats.</summary>
    public CommandLedger Ledger { get; }

    /// <summary>Id of the certificate; 0 without one.</summary>
    public ulong CertificateId => Certificate?.CertificateId ?? 0;

    /// <summary>Device time of the last session, ms; 0 before the first.</summary>
    public long LastUsedMillisecond { get; internal set; }

    internal byte[] Gate { get; }

    internal void Forget()
    {
        CryptographicOperations.ZeroMemory(_secret);
        CryptographicOperations.ZeroMemory(Gate);
    }
}
