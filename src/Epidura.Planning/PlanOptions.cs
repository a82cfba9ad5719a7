using Epidura.Field;

namespace Epidura.Planning;

/// <summary>How a plan is computed; what is asked stands in the case.</summary>
/// <param name="Store">Where lead fields are kept between runs; null keeps none.</param>
/// <param name="Progress">Told what is going on; null for silence.</param>
/// <param name="Threads">Threads; 0 takes the machine's. The result does not depend on it.</param>
/// <param name="Seed">Of every random draw.</param>
/// <param name="Quality">Grid of the field.</param>
public sealed record PlanOptions(
    IFieldStore? Store = null,
    IProgress<PlanProgress>? Progress = null,
    int Threads = 0,
    int Seed = 1,
    FieldQuality Quality = FieldQuality.Standard)
{
    /// <summary>Programs in the list, 1–10.</summary>
    public int Programs { get; init; } = 3;

    /// <summary>Candidates that the cable model decides, <see cref="Programs"/> or more.</summary>
    public int CableCandidates { get; init; } = 12;

    /// <summary>Random programs the search is held against.</summary>
    public int RandomPrograms { get; init; } = 1000;

    /// <summary>Solves the best programs again on the seven variants of the anatomy; without it the intervals have no width.</summary>
    public bool WithVariants { get; init; } = true;

    /// <summary>Spacing of the coarse grid over that of the plan's: halving it gives the plan's.</summary>
    public const double CoarseFactor = 2;

    /// <summary>
    /// Spacing of the variants' grid over that of the plan's. Above 1 the base is solved on that grid once more, and every fibre's
    /// threshold in a variant is the base's times the ratio of the two on it. A draft is too coarse to be made coarser.
    /// </summary>
    public double VariantFactor => Quality == FieldQuality.Draft ? 1 : CoarseFactor;

    /// <summary>Compares the thresholds of the listed programs on the plan's grid and on one of twice its spacing.</summary>
    public bool WithHalving { get; init; } = true;
}

/// <summary>How far a plan has come.</summary>
/// <param name="Stage">What is going on, for people.</param>
/// <param name="Fraction">Of the whole plan, 0–1, rising.</param>
public sealed record PlanProgress(string Stage, double Fraction);
