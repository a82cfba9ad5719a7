using Epidura.Care;

namespace Epidura.Records;

/// <summary>Something that a person wants to add to a patient's record.</summary>
/// <param name="Id">Made by the caller; asking again with the same id adds nothing a second time.</param>
/// <param name="Type">Kind of event, as the pathway names it.</param>
/// <param name="Payload">What happened, JSON.</param>
/// <param name="ClinicTime">When it happened, as the clinic wrote it.</param>
/// <param name="Reason">Why, as the clinic wrote it.</param>
public sealed record NewEvent(Guid Id, string Type, string Payload, string ClinicTime, string Reason);

/// <summary>An event as the log keeps it.</summary>
/// <param name="Patient">Whose record.</param>
/// <param name="Revision">Place in the patient's log, from 1.</param>
/// <param name="Id">Identity of the event.</param>
/// <param name="Type">Kind of event.</param>
/// <param name="RecordedUtc">When it was stored, UTC, whole microseconds.</param>
/// <param name="ClinicTime">When it happened, as the clinic wrote it.</param>
/// <param name="Actor">Who signed it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Payload">What happened, canonical JSON.</param>
public sealed record RecordedEvent(
    PatientId Patient, long Revision, Guid Id, string Type, DateTimeOffset RecordedUtc, string ClinicTime, Actor Actor, string Reason,
    string Payload);

/// <summary>What became of an attempt to write.</summary>
public abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>Stored and on the medium.</summary>
    /// <param name="Revision">Revision of the patient's record now.</param>
    public sealed record Accepted(long Revision) : WriteResult;

    /// <summary>Nothing was written but, where a patient is touched, the attempt in the audit.</summary>
    /// <param name="Refusals">What is wrong, each with field, value and reason.</param>
    public sealed record Refused(IReadOnlyList<Refusal> Refusals) : WriteResult;
}

/// <summary>The record cannot be used as it is: damaged, altered, rolled back, of another version, or its key is missing.</summary>
public sealed class RecordException(string message, Exception? inner = null) : Exception(message, inner);
