using System.Security.Cryptography;
using Epidura.Generator.Link;

namespace Epidura.Generator.Host;

/// <summary>Randomness of the operating system.</summary>
public sealed class SystemEntropy : ILinkEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
