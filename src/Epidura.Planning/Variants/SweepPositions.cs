using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Field;
using Epidura.Planning.Cases;

namespace Epidura.Planning.Variants;

/// <summary>All leads of a case moved together, in one posture.</summary>
/// <param name="Posture">Changes the fluid behind the cord.</param>
/// <param name="Along">Towards the head, m.</param>
/// <param name="Across">To the patient's right, m.</param>
public sealed record SweepPosition(Posture Posture, double Along, double Across)
{
    /// <summary>For people: <c>upright, +2 mm along, -1 mm across</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Posture.Name}, {Along * 1e3:+0.###;-0.###;0} mm along, {Across * 1e3:+0.###;-0.###;0} mm across");
}

/// <summary>The positions of a sweep as field problems.</summary>
public static class SweepPositions
{
    /// <summary>The problem of one position, or why the leads cannot lie there; exactly one is set.</summary>
    /// <param name="start">The case.</param>
    /// <param name="position">How its leads are moved.</param>
    /// <param name="quality">Grid.</param>
    public static (FieldProblem? Problem, string? Refusal) Of(Case start, SweepPosition position, FieldQuality quality)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(position);
        var anatomy = start.Anatomy with { DorsalCsfChange = start.Anatomy.DorsalCsfChange + position.Posture.DorsalCsfChange };
        var spine = Spine.Create(anatomy);
        var set = LeadPlacer.PlaceAll(spine, [.. start.Leads.Select(lead => Move(spine, lead, position))]);
        return set.Refusals.Count > 0
            ? (null, $"{position}: {set.Refusals[0].Message}")
            : (new FieldProblem(spine, start.Conductivities, set.Leads, FieldBox.Around(set.Leads), quality), null);
    }

    private static LeadPlacement Move(Spine spine, LeadPlacement lead, SweepPosition position)
    {
        var (level, fraction) = spine.LevelAt(spine.HeightOf(lead.TipLevel, lead.TipFraction) + position.Along);
        return lead with { TipLevel = level, TipFraction = fraction, Lateral = lead.Lateral + position.Across };
    }
}
