using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Epidura.Generator.Link.Bonds;

/// <summary>Says that a point belongs to a clinician of a clinic for at most thirty days; signed by the clinic's root (ECDSA
/// P-256).</summary>
/// <param name="CertificateId">Its number; never 0.</param>
/// <param name="ClinicianId">Who.</param>
/// <param name="ClinicId">Where.</param>
/// <param name="Point">The clinician's static point, 65 bytes.</param>
/// <param name="IssuedSecond">Seconds since 1970.</param>
/// <param name="NotAfterSecond">Seconds since 1970; at most thirty days later.</param>
/// <param name="Signature">64 bytes, r and s.</param>
public sealed record ClinicianCertificate(
    ulong CertificateId,
    ulong ClinicianId,
    ulong ClinicId,
    ReadOnlyMemory<byte> Point,
    long IssuedSecond,
    long NotAfterSecond,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>Bytes of a certificate.</summary>
    public const int Length = SignedLength + SignatureLength;

    /// <summary>Longest life, s: thirty days.</summary>
    public const long LifeMaxSecond = 30L * 24 * 3600;

    private const int SignedLength = 1 + 1 + 24 + LinkFormat.PointLength + 16;
    private const int SignatureLength = 64;
    private const byte Format = 1;
    private const byte ScopeProgramming = 1;

    /// <summary>Writes the certificate.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        WriteSigned(destination);
        Signature.Span.CopyTo(destination[SignedLength..]);
    }

    /// <summary>Reads a certificate; unknown format, unknown scopes, a life over thirty days or a wrong length are refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ClinicianCertificate? certificate)
    {
        certificate = null;
        if (source.Length != Length || source[0] != Format || source[1] != ScopeProgramming)
            return false;
        var id = BinaryPrimitives.ReadUInt64LittleEndian(source[2..]);
        var times = source[(26 + LinkFormat.PointLength)..];
        var issued = BinaryPrimitives.ReadInt64LittleEndian(times);
        var notAfter = BinaryPrimitives.ReadInt64LittleEndian(times[8..]);
        if (id == 0 || issued < 0 || notAfter <= issued || notAfter - issued > LifeMaxSecond)
            return false;
        certificate = new ClinicianCertificate(
            id,
            BinaryPrimitives.ReadUInt64LittleEndian(source[10..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[18..]),
            source.Slice(26, LinkFormat.PointLength).ToArray(),
            issued,
            notAfter,
            source[SignedLength..].ToArray());
        return true;
    }

    /// <summary>Signs with the clinic's root.</summary>
    /// <param name="root">Root key, ECDSA on P-256.</param>
    public ClinicianCertificate SignedBy(ECDsa root)
    {
        Span<byte> text = stackalloc byte[SignedLength];
        WriteSigned(text);
        return this with { Signature = root.SignData(text, HashAlgorithmName.SHA256) };
    }

    /// <summary>True when the root made the signature.</summary>
    /// <param name="rootPoint">65 bytes; anything is allowed.</param>
    public bool IsSignedBy(ReadOnlySpan<byte> rootPoint)
    {
        if (!Handshake.KeyPair.IsPoint(rootPoint))
            return false;
        var q = new ECPoint { X = rootPoint[1..33].ToArray(), Y = rootPoint[33..].ToArray() };
        using var root = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q });
        Span<byte> text = stackalloc byte[SignedLength];
        WriteSigned(text);
        return root.VerifyData(text, Signature.Span, HashAlgorithmName.SHA256);
    }

    /// <summary>True when a clock that is set stands inside the certificate's life; false without a clock.</summary>
    public bool IsInTime(long? nowSecond) => nowSecond >= IssuedSecond && nowSecond <= NotAfterSecond;

    private void WriteSigned(Span<byte> destination)
    {
        destination[0] = Format;
        destination[1] = ScopeProgramming;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[2..], CertificateId);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[10..], ClinicianId);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[18..], ClinicId);
        Point.Span.CopyTo(destination[26..]);
        BinaryPrimitives.WriteInt64LittleEndian(destination[(26 + LinkFormat.PointLength)..], IssuedSecond);
        BinaryPrimitives.WriteInt64LittleEndian(destination[(34 + LinkFormat.PointLength)..], NotAfterSecond);
    }
}
