using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Placement;

/// <summary>Tests points on the surface of a placed lead against the canal, the dura and other leads.</summary>
internal static class PlacementClearance
{
    private const int AroundRod = 16;

    public static PlacementReason? Canal(Spine spine, PlacedLead lead, bool allowIntradural)
    {
        var strain = Parameters.Of("lead_strain_mm");
        var beyond = lead.Model.Body is LeadBody.Paddle ? Parameters.Of("paddle_laminotomy_mm") : strain;
        for (var i = 0; i < lead.Axis.Count; i++)
        {
            var section = spine.SectionAt(lead.Axis[i].Z);
            var canal = Grow(section.Canal, beyond);
            var dura = Grow(section.Dura, -strain);
            foreach (var p in Surface(lead, i))
            {
                if (!canal.Contains(p.X, p.Y))
                    return PlacementReason.OutsideCanal;
                if (!allowIntradural && dura.Contains(p.X, p.Y))
                    return PlacementReason.ThroughDura;
            }
        }

        return null;
    }

    public static PlacementReason? Others(PlacedLead lead, IReadOnlyList<PlacedLead> others)
    {
        foreach (var other in others)
            if (Touches(lead, other) || Touches(other, lead))
                return PlacementReason.Overlap;
        return null;
    }

    private static bool Touches(PlacedLead lead, PlacedLead other)
    {
        for (var i = 0; i < lead.Axis.Count; i++)
        {
            if (IsBody(other, lead.Axis[i]))
                return true;
            foreach (var p in Surface(lead, i))
                if (IsBody(other, p))
                    return true;
        }

        return false;
    }

    private static bool IsBody(PlacedLead lead, Position p) => lead.LocateAt(p).Tissue is Tissue.Contact or Tissue.Insulation;

    private static Ellipse Grow(Ellipse ellipse, double by) => ellipse with { SemiX = ellipse.SemiX + by, SemiY = ellipse.SemiY + by };

    /// <summary>Points of the surface around a point of the axis.</summary>
    private static IEnumerable<Position> Surface(PlacedLead lead, int index)
    {
        var (across, up) = lead.FrameOf(index);
        var centre = lead.Axis[index];
        if (lead.Model.Body is LeadBody.Paddle paddle)
        {
            double w = 0.5 * paddle.Width.Metres, h = lead.HalfThickness;
            for (var k = -2; k <= 2; k++)
            {
                yield return centre + (0.5 * k * w * across) + (h * up);
                yield return centre + (0.5 * k * w * across) + (-h * up);
            }

            yield break;
        }

        for (var k = 0; k < AroundRod; k++)
        {
            var angle = 2 * Math.PI * k / AroundRod;
            yield return centre + (lead.HalfThickness * Math.Cos(angle) * across) + (lead.HalfThickness * Math.Sin(angle) * up);
        }
    }
}
