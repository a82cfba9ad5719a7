namespace Epidura.Care.Options;

/// <summary>A published figure shown beside an option.</summary>
/// <param name="What">Benefit or risk.</param>
/// <param name="Figure">As published; empty when no single figure is shown.</param>
/// <param name="Plain">In words of a patient.</param>
/// <param name="Dispute">Who doubts it and why; empty for nothing.</param>
/// <param name="IsVerified">False when a primary document has still to be read.</param>
/// <param name="Source">Publication.</param>
public sealed record PublishedFigure(string What, string Figure, string Plain, string Dispute, bool IsVerified, string Source);

/// <summary>A phase of a rehabilitation template; every one may be changed by the team.</summary>
/// <param name="Phase">When.</param>
/// <param name="What">What is done.</param>
/// <param name="Source">Publication, or project decision.</param>
public sealed record RehabilitationPhase(string Phase, string What, string Source);

/// <summary>One of the ways a patient may go, judged for this patient.</summary>
/// <param name="Key">For example <c>microdiscectomy</c>.</param>
/// <param name="Title">In words of a patient.</param>
/// <param name="Verdict">possible, suitable, first-line, not-suitable, not-cleared, deferred, blocked or emergency-first.</param>
/// <param name="Meaning">The verdict in words of a patient.</param>
/// <param name="For">Reasons for it, with the rule.</param>
/// <param name="Against">Reasons against it, with the rule.</param>
/// <param name="Missing">Inputs that must be known first.</param>
/// <param name="Before">What it involves before.</param>
/// <param name="During">What it involves.</param>
/// <param name="After">What it involves after.</param>
/// <param name="Recovery">How long it takes.</param>
/// <param name="Benefits">Published results with their dispute.</param>
/// <param name="Risks">Published risks with their dispute.</param>
/// <param name="Rehabilitation">Template; editable.</param>
/// <param name="Source">Of the description.</param>
public sealed record TreatmentOption(
    string Key, string Title, string Verdict, string Meaning, IReadOnlyList<string> For, IReadOnlyList<string> Against,
    IReadOnlyList<string> Missing, string Before, string During, string After, string Recovery, IReadOnlyList<PublishedFigure> Benefits,
    IReadOnlyList<PublishedFigure> Risks, IReadOnlyList<RehabilitationPhase> Rehabilitation, string Source);
