using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Placement;

/// <summary>The leads of a case where they lie, or why some cannot.</summary>
/// <param name="Leads">In the order of the placements; only those that fit.</param>
/// <param name="Refusals">One for each that does not.</param>
public sealed record PlacementSet(IReadOnlyList<PlacedLead> Leads, IReadOnlyList<PlacementRefusal> Refusals);

/// <summary>Lays leads into the epidural space.</summary>
/// <remarks>
/// The axis follows the dura: at every height it lies at (gap + scar + half thickness) along the normal of the dura's ellipse. The tip is
/// put at its level, the shaft runs caudally in steps of 0.5 mm of arc length. docs/science/anatomy.md; checked by LeadPlacerTests.
/// </remarks>
public static class LeadPlacer
{
    private const double Step = 0.5e-3;
    private const double ScanStep = 0.1e-3;

    /// <summary>Deepest gap below the dura that a study may ask for, m.</summary>
    private const double IntraduralDepthMax = 12e-3;

    /// <summary>Places one lead.</summary>
    public static PlacementResult Place(Spine spine, LeadPlacement placement)
    {
        var set = PlaceAll(spine, [placement]);
        return new PlacementResult(set.Leads.Count > 0 ? set.Leads[0] : null, set.Refusals.Count > 0 ? set.Refusals[0] : null);
    }

    /// <summary>Places the leads of a case one after another; a lead may not share a place with one before it.</summary>
    public static PlacementSet PlaceAll(Spine spine, IReadOnlyList<LeadPlacement> placements)
    {
        ArgumentNullException.ThrowIfNull(spine);
        ArgumentNullException.ThrowIfNull(placements);
        List<PlacedLead> leads = [];
        List<PlacementRefusal> refusals = [];
        foreach (var placement in placements)
        {
            if (Refuse(spine, placement, leads) is { } refusal)
                refusals.Add(refusal);
            else
                leads.Add(Lay(spine, placement));
        }

        return new PlacementSet(leads, refusals);
    }

    private static PlacementRefusal? Refuse(Spine spine, LeadPlacement p, List<PlacedLead> others)
    {
        if (CheckNumbers(p) is { } range)
            return range;
        var tip = spine.HeightOf(p.TipLevel, p.TipFraction);
        if (p.TipLevel < VertebralLevel.C2 || p.TipLevel > VertebralLevel.L1)
            return new PlacementRefusal(
                p.Id, PlacementReason.TipOutsideSpine, "tip_level", (int)p.TipLevel, (int)VertebralLevel.C2, (int)VertebralLevel.L1,
                $"Lead {p.Id}: the tip level is {p.TipLevel}; C2 to L1 are modelled.");
        var end = ContactsEnd(p.Model);
        if (tip - end < spine.Bottom)
            return new PlacementRefusal(
                p.Id, PlacementReason.TailOutsideSpine, "tip_fraction", p.TipFraction, double.NaN, double.NaN,
                FormattableString.Invariant(
                    $"Lead {p.Id}: its contacts reach {end * 1e3:0.#} mm below the tip, ")
                    + FormattableString.Invariant($"{(spine.Bottom - tip + end) * 1e3:0.#} mm below L3."));
        if (Obstacle(spine, p, others) is not { } reason)
            return null;
        return Explain(p, reason, candidate => Obstacle(spine, candidate, others) is null);
    }

    private static PlacementRefusal? CheckNumbers(LeadPlacement p)
    {
        (string Field, double Value)[] values =
        [
            ("tip_fraction", p.TipFraction),
            ("lateral_mm", p.Lateral * 1e3),
            ("angle_deg", p.AngleRadians * 180 / Math.PI),
            ("encapsulation_mm", p.Encapsulation * 1e3),
            ("depth_gap_mm", p.AllowIntradural && p.DepthGap is >= -IntraduralDepthMax and < 0 ? 0 : (p.DepthGap ?? 0) * 1e3),
        ];
        foreach (var (field, value) in values)
        {
            var limit = Limits.Of(field);
            if (!limit.Accepts(value))
                return new PlacementRefusal(
                    p.Id, PlacementReason.OutOfRange, field, value, limit.Min, limit.Max,
                    FormattableString.Invariant($"Lead {p.Id}: {field} is {value:0.###}; allowed is {limit.Range}."));
        }

        return null;
    }

    /// <summary>Looks for the values of the lateral offset, then of the gap, that would fit, nearest to the one asked for.</summary>
    private static PlacementRefusal Explain(LeadPlacement p, PlacementReason reason, Func<LeadPlacement, bool> fits)
    {
        var lateral = Scan("lateral_mm", p.Lateral, value => fits(p with { Lateral = value }));
        var gap = p.DepthGap is { } asked
            ? Scan("depth_gap_mm", asked, value => fits(p with { DepthGap = value }))
            : (double.NaN, double.NaN);
        var useGap = double.IsNaN(lateral.Min) && !double.IsNaN(gap.Item1);
        var (min, max) = useGap ? gap : lateral;
        var (field, value) = useGap ? ("depth_gap_mm", p.DepthGap!.Value * 1e3) : ("lateral_mm", p.Lateral * 1e3);
        var what = reason switch
        {
            PlacementReason.OutsideCanal => "would pass through bone or ligament",
            PlacementReason.ThroughDura => "would pass through the dura",
            _ => "would lie in the place of another lead",
        };
        var advice = double.IsNaN(min)
            ? "no value of it fits with the other numbers"
            : FormattableString.Invariant($"{min:0.0} to {max:0.0} mm fits");
        return new PlacementRefusal(
            p.Id, reason, field, value, min, max,
            FormattableString.Invariant($"Lead {p.Id} {what}: {field} is {value:0.##}; {advice}."));
    }

    /// <summary>The unbroken range of fitting values nearest to the one asked for, in mm; NaN when there is none.</summary>
    private static (double Min, double Max) Scan(string parameter, double asked, Func<double, bool> fits)
    {
        var limit = Limits.Of(parameter);
        var count = (int)Math.Round((limit.Max - limit.Min) * 1e-3 / ScanStep);
        var nearest = -1;
        var isFit = new bool[count + 1];
        for (var i = 0; i <= count; i++)
        {
            isFit[i] = fits((limit.Min * 1e-3) + (i * ScanStep));
            if (isFit[i] && (nearest < 0 || Math.Abs(At(i) - asked) < Math.Abs(At(nearest) - asked)))
                nearest = i;
        }

        if (nearest < 0)
            return (double.NaN, double.NaN);
        int low = nearest, high = nearest;
        while (low > 0 && isFit[low - 1])
            low--;
        while (high < count && isFit[high + 1])
            high++;
        return (At(low) * 1e3, At(high) * 1e3);
        double At(int i) => (limit.Min * 1e-3) + (i * ScanStep);
    }

    private static PlacementReason? Obstacle(Spine spine, LeadPlacement p, List<PlacedLead> others)
    {
        if (!CanReach(spine, p))
            return PlacementReason.OutsideCanal;
        var lead = Lay(spine, p);
        return PlacementClearance.Canal(spine, lead, p.AllowIntradural) ?? PlacementClearance.Others(lead, others);
    }

    /// <summary>False where the dura is narrower than the lateral offset, so that nothing holds the lead.</summary>
    private static bool CanReach(Spine spine, LeadPlacement p)
    {
        var tip = spine.HeightOf(p.TipLevel, p.TipFraction);
        for (var s = 0.0; s <= BodyLength(spine, p.Model); s += Step)
        {
            var z = Math.Max(tip - s, spine.SpineEnd);
            if (Math.Abs(LateralAt(p, s)) >= spine.SectionAt(z).Dura.SemiX)
                return false;
        }

        return true;
    }

    private static double ContactsEnd(LeadModel model) =>
        model.Contacts.Max(contact => contact.Along.Metres + (0.5 * contact.Shape.Length.Metres));

    private static double BodyLength(Spine spine, LeadModel model) => model.Body is LeadBody.Paddle paddle
        ? paddle.Length.Metres
        : ContactsEnd(model) + spine.Assumed("lead_tail_mm");

    /// <summary>x of the axis at an arc length; the shaft behind the contacts bends back along the cord within 10 mm.</summary>
    private static double LateralAt(LeadPlacement p, double s)
    {
        const double Bend = 10e-3;
        double end = ContactsEnd(p.Model), middle = 0.5 * (p.Model.Contacts.Min(contact => contact.Along.Metres)
            + p.Model.Contacts.Max(contact => contact.Along.Metres));
        var behind = Math.Clamp(s - end, 0, Bend);

        // The slope falls linearly to zero over the bend; its integral is what counts.
        var effective = Math.Min(s, end) + behind - (0.5 * behind * behind / Bend);
        return p.Lateral + ((middle - effective) * Math.Sin(p.AngleRadians));
    }

    private static PlacedLead Lay(Spine spine, LeadPlacement p)
    {
        var thickness = p.Model.Body is LeadBody.Rod rod ? rod.Diameter.Metres : ((LeadBody.Paddle)p.Model.Body).Thickness.Metres;
        var offset = (p.DepthGap ?? spine.Assumed("lead_gap_mm")) + p.Encapsulation + (0.5 * thickness);
        var length = BodyLength(spine, p.Model);
        var z = spine.HeightOf(p.TipLevel, p.TipFraction);
        Position last = new(LateralAt(p, 0), DorsalOffset(spine, z, LateralAt(p, 0), offset), z);
        List<Position> axis = [last];
        for (var i = 1; i <= (int)Math.Round(length / Step) && last.Z > spine.SpineEnd; i++)
        {
            var x = LateralAt(p, i * Step);
            var stretch = spine.Curve.Stretch(last.Y, last.Z);
            var drop = Math.Sqrt((Step * Step) - ((x - last.X) * (x - last.X))) / stretch;
            var y = last.Y;
            for (var pass = 0; pass < 4; pass++)
            {
                y = DorsalOffset(spine, last.Z - drop, x, offset);
                double dx = x - last.X, dy = y - last.Y;
                drop = Math.Sqrt(Math.Max((Step * Step) - (dx * dx) - (dy * dy), 0.01 * Step * Step)) / stretch;
            }

            last = new Position(x, y, last.Z - drop);
            axis.Add(last);
        }

        return new PlacedLead(p.Id, p.Model, axis, p.Encapsulation, spine.Curve);
    }

    /// <summary>y of the curve at a distance outside the dura, at x; the angle on the ellipse is found by bisection.</summary>
    private static double DorsalOffset(Spine spine, double z, double x, double offset)
    {
        var dura = spine.SectionAt(z).Dura;
        double low = -0.5 * Math.PI, high = 0.5 * Math.PI;
        double y = 0;
        for (var i = 0; i < 50; i++)
        {
            var angle = 0.5 * (low + high);
            double sin = Math.Sin(angle), cos = Math.Cos(angle);
            double nx = dura.SemiY * sin, ny = dura.SemiX * cos;
            var norm = Math.Sqrt((nx * nx) + (ny * ny));
            y = dura.CentreY + (dura.SemiY * cos) + (offset * ny / norm);
            if (dura.CentreX + (dura.SemiX * sin) + (offset * nx / norm) < x)
                low = angle;
            else
                high = angle;
        }

        return y;
    }
}
