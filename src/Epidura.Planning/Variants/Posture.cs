namespace Epidura.Planning.Variants;

/// <summary>A posture as a change of the fluid behind the cord.</summary>
/// <param name="Name">Key.</param>
/// <param name="DorsalCsfChange">Against upright, m.</param>
/// <param name="Source">Publication.</param>
public sealed record Posture(string Name, double DorsalCsfChange, string Source)
{
    private const string Moved = "change of dorsal CSF prone at T11: Holsheimer 1994; Cameron and Alo 1998";

    /// <summary>Standing or sitting: the template as it is.</summary>
    public static Posture Upright { get; } = new("upright", 0, "the template");

    /// <summary>On the back: the cord falls towards the lead.</summary>
    public static Posture Supine { get; } = new("supine", -1e-3, "middle of 0.5 to 1.5 mm; " + Moved);

    /// <summary>On the belly.</summary>
    public static Posture Prone { get; } = new("prone", 2.2e-3, Moved);

    /// <summary>Every posture that is known.</summary>
    public static IReadOnlyList<Posture> All { get; } = [Upright, Supine, Prone];
}
