using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Epidura.Records.Keys;

/// <summary>
/// Encrypts one value of one column: AES-256-GCM, a random nonce of 96 bits before the text and a tag of 128 bits behind it. The place
/// of the value (table, clinic, patient, number of the row, column) is authenticated with it, so that a value moved elsewhere does not
/// open.
/// </summary>
internal sealed class ColumnCipher(byte[] key) : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly AesGcm _aes = new(key, TagSize);
    private readonly Lock _gate = new();

    public byte[] Encrypt(string text, byte[] place) => Encrypt(Encoding.UTF8.GetBytes(text), place);

    public byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] place)
    {
        var all = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceSize));
        lock (_gate)
            _aes.Encrypt(
                all.AsSpan(0, NonceSize), plain, all.AsSpan(NonceSize, plain.Length), all.AsSpan(NonceSize + plain.Length), place);
        return all;
    }

    /// <exception cref="CryptographicException">Not made with this key for this place, or altered since.</exception>
    public byte[] Decrypt(byte[] all, byte[] place)
    {
        if (all.Length < NonceSize + TagSize)
            throw new CryptographicException($"An encrypted value has {NonceSize + TagSize} bytes or more, not {all.Length}.");
        var plain = new byte[all.Length - NonceSize - TagSize];
        lock (_gate)
            _aes.Decrypt(
                all.AsSpan(0, NonceSize), all.AsSpan(NonceSize, plain.Length), all.AsSpan(NonceSize + plain.Length), plain, place);
        return plain;
    }

    public string DecryptText(byte[] all, byte[] place) => Encoding.UTF8.GetString(Decrypt(all, place));

    public void Dispose() => _aes.Dispose();
}

/// <summary>The place of an encrypted value, as bytes.</summary>
internal static class Aad
{
    public static byte[] Of(string table, Guid clinic, Guid? patient, long number, string column)
    {
        var name = Encoding.ASCII.GetBytes($"{table}.{column}");
        var place = new byte[16 + 16 + 8 + name.Length];
        clinic.TryWriteBytes(place, bigEndian: true, out _);
        (patient ?? Guid.Empty).TryWriteBytes(place.AsSpan(16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(place.AsSpan(32), number);
        name.CopyTo(place, 40);
        return place;
    }
}
