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
        var fold = Fold(log);
        List<RecordedEvent> added = [];
        foreach (var item in add.Events)
        {
            var next = new RecordedEvent(
                add.Patient, log.Count + 1, item.Id, item.Type, now, item.ClinicTime, add.Actor, item.Reason, Canonical.Of(item.Payload));
            if (fold.Add(next) is { Count: > 0 } refusals)
                return Refuse(writer, add, now, refusals);
            log.Add(next);
            added.Add(next);
        }

        return await AdmitAsync(context, writer, add, new Change(row, log, added, fold.View(now), null, now), cancellation);
    }

    /// <summary>Stores what the pathway has taken, unless its label is another patient's.</summary>
    private async Task<WriteResult> AdmitAsync(
        RecordContext context, LogWriter writer, Addition add, Change change, CancellationToken cancellation)
    {
        var label = change.View.Label;
        var index = label.Length == 0 ? null : _keys.BlindIndex(label);
        if (index is not null && !(change.Row?.LabelIndex ?? []).AsSpan().SequenceEqual(index)
            && await IsTakenAsync(context, index, add.Patient, cancellation))
        {
            return Refuse(writer, add, change.Now,
                [new Refusal("label", label, "a label that no other patient of the clinic has", "This label is another patient's.")]);
        }

        return await StoreAsync(context, writer, add.Actor, change with { Index = index }, cancellation);
    }

    private async Task<WriteResult> StoreAsync(
        RecordContext context, LogWriter writer, Actor actor, Change change, CancellationToken cancellation)
    {
        var (row, log, added, view, index, now) = change;
        var patient = log[0].Patient.Value;
        var asOf = Instant.ToMicroseconds(now);
        var isNew = row is null;
        if (row is null)
        {
            row = new PatientRow { ClinicId = Clinic.Value, PatientId = patient, Revision = 0, Head = LogCodec.Start, AsOfUs = asOf };
            context.Patients.Add(row);
        }

        foreach (var item in added)
            writer.Event(row, item, actor, now);
        row.LabelIndex = index;
        row.AsOfUs = asOf;
        var worklist = _models.Worklist(view, log);
        var state = _models.State(view, log[^1], asOf);
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

        var before = log.Count - added.Count;
        context.Timeline.AddRange(_models.Timeline(view, log, before));
        for (var earlier = 0; earlier < before; earlier++)
        {
            if (view.Lines[earlier].CorrectedBy is { } by && by > before)
            {
                var revision = earlier + 1L;
                var line = await context.Timeline.SingleAsync(
                    item => item.PatientId == patient && item.Revision == revision, cancellation);
                line.CorrectedBy = by;
            }
        }

        return new WriteResult.Accepted(row.Revision);
    }

    /// <summary>A label that another patient has, stored or about to be in this transaction.</summary>
    private static async Task<bool> IsTakenAsync(RecordContext context, byte[] index, PatientId patient, CancellationToken cancellation) =>
        context.Patients.Local.Any(other => other.PatientId != patient.Value && (other.LabelIndex ?? []).AsSpan().SequenceEqual(index))
        || await context.Patients.AnyAsync(other => other.LabelIndex == index && other.PatientId != patient.Value, cancellation);

    /// <summary>A log read from its start. What was taken once is in the log, whatever newer rules say of it.</summary>
    private IPathwayFold Fold(List<RecordedEvent> log)
    {
        var fold = _settings.Pathway.Begin();
        foreach (var item in log)
            fold.Add(item);
        return fold;
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

    /// <summary>What is about to be stored for one patient.</summary>
    private sealed record Change(
        PatientRow? Row, List<RecordedEvent> Log, List<RecordedEvent> Added, PatientView View, byte[]? Index, DateTimeOffset Now);

    /// <summary>Events for one patient.</summary>
    internal sealed record Addition(PatientId Patient, long ExpectedRevision, IReadOnlyList<NewEvent> Events, Actor Actor);
}
