using Epidura.Anatomy.Placement;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Field.Geometry;

/// <summary>What a lead puts at a point.</summary>
internal enum LeadPart : byte
{
    Nothing,
    Encapsulation,
    Insulation,
    Contact,
}

/// <summary>A placed lead as a solid: straight pieces of a rod or a plate, joined at mitre planes, with a scar layer around.</summary>
/// <remarks>Every query along a line is closed form: a line meets a cylinder or a slab in one interval.</remarks>
internal sealed class LeadSolid
{
    private const double SlabHeight = 0.5e-3;
    private readonly Piece[] _pieces;
    private readonly (int First, int End)[] _near;
    private readonly bool _isRod;
    private readonly double _radius;
    private readonly double _halfWidth;
    private readonly double _halfThickness;
    private readonly double _scar;
    private readonly (double Low, double High, double Left, double Right)[] _contacts;

    public LeadSolid(PlacedLead lead)
    {
        _scar = lead.Encapsulation;
        var length = 0.0;
        for (var i = 1; i < lead.Axis.Count; i++)
            length += lead.Axis[i].DistanceTo(lead.Axis[i - 1]) * lead.Stretch[i - 1];
        if (lead.Model.Body is LeadBody.Paddle paddle)
        {
            _halfWidth = 0.5 * paddle.Width.Metres;
            _halfThickness = 0.5 * paddle.Thickness.Metres;
            Length = Math.Min(length, paddle.Length.Metres);
        }
        else
        {
            _isRod = true;
            _radius = 0.5 * ((LeadBody.Rod)lead.Model.Body).Diameter.Metres;
            _halfWidth = _halfThickness = _radius;
            Length = length;
        }

        _pieces = Cut(lead.Axis, lead.Stretch, Length);
        _contacts = [.. lead.Model.Contacts.Select(Edges)];
        Bounds = FindBounds();
        _near = FindNear();
    }

    /// <summary>From the tip to the tail, m.</summary>
    public double Length { get; }

    /// <summary>Larger half extent, scar included, m.</summary>
    public double OuterRadius => Math.Max(_halfWidth, _halfThickness) + _scar;

    /// <summary>Half the extent across and from ventral to dorsal, scar included, m.</summary>
    public (double Across, double Normal) Reach => (_halfWidth + _scar, _halfThickness + _scar);

    /// <summary>True when there is a layer of scar.</summary>
    public bool HasScar => _scar > 0;

    /// <summary>Contacts of the lead.</summary>
    public int ContactCount => _contacts.Length;

    /// <summary>Box around solid and scar, m.</summary>
    public (Position Low, Position High) Bounds { get; }

    /// <summary>Ends of contacts and of the solid along the lead, m.</summary>
    public IEnumerable<double> Ends => _contacts.SelectMany(c => new[] { c.Low, c.High }).Append(0).Append(Length);

    /// <summary>Point of the axis at an arc length from the tip; extrapolated beyond the ends.</summary>
    public Position PointAt(double s)
    {
        var piece = _pieces[^1];
        foreach (var candidate in _pieces)
        {
            if (s <= candidate.Start + (candidate.Length * candidate.Stretch))
            {
                piece = candidate;
                break;
            }
        }

        return piece.Origin + ((s - piece.Start) / piece.Stretch * piece.Along);
    }

    /// <summary>What is at a point; <paramref name="contact"/> is the index of the contact or -1.</summary>
    public LeadPart At(Position p, out int contact)
    {
        contact = -1;
        if (p.X < Bounds.Low.X || p.X > Bounds.High.X || p.Y < Bounds.Low.Y || p.Y > Bounds.High.Y
            || p.Z < Bounds.Low.Z || p.Z > Bounds.High.Z)
            return LeadPart.Nothing;
        var result = LeadPart.Nothing;
        foreach (ref readonly var piece in Near(p.Z))
        {
            var q = p - piece.Origin;
            if (!piece.Holds(q, _scar))
                continue;
            var part = Classify(piece, q, out var found);
            if (part > result)
            {
                result = part;
                contact = found;
            }
        }

        return result;
    }

    /// <summary>Where a line parallel to an axis is inside the solid or its scar.</summary>
    /// <param name="p">A point of the line.</param>
    /// <param name="direction">0, 1 or 2 for x, y or z.</param>
    /// <param name="withScar">True for solid and scar, false for the solid.</param>
    /// <param name="into">Receives intervals as coordinates along the direction, one per piece that is met.</param>
    /// <returns>Number of intervals.</returns>
    public int Intersect(Position p, int direction, bool withScar, Span<(double Low, double High)> into)
    {
        var count = 0;
        var unit = direction == 0 ? new Position(1, 0, 0) : direction == 1 ? new Position(0, 1, 0) : new Position(0, 0, 1);
        var at = direction == 0 ? p.X : direction == 1 ? p.Y : p.Z;
        var grow = withScar ? _scar : 0;
        foreach (ref readonly var piece in direction == 2 ? _pieces : Near(p.Z))
        {
            if (count < into.Length && piece.Meets(p, direction, OuterRadius, _scar)
                && Chord(piece, p - piece.Origin, unit, grow, out var low, out var high))
                into[count++] = (at + low, at + high);
        }

        return count;
    }

    /// <summary>Finds the nearest end of a contact band that is close in terms of the rod's radius; false on paddles.</summary>
    public bool TryNearEnd(Position p, out int end)
    {
        end = -1;
        if (!_isRod || p.X < Bounds.Low.X || p.X > Bounds.High.X || p.Y < Bounds.Low.Y || p.Y > Bounds.High.Y)
            return false;
        var (s, r, _) = Locate(p);
        var reach = 0.5 * _radius;
        var nearest = reach;
        for (var n = 0; n < _contacts.Length; n++)
        {
            double low = Math.Abs(s - _contacts[n].Low), high = Math.Abs(s - _contacts[n].High);
            if (low < nearest)
                (nearest, end) = (low, 2 * n);
            if (high < nearest)
                (nearest, end) = (high, (2 * n) + 1);
        }

        return end >= 0 && ((r - _radius) * (r - _radius)) + (nearest * nearest) < reach * reach;
    }

    /// <summary>Distance from the surface and, along it, from the end of a band towards the insulation, m.</summary>
    public (double Rho, double Zeta) FromEnd(Position p, int end)
    {
        var (s, r, _) = Locate(p);
        var contact = _contacts[end / 2];
        return (Math.Abs(r - _radius), end % 2 == 0 ? contact.Low - s : s - contact.High);
    }

    /// <summary>Unit vector away from the axis.</summary>
    public Position Outward(Position p)
    {
        var (_, r, offset) = Locate(p);
        return r > 0 ? (1 / r) * offset : new Position(1, 0, 0);
    }

    private (double Along, double Radius, Position Offset) Locate(Position p)
    {
        var best = (Along: 0.0, Radius: double.PositiveInfinity, Offset: default(Position));
        foreach (ref readonly var piece in Near(p.Z))
        {
            var q = p - piece.Origin;
            var s = Dot(q, piece.Along);
            if (s < (piece.IsFirst ? double.NegativeInfinity : -_radius)
                || s > (piece.IsLast ? double.PositiveInfinity : piece.Length + _radius))
                continue;
            var offset = q - (s * piece.Along);
            var r = Math.Sqrt(Dot(offset, offset));
            if (r < best.Radius)
                best = (piece.Start + (s * piece.Stretch), r, offset);
        }

        return best;
    }

    private bool Chord(in Piece piece, Position q, Position unit, double grow, out double low, out double high)
    {
        low = double.NegativeInfinity;
        high = double.PositiveInfinity;
        var first = piece.IsFirst ? grow : 0;
        var last = piece.IsLast ? grow : 0;
        if (!Clip(Dot(q, piece.StartNormal) + first, Dot(unit, piece.StartNormal), ref low, ref high)
            || !Clip(-Dot(q - piece.End, piece.EndNormal) + last, -Dot(unit, piece.EndNormal), ref low, ref high))
            return false;
        double qa = Dot(q, piece.Across), qn = Dot(q, piece.Normal), ua = Dot(unit, piece.Across), un = Dot(unit, piece.Normal);
        if (!_isRod)
        {
            double w = _halfWidth + grow, t = _halfThickness + grow;
            return Clip(w + qa, ua, ref low, ref high) && Clip(w - qa, -ua, ref low, ref high)
                && Clip(t + qn, un, ref low, ref high) && Clip(t - qn, -un, ref low, ref high);
        }

        double r = _radius + grow, a = (ua * ua) + (un * un), b = (qa * ua) + (qn * un), c = (qa * qa) + (qn * qn) - (r * r);
        if (a < 1e-12)
            return c <= 0 && low < high;
        var root = (b * b) - (a * c);
        if (root <= 0)
            return false;
        root = Math.Sqrt(root);
        low = Math.Max(low, (-b - root) / a);
        high = Math.Min(high, (-b + root) / a);
        return low < high;
    }

    /// <summary>Keeps where value + t × slope is above zero.</summary>
    private static bool Clip(double value, double slope, ref double low, ref double high)
    {
        if (Math.Abs(slope) < 1e-12)
            return value > 0 && low < high;
        var t = -value / slope;
        if (slope > 0)
            low = Math.Max(low, t);
        else
            high = Math.Min(high, t);
        return low < high;
    }

    private LeadPart Classify(in Piece piece, Position q, out int contact)
    {
        contact = -1;
        double s = Dot(q, piece.Along), a = Dot(q, piece.Across), n = Dot(q, piece.Normal);
        var along = piece.Start + (s * piece.Stretch);
        var isPast = along < 0 || along > Length;
        if (_isRod)
        {
            var r = Math.Sqrt((a * a) + (n * n));
            if (r > _radius + _scar)
                return LeadPart.Nothing;
            if (r > _radius || isPast)
                return LeadPart.Encapsulation;
        }
        else
        {
            if (Math.Abs(a) > _halfWidth + _scar || Math.Abs(n) > _halfThickness + _scar)
                return LeadPart.Nothing;
            if (Math.Abs(a) > _halfWidth || Math.Abs(n) > _halfThickness || isPast)
                return LeadPart.Encapsulation;
        }

        contact = ContactAt(along, a, n);
        return contact < 0 ? LeadPart.Insulation : LeadPart.Contact;
    }

    /// <summary>A band fills the rod; a plate fills the ventral half of the paddle so that only its face meets tissue.</summary>
    private int ContactAt(double along, double across, double normal)
    {
        for (var i = 0; i < _contacts.Length; i++)
        {
            var (low, high, left, right) = _contacts[i];
            if (along >= low && along <= high && (_isRod || (across >= left && across <= right && normal <= 0)))
                return i;
        }

        return -1;
    }

    private static (double Low, double High, double Left, double Right) Edges(Contact contact)
    {
        var half = 0.5 * contact.Shape.Length.Metres;
        var halfWidth = contact.Shape is ContactShape.Plate plate ? 0.5 * plate.Width.Metres : double.PositiveInfinity;
        double along = contact.Along.Metres, across = contact.Across.Metres;
        return (along - half, along + half, across - halfWidth, across + halfWidth);
    }

    private static Piece[] Cut(IReadOnlyList<Position> axis, IReadOnlyList<double> stretch, double length)
    {
        List<Piece> pieces = [];
        var start = 0.0;
        for (var i = 0; i + 1 < axis.Count && start < length; i++)
        {
            var along = axis[i + 1] - axis[i];
            var size = Math.Sqrt(Dot(along, along));
            along = (1 / size) * along;
            var used = Math.Min(size, (length - start) / stretch[i]);
            var isLast = i + 2 == axis.Count || start + (size * stretch[i]) >= length;
            var before = i == 0 ? along : Unit(axis[i] - axis[i - 1]);
            var after = isLast ? along : Unit(axis[i + 2] - axis[i + 1]);
            // The tip looks rostral, so the patient's right is dorsal × along with the sign that makes x positive.
            var normal = Unit(new Position(0, 1, 0) - (along.Y * along));
            pieces.Add(new Piece(
                axis[i], along, Unit(Cross(along, normal)), normal, used, start,
                Unit(before + along), Unit(along + after), i == 0, isLast, stretch[i]));
            start += size * stretch[i];
        }

        return [.. pieces];
    }

    /// <summary>The pieces that can matter at a height: a lead that follows the dura has a hundred of them.</summary>
    private ReadOnlySpan<Piece> Near(double z)
    {
        var (first, end) = _near[Math.Clamp((int)((z - Bounds.Low.Z) / SlabHeight), 0, _near.Length - 1)];
        return _pieces.AsSpan(first, end - first);
    }

    private (int First, int End)[] FindNear()
    {
        var result = new (int First, int End)[(int)((Bounds.High.Z - Bounds.Low.Z) / SlabHeight) + 1];
        var reach = 2 * OuterRadius;
        for (var n = 0; n < result.Length; n++)
        {
            double low = Bounds.Low.Z + (n * SlabHeight) - reach, high = Bounds.Low.Z + ((n + 1) * SlabHeight) + reach;
            bool IsNear(Piece piece)
            {
                double a = piece.Origin.Z, b = a + piece.End.Z;
                return Math.Max(a, b) >= low && Math.Min(a, b) <= high;
            }

            var first = Array.FindIndex(_pieces, IsNear);
            result[n] = first < 0 ? (0, _pieces.Length) : (first, Array.FindLastIndex(_pieces, IsNear) + 1);
        }

        return result;
    }

    private (Position Low, Position High) FindBounds()
    {
        double x0 = double.PositiveInfinity, y0 = x0, z0 = x0, x1 = -x0, y1 = -x0, z1 = -x0;
        var reach = (Math.Sqrt((_halfWidth * _halfWidth) + (_halfThickness * _halfThickness)) + _scar) * 1.1;
        foreach (var piece in _pieces)
        {
            foreach (var point in new[] { piece.Origin, piece.Origin + piece.End })
            {
                (x0, x1) = (Math.Min(x0, point.X - reach), Math.Max(x1, point.X + reach));
                (y0, y1) = (Math.Min(y0, point.Y - reach), Math.Max(y1, point.Y + reach));
                (z0, z1) = (Math.Min(z0, point.Z - reach), Math.Max(z1, point.Z + reach));
            }
        }

        return (new Position(x0, y0, z0), new Position(x1, y1, z1));
    }

    private static double Dot(Position a, Position b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    private static Position Cross(Position a, Position b) =>
        new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    private static Position Unit(Position a) => (1 / Math.Sqrt(Dot(a, a))) * a;

    /// <summary>One straight piece between two mitre planes; lengths in the frame of the body, the stretch leads to true ones.</summary>
    private readonly record struct Piece(
        Position Origin, Position Along, Position Across, Position Normal, double Length, double Start,
        Position StartNormal, Position EndNormal, bool IsFirst, bool IsLast, double Stretch)
    {
        public Position End => Length * Along;

        public bool Holds(Position q, double scar) =>
            Dot(q, StartNormal) >= (IsFirst ? -scar : 0) && Dot(q - End, EndNormal) <= (IsLast ? scar : 0);

        /// <summary>False when a line is surely too far from the piece.</summary>
        public bool Meets(Position p, int direction, double outer, double scar)
        {
            var reach = (1.5 * outer) + scar;
            var far = Origin + End;
            return (direction == 0 || (p.X >= Math.Min(Origin.X, far.X) - reach && p.X <= Math.Max(Origin.X, far.X) + reach))
                && (direction == 1 || (p.Y >= Math.Min(Origin.Y, far.Y) - reach && p.Y <= Math.Max(Origin.Y, far.Y) + reach))
                && (direction == 2 || (p.Z >= Math.Min(Origin.Z, far.Z) - reach && p.Z <= Math.Max(Origin.Z, far.Z) + reach));
        }
    }
}
