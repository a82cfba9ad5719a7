using Epidura.Anatomy.Sections;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Numerics;
using Epidura.Quantities;

namespace Epidura.Field.Conduction;

/// <summary>A cell joined to a contact.</summary>
/// <param name="Cell">Index with the rim.</param>
/// <param name="Contact">Index over all leads.</param>
/// <param name="Conductance">S.</param>
internal readonly record struct ContactLink(int Cell, int Contact, double Conductance);

/// <summary>The volume conductor as a resistor network: cells, contacts and the grounded boundary.</summary>
internal sealed class Network
{
    private const double NearestRatio = 1e-3;
    private readonly Conductor _conductor;

    private Network(FieldGrid grid, Conductor conductor, FaceConductance faces, int threads)
    {
        Grid = grid;
        _conductor = conductor;
        X = new float[grid.Padded];
        Y = new float[grid.Padded];
        Z = new float[grid.Padded];
        Fixed = new float[grid.Padded];
        IsFree = new bool[grid.Padded];
        Owner = new short[grid.Padded];
        Links = [];
        Lower(faces, threads);
    }

    public FieldGrid Grid { get; }

    /// <summary>Conductance to the neighbour at higher x, y, z, S.</summary>
    public float[] X { get; }

    /// <inheritdoc cref="X"/>
    public float[] Y { get; }

    /// <inheritdoc cref="X"/>
    public float[] Z { get; }

    /// <summary>Conductance to what has a given potential: ground and contacts, S.</summary>
    public float[] Fixed { get; }

    /// <summary>True where the potential is unknown.</summary>
    public bool[] IsFree { get; }

    /// <summary>Index of the contact whose metal holds the centre of the cell, -1 where there is none, -2 beyond the ground.</summary>
    public short[] Owner { get; }

    public IReadOnlyList<ContactLink> Links { get; private set; }

    public static Network Build(FieldGrid grid, Conductor conductor, int threads, CancellationToken cancellation) =>
        new(grid, conductor, FaceConductance.Assemble(conductor, grid, threads, cancellation), threads);

    private void Lower(FaceConductance faces, int threads)
    {
        OrderedParallel.For(Grid.Z.Count, threads, FindOwners);
        for (var cell = 0; cell < Fixed.Length; cell++)
            Fixed[cell] = Owner[cell] == -1 ? (float)faces.Ground[cell] : 0;
        var links = new List<ContactLink>[Grid.Z.Count];

        // A round ground writes to the plane above, so its planes go one after the other.
        OrderedParallel.For(Grid.Z.Count, _conductor.Ground is null ? threads : 1, k =>
        {
            links[k] = [];
            var line = new TissueLine(_conductor);
            for (var j = 0; j < Grid.Y.Count; j++)
            {
                for (var i = 0; i < Grid.X.Count; i++)
                {
                    Join(faces.X, X, links[k], line, i, j, k, 0);
                    Join(faces.Y, Y, links[k], line, i, j, k, 1);
                    Join(faces.Z, Z, links[k], line, i, j, k, 2);
                }
            }
        });

        // A cell inside the body that touches nothing but metal carries no current and has no unknown.
        OrderedParallel.For(Grid.Z.Count, threads, FindFree);
        Links = Merge(links.SelectMany(list => list).Where(link => IsFree[link.Cell]));
        foreach (var link in Links)
            Fixed[link.Cell] += (float)link.Conductance;
    }

    /// <summary>One link per cell and contact, rounded as the matrix holds it, so that currents add up to the last bits.</summary>
    private static List<ContactLink> Merge(IEnumerable<ContactLink> links)
    {
        Dictionary<(int Cell, int Contact), int> places = [];
        List<ContactLink> merged = [];
        foreach (var link in links)
        {
            if (places.TryGetValue((link.Cell, link.Contact), out var place))
                merged[place] = link with { Conductance = merged[place].Conductance + link.Conductance };
            else
            {
                places[(link.Cell, link.Contact)] = merged.Count;
                merged.Add(link);
            }
        }

        return [.. merged.Select(link => link with { Conductance = (float)link.Conductance })];
    }

    private void FindOwners(int k)
    {
        Owner.AsSpan(Grid.StrideZ * (k + 1), Grid.StrideZ).Fill(-1);
        var z = Grid.Z.Centres[k];
        for (var j = 0; j < Grid.Y.Count; j++)
        {
            var y = Grid.Y.Centres[j];
            for (var i = 0; i < Grid.X.Count; i++)
            {
                var x = Grid.X.Centres[i];
                if (_conductor.LeadAt(x, y, z, out var contact) == LeadPart.Contact)
                    Owner[Grid.Index(i, j, k)] = (short)contact;
                else if (_conductor.Ground?.Holds(x, y, z) == true)
                    Owner[Grid.Index(i, j, k)] = -2;
            }
        }
    }

    private void FindFree(int k)
    {
        for (var j = 0; j < Grid.Y.Count; j++)
        {
            for (var i = 0; i < Grid.X.Count; i++)
            {
                var c = Grid.Index(i, j, k);
                IsFree[c] = Owner[c] == -1 && X[c] + X[c - 1] + Y[c] + Y[c - Grid.StrideY] + Z[c] + Z[c - Grid.StrideZ] > 0;
            }
        }
    }

    /// <summary>Decides what the face between a cell and its neighbour at higher coordinate becomes.</summary>
    private void Join(double[] faces, float[] into, List<ContactLink> links, TissueLine line, int i, int j, int k, int direction)
    {
        var stride = direction == 0 ? 1 : direction == 1 ? Grid.StrideY : Grid.StrideZ;
        var index = direction == 0 ? i : direction == 1 ? j : k;
        var axis = direction == 0 ? Grid.X : direction == 1 ? Grid.Y : Grid.Z;
        if (index + 1 >= axis.Count)
            return;
        var cell = Grid.Index(i, j, k);
        int low = Owner[cell], high = Owner[cell + stride];
        if (low == -1 && high == -1)
        {
            into[cell] = (float)(faces[cell] > 0 ? faces[cell] * Fit((i, j, k), direction) : 0);
            return;
        }

        if (low != -1 && high != -1)
            return;
        var isHigh = low == -1;
        var free = isHigh ? cell : cell + stride;
        var owner = isHigh ? high : low;
        var conductance = Cut(line, faces[cell], (i, j, k), direction, isHigh, owner);
        if (!(conductance > 0))
            return;
        if (owner >= 0)
            links.Add(new ContactLink(free, owner, (float)conductance));
        else
            Fixed[free] += (float)conductance;
    }

    private double Fit((int I, int J, int K) cell, int direction)
    {
        var low = new Position(Grid.X.Centres[cell.I], Grid.Y.Centres[cell.J], Grid.Z.Centres[cell.K]);
        var half = new Position(0.5 * Grid.X.Sizes[cell.I], 0.5 * Grid.Y.Sizes[cell.J], 0.5 * Grid.Z.Sizes[cell.K]);
        return direction switch
        {
            0 => EdgeFit.Face(
                _conductor, low, low with { X = Grid.X.Centres[cell.I + 1] }, low with { X = Grid.X.Faces[cell.I + 1] },
                half with { X = 0 }),
            1 => EdgeFit.Face(
                _conductor, low, low with { Y = Grid.Y.Centres[cell.J + 1] }, low with { Y = Grid.Y.Faces[cell.J + 1] },
                half with { Y = 0 }),
            _ => EdgeFit.Face(
                _conductor, low, low with { Z = Grid.Z.Centres[cell.K + 1] }, low with { Z = Grid.Z.Faces[cell.K + 1] },
                half with { Z = 0 }),
        };
    }

    /// <summary>Conductance from the centre of the free cell to the metal or the ground along the line of centres.</summary>
    private double Cut(TissueLine line, double face, (int I, int J, int K) cell, int direction, bool isHigh, int owner)
    {
        double x = Grid.X.Centres[cell.I], y = Grid.Y.Centres[cell.J], z = Grid.Z.Centres[cell.K];
        var axis = direction == 0 ? Grid.X : direction == 1 ? Grid.Y : Grid.Z;
        var index = direction == 0 ? cell.I : direction == 1 ? cell.J : cell.K;
        var free = axis.Centres[isHigh ? index : index + 1];
        var metal = axis.Centres[isHigh ? index + 1 : index];
        double hit;
        if (owner == -2)
            hit = _conductor.Ground!.Crossing(x, y, z, direction, isHigh);
        else if (!TryHit(new Position(x, y, z), direction, free, metal, owner, out hit))
            return face > 0 ? face * Fit(cell, direction) : 0;
        var area = direction == 0 ? Grid.Y.Sizes[cell.J] * Grid.Z.Sizes[cell.K]
            : direction == 1 ? Grid.X.Sizes[cell.I] * Grid.Z.Sizes[cell.K]
            : Grid.X.Sizes[cell.I] * Grid.Y.Sizes[cell.J];
        var stretch = _conductor.Body.Curve.Stretch(direction == 1 ? 0.5 * (free + hit) : y, z);
        area = direction < 2 ? area * stretch : area / stretch;
        if (owner >= 0 && direction < 2)
        {
            var place = direction == 0 ? new Position(free, y, z) : new Position(x, free, z);
            area *= EdgeFit.Link(_conductor, place, new Position(0, 0, 0.5 * Grid.Z.Sizes[cell.K]));
        }

        var nearest = NearestRatio * Math.Abs(metal - free);
        var from = isHigh ? free : Math.Min(hit, free - nearest);
        var to = isHigh ? Math.Max(hit, free + nearest) : free;
        if (direction < 2)
        {
            line.Fill(_conductor.Body.SectionAt(z), direction, direction == 0 ? y : x, z);
            return area / line.Integrate(from, to, _conductor.Across);
        }

        const int Steps = 8;
        var sum = 0.0;
        for (var n = 0; n < Steps; n++)
        {
            var at = from + ((n + 0.5) / Steps * (to - from));
            var tissue = _conductor.LeadAt(x, y, at, out _) == LeadPart.Nothing
                ? _conductor.Body.SectionAt(at).At(x, y) : Tissue.Encapsulation;
            sum += (to - from) / Steps * _conductor.Along[(int)tissue];
        }

        return area / sum;
    }

    /// <summary>Finds where the line of centres enters the lead; false when it does so through insulation or starts inside.</summary>
    private bool TryHit(Position p, int direction, double free, double metal, int owner, out double hit)
    {
        Span<(double Low, double High)> chords = stackalloc (double, double)[8];
        hit = metal;
        foreach (var lead in _conductor.Leads)
        {
            var count = lead.Intersect(p, direction, false, chords);
            // Pieces of a bent lead touch at mitre planes: go on through every chord that holds the place reached so far.
            for (var n = 0; n < count * count; n++)
            {
                var (low, high) = chords[n % count];
                if (hit >= low - 1e-9 && hit <= high + 1e-9)
                    hit = metal > free ? Math.Min(hit, low) : Math.Max(hit, high);
            }
        }

        var inside = hit + (1e-3 * (metal - hit));
        var at = direction == 0 ? p with { X = inside } : direction == 1 ? p with { Y = inside } : p with { Z = inside };
        return (hit - free) * (metal - free) > 0
            && _conductor.LeadAt(at.X, at.Y, at.Z, out var contact) == LeadPart.Contact && contact == owner;
    }
}
