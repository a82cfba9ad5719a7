using Epidura.Anatomy;
using Epidura.Anatomy.Sections;
using Epidura.Field.Geometry;

namespace Epidura.Field.Conduction;

/// <summary>A round surface at potential zero around the z axis or the origin, instead of the faces of the box.</summary>
/// <param name="Radius">m.</param>
/// <param name="IsSphere">False for a cylinder along z.</param>
internal sealed record GroundSurface(double Radius, bool IsSphere)
{
    public bool Holds(double x, double y, double z) => (x * x) + (y * y) + (IsSphere ? z * z : 0) >= Radius * Radius;

    /// <summary>Coordinate where a line parallel to an axis leaves through the surface, on the given side of the middle.</summary>
    public double Crossing(double x, double y, double z, int direction, bool high)
    {
        var along = direction == 0 ? x : direction == 1 ? y : z;
        var others = (x * x) + (y * y) + (IsSphere ? z * z : 0) - (along * along);
        var root = Math.Sqrt(Math.Max(0, (Radius * Radius) - others));
        return high ? root : -root;
    }
}

/// <summary>Everything that conducts, lowered to what the grid needs.</summary>
internal sealed class Conductor
{
    public Conductor(BodyModel body, ConductivityPreset preset, IReadOnlyList<LeadSolid> leads, GroundSurface? ground)
    {
        Body = body;
        Leads = [.. leads];
        Ground = ground;
        var count = Enum.GetValues<Tissue>().Length;
        Across = new double[count];
        Along = new double[count];
        Array.Fill(Across, double.NaN);
        Array.Fill(Along, double.NaN);
        foreach (var (tissue, value) in preset.Values)
        {
            if (!(value.Transverse > 0 && value.Axial > 0 && double.IsFinite(value.Transverse) && double.IsFinite(value.Axial)))
                throw new ArgumentException(FormattableString.Invariant(
                    $"Conductivity of {tissue} is {value.Transverse} across and {value.Axial} along; allowed is above 0 S/m, finite."));
            Across[(int)tissue] = 1 / value.Transverse;
            Along[(int)tissue] = 1 / value.Axial;
        }
    }

    public BodyModel Body { get; }

    public LeadSolid[] Leads { get; }

    public GroundSurface? Ground { get; }

    /// <summary>Resistivity across the cord by tissue, ohm m.</summary>
    public double[] Across { get; }

    /// <summary>Resistivity along the cord by tissue, ohm m.</summary>
    public double[] Along { get; }

    /// <summary>The lead part at a point; the contact's index over all leads or -1.</summary>
    public LeadPart LeadAt(double x, double y, double z, out int contact)
    {
        var first = 0;
        contact = -1;
        var result = LeadPart.Nothing;
        foreach (var lead in Leads)
        {
            var part = lead.At(new Quantities.Position(x, y, z), out var found);
            if (part > result)
            {
                result = part;
                contact = found < 0 ? -1 : first + found;
            }

            first += lead.ContactCount;
        }

        return result;
    }
}
