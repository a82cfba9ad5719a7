using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Epidura.Generator.Monitor;

/// <summary>The limits the monitor holds against programs and pulses. A signed profile can only tighten <see cref="Ceiling"/>.</summary>
/// <param name="Version">Rises; an older profile is refused.</param>
/// <param name="ContactNanoampere">I-01.</param>
/// <param name="TotalNanoampere">I-02.</param>
/// <param name="WidthMinNanosecond">I-03.</param>
/// <param name="WidthMaxNanosecond">I-03.</param>
/// <param name="PeriodMinNanosecond">I-04.</param>
/// <param name="PeriodMaxNanosecond">I-04.</param>
/// <param name="ChargeAttocoulomb">I-05.</param>
/// <param name="DensityAttocoulombPerSquareMicrometre">I-06; 300 000 is 30 µC/cm².</param>
/// <param name="ShannonProductNano">I-07: Q·D in µC·µC/cm² × 10⁹, which is 10^(k + 9).</param>
/// <param name="OutputMillivolt">I-15: over the tissue, headroom taken off.</param>
/// <param name="AverageNanoampere">I-17.</param>
/// <param name="PatientStepMicroampere">I-20.</param>
public sealed record LimitProfile(
    uint Version,
    long ContactNanoampere,
    long TotalNanoampere,
    long WidthMinNanosecond,
    long WidthMaxNanosecond,
    long PeriodMinNanosecond,
    long PeriodMaxNanosecond,
    long ChargeAttocoulomb,
    long DensityAttocoulombPerSquareMicrometre,
    long ShannonProductNano,
    long OutputMillivolt,
    long AverageNanoampere,
    long PatientStepMicroampere)
{
    /// <summary>Bytes of a profile.</summary>
    public const int BodyLength = 4 + (12 * 8);

    /// <summary>Bytes of a profile and its signature (ECDSA on P-256 over SHA-256, r and s of 32 bytes each).</summary>
    public const int SignedLength = BodyLength + 64;

    /// <summary>Shannon product × 10⁹ from which a person has to confirm: k = 1.5.</summary>
    public const long ShannonWarnNano = 31_622_776_602;

    /// <summary>The compiled ceiling: the numbers of <c>Stimulation/Limits.cs</c>, which a test compares.</summary>
    public static LimitProfile Ceiling { get; } = new(
        0, 12_700_000, 25_500_000, 10_000, 1_000_000, 100_000, 1_000_000_000, 12_700_000_000_000, 300_000, 70_794_578_438, 17_500,
        5_000_000, 400);

    /// <summary>True when no number is looser than in another profile.</summary>
    public bool IsWithin(LimitProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ContactNanoampere <= other.ContactNanoampere && TotalNanoampere <= other.TotalNanoampere
            && WidthMinNanosecond >= other.WidthMinNanosecond && WidthMaxNanosecond <= other.WidthMaxNanosecond
            && PeriodMinNanosecond >= other.PeriodMinNanosecond && PeriodMaxNanosecond <= other.PeriodMaxNanosecond
            && ChargeAttocoulomb <= other.ChargeAttocoulomb
            && DensityAttocoulombPerSquareMicrometre <= other.DensityAttocoulombPerSquareMicrometre
            && ShannonProductNano <= other.ShannonProductNano && OutputMillivolt <= other.OutputMillivolt
            && AverageNanoampere <= other.AverageNanoampere && PatientStepMicroampere <= other.PatientStepMicroampere
            && ContactNanoampere >= 0 && TotalNanoampere >= 0 && ChargeAttocoulomb >= 0 && PatientStepMicroampere >= 0
            && DensityAttocoulombPerSquareMicrometre >= 0 && ShannonProductNano >= 0 && OutputMillivolt >= 0 && AverageNanoampere >= 0;
    }

    /// <summary>Little-endian, in the order of the parameters.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[BodyLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        long[] values =
        [
            ContactNanoampere, TotalNanoampere, WidthMinNanosecond, WidthMaxNanosecond, PeriodMinNanosecond, PeriodMaxNanosecond,
            ChargeAttocoulomb, DensityAttocoulombPerSquareMicrometre, ShannonProductNano, OutputMillivolt, AverageNanoampere,
            PatientStepMicroampere,
        ];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4 + (i * 8)), values[i]);
        return bytes;
    }

    /// <summary>Signs a profile; for the limit authority and for tests.</summary>
    public byte[] Sign(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var body = ToBytes();
        return [.. body, .. key.SignData(body, HashAlgorithmName.SHA256)];
    }

    /// <summary>Reads a signed profile.</summary>
    /// <param name="signed">Profile and signature.</param>
    /// <param name="key">SubjectPublicKeyInfo of the limit authority.</param>
    /// <returns>Null when the length, the key, the signature or the bounds are wrong.</returns>
    public static LimitProfile? Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> key)
    {
        if (signed.Length != SignedLength || key.IsEmpty)
            return null;
        using var authority = ECDsa.Create();
        try
        {
            authority.ImportSubjectPublicKeyInfo(key, out _);
            if (!authority.VerifyData(signed[..BodyLength], signed[BodyLength..], HashAlgorithmName.SHA256))
                return null;
        }
        catch (CryptographicException)
        {
            return null;
        }

        var v = new long[12];
        for (var i = 0; i < v.Length; i++)
            v[i] = BinaryPrimitives.ReadInt64LittleEndian(signed[(4 + (i * 8))..]);
        var profile = new LimitProfile(
            BinaryPrimitives.ReadUInt32LittleEndian(signed), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]);
        return profile.IsWithin(Ceiling) ? profile : null;
    }
}
