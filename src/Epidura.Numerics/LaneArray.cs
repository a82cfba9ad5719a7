using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epidura.Numerics;

/// <summary>Doubles in bundles of eight lanes that start on a 64-byte boundary.</summary>
/// <remarks>Aligned because a 64-byte load that crosses a cache line takes twice as long; an ordinary array starts anywhere.</remarks>
public sealed class LaneArray
{
    /// <summary>Lanes in a bundle.</summary>
    public const int Lanes = 8;

    private readonly double[] _storage;
    private readonly int _offset;

    /// <summary>Makes bundles of zeros.</summary>
    /// <param name="bundles">Number of bundles; 1 or more.</param>
    public LaneArray(int bundles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bundles, 1);
        Bundles = bundles;
        _storage = GC.AllocateArray<double>((bundles * Lanes) + Lanes, pinned: true);
        _offset = (int)((64 - (Address(_storage) & 63)) & 63) / sizeof(double);
    }

    /// <summary>Number of bundles.</summary>
    public int Bundles { get; }

    /// <summary>All values, bundle × 8 + lane.</summary>
    public Span<double> Values => _storage.AsSpan(_offset, Bundles * Lanes);

    /// <summary>The first value; kernels add offsets to it after checking lengths.</summary>
    public ref double Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);
    }

    private static unsafe nint Address(double[] storage) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(storage));
}
