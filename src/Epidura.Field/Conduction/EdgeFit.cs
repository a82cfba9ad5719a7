using Epidura.Field.Geometry;
using Epidura.Quantities;

namespace Epidura.Field.Conduction;

/// <summary>Corrects face conductances near the end of a contact band, where the field is singular.</summary>
/// <remarks>
/// Where metal meets insulation on a smooth surface the potential follows the real part of the root of ζ + i ρ, with ρ the distance from
/// the surface and ζ the distance along it from the end of the metal. A two-point flux misses a part of that function that does not
/// depend on the spacing, so the error of the whole field falls only in proportion to it. Each face is scaled by the exact mean flux
/// of the function over its two-point flux; the ratio tends to one away from the end.
/// </remarks>
internal static class EdgeFit
{
    private const double Most = 3;
    private const double Flat = 0.2;

    /// <summary>Scale of the conductance between two free cells.</summary>
    /// <param name="conductor">Leads.</param>
    /// <param name="low">Centre of the one cell, m.</param>
    /// <param name="high">Centre of the other, m.</param>
    /// <param name="face">Centre of the face, m.</param>
    /// <param name="half">Half sizes of the face and, along the direction, zero, m.</param>
    public static double Face(Conductor conductor, Position low, Position high, Position face, Position half)
    {
        if (!TryFind(conductor, face, out var lead, out var end))
            return 1;
        var (a, b) = (lead.FromEnd(low, end), lead.FromEnd(high, end));
        var at = lead.FromEnd(face, end);
        double along = Math.Abs(b.Zeta - a.Zeta), away = Math.Abs(b.Rho - a.Rho);
        return along > away ? Along(a, b, at, Spread(half, lead, face)) : Away(a, b, at, half);
    }

    /// <summary>Scale of the conductance between a free cell and the metal.</summary>
    public static double Link(Conductor conductor, Position free, Position half)
    {
        if (!TryFind(conductor, free, out var lead, out var end))
            return 1;
        var at = lead.FromEnd(free, end);
        double near = at.Zeta - half.Z, far = Math.Min(0, at.Zeta + half.Z);
        if (at.Zeta >= 0 || at.Rho <= 0)
            return 1;
        var flux = (Conjugate(0, near) - Conjugate(0, far)) / (far - near);
        return Bound(flux * at.Rho / Value(at.Rho, at.Zeta));
    }

    private static bool TryFind(Conductor conductor, Position p, out LeadSolid lead, out int end)
    {
        foreach (var candidate in conductor.Leads)
        {
            if (candidate.TryNearEnd(p, out end))
            {
                lead = candidate;
                return true;
            }
        }

        (lead, end) = (null!, -1);
        return false;
    }

    /// <summary>A face whose normal runs along the lead.</summary>
    private static double Along((double Rho, double Zeta) a, (double Rho, double Zeta) b, (double Rho, double Zeta) face, double spread)
    {
        double inner = Math.Max(0, face.Rho - spread), outer = face.Rho + spread;
        if (outer <= inner)
            return 1;
        var flux = (Conjugate(outer, face.Zeta) - Conjugate(inner, face.Zeta)) / (outer - inner);
        var slope = (Value(b.Rho, b.Zeta) - Value(a.Rho, a.Zeta)) / (b.Zeta - a.Zeta);
        return Bound(flux / slope);
    }

    /// <summary>A face whose normal leads away from the lead.</summary>
    private static double Away((double Rho, double Zeta) a, (double Rho, double Zeta) b, (double Rho, double Zeta) face, Position half)
    {
        var step = b.Rho - a.Rho;
        if (face.Rho <= 0 || Math.Min(a.Rho, b.Rho) <= 0 || Math.Abs(step) < Flat * Math.Max(half.X, half.Y))
            return 1;
        double near = face.Zeta - half.Z, far = face.Zeta + half.Z;
        var flux = (Conjugate(face.Rho, near) - Conjugate(face.Rho, far)) / (far - near);
        var slope = (Value(b.Rho, b.Zeta) - Value(a.Rho, a.Zeta)) / step;
        return Bound(flux / slope);
    }

    private static double Spread(Position half, LeadSolid lead, Position face)
    {
        var outward = lead.Outward(face);
        return (Math.Abs(outward.X) * half.X) + (Math.Abs(outward.Y) * half.Y);
    }

    private static double Bound(double ratio) => double.IsFinite(ratio) && ratio > 0 ? Math.Clamp(ratio, 1 / Most, Most) : 1;

    /// <summary>Real part of the root: zero on the metal, no flux through the insulation.</summary>
    private static double Value(double rho, double zeta) => Math.Sqrt(0.5 * (Math.Sqrt((rho * rho) + (zeta * zeta)) + zeta));

    /// <summary>Imaginary part of the root: its difference between two points is the flux between them.</summary>
    private static double Conjugate(double rho, double zeta) => Math.Sqrt(0.5 * Math.Max(0, Math.Sqrt((rho * rho) + (zeta * zeta)) - zeta));
}
