using System.Security.Cryptography;
using System.Text;
using Epidura.Records.Keys;
using Epidura.Records.Storage;

namespace Epidura.Records.Chains;

/// <summary>
/// Rows of the log from and to what they say. A hash is HMAC-SHA-256, with a key that is not in the database, of the canonical JSON of the
/// row after decryption, which holds the hash before it.
/// </summary>
internal sealed class LogCodec(ClinicId clinic, ClinicKeys keys)
{
    /// <summary>What the first link points at.</summary>
    public static byte[] Start { get; } = new byte[32];

    public EventRow Encode(RecordedEvent item, byte[] previous) => new()
    {
        ClinicId = clinic.Value,
        PatientId = item.Patient.Value,
        Revision = item.Revision,
        EventId = item.Id,
        Type = item.Type,
        RecordedUs = Instant.ToMicroseconds(item.RecordedUtc),
        ClinicTime = item.ClinicTime,
        Actor = item.Actor.Id,
        Role = item.Actor.Role,
        Reason = keys.Cipher.Encrypt(item.Reason, Place(item.Patient.Value, item.Revision, "reason")),
        Payload = keys.Cipher.Encrypt(item.Payload, Place(item.Patient.Value, item.Revision, "payload")),
        Previous = previous,
        Hash = Hash(item, previous),
    };

    /// <exception cref="CryptographicException">An encrypted column does not open.</exception>
    public RecordedEvent Decode(EventRow row) => new(
        new PatientId(row.PatientId), row.Revision, row.EventId, row.Type, Instant.FromMicroseconds(row.RecordedUs), row.ClinicTime,
        new Actor(row.Actor, row.Role), keys.Cipher.DecryptText(row.Reason, Place(row.PatientId, row.Revision, "reason")),
        keys.Cipher.DecryptText(row.Payload, Place(row.PatientId, row.Revision, "payload")));

    public byte[] Hash(RecordedEvent item, byte[] previous) => Hash(Canonical.Object(writer =>
    {
        writer.WriteString("actor", item.Actor.Id);
        writer.WriteString("clinic", clinic.Value);
        writer.WriteString("clinic_time", item.ClinicTime);
        writer.WriteString("id", item.Id);
        writer.WriteString("patient", item.Patient.Value);
        writer.WriteString("payload", item.Payload);
        writer.WriteString("previous", Convert.ToHexStringLower(previous));
        writer.WriteString("reason", item.Reason);
        writer.WriteNumber("recorded_us", Instant.ToMicroseconds(item.RecordedUtc));
        writer.WriteNumber("revision", item.Revision);
        writer.WriteString("role", item.Actor.Role);
        writer.WriteString("type", item.Type);
    }));

    public AuditRow Encode(AuditEntry entry, long sequence, byte[] previous) => new()
    {
        ClinicId = clinic.Value,
        Sequence = sequence,
        RecordedUs = Instant.ToMicroseconds(entry.RecordedUtc),
        Actor = entry.Actor.Id,
        Role = entry.Actor.Role,
        Action = entry.Action,
        PatientId = entry.Patient?.Value,
        Revision = entry.Revision,
        EventHash = entry.EventHash,
        Detail = keys.Cipher.Encrypt(entry.Detail, Aad.Of("audit", clinic.Value, entry.Patient?.Value, sequence, "detail")),
        Previous = previous,
        Hash = Hash(entry, sequence, previous),
    };

    /// <exception cref="CryptographicException">An encrypted column does not open.</exception>
    public AuditEntry Decode(AuditRow row) => new(
        Instant.FromMicroseconds(row.RecordedUs), new Actor(row.Actor, row.Role), row.Action,
        row.PatientId is { } patient ? new PatientId(patient) : null, row.Revision, row.EventHash,
        keys.Cipher.DecryptText(row.Detail, Aad.Of("audit", clinic.Value, row.PatientId, row.Sequence, "detail")));

    public byte[] Hash(AuditEntry entry, long sequence, byte[] previous) => Hash(Canonical.Object(writer =>
    {
        writer.WriteString("action", entry.Action);
        writer.WriteString("actor", entry.Actor.Id);
        writer.WriteString("clinic", clinic.Value);
        writer.WriteString("detail", entry.Detail);
        if (entry.EventHash is { } hash)
            writer.WriteString("event", Convert.ToHexStringLower(hash));
        if (entry.Patient is { } patient)
            writer.WriteString("patient", patient.Value);
        writer.WriteString("previous", Convert.ToHexStringLower(previous));
        writer.WriteNumber("recorded_us", Instant.ToMicroseconds(entry.RecordedUtc));
        if (entry.Revision is { } revision)
            writer.WriteNumber("revision", revision);
        writer.WriteString("role", entry.Actor.Role);
        writer.WriteNumber("sequence", sequence);
    }));

    private byte[] Hash(string canonical) => HMACSHA256.HashData(keys.Chain, Encoding.UTF8.GetBytes(canonical));

    private byte[] Place(Guid patient, long revision, string column) => Aad.Of("event", clinic.Value, patient, revision, column);
}

/// <summary>One entry of the clinic's log.</summary>
/// <param name="RecordedUtc">When, UTC, whole microseconds.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What: <c>event</c>, <c>refused</c>, <c>read</c>, <c>export</c>, <c>rebuild</c>, <c>clinic</c>.</param>
/// <param name="Patient">Whose record, where it touches one.</param>
/// <param name="Revision">Revision of the event, or of what was read.</param>
/// <param name="EventHash">Hash of the event that the entry is for.</param>
/// <param name="Detail">More, canonical JSON.</param>
internal sealed record AuditEntry(
    DateTimeOffset RecordedUtc, Actor Actor, string Action, PatientId? Patient, long? Revision, byte[]? EventHash, string Detail);

/// <summary>Instants as whole microseconds since 1970.</summary>
internal static class Instant
{
    public static long ToMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <exception cref="RecordException">Outside the calendar: the number was altered.</exception>
    public static DateTimeOffset FromMicroseconds(long value) =>
        value is > -62_000_000_000_000_000 and < 253_000_000_000_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond)
            : throw new RecordException($"The instant {value} is outside the calendar.");

    public static DateTimeOffset Now(TimeProvider clock) => FromMicroseconds(ToMicroseconds(clock.GetUtcNow()));
}
