using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Placement;

/// <summary>What a lead puts at a point.</summary>
/// <param name="Tissue">Contact, insulation or encapsulation; null where the lead is not.</param>
/// <param name="ContactNumber">Number of the contact, 0 when the point is not in one.</param>
public readonly record struct LeadPoint(Sections.Tissue? Tissue, int ContactNumber);

/// <summary>A lead where it lies.</summary>
/// <remarks>
/// The axis is a polyline from the tip towards the tail; positions on the lead are arc lengths from the tip. A rod has a round section
/// around the axis; a paddle a flat one whose contacts look ventral. The scar is a layer of even thickness around the whole body.
/// </remarks>
public sealed class PlacedLead
{
    /// <summary>Places a lead.</summary>
    /// <param name="id">Key in the case file.</param>
    /// <param name="model">Geometry.</param>
    /// <param name="axis">Polyline from the tip, m; two points or more, z not increasing from tip to tail for a tip that looks up.</param>
    /// <param name="encapsulation">Thickness of the scar, m; zero or more.</param>
    /// <exception cref="ArgumentException">Fewer than two points, or coincident points.</exception>
    public PlacedLead(string id, LeadModel model, IReadOnlyList<Position> axis, double encapsulation)
    {
        ArgumentNullException.ThrowIfNull(axis);
        if (axis.Count < 2)
            throw new ArgumentException("The axis of a lead needs two points or more.", nameof(axis));
        Id = id;
        Model = model;
        Axis = axis;
        Encapsulation = encapsulation;
    }

    /// <summary>Key in the case file.</summary>
    public string Id { get; }

    /// <summary>Geometry.</summary>
    public LeadModel Model { get; }

    /// <summary>Polyline from the tip, m.</summary>
    public IReadOnlyList<Position> Axis { get; }

    /// <summary>Thickness of the scar, m.</summary>
    public double Encapsulation { get; }
}
