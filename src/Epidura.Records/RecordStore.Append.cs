using Epidura.Care;
using Epidura.Records.Chains;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

public sealed partial class RecordStore
{
    /// <summary>Events that one call may add.</summary>
    public const int EventsMax = 10_000;

    /// <summary>Characters of a payload.</summary>
    public const int PayloadMax = 262_144;

    /// <summary>Adds events to a patient's record, all or none.</summary>
    /// <param name="patient">Whose; a new patient starts at revision 0.</param>
    /// <param name="expectedRevision">Revision of the record that the writer has seen.</param>
    /// <param name="events">What to add, in order; 1 to <see cref="EventsMax"/>.</param>
    /// <param name="actor">Who signs.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <exception cref="RecordException">The medium failed, or the record is damaged.</exception>
    public Task<WriteResult> AppendAsync(
        PatientId patient, long expectedRevision, IReadOnlyList<NewEvent> events, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(actor);
        return WriteAsync<WriteResult>(
            async (context, writer) => await AppendAsync(context, writer, new(patient, expectedRevision, events, actor), cancellation),
            cancellation);
    }

    /// <summary>Adds to the records of many patients in one transaction; each of the additions is stored whole or refused.</summary>
    internal Task<IReadOnlyList<WriteResult>> AppendAsync(IReadOnlyList<Addition> additions, CancellationToken cancellation) =>
        WriteAsync<IReadOnlyList<WriteResult>>(
            async (context, writer) =>
            {
                List<WriteResult> results = [];
                foreach (var addition in additions)
                    results.Add(await AppendAsync(context, writer, addition, cancellation));
                return results;
            },
            cancellation);

    private async Task<WriteResult> AppendAsync(RecordContext context, LogWriter writer, Addition add, CancellationToken cancellation)
    {
        var now = Instant.Now(_settings.Clock);
        var row = await context.Patients.SingleOrDefaultAsync(item => item.PatientId == add.Patient.Value, cancellation);
        if (await RepeatedAsync(context, add, cancellation) is { } already)
            return already is WriteResult.Refused used ? Refuse(writer, add, now, used.Refusals) : already;
        if (WhyNot(add, row) is { Count: > 0 } wrong)
            return Refuse(writer, add, now, wrong);

        var log = row is null ? [] : await LogAsync(context, add.Patient, cancellation);
        List<RecordedEvent> added = [];
        foreach (var item in add.Events)
        {
            var next = new RecordedEvent(
                add.Patient, log.Count + 1, item.Id, item.Type, now, item.ClinicTime, add.Actor, item.Reason, item.Corrects,
                Canonical.Of(item.Payload));
            var refusals = item.Corrects is { } corrected && log.All(earlier => earlier.Id != corrected)
                ? [new Refusal("corrects", $"{corrected}", "an earlier event of this patient", "A correction names what it corrects.")]
                : _settings.Pathway.WhyNot(log, next);
            if (refusals.Count > 0)
                return Refuse(writer, add, now, refusals);
            log.Add(next);
            added.Add(next);
        }

        return await StoreAsync(context, writer, row, log, added, cancellation);
    }

    private async Task<WriteResult> StoreAsync(
        RecordContext context, LogWriter writer, PatientRow? row, List<RecordedEvent> log, List<RecordedEvent> added,
        CancellationToken cancellation)
    {
        var isNew = row is null;
        var patient = added[0].Patient;
        if (row is null)
        {
            row = new PatientRow { ClinicId = Clinic.Value, PatientId = patient.Value, Revision = 0, Head = LogCodec.Start };
            context.Patients.Add(row);
        }

        var view = _settings.Pathway.Fold(log);
        var index = view.Number.Length == 0 ? null : _keys.BlindIndex(view.Number);
        if (index is not null && !(row.NumberIndex ?? []).AsSpan().SequenceEqual(index)
            && await context.Patients.AnyAsync(other => other.NumberIndex == index && other.PatientId != patient.Value, cancellation))
        {
            if (isNew)
                context.Patients.Remove(row);
            return Refuse(
                writer, new(patient, 0, [], added[0].Actor), added[0].RecordedUtc,
                [new Refusal("number", view.Number, "a number that no other patient of the clinic has",
                    "This number is another patient's.")]);
        }

        foreach (var item in added)
            writer.Event(row, item);
        row.NumberIndex = index;
        var worklist = _models.Worklist(view, log);
        var state = _models.State(view, log[^1]);
        if (isNew)
        {
            context.Worklist.Add(worklist);
            context.States.Add(state);
        }
        else
        {
            context.Worklist.Update(worklist);
            context.States.Update(state);
        }

        context.Timeline.AddRange(_models.Timeline(view, log, log.Count - added.Count));
        foreach (var correction in added.Where(item => item.Corrects is not null))
        {
            var corrected = log.First(item => item.Id == correction.Corrects).Revision;
            if (await context.Timeline.SingleOrDefaultAsync(
                    line => line.PatientId == patient.Value && line.Revision == corrected, cancellation) is { } line)
                line.CorrectedBy = correction.Revision;
        }

        return new WriteResult.Accepted(row.Revision);
    }

    /// <summary>The answer to a call that was stored before: a caller that never got its answer may ask again.</summary>
    private static async Task<WriteResult?> RepeatedAsync(RecordContext context, Addition add, CancellationToken cancellation)
    {
        var ids = add.Events.Select(item => item.Id).ToList();
        var stored = await context.Events.AsNoTracking().Where(item => ids.Contains(item.EventId))
            .Select(item => new { item.PatientId, item.EventId, item.Revision }).ToListAsync(cancellation);
        if (stored.Count == 0)
            return null;
        return stored.Count == ids.Count && stored.All(item => item.PatientId == add.Patient.Value)
            && stored.OrderBy(item => item.Revision).Select(item => item.EventId).SequenceEqual(ids)
            ? new WriteResult.Accepted(stored.Max(item => item.Revision))
            : new WriteResult.Refused(
                [new Refusal("id", $"{stored[0].EventId}", "an id that was not used before", "An event with this id is stored already.")]);
    }

    private static List<Refusal> WhyNot(Addition add, PatientRow? row)
    {
        List<Refusal> wrong = [];
        void Check(bool holds, string field, string value, string allowed, string reason)
        {
            if (!holds)
                wrong.Add(new Refusal(field, value.Length <= 80 ? value : value[..80] + "…", allowed, reason));
        }

        var (_, expected, events, actor) = add;
        Check(row is not null || expected == 0, "patient", $"{add.Patient}", "a patient of this clinic",
            "This clinic has no such patient.");
        Check(row is null || row.Revision == expected, "expected_revision", $"{expected}", $"{row?.Revision}",
            "The record has changed since it was read.");
        Check(actor.Id.Length is > 0 and <= RecordContext.ShortTextMax, "actor", actor.Id, "1 to 64 characters", "Every event is signed.");
        Check(actor.Role.Length is > 0 and <= RecordContext.ShortTextMax, "role", actor.Role, "1 to 64 characters",
            "A signature has a role.");
        Check(events.Count is > 0 and <= EventsMax, "events", $"{events.Count}", $"1 to {EventsMax}", "Nothing, or too much, to add.");
        Check(events.Select(item => item.Id).Distinct().Count() == events.Count, "id", "", "each id once", "One id stands twice.");
        foreach (var item in events)
        {
            Check(item.Id != Guid.Empty, "id", $"{item.Id}", "an id that is not empty", "An event has an identity.");
            Check(item.Type.Length is > 0 and <= RecordContext.ShortTextMax, "type", item.Type, "1 to 64 characters",
                "An event has a type.");
            Check(item.ClinicTime.Length is > 0 and <= RecordContext.ShortTextMax, "clinic_time", item.ClinicTime, "1 to 64 characters",
                "The time that the clinic wrote is kept beside ours.");
            Check(item.Reason.Length is > 0 and <= 4096, "reason", item.Reason, "1 to 4096 characters", "Every event says why.");
            Check(item.Payload.Length <= PayloadMax && IsObject(item.Payload), "payload", item.Payload,
                $"a JSON object of at most {PayloadMax} characters, {Canonical.DepthMax} levels and no key twice",
                    "The payload cannot be read.");
        }

        return wrong;
    }

    private static bool IsObject(string json)
    {
        try
        {
            return Canonical.Of(json).StartsWith('{');
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static WriteResult.Refused Refuse(LogWriter writer, Addition add, DateTimeOffset now, IReadOnlyList<Refusal> refusals)
    {
        var actor = new Actor(Cut(add.Actor.Id), Cut(add.Actor.Role));
        writer.Audit(new AuditEntry(now, actor, "refused", add.Patient, add.ExpectedRevision, null, Canonical.Object(json =>
        {
            json.WriteStartArray("refusals");
            foreach (var refusal in refusals)
            {
                json.WriteStartObject();
                json.WriteString("allowed", refusal.Allowed);
                json.WriteString("field", refusal.Field);
                json.WriteString("reason", refusal.Reason);
                json.WriteString("value", refusal.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })));
        return new WriteResult.Refused(refusals);
    }

    private static string Cut(string text) => text.Length <= RecordContext.ShortTextMax ? text : text[..RecordContext.ShortTextMax];

    /// <summary>The log of a patient, each link checked; a damaged one is not built upon.</summary>
    private async Task<List<RecordedEvent>> LogAsync(RecordContext context, PatientId patient, CancellationToken cancellation)
    {
        var rows = await context.Events.AsNoTracking().Where(row => row.PatientId == patient.Value).OrderBy(row => row.Revision)
            .ToListAsync(cancellation);
        List<RecordedEvent> log = new(rows.Count);
        var previous = LogCodec.Start;
        foreach (var row in rows)
        {
            var item = Decode(row);
            if (item.Revision != log.Count + 1 || !previous.AsSpan().SequenceEqual(row.Previous)
                || !row.Hash.AsSpan().SequenceEqual(_codec.Hash(item, previous)))
                throw new RecordException(
                    $"The log of patient {patient} is damaged at revision {row.Revision}; run epidura records verify.");
            log.Add(item);
            previous = row.Hash;
        }

        return log;
    }

    private RecordedEvent Decode(EventRow row)
    {
        try
        {
            return _codec.Decode(row);
        }
        catch (System.Security.Cryptography.CryptographicException exception)
        {
            throw new RecordException($"Revision {row.Revision} of patient {row.PatientId} does not open: it was altered.", exception);
        }
    }

    /// <summary>Events for one patient.</summary>
    internal sealed record Addition(PatientId Patient, long ExpectedRevision, IReadOnlyList<NewEvent> Events, Actor Actor);
}
