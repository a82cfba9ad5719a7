using Epidura.Anatomy.Levels;
using Epidura.Stimulation.Leads;

namespace Epidura.Anatomy.Placement;

/// <summary>Where a person says that a lead lies. Lengths in m.</summary>
/// <param name="Id">Key in the case file.</param>
/// <param name="Model">Geometry.</param>
/// <param name="TipLevel">Vertebra behind whose body the tip lies.</param>
/// <param name="TipFraction">0 at the top edge of that vertebra, 1 at the bottom edge of its caudal disc.</param>
/// <param name="Lateral">Of the middle of the contacts from the midline of the sac, to the patient's right.</param>
/// <param name="AngleRadians">Turn in the plane of the dura: above zero the tip points to the right.</param>
/// <param name="DepthGap">Between the dura and the scar; null lays the scar on the dura.</param>
/// <param name="Encapsulation">Thickness of the scar.</param>
/// <param name="AllowIntradural">True lets a negative gap put the lead inside the dura (a study of electrodes on the pia).</param>
public sealed record LeadPlacement(
    string Id,
    LeadModel Model,
    VertebralLevel TipLevel,
    double TipFraction,
    double Lateral,
    double AngleRadians,
    double? DepthGap,
    double Encapsulation,
    bool AllowIntradural = false);

/// <summary>Why a lead cannot lie where it was put.</summary>
public enum PlacementReason
{
    /// <summary>A number of the placement is outside its absolute bounds or not a number.</summary>
    OutOfRange,

    /// <summary>The tip is above C2 or below L1.</summary>
    TipOutsideSpine,

    /// <summary>A contact lies below the modelled spine.</summary>
    TailOutsideSpine,

    /// <summary>The lead would pass through bone or ligament.</summary>
    OutsideCanal,

    /// <summary>The lead would pass through the dura.</summary>
    ThroughDura,

    /// <summary>Two leads would share the same place.</summary>
    Overlap,
}

/// <summary>A refused placement.</summary>
/// <param name="LeadId">Key of the lead.</param>
/// <param name="Reason">Code.</param>
/// <param name="Field">Field of the placement to change, with its unit: <c>lateral_mm</c>.</param>
/// <param name="Value">Value of that field in that unit.</param>
/// <param name="Min">Smallest value that would pass with the others unchanged, as far as known; NaN when none would.</param>
/// <param name="Max">Largest value that would pass; NaN when none would.</param>
/// <param name="Message">Value, limit, unit and name in one sentence.</param>
public sealed record PlacementRefusal(
    string LeadId, PlacementReason Reason, string Field, double Value, double Min, double Max, string Message);

/// <summary>A placed lead or the reason why not; exactly one is set.</summary>
/// <param name="Lead">The lead where it lies.</param>
/// <param name="Refusal">Why it cannot.</param>
public sealed record PlacementResult(PlacedLead? Lead, PlacementRefusal? Refusal);
