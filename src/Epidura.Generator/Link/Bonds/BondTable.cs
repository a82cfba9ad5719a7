using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Bonds;

/// <summary>The peers a device knows: at most four patients, three clinicians and one reader or service.</summary>
public sealed class BondTable
{
    /// <summary>Most bonds.</summary>
    public const int Capacity = 8;

    private readonly List<Bond> _bonds = new(Capacity);

    /// <summary>An empty table, or the bonds a store kept.</summary>
    /// <param name="lastId">Largest bond number ever used.</param>
    /// <param name="kept">Bonds in order.</param>
    /// <param name="clinicRoot">Point of the clinic root pinned at the first clinician's pairing; empty before.</param>
    /// <exception cref="ArgumentException">More bonds than a role has places for.</exception>
    public BondTable(byte lastId = 0, IEnumerable<Bond>? kept = null, ReadOnlyMemory<byte> clinicRoot = default)
    {
        LastId = lastId;
        ClinicRoot = clinicRoot;
        foreach (var bond in kept ?? [])
        {
            if (Places(bond.Role) <= CountOf(bond.Role))
                throw new ArgumentException($"There are more bonds of role {bond.Role} than places.", nameof(kept));
            _bonds.Add(bond);
            LastId = Math.Max(LastId, bond.Id);
        }
    }

    /// <summary>Bonds in the order they were made.</summary>
    public IReadOnlyList<Bond> Bonds => _bonds;

    /// <summary>Largest bond number ever used.</summary>
    public byte LastId { get; private set; }

    /// <summary>Pinned point of the clinic root; empty before the first clinician.</summary>
    public ReadOnlyMemory<byte> ClinicRoot { get; private set; }

    /// <summary>Places for a role; a reader and a service share one.</summary>
    public static int Places(LinkRole role) => role switch
    {
        LinkRole.Patient => 4,
        LinkRole.Clinician => 3,
        LinkRole.Reader or LinkRole.Service => 1,
        _ => 0,
    };

    /// <summary>Finds a bond by number.</summary>
    public Bond? Find(byte id) => _bonds.Find(bond => bond.Id == id);

    internal Bond? FindByPoint(ReadOnlySpan<byte> point)
    {
        foreach (var bond in _bonds)
        {
            if (bond.Point.SequenceEqual(point))
                return bond;
        }
        return null;
    }

    /// <summary>Number for a new bond, or null when its role has no place.</summary>
    /// <remarks>
    /// A full table is never emptied by a newcomer, with one exception: a clinician whose certificate the pinned root signed takes the
    /// place of the clinician unused for longest. Without it a device whose three clinicians are gone could not leave MRI mode.
    /// </remarks>
    internal byte? PlaceFor(LinkRole role)
    {
        if (LastId == byte.MaxValue || Places(role) == 0)
            return null;
        if (CountOf(role) < Places(role))
            return (byte)(LastId + 1);
        return role == LinkRole.Clinician ? (byte)(LastId + 1) : null;
    }

    /// <summary>Adds a bond; returns the clinician that had to go, if any.</summary>
    internal Bond? Add(Bond bond, ReadOnlySpan<byte> clinicRoot)
    {
        Bond? gone = null;
        if (CountOf(bond.Role) >= Places(bond.Role))
        {
            gone = _bonds.Where(other => other.Role == bond.Role).MinBy(other => (other.LastUsedMillisecond, other.Id));
            _bonds.Remove(gone!);
        }
        _bonds.Add(bond);
        LastId = Math.Max(LastId, bond.Id);
        if (ClinicRoot.IsEmpty && !clinicRoot.IsEmpty)
            ClinicRoot = clinicRoot.ToArray();
        return gone;
    }

    internal bool Remove(byte id) => _bonds.RemoveAll(bond => bond.Id == id) > 0;

    private int CountOf(LinkRole role) => _bonds.Count(bond =>
        bond.Role == role || (role is LinkRole.Reader or LinkRole.Service && bond.Role is LinkRole.Reader or LinkRole.Service));
}
