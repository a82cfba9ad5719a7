using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Epidura.Field.Tests;

/// <summary>Run again with narrower vectors: the hash must stay.</summary>
[Trait("Category", "Kernel")]
public class FieldBitsTests
{
    [Fact]
    public void A_small_field_has_the_same_bits_at_every_vector_width()
    {
        var fields = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod()), 2);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var potential in fields.Potentials)
            hash.AppendData(MemoryMarshal.AsBytes(potential.AsSpan()));
        Assert.Equal("5C18029492858B80", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }
}
