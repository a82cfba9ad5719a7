using System.Security.Cryptography;

namespace Epidura.Generator.Link.Handshake;

/// <summary>A key pair on P-256, made from a scalar that the host hands in.</summary>
public sealed class KeyPair : IDisposable
{
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private readonly ECDiffieHellman _key;
    private readonly byte[] _point = new byte[LinkFormat.PointLength];

    private KeyPair(ECDiffieHellman key)
    {
        _key = key;
        var q = key.ExportParameters(false).Q;
        _point[0] = 4;
        q.X!.CopyTo(_point, 1);
        q.Y!.CopyTo(_point, 33);
    }

    /// <summary>Public point, 65 bytes: 04, x, y.</summary>
    public ReadOnlySpan<byte> Point => _point;

    /// <summary>Makes the pair of a scalar.</summary>
    /// <param name="scalar">32 bytes, big-endian.</param>
    /// <param name="pair">The pair.</param>
    /// <returns>False when the scalar is 0 or not below the order of the group.</returns>
    public static bool TryFromScalar(ReadOnlySpan<byte> scalar, out KeyPair? pair)
    {
        pair = null;
        if (scalar.Length != LinkFormat.KeyLength || !scalar.ContainsAnyExcept((byte)0) || scalar.SequenceCompareTo(Order) >= 0)
            return false;
        pair = new KeyPair(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() }));
        return true;
    }

    /// <summary>Draws a pair. At most eight scalars are tried; one in 2³² is out of range.</summary>
    /// <exception cref="InvalidOperationException">Eight scalars in a row were out of range: the source is broken.</exception>
    public static KeyPair Draw(ILinkEntropy entropy)
    {
        Span<byte> scalar = stackalloc byte[LinkFormat.KeyLength];
        for (var attempt = 0; attempt < 8; attempt++)
        {
            entropy.Fill(scalar);
            if (TryFromScalar(scalar, out var pair))
            {
                CryptographicOperations.ZeroMemory(scalar);
                return pair!;
            }
        }
        throw new InvalidOperationException("The source of randomness gave eight scalars out of range in a row.");
    }

    /// <summary>The shared secret with a peer's point.</summary>
    /// <param name="peerPoint">65 bytes from the peer; anything is allowed.</param>
    /// <param name="secret">32 bytes, overwritten.</param>
    /// <returns>False when the point is not on the curve.</returns>
    public bool TryAgree(ReadOnlySpan<byte> peerPoint, Span<byte> secret)
    {
        if (!TryImport(peerPoint, out var peer))
            return false;
        using (peer)
        using (var key = peer!.PublicKey)
        {
            var raw = _key.DeriveRawSecretAgreement(key);
            raw.CopyTo(secret);
            CryptographicOperations.ZeroMemory(raw);
        }
        return true;
    }

    /// <summary>True for a point on the curve.</summary>
    public static bool IsPoint(ReadOnlySpan<byte> point)
    {
        if (!TryImport(point, out var key))
            return false;
        key!.Dispose();
        return true;
    }

    /// <summary>The scalar, to be kept where keys are kept.</summary>
    public byte[] ExportScalar() => _key.ExportParameters(true).D!;

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static bool TryImport(ReadOnlySpan<byte> point, out ECDiffieHellman? key)
    {
        key = null;
        if (point.Length != LinkFormat.PointLength || point[0] != 4)
            return false;
        var q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() };
        try
        {
            // The library refuses points that are not on the curve by an exception; here that is an ordinary refusal.
            key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
