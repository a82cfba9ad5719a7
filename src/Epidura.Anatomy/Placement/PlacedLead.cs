using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Placement;

/// <summary>What a lead puts at a point.</summary>
/// <param name="Tissue">Contact, insulation or encapsulation; null where the lead is not.</param>
/// <param name="ContactNumber">Number of the contact, 0 when the point is not in one.</param>
public readonly record struct LeadPoint(Tissue? Tissue, int ContactNumber);

/// <summary>A box along the axes, m.</summary>
/// <param name="Min">Corner of the smallest coordinates.</param>
/// <param name="Max">Corner of the largest.</param>
public readonly record struct LeadBounds(Position Min, Position Max)
{
    /// <summary>True inside and on the faces.</summary>
    public bool Contains(Position p) =>
        p.X >= Min.X && p.X <= Max.X && p.Y >= Min.Y && p.Y <= Max.Y && p.Z >= Min.Z && p.Z <= Max.Z;
}

/// <summary>A lead where it lies.</summary>
/// <remarks>
/// The axis is a polyline from the tip towards the tail; positions on the lead are arc lengths from the tip. A rod has a round section
/// around the axis; a paddle a flat one whose contacts look ventral. The scar is a layer of even thickness around the whole body.
/// Both ends are flat. Checked by PlacedLeadTests.
/// </remarks>
public sealed class PlacedLead
{
    private readonly Position[] _axis;
    private readonly double[] _arc;
    private readonly Position[] _tangent;
    private readonly double[] _stretch;
    private readonly double _reach;
    private readonly bool _isFalling;
    private readonly double _halfWidth;
    private readonly double _halfThickness;
    private readonly bool _isRod;
    private readonly (double From, double To, double Across, double HalfWidth, int Number)[] _contacts;

    /// <summary>Places a lead.</summary>
    /// <param name="id">Key in the case file.</param>
    /// <param name="model">Geometry.</param>
    /// <param name="axis">Polyline from the tip, m; two points or more, z not increasing from tip to tail for a tip that looks up.</param>
    /// <param name="encapsulation">Thickness of the scar, m; zero or more.</param>
    /// <param name="curve">Bend of the cord that the axis is given along; null when straight. Arc lengths are true lengths.</param>
    /// <exception cref="ArgumentException">Fewer than two points, coincident points, or a scar below zero.</exception>
    public PlacedLead(string id, LeadModel model, IReadOnlyList<Position> axis, double encapsulation, CordCurve? curve = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(axis);
        if (axis.Count < 2)
            throw new ArgumentException("The axis of a lead needs two points or more.", nameof(axis));
        if (!(encapsulation >= 0))
            throw new ArgumentException("The scar is not below zero.", nameof(encapsulation));
        Id = id;
        Model = model;
        Axis = axis;
        Encapsulation = encapsulation;
        _axis = [.. axis];
        _arc = new double[_axis.Length];
        _tangent = new Position[_axis.Length - 1];
        _stretch = new double[_axis.Length - 1];
        _isFalling = true;
        for (var i = 1; i < _axis.Length; i++)
        {
            var length = _axis[i].DistanceTo(_axis[i - 1]);
            if (!(length > 0))
                throw new ArgumentException("Two points of the axis coincide.", nameof(axis));
            _stretch[i - 1] = curve is null ? 1 : curve.Distance(_axis[i - 1], _axis[i]) / length;
            _arc[i] = _arc[i - 1] + (length * _stretch[i - 1]);
            _tangent[i - 1] = (1 / length) * (_axis[i] - _axis[i - 1]);
            _isFalling &= _axis[i].Z < _axis[i - 1].Z;
        }

        (_isRod, _halfWidth, _halfThickness) = model.Body switch
        {
            LeadBody.Rod rod => (true, 0.5 * rod.Diameter.Metres, 0.5 * rod.Diameter.Metres),
            LeadBody.Paddle paddle => (false, 0.5 * paddle.Width.Metres, 0.5 * paddle.Thickness.Metres),
            _ => throw new ArgumentException("The body of the lead is of no known kind.", nameof(model)),
        };
        _contacts =
        [
            .. model.Contacts.Select(contact => (
                contact.Along.Metres - (0.5 * contact.Shape.Length.Metres),
                contact.Along.Metres + (0.5 * contact.Shape.Length.Metres),
                contact.Across.Metres,
                contact.Shape is ContactShape.Plate plate ? 0.5 * plate.Width.Metres : 0,
                contact.Number)),
        ];
        var outer = _isRod ? _halfThickness : Math.Sqrt((_halfWidth * _halfWidth) + (_halfThickness * _halfThickness));
        _reach = outer + (2 * Encapsulation) + 1e-9;
        Bounds = MakeBounds();
    }

    /// <summary>Key in the case file.</summary>
    public string Id { get; }

    /// <summary>Geometry.</summary>
    public LeadModel Model { get; }

    /// <summary>Polyline from the tip, m.</summary>
    public IReadOnlyList<Position> Axis { get; }

    /// <summary>Thickness of the scar, m.</summary>
    public double Encapsulation { get; }

    /// <summary>True length of each piece of the axis over its length in the body's frame.</summary>
    public IReadOnlyList<double> Stretch => _stretch;

    /// <summary>Length of the axis, m.</summary>
    public double Length => _arc[^1];

    /// <summary>A box that holds the lead and its scar.</summary>
    public LeadBounds Bounds { get; }

    /// <summary>Half the diameter of a rod, half the thickness of a paddle, m.</summary>
    public double HalfThickness => _halfThickness;

    /// <summary>What the lead puts at a point.</summary>
    /// <param name="p">m.</param>
    /// <returns>
    /// Contact: inside the rod within a contact's band, or in the plate of a paddle. Insulation: the rest of the body. Encapsulation: the
    /// scar. A null tissue elsewhere.
    /// </returns>
    public LeadPoint LocateAt(Position p)
    {
        if (!Bounds.Contains(p) || !TryProject(p, out var along, out var segment, out var squared))
            return default;
        if (!_isRod)
            return LocateOnPaddle(p, along, segment);
        var outer = _halfThickness + Encapsulation;
        if (squared > outer * outer)
            return default;
        if (squared > _halfThickness * _halfThickness || along < 0 || along > Length)
            return new LeadPoint(Tissue.Encapsulation, 0);
        foreach (var contact in _contacts)
            if (along >= contact.From && along <= contact.To)
                return new LeadPoint(Tissue.Contact, contact.Number);
        return new LeadPoint(Tissue.Insulation, 0);
    }

    /// <summary>Centre of a contact, m: on the axis of a rod, on the ventral face of a paddle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such contact.</exception>
    public Position ContactCentre(int number)
    {
        var contact = Find(number);
        var (at, segment) = PointAt(contact.Along.Metres);
        if (_isRod)
            return at;
        var (across, up) = Frame(segment);
        return at + (contact.Across.Metres * across) + (-_halfThickness * up);
    }

    /// <summary>Direction of the lead at a contact, from the tip towards the tail; length 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such contact.</exception>
    public Position ContactAxis(int number) => Tangent(PointAt(Find(number).Along.Metres).Segment);

    /// <summary>Point of the axis at an arc length from the tip, m; straight on beyond the ends.</summary>
    public Position AxisAt(double arc) => PointAt(arc).Point;

    /// <summary>Two directions at a point of the axis: across (to the right for a lead along the cord) and away from the dura.</summary>
    internal (Position Across, Position Up) FrameOf(int index) => Frame(Math.Min(index, _axis.Length - 2));

    private static double Dot(Position a, Position b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    private Contact Find(int number) =>
        Model.Contacts.FirstOrDefault(contact => contact.Number == number)
        ?? throw new ArgumentOutOfRangeException(nameof(number), number, $"The lead {Model.Name} has no such contact.");

    private (Position Point, int Segment) PointAt(double arc)
    {
        var i = Array.BinarySearch(_arc, arc);
        i = Math.Clamp(i >= 0 ? i : ~i - 1, 0, _axis.Length - 2);
        return (_axis[i] + ((arc - _arc[i]) / _stretch[i] * Tangent(i)), i);
    }

    private Position Tangent(int segment) => _tangent[segment];

    /// <summary>Across lies in the plane of x and the axis; up completes the frame and looks dorsal for a lead along the cord.</summary>
    private (Position Across, Position Up) Frame(int segment)
    {
        var t = Tangent(segment);
        Position raw = new(1 - (t.X * t.X), -t.X * t.Y, -t.X * t.Z);
        var across = (1 / Math.Sqrt(Dot(raw, raw))) * raw;
        Position up = new(
            (across.Y * t.Z) - (across.Z * t.Y), (across.Z * t.X) - (across.X * t.Z), (across.X * t.Y) - (across.Y * t.X));
        return (across, up.Y >= 0 ? up : -1 * up);
    }

    private LeadPoint LocateOnPaddle(Position p, double along, int segment)
    {
        var (across, up) = Frame(segment);
        var d = p - (_axis[segment] + ((along - _arc[segment]) / _stretch[segment] * Tangent(segment)));
        double c = Dot(d, across), h = Dot(d, up);
        if (Math.Abs(c) > _halfWidth + Encapsulation || Math.Abs(h) > _halfThickness + Encapsulation)
            return default;
        if (Math.Abs(c) > _halfWidth || Math.Abs(h) > _halfThickness || along < 0 || along > Length)
            return new LeadPoint(Tissue.Encapsulation, 0);
        if (h <= -_halfThickness + Levels.Parameters.Of("paddle_plate_mm"))
        {
            foreach (var contact in _contacts)
                if (along >= contact.From && along <= contact.To && Math.Abs(c - contact.Across) <= contact.HalfWidth)
                    return new LeadPoint(Tissue.Contact, contact.Number);
        }

        return new LeadPoint(Tissue.Insulation, 0);
    }

    /// <summary>Nearest place of the axis; the end segments reach on by the thickness of the scar, so that the ends are flat.</summary>
    private bool TryProject(Position p, out double along, out int segment, out double squared)
    {
        int first = 0, last = _axis.Length - 2;
        if (_isFalling)
        {
            first = Math.Clamp(FirstBelow(p.Z + _reach) - 1, 0, last);
            last = Math.Clamp(FirstBelow(p.Z - _reach), first, last);
        }

        (along, segment, squared) = (0, -1, double.PositiveInfinity);
        for (var i = first; i <= last; i++)
        {
            var (origin, direction) = (_axis[i], _tangent[i]);
            var length = (_arc[i + 1] - _arc[i]) / _stretch[i];
            double dx = p.X - origin.X, dy = p.Y - origin.Y, dz = p.Z - origin.Z;
            var t = (dx * direction.X) + (dy * direction.Y) + (dz * direction.Z);
            double least = i == 0 ? -Encapsulation : 0, most = i == _tangent.Length - 1 ? length + Encapsulation : length;
            if (t < least)
            {
                if (i == 0)
                    continue;
                t = least;
            }
            else if (t > most)
            {
                if (i == _tangent.Length - 1)
                    continue;
                t = most;
            }

            dx -= t * direction.X;
            dy -= t * direction.Y;
            dz -= t * direction.Z;
            var distance = (dx * dx) + (dy * dy) + (dz * dz);
            if (distance < squared)
                (along, segment, squared) = (_arc[i] + (t * _stretch[i]), i, distance);
        }

        return segment >= 0;
    }

    /// <summary>Index of the first point of a falling axis with z below a height; the number of points when there is none.</summary>
    private int FirstBelow(double z)
    {
        int low = 0, high = _axis.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_axis[middle].Z < z)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private LeadBounds MakeBounds()
    {
        Position margin = new(_reach, _reach, _reach);
        Position min = _axis[0], max = _axis[0];
        foreach (var p in _axis)
        {
            min = new Position(Math.Min(min.X, p.X), Math.Min(min.Y, p.Y), Math.Min(min.Z, p.Z));
            max = new Position(Math.Max(max.X, p.X), Math.Max(max.Y, p.Y), Math.Max(max.Z, p.Z));
        }

        return new LeadBounds(min - margin, max + margin);
    }
}
