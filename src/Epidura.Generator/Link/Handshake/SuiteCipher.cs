using System.Security.Cryptography;

namespace Epidura.Generator.Link.Handshake;

/// <summary>The authenticated cipher of a suite. The tag follows the ciphertext.</summary>
internal sealed class SuiteCipher : IDisposable
{
    private readonly AesGcm? _aes;
    private readonly ChaCha20Poly1305? _chaCha;

    public SuiteCipher(LinkSuite suite, ReadOnlySpan<byte> key)
    {
        if (suite == LinkSuite.AesGcm)
            _aes = new AesGcm(key, LinkFormat.TagLength);
        else if (suite == LinkSuite.ChaCha)
            _chaCha = new ChaCha20Poly1305(key);
        else
            throw new ArgumentException($"Suite {suite} has no cipher.", nameof(suite));
    }

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        var ciphertext = destination[..plaintext.Length];
        var tag = destination.Slice(plaintext.Length, LinkFormat.TagLength);
        _aes?.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        _chaCha?.Encrypt(nonce, plaintext, ciphertext, tag, aad);
    }

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> source, Span<byte> plaintext)
    {
        var ciphertext = source[..^LinkFormat.TagLength];
        var tag = source[^LinkFormat.TagLength..];
        try
        {
            // The library reports a wrong tag by an exception; here that is an ordinary refusal.
            _aes?.Decrypt(nonce, ciphertext, tag, plaintext, aad);
            _chaCha?.Decrypt(nonce, ciphertext, tag, plaintext, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _aes?.Dispose();
        _chaCha?.Dispose();
    }
}
