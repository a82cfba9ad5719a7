namespace Epidura.Records.Storage;

/// <summary>A clinic, its wrapped data key, and the end of its log; locked while something is added.</summary>
internal sealed class ClinicRow
{
    public required Guid ClinicId { get; init; }

    public required string Name { get; init; }

    public required byte[] DataKey { get; init; }

    public required long Sequence { get; set; }

    public required byte[] Head { get; set; }
}

/// <summary>End of a patient's log: what a writer compares its revision with.</summary>
internal sealed class PatientRow
{
    public required Guid ClinicId { get; init; }

    public required Guid PatientId { get; init; }

    public required long Revision { get; set; }

    public required byte[] Head { get; set; }

    /// <summary>Up to when tasks were looked for in the derived rows.</summary>
    public required long AsOfUs { get; set; }

    /// <summary>Keyed hash of the patient's label; null when there is none.</summary>
    public byte[]? LabelIndex { get; set; }
}

/// <summary>An event of a patient; never changed, never deleted.</summary>
internal sealed class EventRow
{
    public required Guid ClinicId { get; init; }

    public required Guid PatientId { get; init; }

    public required long Revision { get; init; }

    public required Guid EventId { get; init; }

    public required string Type { get; init; }

    public required long RecordedUs { get; init; }

    public required string ClinicTime { get; init; }

    public required string Actor { get; init; }

    public required string Role { get; init; }

    public required byte[] Reason { get; init; }

    public required byte[] Payload { get; init; }

    public required byte[] Previous { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>An entry of the clinic's log: every event by its hash, every read, every refusal, every export.</summary>
internal sealed class AuditRow
{
    public required Guid ClinicId { get; init; }

    public required long Sequence { get; init; }

    public required long RecordedUs { get; init; }

    public required string Actor { get; init; }

    public required string Role { get; init; }

    public required string Action { get; init; }

    public Guid? PatientId { get; init; }

    public long? Revision { get; init; }

    public byte[]? EventHash { get; init; }

    public required byte[] Detail { get; init; }

    public required byte[] Previous { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>Read model: one line per patient.</summary>
internal sealed class WorklistRow
{
    public required Guid ClinicId { get; init; }

    public required Guid PatientId { get; init; }

    public required long Revision { get; init; }

    public required string State { get; init; }

    public required long SinceUs { get; init; }

    public required int Priority { get; init; }

    /// <summary>Days since 0001-01-01; the largest number when nothing is due.</summary>
    public required int DueDay { get; init; }

    public required int Tasks { get; init; }

    public required byte[] Display { get; init; }
}

/// <summary>Read model: one line per event.</summary>
internal sealed class TimelineRow
{
    public required Guid ClinicId { get; init; }

    public required Guid PatientId { get; init; }

    public required long Revision { get; init; }

    public required string Type { get; init; }

    public required long RecordedUs { get; init; }

    /// <summary>Revision of the event that corrects this one.</summary>
    public long? CorrectedBy { get; set; }

    public required byte[] Line { get; init; }
}

/// <summary>Read model: where a patient stands, and what is open.</summary>
internal sealed class StateRow
{
    public required Guid ClinicId { get; init; }

    public required Guid PatientId { get; init; }

    public required long Revision { get; init; }

    public required byte[] Detail { get; init; }
}
