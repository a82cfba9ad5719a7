namespace Epidura.Planning.Cases;

/// <summary>Something wrong in a case file.</summary>
/// <param name="File">Name as given to the reader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Field">Path of the field: <c>leads[0].lateral_mm</c>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record CaseError(string File, int Line, int Column, string Field, string Value, string Allowed, string Message)
{
    /// <summary>The error as the command line prints it: <c>file:line:column: field: sentence (value: …; allowed: …)</c>.</summary>
    public override string ToString()
    {
        var field = Field.Length > 0 ? $"{Field}: " : "";
        return $"{File}:{Line}:{Column}: {field}{Message} (value: {Value}; allowed: {Allowed})";
    }
}

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
    Case? Case, IReadOnlyList<CaseError> Errors, IReadOnlyList<Assumption> Assumed, IReadOnlyList<CaseError> Notes);
