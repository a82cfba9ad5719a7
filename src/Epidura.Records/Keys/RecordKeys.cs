using System.Security.Cryptography;
using System.Text;

namespace Epidura.Records.Keys;

/// <summary>
/// The secret of a record, kept outside its database, and what is derived from it: a key that wraps the clinic's data key, a key for
/// the chains, a key for the blind index, a key for the head. HKDF with SHA-256 (RFC 5869).
/// </summary>
public sealed class RecordKeys
{
    /// <summary>Bytes of every key.</summary>
    public const int Size = 32;

    private readonly byte[] _secret;

    /// <summary>Takes the secret.</summary>
    /// <param name="secret">32 bytes; copied.</param>
    public RecordKeys(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Size)
            throw new ArgumentException($"A record's secret has {Size} bytes, not {secret.Length}.", nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>Makes a new secret.</summary>
    public static RecordKeys Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The secret, for the file that keeps it.</summary>
    internal ReadOnlySpan<byte> Secret => _secret;

    internal byte[] Derive(ClinicId clinic, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, Size, clinic.Value.ToByteArray(bigEndian: true),
            Encoding.ASCII.GetBytes("epidura-records-1/" + purpose));
}

/// <summary>The keys in use for one clinic.</summary>
internal sealed class ClinicKeys
{
    private const string IndexPurpose = "index";
    private readonly byte[] _index;

    private ClinicKeys(RecordKeys keys, ClinicId clinic, byte[] dataKey)
    {
        Chain = keys.Derive(clinic, "chain");
        Head = keys.Derive(clinic, "head");
        _index = keys.Derive(clinic, IndexPurpose);
        Cipher = new ColumnCipher(dataKey);
    }

    public byte[] Chain { get; }

    public byte[] Head { get; }

    public ColumnCipher Cipher { get; }

    /// <summary>Makes the data key of a new clinic; returns it wrapped for the database.</summary>
    public static byte[] WrapNew(RecordKeys keys, ClinicId clinic)
    {
        using var wrap = new ColumnCipher(keys.Derive(clinic, "wrap"));
        return wrap.Encrypt(RandomNumberGenerator.GetBytes(RecordKeys.Size), Aad.Of("clinic", clinic.Value, null, 0, "data_key"));
    }

    public static ClinicKeys Open(RecordKeys keys, ClinicId clinic, byte[] wrapped)
    {
        using var wrap = new ColumnCipher(keys.Derive(clinic, "wrap"));
        return new ClinicKeys(keys, clinic, wrap.Decrypt(wrapped, Aad.Of("clinic", clinic.Value, null, 0, "data_key")));
    }

    /// <summary>Finds a value again without decrypting a column: a keyed hash of it.</summary>
    public byte[] BlindIndex(string value) => HMACSHA256.HashData(_index, Encoding.UTF8.GetBytes(value));
}
