using Epidura.Generator.Commands;

namespace Epidura.Generator.Link.Bonds;

/// <summary>The peers a device knows: at most four patients, three clinicians and one reader or service.</summary>
public sealed class BondTable
{
    /// <summary>Most bonds.</summary>
    public const int Capacity = 8;

    private readonly List<Bond> _bonds = new(Capacity);
    private readonly ulong[] _marks = new ulong[Capacity];

    /// <summary>An empty table, or the bonds a store kept.</summary>
    /// <param name="kept">Bonds.</param>
    /// <param name="marks">Command mark per place, also of places that are empty now; null for none.</param>
    /// <param name="clinicRoot">Point of the clinic root pinned at the first clinician's pairing; empty before.</param>
    /// <exception cref="ArgumentException">Two bonds in one place, or more bonds than a role has places for.</exception>
    public BondTable(IEnumerable<Bond>? kept = null, IReadOnlyList<ulong>? marks = null, ReadOnlyMemory<byte> clinicRoot = default)
    {
        ClinicRoot = clinicRoot;
        for (var slot = 0; slot < Capacity; slot++)
            _marks[slot] = marks?[slot] ?? 0;
        foreach (var bond in kept ?? [])
        {
            if (Places(bond.Role) <= CountOf(bond.Role) || bond.Slot is < 0 or >= Capacity || Find(bond.Slot) is not null)
                throw new ArgumentException($"Place {bond.Slot} cannot hold one more bond of role {bond.Role}.", nameof(kept));
            _bonds.Add(bond);
        }
    }

    /// <summary>Bonds in the order they were made.</summary>
    public IReadOnlyList<Bond> Bonds => _bonds;

    /// <summary>Pinned point of the clinic root; empty before the first clinician.</summary>
    public ReadOnlyMemory<byte> ClinicRoot { get; private set; }

    /// <summary>Command ids up to this were used by a bond in this place, now or before.</summary>
    /// <remarks>A new bond goes on from there, so that results kept for its predecessor are never taken for its own.</remarks>
    public ulong MarkOf(int slot) => Math.Max(_marks[slot], Find(slot)?.Ledger.Mark ?? 0);

    /// <summary>Places for a role; a reader and a service share one.</summary>
    public static int Places(Role role) => role switch
    {
        Role.Patient => 4,
        Role.Clinician => 3,
        Role.Reader or Role.Service => 1,
        _ => 0,
    };

    /// <summary>The bond in a place.</summary>
    public Bond? Find(int slot) => _bonds.Find(bond => bond.Slot == slot);

    internal Bond? FindByPoint(ReadOnlySpan<byte> point)
    {
        foreach (var bond in _bonds)
        {
            if (bond.Point.SequenceEqual(point))
                return bond;
        }
        return null;
    }

    /// <summary>Place for a new bond, or null when its role has none left.</summary>
    /// <remarks>
    /// A full table is never emptied by a newcomer, with one exception: a clinician whose certificate the pinned root signed takes the
    /// place of the clinician unused for longest. Without it a device whose three clinicians are gone could not leave MRI mode.
    /// </remarks>
    internal int? PlaceFor(Role role)
    {
        if (Places(role) == 0)
            return null;
        if (CountOf(role) >= Places(role))
            return role == Role.Clinician ? Oldest(role).Slot : null;
        return Enumerable.Range(0, Capacity).First(slot => Find(slot) is null);
    }

    /// <summary>Puts a bond in its place; returns the one that had to go, if any.</summary>
    internal Bond? Add(Bond bond, ReadOnlySpan<byte> clinicRoot)
    {
        var gone = Find(bond.Slot);
        if (gone is not null)
            Remove(gone.Slot);
        _bonds.Add(bond);
        if (ClinicRoot.IsEmpty && !clinicRoot.IsEmpty)
            ClinicRoot = clinicRoot.ToArray();
        return gone;
    }

    internal bool Remove(int slot)
    {
        if (slot is < 0 or >= Capacity || Find(slot) is not { } bond)
            return false;
        _marks[slot] = MarkOf(slot);
        return _bonds.Remove(bond);
    }

    /// <summary>The table as it is now, to go back to when a change could not be stored.</summary>
    internal BondTableState Snapshot() => new([.. _bonds], [.. _marks], ClinicRoot);

    /// <summary>Goes back to a snapshot; the bonds are the same objects.</summary>
    internal void Restore(BondTableState state)
    {
        _bonds.Clear();
        _bonds.AddRange(state.Bonds);
        state.Marks.CopyTo(_marks, 0);
        ClinicRoot = state.ClinicRoot;
    }

    private Bond Oldest(Role role) => _bonds.Where(bond => bond.Role == role).MinBy(bond => (bond.LastUsedMillisecond, bond.Slot))!;

    private int CountOf(Role role) => _bonds.Count(bond =>
        bond.Role == role || (role is Role.Reader or Role.Service && bond.Role is Role.Reader or Role.Service));
}

/// <summary>What a <see cref="BondTable"/> held.</summary>
internal sealed record BondTableState(IReadOnlyList<Bond> Bonds, ulong[] Marks, ReadOnlyMemory<byte> ClinicRoot);
