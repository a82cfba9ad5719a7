namespace Epidura.Care.Instruments;

/// <summary>Course of the pain in painDETECT.</summary>
public enum PainPattern
{
    /// <summary>Steady with slight changes: 0 points.</summary>
    SteadySlight,

    /// <summary>Steady with attacks: one point less.</summary>
    SteadyAttacks,

    /// <summary>Attacks without pain between them: one point more.</summary>
    AttacksFree,

    /// <summary>Attacks with pain between them: one point more.</summary>
    AttacksPain,
}

/// <summary>The answers to one questionnaire.</summary>
/// <param name="Items">In the order of the form; null for a missing answer.</param>
public sealed record InstrumentAnswers(IReadOnlyList<Ratio?> Items)
{
    /// <summary>painDETECT only.</summary>
    public PainPattern? Pattern { get; init; }

    /// <summary>painDETECT only: the pain radiates.</summary>
    public bool? IsRadiating { get; init; }

    /// <summary>EQ-5D-5L only: value set; null gives the profile without an index.</summary>
    public string? ValueSet { get; init; }

    /// <summary>A score that was worked out elsewhere; then <see cref="Items"/> is empty.</summary>
    public Ratio? Score { get; init; }

    /// <summary>Whole answers.</summary>
    public static InstrumentAnswers Of(params int?[] items) =>
        new([.. items.Select(item => item is { } value ? (Ratio?)value : null)]);
}
