using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Host.Storage;
using Epidura.Generator.Link;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Host.Client;

/// <summary>Makes a bond: handshake with the card's secret, six digits for a person, then the exchange of static keys.</summary>
public static class Pairing
{
    /// <summary>Pairs.</summary>
    /// <param name="file">New bond; finished here.</param>
    /// <param name="address">Device.</param>
    /// <param name="card">Secret of the implant card, 16 bytes.</param>
    /// <param name="clinic">The clinic's root key for a clinician; null for other roles.</param>
    /// <param name="confirm">Told the six digits; true when the device shows the same.</param>
    /// <param name="time">Clock.</param>
    /// <param name="entropy">Source of keys.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why not; null when the bond is made.</returns>
    /// <exception cref="LinkException">Nobody answers, the window is closed or the card is another device's.</exception>
    public static async Task<string?> RunAsync(
        ClientFile file, LinkAddress address, byte[] card, ECDsa? clinic, Func<int, Task<bool>> confirm, TimeProvider time,
            ILinkEntropy entropy,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(confirm);
        using var key = file.Key();
        using var handshake = ClientHandshake.ForPairing(card, key, entropy);
        await using var stream = await GeneratorClient.ConnectAsync(address, cancellation).ConfigureAwait(false);
        var buffer = new byte[LinkFormat.RecordMax];
        var (session, _) = await GeneratorClient.HandshakeAsync(stream, handshake, buffer, time, entropy, cancellation)
            .ConfigureAwait(false);
        using var opened = session;
        if (!await confirm(session.ComparisonCode!.Value).ConfigureAwait(false))
            return "the six digits differ; nothing was paired";
        var (body, certificate) = Body(file.Role, key.Point, clinic, entropy, time);
        var envelope = new CommandEnvelope(Opcode.Pair, session.TakeCommandId(), CommandEnvelope.AnyRevision, null, body);
        await stream.WriteAsync(session.Seal(envelope), cancellation).ConfigureAwait(false);
        if (await GeneratorClient.ReadAsync(stream, buffer, time, cancellation).ConfigureAwait(false) is not { } read
            || !session.TryOpen(read.Span, out var reply))
            return "the device did not answer";
        if (!reply.IsOk || reply.Body.Length != 1 + LinkFormat.PointLength)
            return $"the device refuses: {LinkWords.Of(reply)}";
        var device = reply.Body[1..].ToArray();
        file.Finish(new ClientBond(device, session.BondSecret(key.Point, device), certificate));
        return null;
    }

    /// <summary>Opens the key of a clinic, or makes one: it signs the certificates of its clinicians.</summary>
    public static ECDsa OpenClinic(string path) => SigningKey.Open(path);

    /// <summary>A certificate for a clinician's point, thirty days from now.</summary>
    public static ClinicianCertificate Certify(ECDsa clinic, ReadOnlySpan<byte> point, ILinkEntropy entropy, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        ArgumentNullException.ThrowIfNull(time);
        var id = new byte[8];
        entropy.Fill(id);
        id[0] |= 1;
        // A minute back, so that a device whose clock is a little behind takes it.
        var issued = time.GetUtcNow().ToUnixTimeSeconds() - 60;
        var life = ClinicianCertificate.LifeMaxSecond;
        return new ClinicianCertificate(BitConverter.ToUInt64(id), 1, 1, point.ToArray(), issued, issued + life, new byte[64])
            .SignedBy(clinic);
    }

    private static (byte[] Body, ulong Certificate) Body(
        Role role, ReadOnlySpan<byte> point, ECDsa? clinic, ILinkEntropy entropy, TimeProvider time)
    {
        if (role != Role.Clinician)
            return ([(byte)role, .. point], 0);
        if (clinic is null)
            throw new ArgumentException("A clinician pairs with the key of a clinic.", nameof(clinic));
        var certificate = Certify(clinic, point, entropy, time);
        var bytes = new byte[ClinicianCertificate.Length];
        certificate.Write(bytes);
        var q = clinic.ExportParameters(false).Q;
        return ([(byte)role, .. point, .. bytes, 4, .. q.X!, .. q.Y!], certificate.CertificateId);
    }
}
