using Epidura.Documents;

namespace Epidura.Planning.Cases;

/// <summary>A value the case file did not give.</summary>
/// <param name="Field">Path of the field.</param>
/// <param name="Value">What was taken.</param>
/// <param name="Source">Table or publication it comes from.</param>
public sealed record Assumption(string Field, string Value, string Source);

/// <summary>What reading a case file gave.</summary>
/// <param name="Case">The case; null when there is an error.</param>
/// <param name="Errors">All errors of the file, by line, at most 50.</param>
/// <param name="Assumed">Values that were filled in.</param>
/// <param name="Notes">Values that are accepted but unusual, in the form of errors.</param>
public sealed record CaseReadResult(
    Case? Case, IReadOnlyList<DocumentError> Errors, IReadOnlyList<Assumption> Assumed, IReadOnlyList<DocumentError> Notes);
