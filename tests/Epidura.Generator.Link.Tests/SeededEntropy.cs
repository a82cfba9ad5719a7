namespace Epidura.Generator.Link.Tests;

/// <summary>Bytes that repeat for a seed; for tests only.</summary>
internal sealed class SeededEntropy(int seed) : ILinkEntropy
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
