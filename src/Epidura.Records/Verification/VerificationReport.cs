namespace Epidura.Records.Verification;

/// <summary>One thing that is wrong with a record.</summary>
/// <param name="Where">Table and row.</param>
/// <param name="Reason">What is wrong, without anything about a patient.</param>
public sealed record Finding(string Where, string Reason);

/// <summary>What a walk over a record found.</summary>
/// <param name="Patients">Patients looked at.</param>
/// <param name="Events">Events whose link was checked.</param>
/// <param name="AuditEntries">Entries of the clinic's log whose link was checked.</param>
/// <param name="ReadModelRows">Derived rows that were rebuilt and compared.</param>
/// <param name="ReadModelHash">SHA-256 of the canonical form of all derived rows, the same on every database.</param>
/// <param name="Findings">What is wrong, the first <see cref="FindingsMax"/>.</param>
public sealed record VerificationReport(
    int Patients, long Events, long AuditEntries, long ReadModelRows, string ReadModelHash, IReadOnlyList<Finding> Findings)
{
    /// <summary>Findings that are kept.</summary>
    public const int FindingsMax = 100;

    /// <summary>Nothing is wrong.</summary>
    public bool IsIntact => Findings.Count == 0;

    internal static VerificationReport Unreadable(string reason) => new(0, 0, 0, 0, "", [new Finding("record", reason)]);
}
