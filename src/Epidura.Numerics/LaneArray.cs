using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epidura.Numerics;

/// <summary>Doubles in bundles of eight lanes that start on a 64-byte boundary.</summary>
/// <param name="bundles">Number of bundles; 1 or more.</param>
public sealed class LaneArray(int bundles) : LaneArray<double>(bundles)
{
    /// <summary>Lanes in a bundle.</summary>
    public const int Lanes = 8;
}

/// <summary>Values in bundles of 64 bytes, eight doubles or sixteen floats, that start on a 64-byte boundary.</summary>
/// <typeparam name="T">double or float.</typeparam>
/// <remarks>Aligned because a 64-byte load that crosses a cache line takes twice as long; an ordinary array starts anywhere.</remarks>
public class LaneArray<T>
    where T : unmanaged
{
    private const int BundleBytes = 64;

    private readonly T[] _storage;
    private readonly int _offset;

    /// <summary>Makes bundles of zeros.</summary>
    /// <param name="bundles">Number of bundles; 1 or more.</param>
    public LaneArray(int bundles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bundles, 1);
        Bundles = bundles;
        _storage = GC.AllocateArray<T>((bundles + 1) * LaneCount, pinned: true);
        _offset = (int)((BundleBytes - (Address(_storage) & (BundleBytes - 1))) & (BundleBytes - 1)) / Unsafe.SizeOf<T>();
    }

    /// <summary>Lanes in a bundle: 8 doubles, 16 floats.</summary>
    public int LaneCount => BundleBytes / Unsafe.SizeOf<T>();

    /// <summary>Number of bundles.</summary>
    public int Bundles { get; }

    /// <summary>All values, bundle × lanes + lane.</summary>
    public Span<T> Values => _storage.AsSpan(_offset, Bundles * LaneCount);

    /// <summary>The first value; kernels add offsets to it after checking lengths.</summary>
    public ref T Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);
    }

    private static unsafe nint Address(T[] storage) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(storage));
}
