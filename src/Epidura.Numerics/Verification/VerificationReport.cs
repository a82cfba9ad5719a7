namespace Epidura.Numerics.Verification;

/// <summary>One figure compared with a reference.</summary>
/// <param name="Id">Case in the reference file.</param>
/// <param name="Quantity">What was compared, with its unit.</param>
/// <param name="StepMillisecond">Time step, ms; null where there is none.</param>
/// <param name="Ours">Computed here; null where it did not compute.</param>
/// <param name="Theirs">In the file.</param>
/// <param name="RelativeDifference">Signed, (ours - theirs) / scale, the scale being |theirs| unless the quantity says otherwise.</param>
/// <param name="Limit">Largest absolute relative difference that passes; null for information only.</param>
/// <param name="Pass">Null for information only.</param>
public sealed record VerificationCase(
    string Id,
    string Quantity,
    double? StepMillisecond,
    double? Ours,
    double? Theirs,
    double? RelativeDifference,
    double? Limit,
    bool? Pass);

/// <summary>All figures of one reference file.</summary>
/// <param name="Cases">In the order of the file.</param>
public sealed record VerificationReport(IReadOnlyList<VerificationCase> Cases)
{
    /// <summary>Cases that are judged.</summary>
    public int Judged => Cases.Count(c => c.Pass is not null);

    /// <summary>Judged cases that did not pass.</summary>
    public int Failed => Cases.Count(c => c.Pass == false);

    /// <summary>Largest absolute relative difference over the judged cases.</summary>
    public double RelativeDifferenceMax => Cases
        .Where(c => c is { Pass: not null, RelativeDifference: not null })
        .Select(c => Math.Abs(c.RelativeDifference!.Value))
        .DefaultIfEmpty(0).Max();
}
